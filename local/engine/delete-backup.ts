import {DELETABLE_STATUS} from './assumptions'
import {type EngineContext, tellBackup} from './engine-context'
import {lookupBackup} from './lookup'
import {publicBackup, type StoredBackup} from './meta-store'
import {removeUnneededFiles} from './remove-unneeded-files'
import {EngineError} from './types'

/** The state first, then the file: a crash in between leaves a file that the next start removes. */
export async function deleteBackup(context: EngineContext, id: string): Promise<void> {
  const backup = lookupBackup(context, id)
  if (backup.status !== DELETABLE_STATUS)
    throw new EngineError('BACKUP_NOT_READY', `Backup ${id} is ${backup.status}, and cannot be deleted.`, {
      backupId: id,
      status: backup.status,
    })
  const user = context.meta.pendingRestorations().find((restoration) => restoration.backup.id === id)
  if (user)
    throw new EngineError('RESTORATION_IN_PROGRESS', `Restoration ${user.id} still needs backup ${id}.`, {
      restorationId: user.id,
      backupId: id,
    })
  const deleted: StoredBackup = {...backup, status: 'DELETED', deletedDate: context.now()}
  context.meta.transaction(() => context.meta.saveBackup(deleted))
  await context.meta.flushed()
  await removeUnneededFiles(context)
  tellBackup(context, publicBackup(deleted))
}
