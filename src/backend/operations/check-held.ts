import type {Backup} from 'public/contract'
import {BackupsError} from 'public/backups-error'

/** Throws COLLECTION_NOT_IN_BACKUP with those that the backup does not hold. */
export function checkHeld(backup: Backup, collectionIds: readonly string[]): void {
  const held = new Set(backup.collections.map(({id}) => id))
  const missing = collectionIds.filter((id) => !held.has(id))
  if (missing.length > 0) {
    throw BackupsError.of({
      code: 'COLLECTION_NOT_IN_BACKUP',
      backupId: backup.id,
      backup,
      collectionIds: missing,
    })
  }
}
