import type {Backup, Restoration} from '../contract'
import {isCopy} from './is-copy'

/** A backup counts as a restoration's safety backup when it was asked for at most this long before. */
const SAFETY_WITHIN_MS = 60 * 60 * 1000

/**
 * The READY on-demand backup that was made just before the restoration, and so takes it back.
 *
 * @param backups newest first, as Wix lists them: of several, the first is the last one before the restoration
 */
export function undoBackup(restoration: Restoration, backups: readonly Backup[]): Backup | null {
  if (restoration.status !== 'COMPLETED' || isCopy(restoration.restorationCollections)) return null
  const at = Date.parse(restoration.requestedDate)
  const isJustBefore = (date: string) => Date.parse(date) <= at && Date.parse(date) >= at - SAFETY_WITHIN_MS
  return (
    backups.find(
      ({id, type, status, requestedDate, finishedDate}) =>
        type === 'ON_DEMAND' &&
        status === 'READY' &&
        id !== restoration.backup.id &&
        finishedDate !== null &&
        isJustBefore(requestedDate),
    ) ?? null
  )
}
