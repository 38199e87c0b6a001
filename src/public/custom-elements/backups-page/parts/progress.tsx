import {estimatedPercent} from '../../../page/estimate-duration'
import type {Estimate} from '../../../page/page-state'
import {Loader} from '../../markup/loader'
import {ProgressBar} from '../../markup/progress-bar'
import {Text} from '../../markup/text'
import {usePage, useTick} from '../page-context'
import './progress.css'

/** How far it may be, from how long earlier ones took. A guess, and shown as one. */
export function Progress({since, estimate}: {since: string; estimate: Estimate | null}) {
  const {texts, clock} = usePage()
  useTick(1000)
  const elapsedMs = clock() - Date.parse(since)
  if (!estimate) {
    return (
      <span class="bp-inline">
        <Loader size="tiny" />
        <Text size="tiny" secondary>
          {texts.progress.elapsed(elapsedMs)}
        </Text>
      </span>
    )
  }
  const percent = estimatedPercent(elapsedMs, estimate)
  return (
    <span class="bp-progress">
      <ProgressBar percent={percent} label={texts.progress.label} text={texts.progress.percent(percent)} />
      <Text size="tiny" secondary>
        {elapsedMs > estimate.highMs * 1.5 ? texts.progress.longer : texts.progress.usually(estimate)}
      </Text>
    </span>
  )
}
