import type {ComponentChildren} from 'preact'
import type {RecoveryDialog as Question, RecoveryStep} from '../../../page/page-state'
import {Button} from '../../markup/button'
import {Dialog} from '../../markup/dialog'
import {Notice} from '../../markup/notice'
import {Steps} from '../../markup/steps'
import {DialogProblem} from '../dialog/dialog-notices'
import {usePage} from '../page-context'
import {useFocusOnStep} from '../use-focus-on-step'
import {AskingStep} from './asking-step'
import {ChoosingStep} from './choosing-step'
import './recovery.css'
import {ReceiptStep} from './receipt-step'
import {ReviewingStep} from './reviewing-step'
import {WaitingStep} from './waiting-step'

const PLACES: Record<RecoveryStep['name'], number> = {
  asking: 0,
  opening: 1,
  comparing: 1,
  choosing: 2,
  filling: 2,
  reviewing: 3,
  writing: 3,
  done: 4,
  undoing: 4,
  undone: 4,
}

/** What goes on by itself: with a problem it stands still, and has nothing to show. */
const WAITS: Partial<Record<RecoveryStep['name'], true>> = {
  opening: true,
  comparing: true,
  filling: true,
  writing: true,
  undoing: true,
}

/** From "Something is missing" to the receipt, in one dialog. */
export function RecoveryDialog({dialog}: {dialog: Question}) {
  const {texts, send} = usePage()
  const {step, problem, stalled, copyMoment, restsMs} = dialog
  const place = PLACES[step.name]
  const content = useFocusOnStep(step.name)
  return (
    <Dialog
      dataHook="dialog-recovery"
      title={texts.recovery.title[step.name]}
      width="720px"
      closeLabel={texts.close}
      onDismiss={() => send({type: 'dismiss'})}
      footer={<Footer dialog={dialog} />}
    >
      <div ref={content} tabIndex={-1} class="bp-recovery" aria-live="polite">
        <Steps label={texts.recovery.stepsLabel} titles={texts.recovery.steps} at={place} />
        {problem && <DialogProblem problem={problem} />}
        {stalled && !problem && (
          <Notice skin="warning">
            {texts.problem.title[stalled.code]}. {texts.recovery.stalled}
          </Notice>
        )}
        {restsMs !== null && <Notice skin="standard">{texts.recovery.rests(restsMs)}</Notice>}
        {!(problem && WAITS[step.name]) && <Step step={step} copyMoment={copyMoment} />}
      </div>
    </Dialog>
  )
}

function Step({step, copyMoment}: {step: RecoveryStep; copyMoment: string | null}) {
  switch (step.name) {
    case 'asking':
      return <AskingStep step={step} />
    case 'opening':
    case 'comparing':
    case 'filling':
    case 'writing':
    case 'undoing':
      return <WaitingStep step={step} />
    case 'choosing':
      return <ChoosingStep step={step} copyMoment={copyMoment} />
    case 'reviewing':
      return <ReviewingStep step={step} />
    case 'done':
    case 'undone':
      return <ReceiptStep step={step} />
  }
}

function Footer({dialog: {step, problem, copyMoment}}: {dialog: Question}) {
  const {texts, send} = usePage()
  const dismiss = () => send({type: 'dismiss'})
  const cancel = (text: string) => (
    <Button size="small" priority="secondary" dataHook="dialog-cancel" autofocus onClick={dismiss}>
      {text}
    </Button>
  )
  const confirm = (
    text: string,
    canConfirm: boolean,
    act: () => void = () => send({type: 'recoveryNext'}),
  ) => (
    <Button
      size="small"
      dataHook="dialog-confirm"
      disabled={!canConfirm}
      autofocus={act === dismiss}
      onClick={act}
    >
      {text}
    </Button>
  )
  if (problem) {
    return (
      <>
        {cancel(texts.close)}
        {'canChooseAgain' in step && step.canChooseAgain
          ? confirm(texts.recovery.back, true, () => send({type: 'recoveryBack'}))
          : confirm(texts.tryAgain, true, () => send({type: 'recoveryRetry'}))}
      </>
    )
  }
  switch (step.name) {
    case 'asking':
      return both(
        cancel(texts.cancel),
        confirm(texts.recovery.look, step.collectionId !== null && step.backup !== null),
      )
    case 'opening':
    case 'comparing':
    case 'filling':
      return cancel(texts.cancel)
    case 'choosing':
      return both(
        // A copy is still there, with its other collections.
        cancel(copyMoment === null ? texts.cancel : texts.recovery.toCopy),
        confirm(texts.recovery.review, step.counts.items + step.counts.fields > 0),
      )
    case 'reviewing':
      return both(
        <Button
          size="small"
          priority="secondary"
          dataHook="dialog-back"
          autofocus
          onClick={() => send({type: 'recoveryBack'})}
        >
          {texts.recovery.back}
        </Button>,
        confirm(texts.recovery.bringBack, step.items === 0 || step.references !== null),
      )
    case 'writing':
    case 'undoing':
      return null
    case 'done':
    case 'undone':
      return both(
        step.receipt.canUndo && (
          <Button
            size="small"
            priority="secondary"
            dataHook="undo-recovery"
            onClick={() => send({type: 'undoRecovery', receiptId: step.receipt.id})}
          >
            {texts.recovery.undo}
          </Button>
        ),
        confirm(texts.recovery.done, true, dismiss),
      )
  }
}

function both(first: ComponentChildren, second: ComponentChildren) {
  return (
    <>
      {first}
      {second}
    </>
  )
}
