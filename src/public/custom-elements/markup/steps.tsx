import './steps.css'

/** The steps of a dialog, and which one it is at. */
export function Steps({label, titles, at}: {label: string; titles: readonly string[]; at: number}) {
  return (
    <ol class="bp-steps" aria-label={label}>
      {titles.map((title, step) => (
        <li
          key={title}
          class={step <= at ? 'bp-step-reached' : undefined}
          aria-current={step === at && 'step'}
        >
          {title}
        </li>
      ))}
    </ol>
  )
}
