import type {Backup, CollectionName, OnDemandSlots, Restoration, RestorationCollection} from '../contract'
import type {RestoreDialog} from './page-state'

const DAY = 24 * 60 * 60 * 1000
/** A backup counts as a restoration's safety backup when it was asked for at most this long before. */
const SAFETY_WITHIN_MS = 60 * 60 * 1000

/** Whether a safety backup can be made before `chosen` is restored, and which backup that would push out. */
export function safetyBackup(
  chosen: {id: string},
  slots: OnDemandSlots,
): {refused: RestoreDialog['safety']['refused']; evicts: Backup | null} {
  const evicts = slots.nextEvicted
  return {refused: evicts?.id === chosen.id ? 'WOULD_EVICT_CHOSEN' : null, evicts}
}

/** The READY on-demand backup that was made just before the restoration, and so takes it back. */
export function undoBackupOf(restoration: Restoration, backups: readonly Backup[]): Backup | null {
  if (restoration.status !== 'COMPLETED' || isCopy(restoration.restorationCollections)) return null
  const at = Date.parse(restoration.requestedDate)
  const candidates = backups.filter(
    ({id, type, status, requestedDate, finishedDate}) =>
      type === 'ON_DEMAND' &&
      status === 'READY' &&
      id !== restoration.backup.id &&
      finishedDate !== null &&
      // The content as it was: requested before the restoration, not long before.
      Date.parse(requestedDate) <= at &&
      Date.parse(requestedDate) >= at - SAFETY_WITHIN_MS,
  )
  return candidates.sort((a, b) => Date.parse(b.requestedDate) - Date.parse(a.requestedDate)).at(0) ?? null
}

export function isCopy(collections: readonly RestorationCollection[]): boolean {
  return collections.length > 0 && collections.every(({restoreDestination}) => restoreDestination)
}

/** Whether no other READY backup was requested within a week before or after this one. */
export function isOnlyGoodBackupOfItsWeek(backup: Backup, backups: readonly Backup[]): boolean {
  const at = Date.parse(backup.requestedDate)
  return !backups.some(
    ({id, status, requestedDate}) =>
      id !== backup.id && status === 'READY' && Math.abs(Date.parse(requestedDate) - at) < 7 * DAY,
  )
}

/**
 * Where each collection is restored to beside the original. The minute is part of the ID, so that a second copy
 * never lands in the first. Wix creates the collection [assumed].
 */
export function copyDestinations(
  collections: readonly CollectionName[],
  now: string,
): RestorationCollection[] {
  const stamp = now.slice(0, 16).replace(/[^0-9]/g, '')
  return collections.map(({id, displayName}) => ({
    dataCollectionId: id,
    restoreDestination: {
      dataCollectionId: `${id}_restored_${stamp}`,
      displayName: `${displayName} (restored ${now.slice(0, 10)})`,
    },
  }))
}

/** How a name is compared that a person typed: case and blanks are no test of intent. */
export function matchesTyped(typed: string, expected: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase()
  return plain(typed) === plain(expected)
}
