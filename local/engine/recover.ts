import {INTERRUPTED_COPY} from './assumptions'
import type {EngineContext} from './engine-context'
import {endRestoration} from './finish-restoration'
import {removeUnneededFiles} from './remove-unneeded-files'

/** After whatever ended the last process: states that are true, and no file that belongs to none. */
export async function recover(context: EngineContext): Promise<void> {
  const {meta, writer} = context
  const applied = await writer.ask('appliedNumber', {})
  for (const restoration of meta.pendingRestorations()) {
    if (restoration.applyNumber === null) continue
    if (restoration.applyNumber <= applied) await endRestoration(context, restoration, 'COMPLETED')
    // Not committed: it is applied again when it is due, under a number of its own.
    else meta.transaction(() => meta.saveRestoration({...restoration, applyNumber: null}))
  }
  for (const backup of meta.backupsWith({status: 'PENDING'})) {
    if (backup.outcome) continue
    const outcome = {time: context.now(), failure: INTERRUPTED_COPY}
    meta.transaction(() => meta.saveBackup({...backup, outcome}))
  }
  await writer.ask('removeContentOfUnknownCollections', {knownIds: meta.collections().map(({id}) => id)})
  await removeUnneededFiles(context)
  await meta.flushed()
}
