import type {RecoveryStep} from '../../../page/page-state'
import type {ComponentChildren} from 'preact'
import {Button, TextButton} from '../../markup/button'
import {Notice} from '../../markup/notice'
import {Select} from '../../markup/select'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import {NotFinished} from './not-finished'

type Asking = RecoveryStep & {name: 'asking'}
type When = Asking['when']

const AGES: readonly When[] = ['now', 'today', 'yesterday', 'week', 'month']

/** Which collection, and roughly when: the newest backup before that is proposed. And what it costs. */
export function AskingStep({step}: {step: Asking}) {
  const {texts, now, send} = usePage()
  const {recovery} = texts
  const collection = step.collections.find(({id}) => id === step.collectionId)
  return (
    <>
      <Field label={recovery.collection}>
        <Select
          label={recovery.collection}
          dataHook="missing-collection"
          value={step.collectionId ?? ''}
          options={[
            {value: '', text: recovery.chooseCollection},
            ...step.collections.map(({id, displayName}) => ({value: id, text: displayName})),
          ]}
          onChange={(value) => value !== '' && send({type: 'setMissing', collectionId: value})}
        />
      </Field>
      {!step.isChosen && (
        <Field label={recovery.when}>
          <Select
            label={recovery.when}
            dataHook="missing-when"
            value={step.when}
            options={AGES.map((value) => ({value, text: recovery.ages[value]}))}
            onChange={(when) => send({type: 'setMissing', when})}
          />
        </Field>
      )}
      {step.backup ? (
        <Field label={recovery.backup}>
          <Select
            label={recovery.backup}
            dataHook="missing-backup"
            value={step.backup.id}
            options={step.backups.map(({id, type, requestedDate}) => ({
              value: id,
              text: recovery.backupName(type, requestedDate, now),
            }))}
            onChange={(backupId) => send({type: 'setMissing', backupId})}
          />
        </Field>
      ) : (
        <Notice skin="warning">{recovery.noBackup}</Notice>
      )}
      <Text tagName="p">{collection ? recovery.cost(collection.displayName) : recovery.costUnnamed}</Text>
      <Text tagName="p" secondary size="small">
        {recovery.history}
      </Text>
      <NotFinished step={step} />
      {step.receipts !== null && step.receipts.length > 0 && (
        <Receipts receipts={step.receipts} more={step.moreReceipts} />
      )}
    </>
  )
}

function Field({label, children}: {label: string; children: ComponentChildren}) {
  return (
    <div class="bp-recovery-field">
      <Text size="small" weight="normal" tagName="div">
        {label}
      </Text>
      {children}
    </div>
  )
}

/** What was brought back lately, with the way to take it back. */
function Receipts({receipts, more}: {receipts: NonNullable<Asking['receipts']>; more: number}) {
  const {texts, send} = usePage()
  const {recovery} = texts
  return (
    <div class="bp-recovery-receipts">
      <Text size="small" weight="normal" tagName="div">
        {recovery.lately}
      </Text>
      {receipts.map((receipt) => (
        <div key={receipt.id} class="bp-recovery-open">
          <Text size="small">
            {recovery.receiptOf(receipt.date)}: {recovery.result(receipt)} {receipt.collections.join(', ')}
            {receipt.isUndone && ` (${recovery.undone})`}
          </Text>
          {receipt.canUndo && (
            <Button
              size="tiny"
              priority="secondary"
              dataHook={`undo-${receipt.id}`}
              label={recovery.undoOf(receipt.date)}
              onClick={() => send({type: 'undoRecovery', receiptId: receipt.id})}
            >
              {recovery.undo}
            </Button>
          )}
        </div>
      ))}
      {more > 0 && (
        <div>
          <TextButton size="small" dataHook="more-receipts" onClick={() => send({type: 'showReceipts'})}>
            {recovery.moreReceipts(more)}
          </TextButton>
        </div>
      )}
    </div>
  )
}
