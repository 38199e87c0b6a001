import {type EngineContext, advanceInBackground} from './engine-context'
import {startCopier} from './engine-thread'
import type {CopyOutcome, NewBackup} from './meta-store'

/** Resolves when later writes are no longer part of the copy. Its end is recorded, and brings the backup to its own if that is due. */
export function startCopy(context: EngineContext, backup: NewBackup, timeOfEnd: () => number): Promise<void> {
  return new Promise((pinned) => {
    const ended = new Promise<void>((end) => {
      const copy = {
        source: context.folder.live,
        destination: context.folder.partFile(backup.id),
        collectionIds: backup.collections.map(({id}) => id),
      }
      startCopier({role: 'copier', copy, crashAt: context.crashAt}, (message) => {
        pinned()
        if ('pinned' in message) return
        recordOutcome(context, backup.id, {...message, time: timeOfEnd()})
        context.copies.delete(backup.id)
        advanceInBackground(context)
        end()
      })
    })
    context.copies.set(backup.id, ended)
  })
}

function recordOutcome(context: EngineContext, id: string, outcome: CopyOutcome): void {
  try {
    context.meta.transaction(() => context.meta.saveBackup({...context.meta.backup(id)!, outcome}))
  } catch (error) {
    // Without an outcome it ends FAILED when it is due.
    context.log(`the copy for backup ${id} could not be recorded: ${(error as Error).message}`)
  }
}
