import {BACKED_UP_TYPES, CLOSED_PERMISSIONS, WHOLE_RESTORE_RECREATES_COLLECTIONS} from './assumptions'
import {referringFields} from './collections'
import {type EngineContext, tellRestoration} from './engine-context'
import {itemLimit} from './items'
import {publicRestoration, type StoredRestoration} from './meta-store'
import {removeUnneededFiles} from './remove-unneeded-files'
import type {Collection} from './types'

/** For a restoration that is due: all of it happens, and it is COMPLETED, or nothing, and it is FAILED. */
export async function finishRestoration(
  context: EngineContext,
  restoration: StoredRestoration,
): Promise<void> {
  try {
    await apply(context, restoration)
  } catch (error) {
    context.log(`restoration ${restoration.id} failed: ${(error as Error).message}`)
    return endRestoration(context, restoration, 'FAILED')
  }
  await endRestoration(context, restoration, 'COMPLETED')
}

/** Also at the start, for one whose content was committed when the process died. */
export async function endRestoration(
  context: EngineContext,
  restoration: StoredRestoration,
  status: 'COMPLETED' | 'FAILED',
): Promise<void> {
  const ended: StoredRestoration = {...restoration, status, finishedDate: context.now()}
  context.meta.transaction(() => {
    if (status === 'COMPLETED') createMissingCollections(context, restoration)
    context.meta.saveRestoration(ended)
  })
  await context.meta.flushed()
  await removeUnneededFiles(context)
  tellRestoration(context, publicRestoration(ended))
}

async function apply(context: EngineContext, restoration: StoredRestoration): Promise<void> {
  const {meta, writer, folder} = context
  if (restoration.mustFail) throw new Error('asked for by failNext()')
  const backup = meta.backup(restoration.backup.id)!
  if (!backup.outcome || !('copy' in backup.outcome)) throw new Error(`backup ${backup.id} has no copy`)

  const pairs = collectionPairs(context, restoration)
  // Recorded before and committed with the content: after a crash the one tells what became of the other.
  const applyNumber = Number(meta.readValue(LAST_APPLY) ?? 0) + 1
  meta.transaction(() => {
    meta.writeValue(LAST_APPLY, String(applyNumber))
    meta.saveRestoration({...restoration, applyNumber})
  })
  await meta.flushed()
  await writer.ask('applyRestoration', {
    file: folder.backupFile(backup.id),
    ...backup.outcome.copy,
    collections: pairs,
    heldCollectionIds: backup.collections.map(({id}) => id),
    existingCollectionIds: [
      ...meta.collections().map(({id}) => id),
      ...pairs.map((pair) => pair.destination),
    ],
    referring: referringToRestored(context, pairs),
    applyNumber,
    ...itemLimit(context),
  })
}

/** What is restored itself becomes exactly what the backup holds. */
function referringToRestored(context: EngineContext, pairs: Pair[]) {
  const restored = new Set(pairs.map(({destination}) => destination))
  return [...restored].flatMap((targetCollectionId) =>
    referringFields(context, targetCollectionId)
      .filter(({collectionId}) => !restored.has(collectionId))
      .map((field) => ({...field, targetCollectionId})),
  )
}

const LAST_APPLY = '.lastApply'

interface Pair {
  source: string
  destination: string
}

function collectionPairs(
  context: EngineContext,
  {backup, restorationCollections}: StoredRestoration,
): Pair[] {
  if (restorationCollections.length > 0)
    return restorationCollections.map(({dataCollectionId: source, restoreDestination}) => ({
      source,
      destination: restoreDestination?.dataCollectionId ?? source,
    }))
  const existing = context.meta.collections().filter(({type}) => BACKED_UP_TYPES.includes(type))
  return backup.collections
    .filter(({id}) => WHOLE_RESTORE_RECREATES_COLLECTIONS || existing.some((one) => one.id === id))
    .map(({id}) => ({source: id, destination: id}))
}

/** The content is there already; until now nobody could see it. */
function createMissingCollections(context: EngineContext, restoration: StoredRestoration): void {
  const {meta} = context
  for (const {dataCollectionId: source, restoreDestination} of restoration.restorationCollections) {
    const id = restoreDestination?.dataCollectionId ?? source
    const found = meta.collection(id)
    if (found && !found.deleted) continue
    const schema = meta.collection(source)?.collection
    const now = context.now()
    const displayName = id === source ? (schema?.displayName ?? id) : (restoreDestination?.displayName ?? id)
    const collection: Collection = {
      id,
      displayName,
      type: 'NATIVE',
      fields: schema?.fields ?? [],
      permissions: CLOSED_PERMISSIONS,
      ...(schema?.plugins && {plugins: schema.plugins}),
      createdDate: now,
      updatedDate: now,
      revision: 1,
    }
    meta.saveCollection(collection)
  }
}
