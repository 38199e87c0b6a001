import {checkRestoration} from './check-restoration'
import {checkRoomForCollections} from './collections'
import {type EngineContext, advanceInBackground, takeFault, tellRestoration} from './engine-context'
import {lookupBackup} from './lookup'
import {publicBackup, publicRestoration, type StoredRestoration} from './meta-store'
import {EngineError, type Restoration, type RestorationCollection} from './types'

export function restoreBackup(context: EngineContext, id: string): Promise<Restoration> {
  return requestRestoration(context, id, [])
}

export async function restorePartialBackup(
  context: EngineContext,
  id: string,
  collections: RestorationCollection[],
): Promise<Restoration> {
  lookupBackup(context, id)
  if (collections.length === 0)
    throw new EngineError('COLLECTION_NOT_IN_BACKUP', 'A partial restore names at least one collection.', {
      backupId: id,
      collectionIds: [],
    })
  return requestRestoration(context, id, collections)
}

/** Content changes only when the restoration completes (finish-restoration.ts). */
async function requestRestoration(
  context: EngineContext,
  id: string,
  collections: RestorationCollection[],
): Promise<Restoration> {
  const {meta} = context
  const backup = lookupBackup(context, id)
  const existing = meta.collections()
  const replaced = checkRestoration({backup, collections, pending: meta.pendingRestorations(), existing})
  if (collections.length > 0)
    checkRoomForCollections(
      context,
      replaced.filter((one) => !existing.some((found) => found.id === one)).length,
    )

  const now = context.now()
  const restoration: StoredRestoration = {
    id: context.newId(),
    status: 'PENDING',
    requestedDate: now,
    startedDate: null,
    finishedDate: null,
    backup: publicBackup(backup),
    restorationCollections: collections,
    due: now + context.settings.restoreMs,
    applyNumber: null,
    mustFail: takeFault(context, 'restoration'),
  }
  meta.transaction(() => meta.saveRestoration({...restoration, startedDate: now}))
  // Wix answers before it starts.
  tellRestoration(context, publicRestoration(restoration))
  await meta.flushed()
  advanceInBackground(context)
  return publicRestoration(restoration)
}
