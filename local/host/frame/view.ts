/** One place in the frame's navigation. Made when it is opened, and dropped when it is left. */
export interface View {
  element: HTMLElement
  title: string
  /** `false` when the person would lose something. */
  mayLeave?: () => Promise<boolean>
  leave?: () => void
}
