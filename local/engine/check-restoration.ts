import {BACKED_UP_TYPES, COLLECTION_ID} from './assumptions'
import {
  type Backup,
  type Collection,
  EngineError,
  type Restoration,
  type RestorationCollection,
} from './types'

/** Throws what is wrong with a request to restore; answers the collections that it will replace. */
export function checkRestoration(request: {
  backup: Backup
  /** Empty: the whole backup. */
  collections: RestorationCollection[]
  pending: Restoration[]
  existing: Collection[]
}): string[] {
  const {backup, collections, pending, existing} = request
  if (backup.status !== 'READY')
    throw new EngineError('BACKUP_NOT_READY', `Backup ${backup.id} is ${backup.status}, not READY.`, {
      backupId: backup.id,
      status: backup.status,
    })
  checkSources(backup, collections)
  for (const one of collections) checkDestination(one, collections, existing)
  const replaced = replacedCollections({backup, restorationCollections: collections})
  checkOverlap(replaced, pending)
  return replaced
}

/** What a restoration overwrites (or creates). */
export function replacedCollections({
  backup,
  restorationCollections,
}: Pick<Restoration, 'backup' | 'restorationCollections'>): string[] {
  if (restorationCollections.length === 0) return backup.collections.map(({id}) => id)
  return restorationCollections.map((one) => one.restoreDestination?.dataCollectionId ?? one.dataCollectionId)
}

function checkSources(backup: Backup, collections: RestorationCollection[]): void {
  const held = new Set(backup.collections.map(({id}) => id))
  const missing = collections.map((one) => one.dataCollectionId).filter((id) => !held.has(id))
  if (missing.length > 0)
    throw new EngineError(
      'COLLECTION_NOT_IN_BACKUP',
      `Backup ${backup.id} does not hold ${missing.join(', ')}.`,
      {
        backupId: backup.id,
        collectionIds: missing,
      },
    )
}

function checkDestination(
  {dataCollectionId: source, restoreDestination}: RestorationCollection,
  collections: RestorationCollection[],
  existing: Collection[],
): void {
  const destination = restoreDestination?.dataCollectionId ?? source
  const refuse = (reason: string) => {
    throw new EngineError(
      'INVALID_RESTORE_DESTINATION',
      `${source} cannot be restored into ${destination}: ${reason}.`,
      {
        collectionIds: [source],
        destination,
        reason,
      },
    )
  }
  if (collections.filter((one) => one.dataCollectionId === source).length > 1) refuse('it is listed twice')
  if (!restoreDestination) return
  if (!COLLECTION_ID.test(destination)) refuse('that is not the id of a collection')
  if (collections.some((one) => one.dataCollectionId === destination)) refuse('that is itself being restored')
  if (collections.filter((one) => one.restoreDestination?.dataCollectionId === destination).length > 1)
    refuse('another collection is restored into it')
  const found = existing.find(({id}) => id === destination)
  if (found && !BACKED_UP_TYPES.includes(found.type)) refuse(`that is a collection of type ${found.type}`)
}

function checkOverlap(replaced: string[], pending: Restoration[]): void {
  for (const other of pending) {
    const others = replacedCollections(other)
    const collectionIds = replaced.filter((id) => others.includes(id))
    if (collectionIds.length > 0)
      throw new EngineError(
        'RESTORATION_IN_PROGRESS',
        `Restoration ${other.id} of ${collectionIds.join(', ')} has not finished yet.`,
        {restorationId: other.id, collectionIds},
      )
  }
}
