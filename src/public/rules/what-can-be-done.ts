import type {BackupStatus} from '../contract'

/** What stands in the way of doing something with a backup, besides its own state. */
export interface BackupUse {
  status: BackupStatus
  /** Its deletion was asked for. */
  isDeleting: boolean
  /** Work that is under way, or waits for a person, cannot go on without it. */
  isNeeded: boolean
}

export function canRestore({status, isDeleting}: BackupUse): boolean {
  return status === 'READY' && !isDeleting
}

/** Wix deletes READY backups only [assumed]; the local Wix refuses any other with 428. */
export function canDelete({status, isDeleting, isNeeded}: BackupUse): boolean {
  return status === 'READY' && !isDeleting && !isNeeded
}
