import {checkId} from './check-arguments'
import {findBackup} from './find-backup'
import {operation} from './operation'

/** One backup. Fails with BACKUP_NOT_FOUND. */
export const getBackup = operation(1, async ({request}, backupId) =>
  findBackup(request, checkId('backupId', backupId)),
)
