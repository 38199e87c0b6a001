import {existsSync, renameSync} from 'node:fs'
import {INTERRUPTED_COPY} from './assumptions'
import {chooseEvictions} from './choose-evictions'
import type {Copy} from './content/copy-content'
import {type EngineContext, tellBackup} from './engine-context'
import {publicBackup, type StoredBackup} from './meta-store'
import {removeUnneededFiles} from './remove-unneeded-files'

/** For a backup that is due and whose copy has ended: READY, and what it evicts DELETED, or FAILED. */
export async function finishBackup(context: EngineContext, backup: StoredBackup): Promise<void> {
  const outcome = backup.outcome ?? {time: context.now(), failure: INTERRUPTED_COPY}
  // It was done while the clock stood still for it, not when somebody looked at the clock.
  const finished: StoredBackup = {...backup, outcome, finishedDate: Math.max(backup.due, outcome.time)}
  const failure = 'failure' in outcome ? outcome.failure : await takeIntoPlace(context, backup.id)
  const changed =
    failure === null
      ? ready(context, {...finished, sizeInBytes: (outcome as {copy: Copy}).copy.sizeInBytes})
      : failed(context, finished, failure)
  await context.meta.flushed()
  for (const one of changed) tellBackup(context, publicBackup(one))
  await removeUnneededFiles(context)
}

/** Answers what went wrong, or null. */
async function takeIntoPlace(context: EngineContext, id: string): Promise<string | null> {
  const {partFile, backupFile} = context.folder
  context.crashPoint('before the rename')
  try {
    // After a crash it may have been renamed already.
    if (existsSync(partFile(id)) || !existsSync(backupFile(id))) renameSync(partFile(id), backupFile(id))
    await context.folder.syncNames()
  } catch (error) {
    return (error as Error).message
  }
  context.crashPoint('after the rename')
  return null
}

function ready(context: EngineContext, finished: StoredBackup): StoredBackup[] {
  const backup: StoredBackup = {...finished, status: 'READY'}
  return context.meta.transaction(() => {
    context.meta.saveBackup(backup)
    const kept = context.meta.backupsWith({status: 'READY', type: backup.type})
    const newest = kept.reduce((a, b) => (a.sequence > b.sequence ? a : b))
    const evicted = chooseEvictions(kept, newest).map(({backup: one}): StoredBackup => ({
      ...one,
      status: 'DELETED',
      deletedDate: context.now(),
    }))
    for (const one of evicted) context.meta.saveBackup(one)
    return [backup, ...evicted]
  })
}

function failed(context: EngineContext, finished: StoredBackup, reason: string): StoredBackup[] {
  const backup: StoredBackup = {...finished, status: 'FAILED'}
  context.log(`backup ${backup.id} failed: ${reason}`)
  context.meta.transaction(() => context.meta.saveBackup(backup))
  return [backup]
}
