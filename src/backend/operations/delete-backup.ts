import {BackupsError} from 'public/backups-error'
import {deleteBackup as deleteInWix, listBackups} from '../wix/backups'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import type {Look} from '../wix/wix-request'
import {checkId} from './check-arguments'
import {findBackup} from './find-backup'
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
      const now = await listBackups({limit: LIST_LIMIT, offset: 0})
      const found = now.items.find((entry) => entry.id === backupId)
      const isGone = found?.status === 'DELETED' || (!found && !hasMore(now))
      return isGone ? {found: true} : {}
    },
  )
  return null
})
