import {estimatedPercent} from '../../page/estimate-duration'
import type {Estimate} from '../../page/page-state'
import {Loader} from './markup/loader'
import {Text} from './markup/text'
import {usePage, useTick} from './page-context'

/**
 * How far it may be, from how long earlier ones took. A guess, and shown as one. The design system's own bar has
 * no accessible name.
 */
export function Progress({since, estimate}: {since: string; estimate: Estimate | null}) {
  const {texts, clock} = usePage()
  useTick(1000)
  const elapsedMs = clock() - Date.parse(since)
  if (!estimate) {
    return (
      <span className="bp-slots">
        <Loader size="tiny" />
        <Text size="tiny" secondary>
          {texts.progress.elapsed(elapsedMs)}
        </Text>
      </span>
    )
  }
  const percent = estimatedPercent(elapsedMs, estimate)
  return (
    <span className="bp-progress">
      <span
        className="bp-bar"
        role="progressbar"
        aria-label={texts.progress.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={texts.progress.percent(percent)}
      >
        <span style={{width: `${percent}%`}} />
      </span>
      <Text size="tiny" secondary>
        {elapsedMs > estimate.highMs * 1.5 ? texts.progress.longer : texts.progress.usually(estimate)}
      </Text>
    </span>
  )
}
