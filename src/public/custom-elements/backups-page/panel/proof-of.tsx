import {TextButton} from '../../markup/button'
import {Loader} from '../../markup/loader'
import {Text} from '../../markup/text'
import {DialogProblem} from '../dialog/dialog-notices'
import {usePage} from '../page-context'

/** Whether a backup was proven, and the way to prove it. */
export function ProofOf({backupId}: {backupId: string}) {
  const {state, texts, send} = usePage()
  const {proofs, running, problem} = state.proving
  const {proving} = texts
  const proof = proofs.find((one) => one.backupId === backupId)
  return (
    <section class="bp-column" aria-label={proving.label} data-hook="proof">
      {proof && proof.date !== null && proof.ms !== null && (
        <Text size="small" dataHook="proof-last">
          {proving.last(proof.date, proof.items, proof.of, proof.ms)}
        </Text>
      )}
      {proof && proof.items < proof.of && (
        <Text size="small" dataHook="proof-differ">
          {proving.differ(proof.of - proof.items)}
        </Text>
      )}
      {problem?.backupId === backupId && <DialogProblem problem={problem.problem} />}
      {running?.backupId === backupId ? (
        <span class="bp-inline" role="status" data-hook="proof-running">
          <Loader size="small" />
          <Text size="small">{proving.running(running.compared)}</Text>
        </span>
      ) : (
        <>
          <TextButton
            size="small"
            dataHook="prove"
            disabled={running !== null}
            onClick={() => send({type: 'proveBackup', backupId})}
          >
            {proving.prove}
          </TextButton>
          <Text size="tiny" secondary>
            {proving.hint}
          </Text>
        </>
      )}
    </section>
  )
}
