import {
  collectionFolder,
  definitionPath,
  itemsPath,
  multiReferenceFields,
  PART_BYTES,
  type ChangedMeanwhile,
  type CollectionDefinition,
  type CopiedCollection,
  type CopyItem,
  type ItemPart,
} from './copy-format'
import type {CopyWriter, WrittenPart} from './copy-writer'

/** What is read from: a site, over whatever leads there. */
export interface ItemReader {
  /**
   * Items with an ID above `after`, in the order of IDs. `total`: of all items, `null` where it is not told. `more`: they
   * are fewer than the limit, and there are others all the same.
   */
  readPage(
    collectionId: string,
    page: {after: string | null; limit: number; withTotal: boolean},
  ): Promise<{items: CopyItem[]; total: number | null; more?: boolean}>
  /** What each item's multi-reference field points to, also where nothing is there any more. */
  readReferences(collectionId: string, field: string, itemIds: string[]): Promise<Map<string, string[]>>
  /** When the newest of the items was updated, and how many there are; `null`: not told. */
  newestUpdate(collectionId: string): Promise<string | null>
  countUpdatedAfter(collectionId: string, date: string): Promise<number | null>
  countItems(collectionId: string): Promise<number | null>
}

/** What was written, one entry after the other: enough to go on after a kill. */
export type JournalEntry =
  | {kind: 'definition'; collectionId: string; displayName: string; schema: string; part: WrittenPart}
  /** A collection that is read page by page, and what was the newest in it when that began. */
  | {kind: 'paging'; collectionId: string; newest: string | null}
  /** `wholePage`: all items were in one page, and with this part all of them are written. */
  | {kind: 'items'; collectionId: string; part: WrittenPart & ItemPart; lastId: string; wholePage: boolean}
  | {kind: 'collection'; collectionId: string; changedMeanwhile: ChangedMeanwhile}

export interface CollectionToCopy {
  id: string
  /** Called once, when its turn comes, unless an earlier run has copied all of it. */
  open(): Promise<OpenedCollection>
  close?(): Promise<void>
}

export interface OpenedCollection {
  definition: CollectionDefinition
  /** The collection that is read: the collection itself, or a backup's private copy of it. */
  readFrom: string
}

export interface CopyJob {
  collections: CollectionToCopy[]
  reader: ItemReader
  writer: CopyWriter
  /** What an earlier run has journaled; the writer has its parts already. */
  journal: readonly JournalEntry[]
  /** Durable when it answers. */
  record: (entry: JournalEntry) => Promise<void>
  /** Whether the collections can change while they are read: a backup's private copies do not. */
  changing: boolean
  /** About what is read at once, where less crosses than Wix gives. */
  pageBytes?: number
  onProgress?: (progress: CopyProgress) => void
  signal?: AbortSignal
}

export interface CopyProgress {
  collectionId: string
  /** How many collections are complete, and of how many. */
  done: number
  of: number
  items: number
  /** Items of this collection so far, and of how many: `null` where that is not known. */
  collectionItems: number
  collectionTotal: number | null
}

/** Its fields are not those any more with which its first items were copied. */
export class SchemaChanged extends Error {
  override name = 'SchemaChanged'
  constructor(readonly collectionId: string) {
    super(`The fields of ${collectionId} were changed while it was copied`)
  }
}

/** Copies collection after collection, part after part. What happened meanwhile is told, not hidden. */
export async function copyCollections(job: CopyJob): Promise<CopiedCollection[]> {
  const copied: CopiedCollection[] = []
  let items = 0
  for (const [position, {id, open, close}] of job.collections.entries()) {
    const known = knownOf(job.journal, id)
    const tell = (collectionItems: number, collectionTotal: number | null) =>
      job.onProgress?.({
        collectionId: id,
        done: position,
        of: job.collections.length,
        items: items + collectionItems,
        collectionItems,
        collectionTotal,
      })
    const collection =
      copiedBefore(id, known) ?? (await new CollectionCopy(job, position, await open(), known, tell).copy())
    await close?.()
    items += collection.items
    copied.push(collection)
  }
  return copied
}

/** What an earlier run has done of a collection. */
interface Known {
  definition?: Extract<JournalEntry, {kind: 'definition'}>
  paging?: Extract<JournalEntry, {kind: 'paging'}>
  complete?: Extract<JournalEntry, {kind: 'collection'}>
  parts: ItemPart[]
  lastId: string | null
  wholePage: boolean
}

function knownOf(journal: readonly JournalEntry[], collectionId: string): Known {
  const known: Known = {parts: [], lastId: null, wholePage: false}
  for (const entry of journal) {
    if (entry.collectionId !== collectionId) continue
    if (entry.kind === 'definition') known.definition = entry
    if (entry.kind === 'paging') known.paging = entry
    if (entry.kind === 'collection') known.complete = entry
    if (entry.kind === 'items') {
      known.parts.push(withoutPlace(entry.part))
      known.lastId = entry.lastId
      known.wholePage = entry.wholePage
    }
  }
  return known
}

function copiedBefore(id: string, {definition, complete, parts}: Known): CopiedCollection | undefined {
  if (!definition || !complete) return undefined
  const {path, bytes, sha256} = definition.part
  return {
    id,
    displayName: definition.displayName,
    items: parts.reduce((sum, {items}) => sum + items, 0),
    references: parts.reduce((sum, {references}) => sum + references, 0),
    definition: {path, bytes, sha256},
    parts,
    changedMeanwhile: complete.changedMeanwhile,
  }
}

/** Small, because nobody knows yet how large the items are; most collections have fewer. */
const FIRST_PAGE = 50
/** "Query limit: at most 1000" (Wix Data). */
const MOST_PAGE = 1000
/** About what a page should have at most: items may have 500 KB each. */
const PAGE_BYTES = 4 * 1024 * 1024

interface Page {
  items: CopyItem[]
  /** Nothing comes after it. */
  complete: boolean
}

const NOTHING_CHANGED: ChangedMeanwhile = {changed: 0, difference: 0}

class CollectionCopy {
  private readonly definition: CollectionDefinition
  private readonly readFrom: string
  private readonly folder: string
  private readonly multiReferences: string[]
  private readonly parts: ItemPart[]
  private lastId: string | null
  private items: number
  private readonly lines = new Lines()
  private lineReferences = 0
  private total: number | null = null
  private limit = FIRST_PAGE

  constructor(
    private readonly job: CopyJob,
    position: number,
    {definition, readFrom}: OpenedCollection,
    private readonly known: Known,
    private readonly tell: (items: number, total: number | null) => void,
  ) {
    this.definition = definition
    this.readFrom = readFrom
    this.folder = collectionFolder(position, definition.id)
    this.multiReferences = multiReferenceFields(definition)
    this.parts = [...known.parts]
    this.lastId = known.lastId
    this.items = known.parts.reduce((sum, {items}) => sum + items, 0)
  }

  async copy(): Promise<CopiedCollection> {
    const {known} = this
    const definition = known.definition ?? (await this.writeDefinition())
    if (definition.schema !== schemaOf(this.definition)) throw new SchemaChanged(this.definition.id)
    const changedMeanwhile = await this.copyRest()
    const complete = {kind: 'collection', collectionId: this.definition.id, changedMeanwhile} as const
    await this.job.record(complete)
    return copiedBefore(this.definition.id, {...known, definition, complete, parts: this.parts})!
  }

  private async copyRest(): Promise<ChangedMeanwhile> {
    const {paging, parts, wholePage} = this.known
    if (wholePage) return NOTHING_CHANGED
    // Killed in the middle of a page: the rest of it is of another moment.
    if (paging || parts.length > 0) return this.copyPages(paging?.newest ?? null)
    return this.copyItems()
  }

  private async writeDefinition(): Promise<NonNullable<Known['definition']>> {
    const {id, displayName} = this.definition
    const text = `${JSON.stringify(this.definition, null, 1)}\n`
    const entry = {
      kind: 'definition',
      collectionId: id,
      displayName: displayName || id,
      schema: schemaOf(this.definition),
      part: await this.job.writer.add(definitionPath(this.folder), new TextEncoder().encode(text)),
    } as const
    await this.job.record(entry)
    return entry
  }

  /** What fits in one page is of one moment. */
  private async copyItems(): Promise<ChangedMeanwhile> {
    const first = await this.readPage(null, true)
    if (first.complete) return this.finishOnePage(first.items)
    const newest = this.job.changing ? await this.job.reader.newestUpdate(this.readFrom) : null
    const again = await this.readPage(null, true)
    if (again.complete) return this.finishOnePage(again.items)
    await this.job.record({kind: 'paging', collectionId: this.definition.id, newest})
    return this.copyPages(newest, again)
  }

  private async finishOnePage(items: CopyItem[]): Promise<ChangedMeanwhile> {
    await this.take(items)
    await this.flush(true)
    return NOTHING_CHANGED
  }

  private async copyPages(newest: string | null, first?: Page): Promise<ChangedMeanwhile> {
    let next = first ? Promise.resolve(first) : this.readPage(this.lastId, false)
    for (;;) {
      const {items} = await next
      const last = items.at(-1)
      if (last === undefined) break
      if (last._id === this.lastId) throw new Error(`Wix gave the item ${last._id} of ${this.readFrom} twice`)
      // The next page is on its way while this one is written.
      next = this.readPage(last._id, false)
      next.catch(() => undefined)
      await this.take(items)
    }
    await this.flush()
    return this.job.changing ? this.changedSince(newest) : NOTHING_CHANGED
  }

  private async changedSince(newest: string | null): Promise<ChangedMeanwhile> {
    const count = await this.job.reader.countItems(this.readFrom)
    return {
      changed: newest === null ? null : await this.job.reader.countUpdatedAfter(this.readFrom, newest),
      difference: count === null ? null : count - this.items,
    }
  }

  private async readPage(after: string | null, withTotal: boolean): Promise<Page> {
    this.job.signal?.throwIfAborted()
    const {limit} = this
    const {
      items,
      total,
      more = false,
    } = await this.job.reader.readPage(this.readFrom, {
      after,
      limit,
      withTotal,
    })
    if (withTotal) this.total = total
    if (items.length > 0) this.limit = fittingLimit(items, this.job.pageBytes ?? PAGE_BYTES)
    return {items, complete: !more && items.length < limit && items.length >= (total ?? 0)}
  }

  private async take(items: CopyItem[]): Promise<void> {
    const references = await this.readReferences(items)
    for (const item of items) {
      const line: CopyItem = {...item}
      for (const [field, ids] of references) {
        delete line[field]
        const targets = ids.get(item._id) ?? []
        if (targets.length > 0) line[field] = targets
        this.lineReferences += targets.length
      }
      this.lines.add(`${JSON.stringify(line)}\n`)
      this.lastId = item._id
      if (this.lines.characters >= PART_BYTES) await this.flush()
    }
    this.tell(this.items + this.lines.count, this.total)
  }

  private async readReferences(items: CopyItem[]): Promise<[field: string, Map<string, string[]>][]> {
    const ids = items.map(({_id}) => _id)
    const found: [string, Map<string, string[]>][] = []
    for (const field of this.multiReferences) {
      found.push([field, await this.job.reader.readReferences(this.readFrom, field, ids)])
    }
    return found
  }

  private async flush(wholePage = false): Promise<void> {
    if (this.lines.count === 0) return
    const [items, references] = [this.lines.count, this.lineReferences]
    const written = await this.job.writer.add(itemsPath(this.folder, this.parts.length), this.lines.bytes())
    this.lines.clear()
    this.lineReferences = 0
    const part = {...written, items, references}
    await this.job.record({
      kind: 'items',
      collectionId: this.definition.id,
      part,
      lastId: this.lastId!,
      wholePage,
    })
    this.parts.push(withoutPlace(part))
    this.items += items
  }
}

/**
 * Lines of a part as bytes, in memory that is used again for the next one: as text, each part would be there three
 * times, and outlive its use in a page that does not clear up for as long as it has room.
 */
class Lines {
  private readonly encoder = new TextEncoder()
  private buffer = new Uint8Array(PART_BYTES + PART_BYTES / 4)
  private filled = 0
  characters = 0
  count = 0

  add(line: string): void {
    // A character takes three bytes at most; one of four is two characters here.
    const most = this.filled + 3 * line.length
    if (most > this.buffer.length) {
      const larger = new Uint8Array(Math.max(most, 2 * this.buffer.length))
      larger.set(this.buffer.subarray(0, this.filled))
      this.buffer = larger
    }
    this.filled += this.encoder.encodeInto(line, this.buffer.subarray(this.filled)).written
    this.characters += line.length
    this.count += 1
  }

  /** Until something is added. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.filled)
  }

  clear(): void {
    this.filled = 0
    this.characters = 0
    this.count = 0
  }
}

/** What decides how items are read: which fields point elsewhere. */
function schemaOf(definition: CollectionDefinition): string {
  return multiReferenceFields(definition).toSorted().join(' ')
}

function fittingLimit(items: CopyItem[], most: number): number {
  const some = items.slice(0, FIRST_PAGE)
  const bytes = some.reduce((sum, item) => sum + JSON.stringify(item).length, 0) / some.length
  return Math.min(MOST_PAGE, Math.max(1, Math.floor(most / bytes)))
}

function withoutPlace({path, bytes, sha256, items, references}: ItemPart): ItemPart {
  return {path, bytes, sha256, items, references}
}
