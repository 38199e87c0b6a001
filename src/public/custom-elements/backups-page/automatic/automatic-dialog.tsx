import {useState} from 'preact/hooks'
import type {AutomaticDialog as Question} from '../../../page/page-state'
import {Button, TextButton} from '../../markup/button'
import {Checkbox} from '../../markup/checkbox'
import {Dialog} from '../../markup/dialog'
import {Heading} from '../../markup/heading'
import {Text} from '../../markup/text'
import {DialogProblem} from '../dialog/dialog-notices'
import {usePage} from '../page-context'

/** What the app may do by itself. Each change is saved at once. */
export function AutomaticDialog({dialog}: {dialog: Question}) {
  const {texts, send} = usePage()
  const {choice, problem, stage} = dialog
  const isBusy = stage !== 'asking'
  const dismiss = () => send({type: 'dismiss'})
  return (
    <Dialog
      dataHook="dialog-automatic"
      title={texts.automatic.title}
      closeLabel={texts.close}
      onDismiss={dismiss}
      footer={
        <Button size="small" dataHook="dialog-cancel" autofocus onClick={dismiss}>
          {texts.close}
        </Button>
      }
    >
      {problem && <DialogProblem problem={problem} />}
      <Text tagName="p">{texts.automatic.intro}</Text>
      <Checkbox
        dataHook="choose-automatic"
        checked={choice?.isOn ?? false}
        disabled={isBusy || !choice}
        onChange={(isOn) => send({type: 'chooseAutomatic', isOn})}
      >
        {texts.automatic.onOpening}
      </Checkbox>
      <div class="bp-automatic-indented">
        <Text tagName="p" size="small" secondary>
          {texts.automatic.whenDue}
        </Text>
      </div>
      <Scheduler dialog={dialog} isBusy={isBusy} />
      <div role="status" class="bp-hidden">
        {isBusy && texts.automatic.saving}
      </div>
    </Dialog>
  )
}

function Scheduler({dialog: {choice, key, address}, isBusy}: {dialog: Question; isBusy: boolean}) {
  const {texts, send} = usePage()
  const hasKey = choice?.hasKey ?? false
  return (
    <section class="bp-automatic-section">
      <Heading as="h3" size="small">
        {texts.automatic.scheduler}
      </Heading>
      <Text tagName="p" size="small" secondary>
        {texts.automatic.schedulerText}
      </Text>
      {key !== null && <NewKey key={key} command={commandWith(address, key)} />}
      <div class="bp-automatic-buttons">
        {choice && key === null && (
          <Text size="small">
            {hasKey ? `${texts.automatic.hasKey} ${texts.automatic.anotherEndsIt}` : texts.automatic.noKey}
          </Text>
        )}
        <Button
          size="small"
          priority="secondary"
          dataHook="make-key"
          disabled={isBusy || !choice}
          onClick={() => send({type: 'makeSchedulerKey'})}
        >
          {hasKey ? texts.automatic.makeAnotherKey : texts.automatic.makeKey}
        </Button>
        {hasKey && (
          <Button
            size="small"
            priority="secondary"
            skin="destructive"
            dataHook="remove-key"
            disabled={isBusy}
            onClick={() => send({type: 'removeSchedulerKey'})}
          >
            {texts.automatic.removeKey}
          </Button>
        )}
      </div>
    </section>
  )
}

function NewKey({command}: {command: string}) {
  const {texts} = usePage()
  const [isCopied, setCopied] = useState(false)
  return (
    <div role="status" data-hook="new-key">
      <Text size="small">{texts.automatic.keyOnce}</Text>
      <code class="bp-automatic-command" dir="ltr" tabIndex={0} aria-label={texts.automatic.command}>
        {command}
      </code>
      <TextButton
        size="small"
        dataHook="copy-key"
        onClick={() => void navigator.clipboard?.writeText(command).then(() => setCopied(true))}
      >
        {isCopied ? texts.automatic.copied : texts.automatic.copy}
      </TextButton>
    </div>
  )
}

/** As docs/install-app.md has it. */
function commandWith(address: string, key: string): string {
  return `curl -fsS -X POST ${address} -H 'content-type: application/json' -d '["${key}"]'`
}
