import {open, readFile, rename, rm, type FileHandle} from 'node:fs/promises'
import type {CopyItem} from 'public/copies/copy-format'
import type {
  Link,
  PlannedWrite,
  RestoreJournal,
  RestoreMode,
  RestoreReceipt,
} from 'public/copies/restore-copy'
import type {WrittenByRestore} from 'public/copies/undo-restore'
import {CommandProblem} from '../problem'
import {fileProblem, withFileProblems} from './file-problem'

/** Which restore it is that was begun, and what it knew. */
export interface RestoreHeader {
  restoring: 1
  site: string
  /** Of the copy. */
  sha256: string
  mode: RestoreMode
  collections: string[] | null
  items: string[] | null
  startedAt: string
  safetyBackup: {id: string; requestedDate: string} | null
}

type Line = [kind: PlannedWrite, collectionId: string, itemIds: string[]] | ReceiptLine
/** For Undo. */
type ReceiptLine =
  | [kind: 'OVERWRITING', collectionId: string, items: CopyItem[]]
  | [kind: 'LINKING', link: WrittenByRestore['links'][number]]
  | [kind: 'MENDING', collectionId: string, links: Link[]]
  | [kind: 'WROTE', collectionId: string, inserted: string[], updated: [string, string | null][]]

export interface OpenRestoreJournal extends RestoreJournal {
  header: RestoreHeader
  /** `null`: nothing can be written beside the copy. */
  receipt: RestoreReceipt | null
  close(): Promise<void>
  /** The restore is done. */
  remove(): Promise<void>
  /** The same, and what Undo needs of it stays under this name. */
  keepAs(receipt: string): Promise<void>
}

const isSame = (a: RestoreHeader, b: Omit<RestoreHeader, 'startedAt' | 'safetyBackup' | 'restoring'>) =>
  a.restoring === 1 &&
  a.site === b.site &&
  a.sha256 === b.sha256 &&
  a.mode === b.mode &&
  JSON.stringify(a.collections) === JSON.stringify(b.collections) &&
  JSON.stringify(a.items ?? null) === JSON.stringify(b.items)

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
  return {
    header,
    receipt: null,
    has: () => false,
    plan: nothing,
    close: nothing,
    remove: nothing,
    keepAs: nothing,
  }
}

/** Written anew, with what is known already. */
export async function openRestoreJournal(
  path: string,
  header: RestoreHeader,
  known: Line[],
): Promise<OpenRestoreJournal> {
  const planned = new Set<string>()
  const remember = (line: Line) => {
    if (!isPlan(line)) return
    const [kind, collectionId, itemIds] = line
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
  const append = async (line: Line) => {
    try {
      await handle.appendFile(`${JSON.stringify(line)}\n`)
    } catch (error) {
      throw fileProblem(error, path)
    }
  }
  return {
    header,
    receipt: {
      async overwriting(collectionId, items) {
        await append(['OVERWRITING', collectionId, items])
        // What is gone after a power cut can't be taken back.
        await handle.sync()
      },
      linking: (link) => append(['LINKING', link]),
      mending: (collectionId, links) => append(['MENDING', collectionId, links]),
      wrote: (collectionId, inserted, updated) => append(['WROTE', collectionId, inserted, updated]),
    },
    has: (kind, collectionId, itemId) =>
      planned.size > 0 && planned.has(JSON.stringify([kind, collectionId, itemId])),
    plan: (kind, collectionId, itemIds) => append([kind, collectionId, itemIds]),
    close: () => handle.close(),
    async remove() {
      await handle.close()
      await rm(path, {force: true})
    },
    async keepAs(receipt) {
      await handle.sync()
      await handle.close()
      await withFileProblems(receipt, () => rename(path, receipt))
    },
  }
}

const PLANS = new Set<unknown>(['CREATE', 'INSERT', 'UPDATE'])

function isPlan(line: Line): line is Exclude<Line, ReceiptLine> {
  return PLANS.has(line[0])
}

/** The receipt of a restore that is done. Throws where it is none. */
export async function readReceipt(path: string): Promise<{header: RestoreHeader; written: WrittenByRestore}> {
  const text = await withFileProblems(path, () => readFile(path, 'utf8'))
  const noReceipt = () => new CommandProblem(`${path} is not the receipt of a restore.`, 'NOT_A_RECEIPT')
  let lines: unknown[]
  try {
    lines = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown)
  } catch {
    throw noReceipt()
  }
  const [header, ...rest] = lines as [RestoreHeader | undefined, ...Line[]]
  if (header?.restoring !== 1) throw noReceipt()
  // The first look at an item is the one before anything was written.
  const before = new Map<string, CopyItem>()
  const links = new Map<string, WrittenByRestore['links'][number]>()
  const written: WrittenByRestore = {collections: [], links: [], mended: []}
  for (const line of rest) {
    if (line[0] === 'OVERWRITING') {
      for (const item of line[2]) {
        const key = JSON.stringify([line[1], item._id])
        if (!before.has(key)) before.set(key, item)
      }
    } else if (line[0] === 'LINKING') {
      const key = JSON.stringify([line[1].collectionId, line[1].field, line[1].itemId])
      if (!links.has(key)) links.set(key, line[1])
    } else if (line[0] === 'MENDING') {
      written.mended.push(...line[2].map((link) => ({collectionId: line[1], ...link})))
    } else if (line[0] === 'WROTE') {
      const [, collectionId, inserted, updated] = line
      const known = updated.flatMap(([itemId, date]) => {
        const item = before.get(JSON.stringify([collectionId, itemId]))
        return item ? [{before: item, date}] : []
      })
      written.collections.push({collectionId, inserted, updated: known})
    }
  }
  written.links.push(...links.values())
  if (written.collections.length === 0) {
    throw new CommandProblem(
      `${path} is of a restore that did not come to its end. Run that restore again first: it goes on, and leaves a receipt.`,
      'NOT_FINISHED',
    )
  }
  return {header, written}
}
