import './progress-bar.css'

/** How far something is, of 100. `text` says it in words. */
export function ProgressBar({percent, label, text}: {percent: number; label: string; text: string}) {
  return (
    <span
      class="bp-bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
    >
      <span style={{width: `${percent}%`}} />
    </span>
  )
}
