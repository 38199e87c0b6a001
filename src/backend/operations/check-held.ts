import type {Backup} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {holdsCollection} from 'public/rules/holds-collection'

/** Throws COLLECTION_NOT_IN_BACKUP with those that the backup does not hold. */
export function checkHeld(backup: Backup, collectionIds: readonly string[]): void {
  const missing = collectionIds.filter((id) => holdsCollection(backup, id) === false)
  if (missing.length > 0) {
    throw BackupsError.of({
      code: 'COLLECTION_NOT_IN_BACKUP',
      backupId: backup.id,
      backup,
      collectionIds: missing,
    })
  }
}
