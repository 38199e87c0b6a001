import type {OutcomeView} from '../../../page/page-state'
import {usePage} from '../page-context'
import {Banner} from '../parts/banner'
import {whatIsRestored} from './what-is-restored'

/** The restoration that just ended, and how to take it back or try again. */
export function OutcomeBanner({outcome}: {outcome: OutcomeView}) {
  const {texts, send} = usePage()
  const {id, status, isCertain, copy, backupId, backupRequestedDate, undoBackupId} = outcome
  const dismiss = {text: texts.dismiss, act: () => send({type: 'dismissOutcome', restorationId: id})}
  if (status === 'FAILED') {
    return (
      <Banner
        hook="outcome-failed"
        skin="danger"
        title={texts.outcome.failedTitle}
        action={{text: texts.list.again, act: () => send({type: 'askRestore', backupId, restorationId: id})}}
        second={dismiss}
      >
        {texts.outcome.failed(whatIsRestored(outcome), backupRequestedDate)}
        {!isCertain && ` ${texts.outcome.uncertain}`}
      </Banner>
    )
  }
  return (
    <Banner
      hook="outcome-restored"
      skin="success"
      title={texts.outcome.restoredTitle}
      second={dismiss}
      {...(undoBackupId !== null && {
        action: {
          text: texts.outcome.undo,
          act: () => send({type: 'askRestore', backupId: undoBackupId, restorationId: id}),
        },
      })}
    >
      {copy
        ? texts.outcome.copied(whatIsRestored(outcome), backupRequestedDate)
        : texts.outcome.restored(whatIsRestored(outcome), backupRequestedDate)}
      {!isCertain && ` ${texts.outcome.uncertain}`}
    </Banner>
  )
}
