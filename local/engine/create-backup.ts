import {BACKED_UP_TYPES} from './assumptions'
import {type EngineContext, advanceInBackground, takeFault, tellBackup} from './engine-context'
import {publicBackup, type NewBackup} from './meta-store'
import {startCopy} from './start-copy'
import type {Backup, BackupType} from './types'

/** Answers as soon as the backup is recorded and its moment is held; the copy goes on in a thread. */
export async function createBackup(context: EngineContext, type: BackupType): Promise<Backup> {
  const now = context.now()
  const backup = newBackup(context, type, now)
  if (takeFault(context, 'backup')) backup.outcome = {time: now, failure: 'asked for by failNext()'}
  context.meta.transaction(() => context.meta.saveBackup({...backup, startedDate: now}))
  // Wix answers before it starts.
  tellBackup(context, publicBackup(backup))
  if (!backup.outcome) await startCopy(context, backup, context.now)
  await context.meta.flushed()
  if (backup.outcome) advanceInBackground(context)
  return publicBackup(backup)
}

export function newBackup(context: EngineContext, type: BackupType, requestedDate: number): NewBackup {
  return {
    id: context.newId(),
    type,
    status: 'PENDING',
    requestedDate,
    startedDate: null,
    finishedDate: null,
    deletedDate: null,
    sizeInBytes: null,
    collections: context.meta
      .collections()
      .filter((collection) => BACKED_UP_TYPES.includes(collection.type))
      .map(({id, displayName}) => ({id, displayName})),
    due: requestedDate + context.settings.backupMs,
    outcome: null,
  }
}
