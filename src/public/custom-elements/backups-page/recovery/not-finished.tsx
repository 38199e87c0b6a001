import type {RecoveryStep} from '../../../page/page-state'
import {Button} from '../../markup/button'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'

type Asking = RecoveryStep & {name: 'asking'}

/** What stopped half way, and private copies that are left: what to go on with, and what to remove. */
export function NotFinished({step: {interrupted, leftovers}}: {step: Asking}) {
  const {texts} = usePage()
  if (interrupted.length + leftovers.length === 0) return null
  return (
    <div class="bp-recovery-receipts" data-hook="not-finished">
      <Text size="small" weight="normal" tagName="div">
        {texts.recovery.leftOver}
      </Text>
      {interrupted.map((one) => (
        <Interrupted key={one.receiptId} one={one} />
      ))}
      {leftovers.map((one) => (
        <Leftover key={one.lookId} one={one} />
      ))}
    </div>
  )
}

function Interrupted({one: {receiptId, isUndo, date, done, total}}: {one: Asking['interrupted'][number]}) {
  const {texts, send} = usePage()
  const {recovery} = texts
  return (
    <div class="bp-recovery-open">
      <Text size="small">{recovery.interrupted(isUndo, date, done, total)}</Text>
      <Button
        size="tiny"
        priority="secondary"
        dataHook={`continue-${receiptId}`}
        label={recovery.goOnWith(date)}
        onClick={() => send({type: 'continueReceipt', receiptId})}
      >
        {recovery.goOn}
      </Button>
    </div>
  )
}

function Leftover({one}: {one: Asking['leftovers'][number]}) {
  const {texts, now, send} = usePage()
  const {recovery} = texts
  const {lookId, collections, backupRequestedDate, openedDate, isOpen, canOpen} = one
  return (
    <div class="bp-recovery-open">
      <Text size="small">{recovery.leftover(collections, backupRequestedDate, openedDate, now)}</Text>
      {isOpen ? (
        <span class="bp-recovery-buttons">
          {canOpen && (
            <Button
              size="tiny"
              priority="secondary"
              dataHook={`open-${lookId}`}
              label={recovery.openCopies(collections)}
              onClick={() => send({type: 'continueLook', lookId})}
            >
              {recovery.open}
            </Button>
          )}
          <Button
            size="tiny"
            priority="secondary"
            dataHook={`remove-${lookId}`}
            label={recovery.removeCopies(collections)}
            onClick={() => send({type: 'removeLook', lookId})}
          >
            {recovery.remove}
          </Button>
        </span>
      ) : (
        <Text size="small" secondary>
          {recovery.beingRemoved}
        </Text>
      )}
    </div>
  )
}
