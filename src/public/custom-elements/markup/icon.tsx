export type IconName = keyof typeof ICONS

interface Drawing {
  /** Lines of one unit. */
  thin?: string
  /** Lines of nearly two units. */
  bold?: string
  /** A filled shape; what lies inside another is cut out of it. */
  fill?: string
}

const CIRCLE = 'M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0z'
const TRIANGLE =
  'M10.7 4.3 2.9 18a1.5 1.5 0 0 0 1.3 2.2h15.6a1.5 1.5 0 0 0 1.3-2.2L13.3 4.3a1.5 1.5 0 0 0-2.6 0z'
const HANDS = 'M12 7v5l3.3 3.3'

/** Drawn on 24 by 24 units. */
const ICONS = {
  add: {thin: 'M11.5 5v13M5 11.5h13'},
  alert: {thin: CIRCLE, bold: 'M12 7v6M12 15.4V17'},
  alertFilled: {fill: `${CIRCLE}M11 6.7h2v6.4h-2zM11 15h2v2.2h-2z`},
  automatic: {thin: 'M9 4h7.5l-2 5.5h4L7 20.5l2-7.5H5.8z'},
  clock: {thin: `${CIRCLE}${HANDS}`},
  close: {bold: 'M6 6l12 12M18 6 6 18'},
  complete: {thin: CIRCLE, bold: 'M8 12.2l2.7 2.7L16 9.6'},
  completeFilled: {fill: `${CIRCLE}M10.7 16.5 7 12.8l1.3-1.3 2.4 2.4 5-5L17 10.2z`},
  delete: {
    thin: 'M3.7 6.7h16.6M9 6.7v-2q0-1 1-1h4q1 0 1 1v2M5.8 6.7V18q0 2 2 2h8.4q2 0 2-2V6.7M10 10.3v6M14 10.3v6',
  },
  history: {thin: `M4 8.9A8.7 8.7 0 1 1 3.4 13M3.7 4v5.2h5.2${HANDS}`},
  info: {thin: CIRCLE, bold: 'M12 11v6M12 7v1.6'},
  lock: {thin: 'M6 10h12v10H6zM8.5 10V7.5a3.5 3.5 0 0 1 7 0V10M12 13.5v3'},
  person: {thin: 'M8.5 7.6a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0zM5 20v-2.5q1-5 7-5t7 5V20z'},
  search: {thin: 'M4 10.5a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0zM15.2 15.2 20.5 20.5'},
  table: {thin: 'M3 6h18v12H3zM3 10h18M3 14h18M8 6v12'},
  timer: {thin: 'M4 13a8 8 0 1 0 16 0 8 8 0 1 0-16 0zM12 8.5V13M9.5 2.5h5'},
  warning: {thin: TRIANGLE, bold: 'M12 9v5M12 16.1v1.6'},
  warningFilled: {fill: `${TRIANGLE}M11 8.5h2V14h-2zM11 15.8h2v2.2h-2z`},
} satisfies Record<string, Drawing>

/** A picture in the color of the text around it. It says nothing: the words stand beside it, or label the button. */
export function Icon({name, size = 24}: {name: IconName; size?: number}) {
  const {thin, bold, fill}: Drawing = ICONS[name]
  // A line is never thinner than a pixel.
  const line = Math.max(1, 24 / size)
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} fill="none" stroke="currentColor" aria-hidden="true">
      {fill !== undefined && <path d={fill} fill="currentColor" fill-rule="evenodd" stroke="none" />}
      {thin !== undefined && <path d={thin} stroke-width={line} />}
      {bold !== undefined && <path d={bold} stroke-width={line * 1.7} />}
    </svg>
  )
}
