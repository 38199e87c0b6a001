import {createBackup} from './create-backup'
import type {EngineContext} from './engine-context'
import {finishBackup} from './finish-backup'
import {finishRestoration} from './finish-restoration'
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
  const dues = context.meta
    .backups()
    .filter(({status, id, due}) => status === 'PENDING' && !(due <= now && context.copies.has(id)))
    .map(({due}) => due)
  dues.push(...context.meta.pendingRestorations().map(({due}) => due))
  const automatic = automaticDue(context)
  if (automatic !== null) dues.push(automatic)
  return dues.length === 0 ? null : Math.min(...dues)
}

/** Copies that are late: due, but still running. */
export function lateCopies(context: EngineContext): Promise<void>[] {
  return context.meta
    .backups()
    .filter(({status, due, id}) => status === 'PENDING' && due <= context.now() && context.copies.has(id))
    .map(({id}) => context.copies.get(id)!)
}

function work(context: EngineContext): {due: number; finish: () => Promise<void>}[] {
  const backups = context.meta
    .backups()
    .filter(({status, id}) => status === 'PENDING' && !context.copies.has(id))
    .map((backup) => ({due: backup.due, finish: () => finishBackup(context, backup)}))
  const restorations = context.meta
    .pendingRestorations()
    .map((restoration) => ({due: restoration.due, finish: () => finishRestoration(context, restoration)}))
  return [...backups.reverse(), ...restorations].sort((a, b) => a.due - b.due)
}

function automaticDue(context: EngineContext): number | null {
  return nextAutomaticBackup(context.meta.backups(), Number(context.meta.readValue(FOLDER_CREATED)))
}
