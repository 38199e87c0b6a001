import {BackupsError} from 'public/backups-error'
import {deleteBackup as deleteInWix} from '../wix/backups'
import type {Look} from '../wix/wix-request'
import {checkId} from './check-arguments'
import {BACKUPS, findBackup, ofBackup} from './find-backup'
import {findInLists} from './find-in-lists'
import {operation} from './operation'

/** Deletes a backup. Wix takes a moment to do so. */
export const deleteBackup = operation(1, async ({request}, id): Promise<null> => {
  const backupId = checkId('backupId', id)
  const backup = await findBackup(request, backupId)
  if (backup.status === 'DELETED')
    throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: 'DELETED'})
  await request.write<true>(
    async () => {
      await deleteInWix(backupId)
      return true
    },
    'deleted the backup',
    async (): Promise<Look<true>> => {
      const now = await findInLists(request, BACKUPS, backupId)
      return !now || now.status === 'DELETED' ? {found: true} : {}
    },
    ofBackup(backup),
  )
  return null
})
