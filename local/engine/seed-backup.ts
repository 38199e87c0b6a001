import {newBackup} from './create-backup'
import type {EngineContext} from './engine-context'
import {lookupBackup} from './lookup'
import {publicBackup} from './meta-store'
import {startCopy} from './start-copy'
import type {Backup, BackupType} from './types'

/** A backup as if it had been taken at `requestedDate`, of the content that is live now. */
export async function seedBackup(
  context: EngineContext,
  type: BackupType,
  requestedDate: number,
): Promise<Backup> {
  const backup = {...newBackup(context, type, requestedDate), startedDate: requestedDate}
  context.meta.transaction(() => context.meta.saveBackup(backup))
  await startCopy(context, backup, () => backup.due)
  await context.copies.get(backup.id)
  await context.advance()
  return publicBackup(lookupBackup(context, backup.id))
}
