import type {Restoration, RestorationCollection} from '../contract'

export interface RestorationRequest {
  backupId: string
  /** `null`: the whole backup. */
  collections: readonly RestorationCollection[] | null
}

/**
 * Whether a restoration is, in every respect, what was asked for: the backup, whole or partial, each collection and
 * where it goes. That makes it as good as one's own, and no more: an equal one may have been started by somebody else.
 */
export function fitsRestoration(
  {backup, restorationCollections}: Restoration,
  {backupId, collections}: RestorationRequest,
): boolean {
  if (backup.id !== backupId) return false
  // An empty list is a whole restore [assumed].
  if (collections === null) return restorationCollections.length === 0
  if (restorationCollections.length !== collections.length) return false
  const asked = new Map(collections.map((collection) => [collection.dataCollectionId, collection]))
  return restorationCollections.every((listed) => {
    const wanted = asked.get(listed.dataCollectionId)
    return wanted !== undefined && targetOf(listed) === targetOf(wanted) && nameOf(listed) === nameOf(wanted)
  })
}

/** The collections that a restoration writes into; one without a list restores the whole backup. */
export function targetsOf({
  backup,
  restorationCollections,
}: Pick<Restoration, 'backup' | 'restorationCollections'>): string[] {
  return restorationCollections.length > 0
    ? restorationCollections.map(targetOf)
    : backup.collections.map(({id}) => id)
}

export function targetOf({dataCollectionId, restoreDestination}: RestorationCollection): string {
  return restoreDestination?.dataCollectionId ?? dataCollectionId
}

function nameOf({restoreDestination}: RestorationCollection): string | undefined {
  return restoreDestination?.displayName
}
