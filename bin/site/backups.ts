import type {Backup, Restoration} from 'public/contract'
import {CommandProblem} from '../problem'
import {machineClock} from './pace'
import {UnclearAnswer, type WixCalls} from './wix-calls'

const BACKUPS = '/wix-data/v2/backups'
const PAGE = 100
const FIRST_POLL_MS = 250
const LONGEST_POLL_MS = 10_000

/** Newest first. */
export function listBackups(calls: WixCalls): Promise<Backup[]> {
  return listAll<Backup>(calls, `${BACKUPS}`, 'backups')
}

export function listRestorations(calls: WixCalls): Promise<Restoration[]> {
  return listAll<Restoration>(calls, `${BACKUPS}/restorations`, 'restorations')
}

export async function readBackup(calls: WixCalls, id: string): Promise<Backup> {
  const found = (await listBackups(calls)).find((backup) => backup.id.toLowerCase() === id.toLowerCase())
  if (!found)
    throw new CommandProblem(`There is no backup with the ID ${id} on this site.`, 'BACKUP_NOT_FOUND')
  return found
}

/**
 * Restores collections of a backup into others. Asked only for destinations that are nobody else's: after an unclear
 * answer, a restoration into them is ours.
 */
export async function restoreInto(
  calls: WixCalls,
  backupId: string,
  copies: {collectionId: string; copyId: string; displayName: string}[],
): Promise<void> {
  try {
    await calls.write('POST', `${BACKUPS}/${backupId}/partial-restore`, {
      restorationCollections: copies.map(({collectionId, copyId, displayName}) => ({
        dataCollectionId: collectionId,
        restoreDestination: {dataCollectionId: copyId, displayName},
      })),
    })
  } catch (error) {
    if (!(error instanceof UnclearAnswer)) throw error
    if (!(await findRestoration(calls, copies[0]!.copyId))) throw error
  }
}

export async function findRestoration(calls: WixCalls, copyId: string): Promise<Restoration | undefined> {
  return (await listRestorations(calls)).find(({restorationCollections}) =>
    restorationCollections.some(({restoreDestination}) => restoreDestination?.dataCollectionId === copyId),
  )
}

/** Looks quickly at first, then slower, until `look` finds something. */
export async function poll<T>(signal: AbortSignal, look: () => Promise<T | undefined>): Promise<T> {
  for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
    const found = await look()
    if (found !== undefined) return found
    await machineClock.wait(wait, signal)
  }
}

async function listAll<T extends {id: string}>(calls: WixCalls, path: string, key: string): Promise<T[]> {
  const found = new Map<string, T>()
  for (let offset = 0; ; offset += PAGE) {
    const answer = await calls.read<Record<string, T[] | undefined>>(
      'GET',
      `${path}?paging.limit=${PAGE}&paging.offset=${offset}`,
    )
    const page = answer[key] ?? []
    for (const one of page) found.set(one.id, one)
    if (page.length < PAGE) return [...found.values()]
  }
}
