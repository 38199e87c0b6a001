import {open, readFile, rm, type FileHandle} from 'node:fs/promises'
import type {PlannedWrite, RestoreJournal, RestoreMode} from 'public/copies/restore-copy'
import {fileProblem} from './file-problem'

/** Which restore it is that was begun, and what it knew. */
export interface RestoreHeader {
  restoring: 1
  site: string
  /** Of the copy. */
  sha256: string
  mode: RestoreMode
  collections: string[] | null
  startedAt: string
  safetyBackup: {id: string; requestedDate: string} | null
}

type Line = [kind: PlannedWrite, collectionId: string, itemIds: string[]]

export interface OpenRestoreJournal extends RestoreJournal {
  header: RestoreHeader
  close(): Promise<void>
  /** The restore is done. */
  remove(): Promise<void>
}

const isSame = (a: RestoreHeader, b: Omit<RestoreHeader, 'startedAt' | 'safetyBackup' | 'restoring'>) =>
  a.restoring === 1 &&
  a.site === b.site &&
  a.sha256 === b.sha256 &&
  a.mode === b.mode &&
  JSON.stringify(a.collections) === JSON.stringify(b.collections)

/** What an earlier run of this restore has left; `null` where there is none, or one of another restore. */
export async function readRestoreJournal(
  path: string,
  restore: Omit<RestoreHeader, 'startedAt' | 'safetyBackup' | 'restoring'>,
): Promise<{header: RestoreHeader; lines: Line[]} | null> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const found: unknown[] = []
  for (const line of text.split('\n')) {
    try {
      if (line !== '') found.push(JSON.parse(line))
    } catch {
      // Cut off when the process was killed: it never happened.
      break
    }
  }
  const [header, ...lines] = found as [RestoreHeader | undefined, ...Line[]]
  return header && isSame(header, restore) ? {header, lines} : null
}

/** Where nothing can be written beside the copy: a restore that is stopped can't go on knowing what it did. */
export function forgetfulJournal(header: RestoreHeader): OpenRestoreJournal {
  const nothing = async () => undefined
  return {header, has: () => false, plan: nothing, close: nothing, remove: nothing}
}

/** Written anew, with what is known already. */
export async function openRestoreJournal(
  path: string,
  header: RestoreHeader,
  known: Line[],
): Promise<OpenRestoreJournal> {
  const planned = new Set<string>()
  const remember = ([kind, collectionId, itemIds]: Line) => {
    for (const id of itemIds) planned.add(JSON.stringify([kind, collectionId, id]))
  }
  known.forEach(remember)
  let handle: FileHandle
  try {
    handle = await open(path, 'w')
    await handle.appendFile([header, ...known].map((line) => `${JSON.stringify(line)}\n`).join(''))
    await handle.sync()
  } catch (error) {
    throw fileProblem(error, path)
  }
  return {
    header,
    has: (kind, collectionId, itemId) =>
      planned.size > 0 && planned.has(JSON.stringify([kind, collectionId, itemId])),
    async plan(...line) {
      try {
        await handle.appendFile(`${JSON.stringify(line)}\n`)
      } catch (error) {
        throw fileProblem(error, path)
      }
    },
    close: () => handle.close(),
    async remove() {
      await handle.close()
      await rm(path, {force: true})
    },
  }
}
