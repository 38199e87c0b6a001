import {open, readFile, rm, type FileHandle} from 'node:fs/promises'
import type {JournalEntry} from 'public/copies/copy-collections'
import type {CopySource, Manifest} from 'public/copies/copy-format'
import {CommandProblem} from '../problem'
import {withFileProblems} from './file-problem'

/** Which copy it is that was begun. */
export interface JournalHeader {
  journal: 1
  site: Manifest['site']
  source: CopySource
  moment: string
  /** What was asked for; `null`: all. */
  collections: string[] | null
  /** What is copied, in this order. */
  collectionIds: string[]
  leftOut: Manifest['leftOut']
}

/** Private copies on the site: known before they are made, forgotten when they are gone. */
export type PrivateEntry =
  | {kind: 'making private copies'; copies: {collectionId: string; copyId: string}[]}
  | {kind: 'private copy removed'; copyId: string}

export type Entry = JournalEntry | PrivateEntry

export interface Journal {
  header: JournalHeader
  entries: Entry[]
  append(entry: Entry): Promise<void>
  /** Also after a power cut. */
  sync(): Promise<void>
  close(): Promise<void>
}

export async function createJournal(path: string, header: JournalHeader): Promise<Journal> {
  return withFileProblems(path, async () => {
    const handle = await open(path, 'wx')
    await handle.appendFile(line(header))
    await handle.sync()
    return journal(path, handle, header, [])
  })
}

/** `null` where there is none. Its last line may be cut off, when the process was killed: that line never happened. */
export async function openJournal(path: string): Promise<Journal | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const lines = text.slice(0, text.lastIndexOf('\n') + 1)
  const [header, ...entries] = parseLines(path, lines)
  // Killed before it said what it was: nothing had been begun.
  if (header === undefined) {
    await rm(path)
    return null
  }
  if ((header as JournalHeader).journal !== 1) throw unreadable(path)
  return withFileProblems(path, async () => {
    const handle = await open(path, 'r+')
    await handle.truncate(Buffer.byteLength(lines))
    await handle.close()
    return journal(path, await open(path, 'a'), header as JournalHeader, entries as Entry[])
  })
}

function journal(path: string, handle: FileHandle, header: JournalHeader, entries: Entry[]): Journal {
  return {
    header,
    entries,
    async append(entry) {
      await withFileProblems(path, () => handle.appendFile(line(entry)))
      entries.push(entry)
    },
    sync: () => withFileProblems(path, () => handle.sync()),
    close: () => handle.close(),
  }
}

function line(value: JournalHeader | Entry): string {
  return `${JSON.stringify(value)}\n`
}

function parseLines(path: string, text: string): unknown[] {
  try {
    return text
      .split('\n')
      .filter((one) => one !== '')
      .map((one) => JSON.parse(one) as unknown)
  } catch {
    throw unreadable(path)
  }
}

function unreadable(path: string): CommandProblem {
  return new CommandProblem(
    `${path} is not the journal of a copy that this program began. Choose another name for --out, or move that file away.`,
  )
}
