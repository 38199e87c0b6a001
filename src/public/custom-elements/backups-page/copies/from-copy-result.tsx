import type {FromCopyStep} from '../../../page/page-state'
import {Loader} from '../../markup/loader'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'

/** What came of it: what came back, what was kept and why, what failed. */
export function FromCopyResult({step: {result, undo}}: {step: FromCopyStep & {name: 'done'}}) {
  const {fromCopy} = usePage().texts
  const {conflicts, failed, fieldsLeftOut, references} = result
  return (
    <>
      <Text tagName="p" dataHook="from-copy-result">
        {fromCopy.result(result)}
      </Text>
      {result.inserted > 0 && (
        <Text tagName="p" secondary size="small">
          {fromCopy.dates}
        </Text>
      )}
      {conflicts.count > 0 && (
        <Some
          dataHook="from-copy-conflicts"
          title={fromCopy.conflicts(conflicts.count)}
          lines={conflicts.first.map(({title, reason}) => fromCopy.conflict(title, reason))}
        />
      )}
      {failed.count > 0 && (
        <Some
          dataHook="from-copy-failed"
          title={fromCopy.failed(failed.count)}
          lines={failed.first.map(({itemId, reason}) => `${itemId}: ${reason}`)}
        />
      )}
      {references.failed > 0 && <Text tagName="p">{fromCopy.failedReferences(references.failed)}</Text>}
      {fieldsLeftOut.map(({collectionId, field, into}) => (
        <Text key={`${collectionId}.${field}`} tagName="p">
          {fromCopy.fieldLeftOut(collectionId, field, into)}
        </Text>
      ))}
      {result.canUndo && undo === null && (
        <Text tagName="p" secondary size="small">
          {fromCopy.undoHint}
        </Text>
      )}
      {undo === 'undoing' && (
        <span class="bp-inline" role="status">
          <Loader size="small" />
          <Text>{fromCopy.undoing}</Text>
        </span>
      )}
      {typeof undo === 'object' && undo !== null && (
        <Text tagName="p" dataHook="from-copy-undone">
          {fromCopy.undone(undo.takenBack, undo.kept)}
        </Text>
      )}
    </>
  )
}

function Some({dataHook, title, lines}: {dataHook: string; title: string; lines: readonly string[]}) {
  return (
    <div data-hook={dataHook}>
      <Text tagName="p">{title}</Text>
      <ul class="bp-copy-items">
        {lines.map((line) => (
          <li key={line}>
            <Text size="small">
              <bdi>{line}</bdi>
            </Text>
          </li>
        ))}
      </ul>
    </div>
  )
}
