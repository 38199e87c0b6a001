import type {RecoveryStep} from '../../../page/page-state'
import {Loader} from '../../markup/loader'
import {ProgressBar} from '../../markup/progress-bar'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'

/** Something goes on by itself: what, and how far it is where that is known. */
export function WaitingStep({
  step,
}: {
  step: RecoveryStep & {name: 'opening' | 'comparing' | 'filling' | 'writing' | 'undoing'}
}) {
  const {texts} = usePage()
  const {recovery} = texts
  if ('total' in step) {
    const isFilling = step.name === 'filling'
    const text = (isFilling ? recovery.filling : recovery.writing)(step.done, step.total)
    return (
      <>
        <ProgressBar
          percent={step.total === 0 ? 0 : Math.round((100 * step.done) / step.total)}
          label={recovery.title[step.name]}
          text={text}
        />
        <Text tagName="p">{text}</Text>
        <Text tagName="p" secondary size="small">
          {isFilling ? recovery.nothingYet : recovery.goesOn}
        </Text>
      </>
    )
  }
  return (
    <div class="bp-recovery-waiting">
      <Loader size="small" />
      <Text tagName="p">
        {'copies' in step ? recovery.opening(step.copies) : recovery.comparing(step.compared)}
      </Text>
    </div>
  )
}
