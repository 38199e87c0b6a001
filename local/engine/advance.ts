import {createBackup} from './create-backup'
import type {EngineContext} from './engine-context'
import {finishBackup} from './finish-backup'
import {finishRestoration} from './finish-restoration'
import type {StoredBackup} from './meta-store'
import {nextAutomaticBackup} from './next-automatic-backup'

export const FOLDER_CREATED = '.created'

/** Does what is due by the clock and waits for no thread, in the order in which it became due. */
export async function advance(context: EngineContext): Promise<void> {
  for (;;) {
    const [next] = work(context).filter(({due}) => due <= context.now())
    if (next) await next.finish()
    // What is pending first, then what is new: a backup that is taken late holds the content of its own moment.
    else if ((automaticDue(context) ?? Infinity) <= context.now()) await createBackup(context, 'AUTO')
    else return
  }
}

export function nextDue(context: EngineContext): number | null {
  const now = context.now()
  const dues = pendingBackups(context)
    .filter(({id, due}) => !(due <= now && context.copies.has(id)))
    .map(({due}) => due)
  dues.push(...context.meta.pendingRestorations().map(({due}) => due))
  const automatic = automaticDue(context)
  if (automatic !== null) dues.push(automatic)
  return dues.length === 0 ? null : Math.min(...dues)
}

/** Copies that are late: due, but still running. */
export function lateCopies(context: EngineContext): Promise<void>[] {
  return pendingBackups(context)
    .filter(({due, id}) => due <= context.now() && context.copies.has(id))
    .map(({id}) => context.copies.get(id)!)
}

function work(context: EngineContext): {due: number; finish: () => Promise<void>}[] {
  const backups = pendingBackups(context)
    .filter(({id}) => !context.copies.has(id))
    .map((backup) => ({due: backup.due, finish: () => finishBackup(context, backup)}))
  const restorations = context.meta
    .pendingRestorations()
    .map((restoration) => ({due: restoration.due, finish: () => finishRestoration(context, restoration)}))
  return [...backups.reverse(), ...restorations].sort((a, b) => a.due - b.due)
}

function pendingBackups(context: EngineContext): StoredBackup[] {
  return context.meta.backupsWith({status: 'PENDING'})
}

function automaticDue({meta}: EngineContext): number | null {
  const newest = meta.newestBackup('AUTO')
  const pending = meta.backupsWith({status: 'PENDING', type: 'AUTO'})
  return nextAutomaticBackup(newest ? [newest, ...pending] : [], Number(meta.readValue(FOLDER_CREATED)))
}
