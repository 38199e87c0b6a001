import type {RestoreDialog as Asked} from '../../../page/page-state'
import {Choice} from '../../markup/choice'
import {Notice} from '../../markup/notice'
import {Radio} from '../../markup/radio'
import {Text} from '../../markup/text'
import {Changed, Checking, DialogProblem} from '../dialog/dialog-notices'
import {PageDialog} from '../dialog/page-dialog'
import {usePage} from '../page-context'
import {SchemaSince} from '../parts/schema-since'
import {CollectionPicker} from './collection-picker'
import {ExpectedLoss} from './expected-loss'
import {lossSentence} from './loss-sentence'
import './restore-dialog.css'
import {SafetyChoice} from './safety-choice'
import {TypedConfirmation} from './typed-confirmation'

/** What will be restored, what that costs, and how to take it back: the question before a restore. */
export function RestoreDialog({dialog}: {dialog: Asked}) {
  const {texts, now, send} = usePage()
  const {backup, collections, mode, scope, selected, safety, gone, isUndo} = dialog
  const count = scope === 'all' ? collections.length : selected.length
  const confirmText =
    mode === 'copy'
      ? texts.restore.confirmCopy(count)
      : safety.on
        ? texts.restore.confirmSafety(count)
        : count === 0
          ? texts.restore.confirmNone
          : texts.restore.confirm(count)
  return (
    <PageDialog
      dialog={dialog}
      skin={mode === 'copy' ? 'standard' : 'destructive'}
      title={isUndo ? texts.restore.undoTitle : texts.restore.title(backup.requestedDate)}
      subtitle={
        isUndo
          ? texts.restore.undoText(backup.requestedDate)
          : texts.restore.about(backup.type, backup.requestedDate, now, collections.length)
      }
      width="720px"
      confirmText={confirmText}
      workingText={texts.restore.working}
      canConfirm={dialog.canConfirm}
      isOver={gone}
      onConfirm={() =>
        send({
          type: 'confirm',
          evict: safety.on ? (safety.evicts?.id ?? null) : null,
          safety: safety.on,
          dialogId: dialog.id,
        })
      }
    >
      {gone ? <Changed text={texts.restore.gone} /> : <Question dialog={dialog} />}
    </PageDialog>
  )
}

function Question({dialog}: {dialog: Asked}) {
  const {texts, now, send} = usePage()
  const {backup, collections, mode, scope, selected, stage, problem, fitting, losesHistory} = dialog
  const isBusy = stage !== 'asking'
  return (
    <>
      {dialog.changed && <Changed text={texts.restore.changed} />}
      {stage === 'checking' ? (
        <Checking text={texts.restore.checking} />
      ) : (
        problem && (
          <DialogProblem
            problem={problem}
            {...(problem.code === 'OUTCOME_UNKNOWN' && {
              title: texts.restore.notFoundTitle,
              text: fitting > 0 ? texts.trouble.several(fitting) : texts.restore.notFound,
            })}
          />
        )
      )}
      <Choice label={texts.restore.what} disabled={isBusy}>
        <Radio
          name="scope"
          dataHook="scope-all"
          checked={scope === 'all'}
          onChange={() => send({type: 'setScope', scope: 'all'})}
          label={texts.restore.all(collections.length)}
        />
        <Radio
          name="scope"
          dataHook="scope-some"
          checked={scope === 'some'}
          onChange={() => send({type: 'setScope', scope: 'some'})}
          label={texts.restore.some}
        />
      </Choice>
      <CollectionPicker dialog={dialog} />
      <SchemaSince
        backupId={backup.id}
        isMeant={(id) => scope === 'all' || selected.includes(id)}
        disabled={isBusy}
      />
      <Choice label={texts.restore.where} disabled={isBusy}>
        <Radio
          name="mode"
          dataHook="mode-replace"
          checked={mode === 'replace'}
          onChange={() => send({type: 'setMode', mode: 'replace'})}
          label={texts.restore.replace}
        />
        <Radio
          name="mode"
          dataHook="mode-copy"
          checked={mode === 'copy'}
          onChange={() => send({type: 'setMode', mode: 'copy'})}
          label={texts.restore.copy}
        />
      </Choice>
      {mode === 'copy' ? (
        <Notice skin="standard">{texts.restore.copyText}</Notice>
      ) : (
        <>
          <div data-hook="restore-warning">
            <Notice skin="danger" hasIcon title={texts.restore.warningTitle}>
              <ExpectedLoss dialog={dialog} />
              <div class="bp-warnings" role="list">
                <div role="listitem">{texts.restore.warning(backup.requestedDate, now)}</div>
                <div role="listitem">{texts.restore.deletedReturn}</div>
                <div role="listitem">{texts.restore.during}</div>
                {losesHistory && (
                  <div role="listitem" data-hook="loses-history">
                    {texts.restore.losesHistory}
                  </div>
                )}
              </div>
            </Notice>
          </div>
          <SafetyChoice dialog={dialog} />
        </>
      )}
      {dialog.estimate && (
        <Text tagName="p" size="small" secondary>
          {texts.restore.tookLast(dialog.estimate)}
        </Text>
      )}
      {dialog.typing.needed && <TypedConfirmation dialog={dialog} />}
      <span class="bp-hidden" role="status">
        {mode === 'replace' ? (lossSentence(dialog, texts) ?? '') : ''}
      </span>
    </>
  )
}
