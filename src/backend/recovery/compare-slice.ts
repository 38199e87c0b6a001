import type {ChangedItem, DeletedItem, ItemComparison} from 'public/recovery-contract'
import {align, type Listed} from 'public/recovery/align'
import {differingFields, isOwnField, sameValue, updatedAt, type Item} from 'public/recovery/item-values'
import {itemDetails} from 'public/recovery/item-details'
import {itemTitle} from 'public/recovery/item-title'
import {listItems, MOST_AT_ONCE, readItems, readLinks} from '../wix/recovery-data'
import {COPIES_KEEP_DATES} from './assumptions'
import type {KeptCollection} from './looks'
import type {Paced} from './paced'
import {readBodies, type PageSize} from './read-bodies'
import type {ComparePosition} from './compare-position'

/** So many differences are looked at whole before more is listed. */
const MOST_WAITING = MOST_AT_ONCE
/** Items whose multi-references are read with one call; an answer may still take several pages. */
const LINKED_AT_ONCE = 200
/** Without an equal pair for so long, what waits is looked up by ID. */
const MOST_UNALIGNED = 4 * MOST_AT_ONCE

/**
 * One slice of a comparison of a private copy with the live collection. Both are listed by ID, side by side; what may
 * differ is read whole from both sides, and only that second reading tells what it is: between the two, the site
 * goes on.
 */
export async function compareSlice(
  paced: Paced,
  collection: KeptCollection,
  from: ComparePosition,
  withDetails: boolean,
): Promise<Omit<ItemComparison, 'next' | 'waitMs'> & {next: ComparePosition | null}> {
  const slice = new Slice(paced, collection, from, withDetails)
  await slice.run()
  return slice.result()
}

/** One side, as far as it was listed. */
interface Side {
  collectionId: string
  /** The last ID of which all is known: what was listed since is in `rest`. */
  before: string | null
  /** The last ID that was listed. */
  after: string | null
  /** How many are left behind it; `null` where Wix did not say. */
  left: number | null
  done: boolean
  rest: Listed[]
}

class Slice {
  private readonly then: Side
  private readonly now: Side
  /** What has to be read whole. */
  private waiting: string[]
  /** Of these only the multi-references are in question: their dates are the same. */
  private linked: string[]
  /** Learned from both sides: they hold the same kind of items. */
  private readonly size: PageSize
  private deleted: DeletedItem[] = []
  private changed: ChangedItem[] = []
  private added = 0
  private unchanged = 0
  /** Of what items hold. */
  private readonly gone = new Set<string>()

  constructor(
    private readonly paced: Paced,
    private readonly collection: KeptCollection,
    from: ComparePosition,
    private readonly withDetails: boolean,
  ) {
    this.then = {collectionId: collection.copyId, ...from.then, before: from.then.after, rest: []}
    this.now = {collectionId: collection.collectionId, ...from.now, before: from.now.after, rest: []}
    this.waiting = from.waiting
    this.linked = from.linked
    this.size = {atOnce: from.atOnce}
  }

  async run(): Promise<void> {
    for (;;) {
      // What waits is read a thousand at a time, if need be by a later slice.
      if (this.isListed() || this.hasMuchToRead()) await this.settle()
      if (this.isListed()) return
      if (this.paced.isOver()) return this.lookUpRest()
      while (!this.isListed() && !this.hasMuchToRead() && !this.paced.isOver()) await this.listMore()
    }
  }

  result() {
    const isDone = this.isListed() && this.waiting.length + this.linked.length === 0
    const position = ({after, left, done}: Side) => ({after, left, done})
    return {
      deleted: this.deleted,
      changed: this.changed,
      added: this.added,
      unchanged: this.unchanged,
      ...(this.withDetails && {goneFields: [...this.gone].toSorted()}),
      next: isDone
        ? null
        : {
            then: position(this.then),
            now: position(this.now),
            waiting: this.waiting,
            linked: this.linked,
            atOnce: this.size.atOnce,
          },
    }
  }

  private hasMuchToRead(): boolean {
    return this.waiting.length >= MOST_WAITING || this.linked.length >= MOST_WAITING
  }

  private isListed(): boolean {
    return hasEnded(this.then) && hasEnded(this.now)
  }

  /** The next page of whichever side waits for the other; both at once where both do. */
  private async listMore(): Promise<void> {
    const short = [this.then, this.now].filter((side) => !side.done && side.rest.length < MOST_AT_ONCE)
    const sides = short.length > 0 ? short : [this.then, this.now].filter(({done}) => !done)
    await Promise.all(sides.map((side) => this.listPage(side)))
    const {deleted, both, added, restThen, restNow} = align(this.then.rest, this.now.rest)
    const last = both.at(-1)
    for (const [side, rest] of [
      [this.then, restThen],
      [this.now, restNow],
    ] as const) {
      side.before = last?.now.id ?? side.before
      side.rest = rest
    }
    this.waiting.push(...deleted.map(({id}) => id))
    this.added += added.length
    for (const pair of both) this.pair(pair)
    // Where one side has ended, nothing on the other finds a partner any more.
    const areDone = this.then.done && this.now.done
    if (areDone || hasEnded(this.now)) this.waiting.push(...takeAll(this.then).map(({id}) => id))
    if (areDone || hasEnded(this.then)) this.added += takeAll(this.now).length
    if (this.then.rest.length + this.now.rest.length > MOST_UNALIGNED) await this.lookUpRest()
  }

  private async listPage(side: Side): Promise<void> {
    const counted = side.after === null
    const page = await this.paced.read(() => listItems(side.collectionId, side.after, {counted}))
    if (counted) side.left = page.total
    if (side.left !== null) side.left -= page.items.length
    side.rest.push(...page.items)
    side.after = page.items.at(-1)?.id ?? side.after
    side.done = page.items.length < MOST_AT_ONCE || (side.left !== null && side.left <= 0)
  }

  private pair({then, now}: {then: Listed; now: Listed}): void {
    const sameDate = COPIES_KEEP_DATES && then.updated !== null && then.updated === now.updated
    if (!sameDate) this.waiting.push(now.id)
    else if (this.hasLinks()) this.linked.push(now.id)
    else this.unchanged += 1
  }

  private hasLinks(): boolean {
    return this.collection.references.some(({multi}) => multi)
  }

  /**
   * Behind the last equal pair, what waits on one side is looked up on the other. Both lists are sorted alike, so at
   * most one side can have a partner farther on: that side is taken back to before its first partner, to be listed
   * again with it. What stands before it, and the whole other side, is on its own side only.
   */
  private async lookUpRest(): Promise<void> {
    if (!(await this.takeBack(this.then, this.now))) await this.takeBack(this.now, this.then)
    this.waiting.push(...takeAll(this.then).map(({id}) => id))
    this.added += takeAll(this.now).length
  }

  private async takeBack(side: Side, other: Side): Promise<boolean> {
    for (let from = 0; from < side.rest.length; from += MOST_AT_ONCE) {
      const page = side.rest.slice(from, from + MOST_AT_ONCE)
      const ids = page.map(({id}) => id)
      const found = await this.paced.read(() => readItems(other.collectionId, ids, []))
      const partners = new Set(found.map(({_id}) => _id))
      const first = page.findIndex(({id}) => partners.has(id))
      if (first === -1) continue
      const keep = from + first
      side.left = side.left === null ? null : side.left + side.rest.length - keep
      side.done = false
      side.after = side.rest[keep - 1]?.id ?? side.before
      side.rest = side.rest.slice(0, keep)
      return true
    }
    return false
  }

  // Reading what may differ

  private async settle(): Promise<void> {
    while (this.linked.length > 0 && !this.paced.isOver()) {
      const asked = this.linked.slice(0, LINKED_AT_ONCE)
      const differing = await this.differingLinks(asked)
      this.waiting.push(...differing.keys())
      this.unchanged += asked.length - differing.size
      this.linked = this.linked.slice(asked.length)
    }
    const ids = this.waiting
    const read = await readBodies(
      this.paced,
      this.collection.copyId,
      ids,
      async (asked, then) => {
        const now = await this.readLive(asked)
        const links = await this.differingLinks(asked.filter((id) => then.has(id) && now.has(id)))
        for (const id of asked) this.tell(then.get(id), now.get(id), links.get(id) ?? [])
        return !this.paced.isOver()
      },
      this.size,
    )
    this.waiting = ids.slice(read)
  }

  private async readLive(ids: string[]): Promise<Map<string, Item>> {
    const found = new Map<string, Item>()
    await readBodies(
      this.paced,
      this.collection.collectionId,
      ids,
      (_asked, page) => {
        for (const [id, item] of page) found.set(id, item)
        return true
      },
      this.size,
    )
    return found
  }

  /** The multi-reference fields in which items differ: they are no part of the items, and change no date. */
  private async differingLinks(ids: string[]): Promise<Map<string, string[]>> {
    const differing = new Map<string, string[]>()
    if (ids.length === 0) return differing
    for (const {field, multi} of this.collection.references) {
      if (!multi) continue
      const [then, now] = await Promise.all([
        this.paced.read(() => readLinks(this.collection.copyId, ids, field)),
        this.paced.read(() => readLinks(this.collection.collectionId, ids, field)),
      ])
      for (const id of ids) {
        const targets = (links: typeof then) =>
          links
            .filter(({itemId}) => itemId === id)
            .map(({targetId}) => targetId)
            .toSorted()
        if (!sameValue(targets(then), targets(now))) differing.set(id, [...(differing.get(id) ?? []), field])
      }
    }
    return differing
  }

  private tell(then: Item | undefined, now: Item | undefined, links: string[]): void {
    if (!then) {
      // It was in the copy when that was listed: somebody has written into the copy since.
      if (now) this.added += 1
      return
    }
    if (!now) {
      this.noteGone(Object.keys(then).filter(isOwnField))
      this.deleted.push(this.describe(then, then))
      return
    }
    const fields = [...new Set([...differingFields(then, now), ...links])].toSorted()
    if (fields.length === 0) this.unchanged += 1
    else {
      this.noteGone(fields.filter((key) => key in then))
      this.changed.push({...this.describe(now, now), fields})
    }
  }

  private noteGone(keys: string[]): void {
    const {fieldKeys} = this.collection
    if (fieldKeys) for (const key of keys) if (!fieldKeys.includes(key)) this.gone.add(key)
  }

  private describe(named: Item, dated: Item): DeletedItem {
    const updated = updatedAt(dated)
    return {
      itemId: named._id,
      title: itemTitle(named, this.collection),
      updatedDate: updated === null ? null : new Date(updated).toISOString(),
      ...(this.withDetails && {details: itemDetails(named)}),
    }
  }
}

function hasEnded({done, rest}: Side): boolean {
  return done && rest.length === 0
}

function takeAll(side: Side): Listed[] {
  const all = side.rest
  side.before = all.at(-1)?.id ?? side.before
  side.rest = []
  return all
}
