import type {CreateDialog as Question} from '../../../page/page-state'
import {Text} from '../../markup/text'
import {Changed, Checking, DialogProblem} from '../dialog/dialog-notices'
import {PageDialog} from '../dialog/page-dialog'
import {usePage} from '../page-context'

/** Asked before a backup that costs an older one, and where one could not be made. */
export function CreateDialog({dialog}: {dialog: Question}) {
  const {texts, now, send} = usePage()
  const {evicted, slots, stage, problem, changed, isUnclear, fitting} = dialog
  return (
    <PageDialog
      dialog={dialog}
      skin={evicted ? 'destructive' : 'standard'}
      title={
        stage === 'checking'
          ? texts.create.checkingTitle
          : problem && !isUnclear && !evicted
            ? texts.create.failedTitle
            : texts.create.title
      }
      confirmText={evicted ? texts.create.confirm : problem ? texts.tryAgain : texts.create.confirmFree}
      workingText={texts.create.working}
      onConfirm={() => send({type: 'confirm', evict: evicted?.id ?? null, dialogId: dialog.id})}
    >
      {changed && <Changed text={texts.create.changed} />}
      {stage === 'checking' ? (
        <Checking text={texts.create.checking} />
      ) : (
        problem && (
          <DialogProblem
            problem={problem}
            {...(problem.code === 'OUTCOME_UNKNOWN' && {
              title: texts.create.notFoundTitle,
              text: fitting > 0 ? texts.trouble.several(fitting) : texts.create.notFound,
            })}
          />
        )
      )}
      {evicted ? (
        <>
          <Text tagName="p" dataHook="evicts">
            {texts.create.evicts(evicted.requestedDate, now)}
          </Text>
          <Text tagName="p" secondary>
            {texts.create.slots(slots.used, slots.limit)}{' '}
            {dialog.evictedIsOnlyOneOfItsWeek && texts.create.onlyOne} {texts.create.other}
          </Text>
        </>
      ) : (
        !problem && <Text tagName="p">{texts.create.free}</Text>
      )}
    </PageDialog>
  )
}
