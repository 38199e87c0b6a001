import type {JournalEntry} from '../../../copies/copy-collections'
import type {CopySource, Manifest} from '../../../copies/copy-format'
import type {WrittenPart} from '../../../copies/copy-writer'
import type {RandomAccess} from '../../../copies/open-copy'
import {PIECE_BYTES, type PageDisk} from '../../disk'

/** Which copy it is that was begun. */
export interface SpoolHeader {
  spool: 1
  date: string
  site: Manifest['site']
  source: CopySource
  moment: string
  chosen: boolean
  /** What is copied, in this order. */
  collections: {id: string; displayName: string}[]
  leftOut: Manifest['leftOut']
}

/** A private copy that is read: known here, so that it is used again, and removed. */
export interface SpoolLook {
  collectionId: string
  lookId: string
}

const PREFIX = 'copy-'
const PLACES = 14

/**
 * A copy while it is made, in files of the browser: the archive in pieces, and what it takes to go on after a reload: what
 * it is of, and a journal. Each is written once, and is there whole or not at all.
 */
export class Spool {
  readonly entries: JournalEntry[] = []
  header: SpoolHeader | null = null
  look: SpoolLook | null = null
  private pieces: {offset: number; size: number}[] = []
  /** How much of what is there counts. */
  private keep = 0
  private at = 0
  private waiting: Uint8Array[] = []
  private waitingBytes = 0

  constructor(
    private readonly disk: PageDisk,
    private readonly id: string,
  ) {}

  /** Reads what an earlier run has left. */
  async open(isWhole = false): Promise<void> {
    const files = (await this.disk.list()).filter(({name}) => name.startsWith(`${PREFIX}${this.id}-`))
    const names = files.map(({name}) => name).toSorted()
    const has = (kind: string) => names.includes(this.name(kind))
    if (!has('header')) return
    this.header = await this.readJson<SpoolHeader>(this.name('header'))
    if (has('look')) this.look = await this.readJson<SpoolLook>(this.name('look'))
    for (const name of names.filter((one) => one.startsWith(this.name('journal-')))) {
      this.entries.push(await this.readJson<JournalEntry>(name))
    }
    const last = this.parts().at(-1)
    this.keep = last ? last.offset + last.packedBytes : 0
    const found = files
      .filter(({name}) => name.startsWith(this.name('data-')))
      .map(({name, size}) => ({offset: Number(name.slice(-PLACES)), size}))
      .toSorted((a, b) => a.offset - b.offset)
    this.pieces = found.filter(({offset}) => offset < this.keep)
    const rest = found.filter(({offset}) => offset >= this.keep)
    // What comes after the journal's end was never journaled, but for the end of a copy that is whole.
    if (isWhole) this.pieces.push(...rest)
    else await this.disk.remove(rest.map(({offset}) => this.piece(offset)))
    const end = this.pieces.reduce((sum, {size}) => sum + size, 0)
    if (end < this.keep || (!isWhole && end > this.keep))
      throw new Error('The pieces of the copy are not those of its journal.')
  }

  async begin(header: SpoolHeader): Promise<void> {
    await this.writeJson('header', header)
    this.header = header
  }

  async setLook(look: SpoolLook | null): Promise<void> {
    if (look) await this.writeJson('look', look)
    else await this.disk.remove([this.name('look')])
    this.look = look
  }

  parts(): WrittenPart[] {
    return this.entries.flatMap((entry) =>
      entry.kind === 'definition' || entry.kind === 'items' ? [entry.part] : [],
    )
  }

  /** Takes the archive's bytes from its beginning; those that are there already are not written again. */
  async write(bytes: Uint8Array): Promise<void> {
    const known = Math.min(Math.max(this.keep - this.at, 0), bytes.length)
    this.at += bytes.length
    if (known === bytes.length) return
    // What is handed in may be used again by whoever did.
    this.waiting.push(bytes.slice(known))
    this.waitingBytes += bytes.length - known
    while (this.waitingBytes >= PIECE_BYTES) await this.writePiece(PIECE_BYTES)
  }

  /** What it says has happened is on the disk before it is. */
  async record(entry: JournalEntry): Promise<void> {
    await this.flush()
    await this.writeJson(`journal-${String(this.entries.length).padStart(PLACES, '0')}`, entry)
    this.entries.push(entry)
  }

  async flush(): Promise<void> {
    while (this.waitingBytes > 0) await this.writePiece(Math.min(this.waitingBytes, PIECE_BYTES))
  }

  /** The archive, as far as it is written. */
  archive(): RandomAccess {
    const {pieces} = this
    const last = pieces.at(-1)
    return {
      size: last ? last.offset + last.size : 0,
      read: (offset, length) => this.readAt(offset, length),
    }
  }

  async readAt(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    const end = offset + length
    for (const piece of this.pieces) {
      if (piece.offset + piece.size <= offset || piece.offset >= end) continue
      const from = Math.max(offset, piece.offset)
      const some = Math.min(end, piece.offset + piece.size) - from
      const read = await this.disk.read(this.piece(piece.offset), from - piece.offset, some)
      if (read.length !== some) throw new Error('A piece of the copy is shorter than it was.')
      bytes.set(read, from - offset)
    }
    return bytes
  }

  /** The names of the archive's files, in order. */
  files(): string[] {
    return this.pieces.map(({offset}) => this.piece(offset))
  }

  /** Another file of this copy. Answers with the names of its pieces. */
  async writeText(kind: string, text: string): Promise<string[]> {
    const bytes = new TextEncoder().encode(text)
    const names: string[] = []
    for (let at = 0; at < bytes.length || names.length === 0; at += PIECE_BYTES) {
      const name = this.name(`${kind}-${String(at).padStart(PLACES, '0')}`)
      await this.disk.write(name, bytes.subarray(at, at + PIECE_BYTES))
      names.push(name)
    }
    return names
  }

  /** Its header goes first: what is left after a kill in between is of no copy any more. */
  async discard(): Promise<void> {
    const names = (await this.disk.list()).map(({name}) => name)
    const own = names.filter((name) => name.startsWith(`${PREFIX}${this.id}-`))
    await this.disk.remove([this.name('header'), ...own])
  }

  private async writePiece(size: number): Promise<void> {
    const bytes = new Uint8Array(size)
    let filled = 0
    while (filled < size) {
      const first = this.waiting[0]!
      const some = first.subarray(0, size - filled)
      bytes.set(some, filled)
      filled += some.length
      if (some.length === first.length) this.waiting.shift()
      else this.waiting[0] = first.subarray(some.length)
    }
    const last = this.pieces.at(-1)
    const offset = last ? last.offset + last.size : 0
    await this.disk.write(this.piece(offset), bytes)
    this.pieces.push({offset, size})
    this.waitingBytes -= size
  }

  private name(kind: string): string {
    return `${PREFIX}${this.id}-${kind}`
  }

  private piece(offset: number): string {
    return this.name(`data-${String(offset).padStart(PLACES, '0')}`)
  }

  private async readJson<T>(name: string): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.disk.read(name, 0, PIECE_BYTES))) as T
  }

  /** One piece: a journal's entry and a header have some kilobytes. */
  private async writeJson(kind: string, value: object): Promise<void> {
    await this.disk.write(this.name(kind), new TextEncoder().encode(JSON.stringify(value)))
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Removes what others than this one have left here a day ago and longer: nobody goes on with it. */
export async function removeOldSpools(disk: PageDisk, ownId: string, now: string): Promise<void> {
  const names = (await disk.list()).map(({name}) => name).filter((name) => name.startsWith(PREFIX))
  const ids = new Set(names.map((name) => name.slice(PREFIX.length, PREFIX.length + ownId.length)))
  for (const id of ids) {
    if (id === ownId) continue
    const spool = new Spool(disk, id)
    const header = names.includes(`${PREFIX}${id}-header`)
      ? await spool.open().then(
          () => spool.header,
          () => null,
        )
      : null
    if (header && Date.parse(now) - Date.parse(header.date) < DAY_MS) continue
    await spool.discard()
  }
}
