import type {BackupType} from '../../contract'
import {made, type WriteKind} from './write-kind'

export interface DeleteBackup {
  kind: 'deleteBackup'
  backupId: string
  type: BackupType
  requestedDate: string
}

/** Wix deletes in the background: it is done when the backup is listed as DELETED, or no longer. */
export const deleteBackup: WriteKind<DeleteBackup> = {
  call: (methods, {backupId}) => made(methods.deleteBackup(backupId), () => null),
  look: ({backupId}, _before, {backups, moreBackups}) => {
    const listed = backups.find(({id}) => id === backupId)
    const isGone = listed ? listed.status === 'DELETED' : !moreBackups
    return isGone ? [null] : []
  },
}
