import type {Backup, Restoration} from '../contract'
import {targetOf} from './fits-restoration'
import {holdsCollection} from './holds-collection'

/**
 * From when on dates tell what changed in a collection since a backup: since it was requested, or since the same backup
 * was restored into it. `null` where they cannot tell: after another restoration everything may differ, although no
 * date is newer, as restored items keep theirs. Both dates are Wix's own. `restorations`: newest first.
 */
export function countedSince(
  backup: Pick<Backup, 'id' | 'requestedDate'>,
  collectionId: string,
  restorations: readonly Restoration[],
): string | null {
  const touching = restorations.filter(
    (restoration) => !endedBefore(restoration, backup.requestedDate) && mayTouch(restoration, collectionId),
  )
  const [newest] = touching
  if (!newest) return backup.requestedDate
  const isDone = touching.every(({status}) => status !== 'PENDING') && newest.status === 'COMPLETED'
  const isSame = newest.backup.id === backup.id && sourceOf(newest, collectionId) === collectionId
  return isDone && isSame ? newest.finishedDate : null
}

/** What was restored before the backup is in the backup; one that had not ended yet is not. */
function endedBefore({finishedDate}: Restoration, date: string): boolean {
  return finishedDate !== null && Date.parse(finishedDate) < Date.parse(date)
}

/** One that FAILED too: Wix does not say how far it came. A whole restore that lists nothing may touch anything. */
function mayTouch({backup, restorationCollections}: Restoration, collectionId: string): boolean {
  if (restorationCollections.length > 0) {
    return restorationCollections.some((collection) => targetOf(collection) === collectionId)
  }
  return backup.collections.length === 0 || holdsCollection(backup, collectionId) !== false
}

function sourceOf({restorationCollections}: Restoration, collectionId: string): string | undefined {
  if (restorationCollections.length === 0) return collectionId
  return restorationCollections.find((collection) => targetOf(collection) === collectionId)?.dataCollectionId
}
