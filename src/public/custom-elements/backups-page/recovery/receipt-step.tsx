import type {RecoveryStep} from '../../../page/page-state'
import {Notice} from '../../markup/notice'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'

/** What came back, and what did not. */
export function ReceiptStep({step: {name, receipt}}: {step: RecoveryStep & {name: 'done' | 'undone'}}) {
  const {texts} = usePage()
  const {recovery} = texts
  const isWhole = receipt.failed === 0 && receipt.skipped === 0
  return (
    <>
      <div data-hook="receipt">
        <Notice skin={isWhole ? 'success' : 'warning'} hasIcon>
          {recovery.result(receipt)}
        </Notice>
      </div>
      {receipt.skipped > 0 && <Text tagName="p">{recovery.skipped(receipt.skipped)}</Text>}
      {receipt.failed > 0 && <Text tagName="p">{recovery.failed(receipt.failed)}</Text>}
      {receipt.keptNewer > 0 && <Text tagName="p">{recovery.keptNewer(receipt.keptNewer)}</Text>}
      {receipt.unknown > 0 && <Text tagName="p">{recovery.unknownReferences(receipt.unknown)}</Text>}
      {receipt.reasons.map((reason) => (
        <Text tagName="p" secondary key={reason}>
          {recovery.reason(reason)}
        </Text>
      ))}
      <Text tagName="p" size="small" secondary>
        {[
          recovery.receiptOf(receipt.date),
          receipt.by !== null && recovery.by(receipt.by),
          receipt.backup && recovery.fromBackup(receipt.backup.type, receipt.backup.requestedDate),
          receipt.copyMoment !== null && recovery.fromCopy(receipt.copyMoment),
          name === 'done' && recovery.copiesGone,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </>
  )
}
