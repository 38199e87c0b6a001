import {open, readFile, rename, rm, type FileHandle} from 'node:fs/promises'
import type {CopyItem} from 'public/copies/copy-format'
import type {
  Link,
  PlannedWrite,
  RestoreJournal,
  RestoreMode,
  RestoreReceipt,
} from 'public/copies/restore-copy'
import {receiptInMemory} from 'public/copies/receipt-in-memory'
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
  const receipt = receiptInMemory()
  for (const line of rest) await replay(line, receipt)
  const written = receipt.written()
  if (!written)
    throw new CommandProblem(
      `${path} does not say what was overwritten: it cannot be taken back.`,
      'NOT_WHOLE',
    )
  if (written.collections.length === 0) {
    throw new CommandProblem(
      `${path} is of a restore that did not come to its end. Run that restore again first: it goes on, and leaves a receipt.`,
      'NOT_FINISHED',
    )
  }
  return {header, written}
}

async function replay(line: Line, receipt: RestoreReceipt): Promise<void> {
  switch (line[0]) {
    case 'OVERWRITING':
      return receipt.overwriting(line[1], line[2])
    case 'LINKING':
      return receipt.linking(line[1])
    case 'MENDING':
      return receipt.mending(line[1], line[2])
    case 'WROTE':
      return receipt.wrote(line[1], line[2], line[3])
  }
}
