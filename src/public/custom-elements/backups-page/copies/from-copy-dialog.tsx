import type {FromCopyDialog as Question, FromCopyStep} from '../../../page/page-state'
import {Button} from '../../markup/button'
import {Dialog} from '../../markup/dialog'
import {Notice} from '../../markup/notice'
import {ProgressBar} from '../../markup/progress-bar'
import {Text} from '../../markup/text'
import {choose} from '../disk'
import {usePage} from '../page-context'
import {useFocusOnStep} from '../use-focus-on-step'
import {ChoosingFromCopy} from './choosing-from-copy'
import './copies.css'
import {FromCopyResult} from './from-copy-result'
import {StoppedNotice} from './stopped-notice'

/** "Bring back from a copy": the file, what differs, what and how, what came of it. */
export function FromCopyDialog({dialog}: {dialog: Question}) {
  const {texts, send} = usePage()
  const {fromCopy, copies, problem} = texts
  const {step, waiting, stopped, canClose} = dialog
  const content = useFocusOnStep(step.name)
  return (
    <Dialog
      dataHook="dialog-fromCopy"
      title={fromCopy.title[step.name]}
      width="720px"
      closeLabel={texts.close}
      onDismiss={() => canClose && send({type: 'dismiss'})}
      footer={<Footer dialog={dialog} />}
    >
      <div ref={content} tabIndex={-1} class="bp-copy">
        {stopped && <StoppedNotice stopped={stopped} />}
        {waiting && (
          <div role="status" data-hook="copy-waiting">
            <Notice skin="warning" hasIcon title={problem.title[waiting.code]}>
              {copies.waiting}
            </Notice>
          </div>
        )}
        <Step step={step} />
      </div>
    </Dialog>
  )
}

function Step({step}: {step: FromCopyStep}) {
  const {texts} = usePage()
  const {fromCopy} = texts
  switch (step.name) {
    case 'file':
      return <ChooseFile />
    case 'reading':
      return (
        <Progress
          done={step.items}
          of={step.ofItems}
          text={fromCopy[step.step](step.items, step.ofItems)}
          label={step.fileName}
        />
      )
    case 'choosing':
      return <ChoosingFromCopy step={step} />
    case 'writing':
      return (
        <>
          <Progress
            done={step.items}
            of={step.ofItems}
            text={step.step === 'safety' ? fromCopy.safety : fromCopy.writing(step.items, step.ofItems)}
            label={step.collectionId ?? fromCopy.title.writing}
          />
          <Text tagName="p" secondary size="small">
            {fromCopy.stay}
          </Text>
        </>
      )
    case 'done':
      return <FromCopyResult step={step} />
  }
}

/** The file stays with the element: the page's code is told its name and size, and asks for pieces. */
function ChooseFile() {
  const {texts, send} = usePage()
  const {fromCopy} = texts
  return (
    <>
      <label class="bp-copy-file">
        <Text>{fromCopy.choose}</Text>
        <input
          type="file"
          accept=".zip,application/zip"
          data-hook="copy-file"
          onChange={({currentTarget}) => {
            const file = currentTarget.files?.[0]
            if (!file) return
            choose(file)
            send({type: 'chooseCopyFile', name: file.name, size: file.size})
          }}
        />
      </label>
      <Text tagName="p" secondary size="small">
        {fromCopy.fileHint}
      </Text>
    </>
  )
}

function Progress({done, of, text, label}: {done: number; of: number; text: string; label: string}) {
  return (
    <>
      <ProgressBar percent={of === 0 ? 0 : Math.floor((100 * done) / of)} label={label} text={text} />
      <Text tagName="p">{text}</Text>
    </>
  )
}

function Footer({dialog: {step, stopped, canClose}}: {dialog: Question}) {
  const {texts, send} = usePage()
  const {fromCopy} = texts
  const dismiss = () => send({type: 'dismiss'})
  const second = (text: string, dataHook: string, act: () => void) => (
    <Button size="small" priority="secondary" dataHook={dataHook} onClick={act}>
      {text}
    </Button>
  )
  if (stopped) {
    return (
      <>
        {second(texts.close, 'dialog-cancel', dismiss)}
        <Button size="small" dataHook="dialog-confirm" onClick={() => send({type: 'retryFromCopy'})}>
          {texts.tryAgain}
        </Button>
      </>
    )
  }
  switch (step.name) {
    case 'file':
    case 'reading':
      return second(texts.cancel, 'dialog-cancel', dismiss)
    case 'choosing': {
      const {mode, selected, slots} = step
      const evicted = mode === 'replace' ? slots.nextEvicted : null
      const text =
        mode !== 'replace' ? fromCopy.write : evicted ? fromCopy.replaceEvicting : fromCopy.replaceNow
      return (
        <>
          {second(texts.cancel, 'dialog-cancel', dismiss)}
          <Button
            size="small"
            skin={mode === 'replace' ? 'destructive' : 'standard'}
            dataHook="dialog-confirm"
            disabled={selected.length === 0}
            onClick={() => send({type: 'writeCopy', evict: evicted?.id ?? null})}
          >
            {text}
          </Button>
        </>
      )
    }
    case 'writing':
      return null
    case 'done':
      return (
        <>
          {step.result.canUndo &&
            step.undo === null &&
            second(fromCopy.undo, 'undo-from-copy', () => send({type: 'undoFromCopy'}))}
          {canClose && (
            <Button size="small" dataHook="dialog-confirm" onClick={dismiss}>
              {texts.recovery.done}
            </Button>
          )}
        </>
      )
  }
}
