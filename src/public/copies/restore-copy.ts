import {isBlank} from '../recovery/item-values'
import {itemTitle} from '../recovery/item-title'
import {dateOf, differingItemFields, idsIn, readLive, titledFields, type SiteReader} from './compare-copy'
import type {ItemReader} from './copy-collections'
import {
  multiReferenceFields,
  referencedCollection,
  type CollectionDefinition,
  type CopiedCollection,
  type CopyItem,
  type FieldDefinition,
} from './copy-format'
import type {Copy} from './open-copy'
import {addMissingFields, planCreation, type NewCollection} from './plan-creation'
import {readPages} from './read-pages'

/** `keep-newer`: what is missing comes back. `replace`: the collection becomes the copy's. `beside`: a new collection. */
export type RestoreMode = 'keep-newer' | 'replace' | 'beside'

export interface Link {
  itemId: string
  field: string
  targetId: string
}

/** What became of one item of a bulk. */
export type WriteOutcome = 'DONE' | 'EXISTS' | 'CHANGED' | {failed: string}

/** Wix did it or not, and did not say. */
export const UNCLEAR = 'UNCLEAR'
export type Unclear = typeof UNCLEAR

/** A site to restore into. Every write is bound to what was read: what was changed after that is not written over. */
export interface RestoreTarget extends SiteReader, Pick<ItemReader, 'readPage'> {
  createCollection(collection: NewCollection): Promise<void>
  createField(collectionId: string, field: FieldDefinition): Promise<void>
  /** Never writes over what exists. */
  insertItems(collectionId: string, items: CopyItem[]): Promise<WriteOutcome[] | Unclear>
  /** Of these, only those that were not updated after `seen`. */
  updateItems(collectionId: string, items: CopyItem[], seen: string): Promise<WriteOutcome[] | Unclear>
  removeItems(collectionId: string, ids: string[], seen: string): Promise<WriteOutcome[] | Unclear>
  /** Sets a field of items in which it is blank. */
  fillBlank(
    collectionId: string,
    ids: string[],
    field: string,
    value: string,
  ): Promise<WriteOutcome[] | Unclear>
  insertReferences(collectionId: string, links: Link[]): Promise<{failed: number}>
  replaceReferences(collectionId: string, field: string, itemId: string, targetIds: string[]): Promise<void>
}

/**
 * What earlier runs of the same restore were about to write, so that one that was stopped goes on as if it had not
 * been: an item that is there as it was to be is then its own, and so are the references to it.
 */
export interface RestoreJournal {
  has(kind: PlannedWrite, collectionId: string, itemId: string): boolean
  /** Durable when it answers; before anything of it is written. */
  plan(kind: PlannedWrite, collectionId: string, itemIds: string[]): Promise<void>
}

/** What Undo has to know of a restore. What is about to be overwritten comes before it is: durable when it answers. */
export interface RestoreReceipt {
  /** Items as they are, without multi-references. */
  overwriting(collectionId: string, items: CopyItem[]): Promise<void>
  /** An item's multi-references, before and after. */
  linking(link: {
    collectionId: string
    field: string
    itemId: string
    before: string[]
    after: string[]
  }): Promise<void>
  /** References of others to what came back, that were blank. */
  mending(collectionId: string, links: Link[]): Promise<void>
  /** What was written of a collection. `updated`: with the date that Wix gave each; `null`: changed again since. */
  wrote(
    collectionId: string,
    inserted: string[],
    updated: [itemId: string, date: string | null][],
  ): Promise<void>
}

/** CREATE: of a collection under its own ID, with all its fields. */
export type PlannedWrite = 'CREATE' | 'INSERT' | 'UPDATE'

export interface RestoreOptions {
  copy: Copy
  mode: RestoreMode
  /** Those of the copy that were chosen. */
  collections: CopiedCollection[]
  /** Of these only some items; without it, all. */
  itemIds?: ReadonlySet<string>
  /** The site's collections as they are now. */
  live: CollectionDefinition[]
  target: RestoreTarget
  /** Says what would be done, and writes nothing. */
  dryRun?: boolean
  /** Without one, a restore that was stopped and is run again takes its own writes for somebody else's. */
  journal?: RestoreJournal
  receipt?: RestoreReceipt
  /** When this began, by the site's clock: with `replace`, what was added after it stays. ISO 8601. */
  startedAt: string
  /** About what a bulk should have at most, where less crosses at once than Wix takes. */
  bulkBytes?: number
  onProgress?: (collectionId: string, items: number, ofItems: number) => void
}

export interface Conflict {
  itemId: string
  title: string
  /** In which the site's version differs from the copy's; empty where the item came while this ran. */
  fields: string[]
  /** The site's. */
  updatedDate: string | null
  reason: 'NEWER' | 'SAME_DATE' | 'CHANGED_MEANWHILE'
}

export interface RestoredCollection {
  collectionId: string
  /** Where its items went: another collection with `beside`. */
  into: string
  created: boolean
  inserted: number
  updated: number
  removed: number
  unchanged: number
  /** What the site has and keeps. */
  conflicts: Conflict[]
  failed: {itemId: string; reason: string}[]
}

export interface RestoreReport {
  collections: RestoredCollection[]
  /** Created, in this order. */
  created: string[]
  /** Fields that could not be created: the collection that they point into is nowhere. */
  fieldsLeftOut: {collectionId: string; field: string; into: string}[]
  references: {
    /** Of items that came back. */
    written: number
    /** References of others to what came back, that were blank. */
    mended: number
    /** References that the site has and the copy has not, taken away (`replace`). */
    removed: number
    failed: number
  }
  /** What Wix sets itself with every write: how many items have it anew. */
  setByWix: {
    _createdDate: number
    _updatedDate: number
    /** `null`: not known, since nothing was written. */
    _owner: number | null
  }
}

/** Writes into a collection had no answer, again and again. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
  constructor(readonly collectionId: string) {
    super(`Wix did not say whether items of ${collectionId} were written`)
  }
}

/** Writes a copy into a site. Repeated after it was stopped, it goes on: what is there as it was to be stays as it is. */
export async function restoreCopy(options: RestoreOptions): Promise<RestoreReport> {
  return new Restore(options).run()
}

/** A bulk takes at most 1000 items (Wix Data); how many bytes is not documented. */
const MOST_BULK_ITEMS = 1000
const MOST_BULK_BYTES = 3 * 1024 * 1024
/** Bulks on their way at once. */
const AT_ONCE = 3
const MOST_ATTEMPTS = 5

interface Plan {
  collection: CopiedCollection
  definition: CollectionDefinition
  report: RestoredCollection
  /** Multi-reference fields, in the copy and where the items go. */
  links: string[]
  inserted: Set<string>
  /** With the date that Wix gave it; `null`: not known, or changed again since. */
  updated: Map<string, string | null>
  /** By item: the report's, at the end. */
  conflicts: Map<string, Conflict>
}

type Verdict = 'INSERT' | 'UPDATE' | 'NOTHING'

/** What one look at some items' site versions has to know of the looks before it. */
interface Looked {
  /** When they were updated, as they were first seen; not there: not yet. */
  firstSeen: Map<string, string | null>
  /** Writes without an answer. */
  unclear: Map<string, Verdict>
}

class Restore {
  private readonly plans: Plan[] = []
  private readonly report: RestoreReport = {
    collections: [],
    created: [],
    fieldsLeftOut: [],
    references: {written: 0, mended: 0, removed: 0, failed: 0},
    setByWix: {_createdDate: 0, _updatedDate: 0, _owner: 0},
  }
  /** Whom Wix makes the owner of what this writes. */
  private owner: unknown

  private readonly target: RestoreTarget

  constructor(private readonly options: RestoreOptions) {
    this.target = options.dryRun ? untouched(options.target, options.live) : options.target
  }

  async run(): Promise<RestoreReport> {
    const {mode} = this.options
    await this.plan()
    await this.createCollections()
    for (const plan of this.plans) await this.restoreItems(plan)
    if (mode === 'replace') for (const plan of this.plans) await this.removeOthers(plan)
    for (const plan of this.plans) await this.restoreLinks(plan)
    if (mode !== 'beside') await this.mendOthers()
    if (this.options.dryRun) this.report.setByWix._owner = null
    else await this.writeReceipt()
    this.report.collections = this.plans.map(({report, conflicts}) => ({
      ...report,
      conflicts: [...conflicts.values()],
    }))
    return this.report
  }

  private async writeReceipt(): Promise<void> {
    for (const {report, inserted, updated} of this.plans) {
      await this.options.receipt?.wrote(report.into, [...inserted], [...updated])
    }
  }

  private async plan(): Promise<void> {
    const {copy, collections, mode, live} = this.options
    for (const collection of collections) {
      const definition = await copy.readDefinition(collection)
      const into = mode === 'beside' ? besideId(collection.id, copy.sha256) : collection.id
      const now = live.find(({id}) => id === into)
      const links = multiReferenceFields(definition)
      this.plans.push({
        collection,
        definition,
        report: {
          collectionId: collection.id,
          into,
          created: now === undefined,
          inserted: 0,
          updated: 0,
          removed: 0,
          unchanged: 0,
          conflicts: [],
          failed: [],
        },
        // A field that is gone or retyped takes no references. One that an earlier run came not to make, is made.
        links:
          now && !this.isOwnCreation(into)
            ? links.filter((field) => multiReferenceFields(now).includes(field))
            : links,
        inserted: new Set(),
        updated: new Map(),
        conflicts: new Map(),
      })
    }
  }

  private async createCollections(): Promise<void> {
    const {live, mode, copy} = this.options
    const into = new Map(this.plans.map(({collection, report}) => [collection.id, report.into]))
    const isThere = new Set(live.map(({id}) => id))
    const wanted = ({definition, report}: Plan) =>
      mode === 'beside'
        ? besideDefinition(definition, report.into, copy.manifest.moment, isThere, into)
        : definition
    const missing = this.plans.filter(({report}) => report.created).map(wanted)
    const begun = this.plans.filter(({report}) => !report.created && this.isOwnCreation(report.into))
    const plan = planCreation(missing, isThere)
    addMissingFields(plan, begun.map(wanted), live)
    this.report.created = [...begun.map(({report}) => report.into), ...plan.collections.map(({id}) => id)]
    this.report.fieldsLeftOut = plan.left
    for (const {collectionId, field} of plan.left) {
      const left = this.plans.find(({report}) => report.into === collectionId)!
      left.links = left.links.filter((one) => one !== field)
    }
    if (!this.options.dryRun) {
      for (const {id} of plan.collections) await this.options.journal?.plan('CREATE', id, [id])
    }
    for (const collection of plan.collections) await this.target.createCollection(collection)
    for (const {collectionId, field} of plan.fields) await this.target.createField(collectionId, field)
  }

  /** An earlier run was about to make it, and may have come to only a part of its fields. */
  private isOwnCreation(into: string): boolean {
    return this.options.journal?.has('CREATE', into, into) ?? false
  }

  private async restoreItems(plan: Plan): Promise<void> {
    const {copy, onProgress, bulkBytes} = this.options
    const {collection, report} = plan
    const isEmpty = report.created || (await this.target.countItems(report.into)) === 0
    let done = 0
    await eachAtOnce(AT_ONCE, bulksOf(copy.readItems(collection), bulkBytes), async (bulk) => {
      const chosen = bulk.filter(({_id}) => this.isChosen(_id))
      await this.restoreBulk(plan, chosen, isEmpty)
      done += bulk.length
      onProgress?.(collection.id, done, collection.items)
    })
  }

  private isChosen(itemId: string): boolean {
    return this.options.itemIds?.has(itemId) ?? true
  }

  /** What has no answer is looked at again: what is then as it was to be, was written. */
  private async restoreBulk(plan: Plan, bulk: CopyItem[], isEmpty: boolean): Promise<void> {
    const looked: Looked = {firstSeen: new Map(), unclear: new Map()}
    let pending = bulk
    for (let attempt = 1; pending.length > 0; attempt++) {
      if (attempt > MOST_ATTEMPTS) {
        if (looked.unclear.size > 0) throw new NoAnswer(plan.report.into)
        const reason = 'Wix did not write it, and did not say why.'
        plan.report.failed.push(...pending.map(({_id}) => ({itemId: _id, reason})))
        return
      }
      const live =
        isEmpty && attempt === 1
          ? new Map<string, CopyItem>()
          : await readLive(this.target, plan.report.into, pending, [])
      if (attempt === 1) for (const [id, item] of live) looked.firstSeen.set(id, dateOf(item))
      const verdicts = pending.map((item) => this.judge(plan, item, live.get(item._id), looked))
      const those = (wanted: Verdict) => pending.filter((_item, index) => verdicts[index] === wanted)
      looked.unclear.clear()
      const again = [
        ...(await this.insert(plan, those('INSERT'), looked)),
        ...(await this.update(plan, those('UPDATE'), live, looked)),
      ]
      pending = again
    }
  }

  /** Counts what needs no write, and says what does. */
  private judge(plan: Plan, item: CopyItem, now: CopyItem | undefined, looked: Looked): Verdict {
    if (!now) return 'INSERT'
    const fields = this.differences(plan, item, now)
    const unclear = looked.unclear.get(item._id) ?? this.plannedBefore(plan, item)
    if (fields.length === 0) {
      if (unclear === 'INSERT') this.noteInserted(plan, item, now._owner)
      else if (unclear === 'UPDATE') this.noteUpdated(plan, item, dateOf(now))
      else plan.report.unchanged += 1
      return 'NOTHING'
    }
    const [then, live] = [dateOf(item), dateOf(now)]
    const isFirstLook = looked.firstSeen.get(item._id) === live
    if (!isFirstLook) return this.keep(plan, item, fields, live, 'CHANGED_MEANWHILE')
    if (this.options.mode === 'replace') return 'UPDATE'
    if (then !== null && live !== null && Date.parse(live) < Date.parse(then)) return 'UPDATE'
    return this.keep(plan, item, fields, live, then === live ? 'SAME_DATE' : 'NEWER')
  }

  private plannedBefore({collection}: Plan, {_id}: CopyItem): 'INSERT' | 'UPDATE' | undefined {
    const {journal} = this.options
    return (['INSERT', 'UPDATE'] as const).find((kind) => journal?.has(kind, collection.id, _id))
  }

  /** Multi-references are no part of an item: they come last, when all that they point to is there. */
  private differences({definition}: Plan, then: CopyItem, now: CopyItem): string[] {
    return differingItemFields(definition, withoutLinks(definition, then), withoutLinks(definition, now))
  }

  private keep(
    {conflicts, definition}: Plan,
    item: CopyItem,
    fields: string[],
    updatedDate: string | null,
    reason: Conflict['reason'],
  ): 'NOTHING' {
    const title = itemTitle(item, titledFields(definition))
    conflicts.set(item._id, {itemId: item._id, title, fields, updatedDate, reason})
    return 'NOTHING'
  }

  /** Answers with what must be looked at again. */
  private async insert(plan: Plan, items: CopyItem[], looked: Looked): Promise<CopyItem[]> {
    if (items.length === 0) return []
    const bare = items.map((item) => withoutLinks(plan.definition, item))
    await this.note('INSERT', plan, items)
    const outcomes = await this.target.insertItems(plan.report.into, bare)
    if (outcomes === UNCLEAR) {
      for (const {_id} of items) looked.unclear.set(_id, 'INSERT')
      return items
    }
    const done = items.filter((_item, index) => outcomes[index] === 'DONE')
    if (done.length > 0 && this.owner === undefined) await this.learnOwner(plan, done[0]!)
    const again: CopyItem[] = []
    for (const [index, item] of items.entries()) {
      const outcome = outcomes[index]!
      if (outcome === 'DONE') this.noteInserted(plan, item, this.owner)
      else if (typeof outcome === 'object')
        plan.report.failed.push({itemId: item._id, reason: outcome.failed})
      else again.push(item)
    }
    return again
  }

  private async update(
    plan: Plan,
    items: CopyItem[],
    live: Map<string, CopyItem>,
    looked: Looked,
  ): Promise<CopyItem[]> {
    if (items.length === 0) return []
    const bare = items.map((item) => withoutLinks(plan.definition, item))
    const before = items.map(({_id}) => live.get(_id)!)
    if (!this.options.dryRun) await this.options.receipt?.overwriting(plan.report.into, before)
    await this.note('UPDATE', plan, items)
    const outcomes = await this.target.updateItems(plan.report.into, bare, newestDate(before))
    if (outcomes === UNCLEAR) {
      for (const {_id} of items) looked.unclear.set(_id, 'UPDATE')
      return items
    }
    const left = await this.readLeft(plan, items)
    const again: CopyItem[] = []
    for (const [index, item] of items.entries()) {
      const outcome = outcomes[index]!
      if (outcome === 'DONE') this.noteUpdated(plan, item, left.get(item._id) ?? null)
      else if (typeof outcome === 'object')
        plan.report.failed.push({itemId: item._id, reason: outcome.failed})
      else again.push(item)
    }
    return again
  }

  /** The dates of those that are as they were just written. */
  private async readLeft(plan: Plan, items: CopyItem[]): Promise<Map<string, string | null>> {
    if (!this.options.receipt || this.options.dryRun) return new Map()
    const now = await readLive(this.target, plan.report.into, items, [])
    const left = items.filter(({_id}, index) => {
      const there = now.get(_id)
      return there && this.differences(plan, items[index]!, there).length === 0
    })
    return new Map(left.map(({_id}) => [_id, dateOf(now.get(_id)!)]))
  }

  private async note(kind: PlannedWrite, {collection}: Plan, items: CopyItem[]): Promise<void> {
    if (this.options.dryRun) return
    await this.options.journal?.plan(
      kind,
      collection.id,
      items.map(({_id}) => _id),
    )
  }

  /** Wix says it only of what is there. */
  private async learnOwner({report}: Plan, {_id}: CopyItem): Promise<void> {
    const [item] = await this.target.readItems(report.into, [_id])
    this.owner ??= item?._owner
  }

  private noteInserted(plan: Plan, item: CopyItem, owner: unknown): void {
    const {setByWix} = this.report
    plan.report.inserted += 1
    plan.inserted.add(item._id)
    setByWix._createdDate += 1
    setByWix._updatedDate += 1
    if (item._owner !== owner) setByWix._owner! += 1
  }

  private noteUpdated(plan: Plan, item: CopyItem, date: string | null): void {
    plan.report.updated += 1
    plan.updated.set(item._id, date)
    this.report.setByWix._updatedDate += 1
  }

  /** `replace`: what was there before this began and is not in the copy goes. */
  private async removeOthers(plan: Plan): Promise<void> {
    const {copy, startedAt} = this.options
    const {target} = this
    const {collection, report} = plan
    if (report.created) return
    const failed = report.failed.length
    const known = report.unchanged + report.updated + report.inserted + plan.conflicts.size
    if ((await target.countItems(report.into)) === known && failed === 0) return
    const ids = new Set<string>()
    for await (const items of copy.readItems(collection)) for (const {_id} of items) ids.add(_id)
    for await (const items of readPages(target, report.into)) {
      const others = items.filter(({_id}) => !ids.has(_id))
      const [old, young] = [
        others.filter((item) => !isYounger(item, startedAt)),
        others.filter((item) => isYounger(item, startedAt)),
      ]
      for (const item of young) this.keep(plan, item, [], dateOf(item), 'CHANGED_MEANWHILE')
      await this.remove(plan, old)
    }
  }

  private async remove(plan: Plan, items: CopyItem[]): Promise<void> {
    const {target} = this
    let pending = items
    for (let attempt = 1; pending.length > 0; attempt++) {
      if (attempt > MOST_ATTEMPTS) throw new NoAnswer(plan.report.into)
      const ids = pending.map(({_id}) => _id)
      const outcomes = await target.removeItems(plan.report.into, ids, newestDate(pending))
      if (outcomes === UNCLEAR) {
        const left = await readLive(target, plan.report.into, pending, [])
        plan.report.removed += pending.length - left.size
        for (const item of pending) {
          const now = left.get(item._id)
          if (now && dateOf(now) !== dateOf(item)) this.keep(plan, now, [], dateOf(now), 'CHANGED_MEANWHILE')
        }
        pending = pending.filter((item) => dateOf(left.get(item._id) ?? {_id: ''}) === dateOf(item))
        continue
      }
      for (const [index, item] of pending.entries()) {
        const outcome = outcomes[index]!
        if (outcome === 'DONE') plan.report.removed += 1
        else if (typeof outcome === 'object')
          plan.report.failed.push({itemId: item._id, reason: outcome.failed})
        else this.keep(plan, item, [], null, 'CHANGED_MEANWHILE')
      }
      return
    }
  }

  private async restoreLinks(plan: Plan): Promise<void> {
    if (plan.links.length === 0) return
    const kept = new Set([...plan.conflicts.keys(), ...plan.report.failed.map(({itemId}) => itemId)])
    const bulks = bulksOf(this.options.copy.readItems(plan.collection), this.options.bulkBytes)
    await eachAtOnce(AT_ONCE, bulks, async (bulk) => {
      for (const field of plan.links) await this.restoreLinksOf(plan, field, bulk, kept)
    })
  }

  private async restoreLinksOf(
    plan: Plan,
    field: string,
    bulk: CopyItem[],
    kept: Set<string>,
  ): Promise<void> {
    const {target} = this
    const {mode} = this.options
    const {report, inserted, updated} = plan
    const failed = new Set(report.failed.map(({itemId}) => itemId))
    const items = bulk.filter((item) => !failed.has(item._id))
    // What came back has none yet.
    const there = items.filter(({_id}) => !inserted.has(_id)).map(({_id}) => _id)
    const live =
      there.length > 0 ? await target.readReferences(report.into, field, there) : new Map<string, string[]>()
    const toInsert: Link[] = []
    const toMend: Link[] = []
    for (const item of items) {
      const then = idsIn(item[field])
      const now = new Set(live.get(item._id))
      const missing = then.filter((id) => !now.has(id))
      const extra = [...now].filter((id) => !then.includes(id))
      if (missing.length === 0 && extra.length === 0) continue
      const links = (ids: string[]) => ids.map((targetId) => ({itemId: item._id, field, targetId}))
      const isOurs =
        inserted.has(item._id) || updated.has(item._id) || (mode === 'replace' && !kept.has(item._id))
      if (isOurs && updated.has(item._id)) {
        const link = {collectionId: report.into, field, itemId: item._id, before: [...now], after: then}
        if (!this.options.dryRun) await this.options.receipt?.linking(link)
      }
      if (isOurs && extra.length > 0) {
        await target.replaceReferences(report.into, field, item._id, then)
        this.report.references.written += missing.length
        this.report.references.removed += extra.length
      } else if (isOurs) toInsert.push(...links(missing))
      else {
        const mendable = missing.filter((id) => this.cameBack(plan.definition, field, id))
        toMend.push(...links(mendable))
        const differs = extra.length > 0 || missing.length > mendable.length
        if (differs && this.isChosen(item._id)) this.keepLinks(plan, item, field)
      }
    }
    this.report.references.written += await this.insertLinks(plan, toInsert)
    await this.noteMending(report.into, toMend)
    this.report.references.mended += await this.insertLinks(plan, toMend)
  }

  private async noteMending(collectionId: string, links: Link[]): Promise<void> {
    if (links.length > 0 && !this.options.dryRun) await this.options.receipt?.mending(collectionId, links)
  }

  /** The site has other references in this field: they stay, and are told. */
  private keepLinks(plan: Plan, item: CopyItem, field: string): void {
    const known = plan.conflicts.get(item._id)
    if (known) known.fields = [...known.fields, field].toSorted()
    else {
      this.keep(plan, item, [field], null, 'SAME_DATE')
      plan.report.unchanged -= 1
    }
  }

  private async insertLinks({report}: Pick<Plan, 'report'>, links: Link[]): Promise<number> {
    let written = 0
    for (let at = 0; at < links.length; at += MOST_BULK_ITEMS) {
      const some = links.slice(at, at + MOST_BULK_ITEMS)
      const {failed} = await this.target.insertReferences(report.into, some)
      this.report.references.failed += failed
      written += some.length - failed
    }
    return written
  }

  /** Whether what a field points to came back just now. */
  private cameBack(definition: CollectionDefinition, field: string, targetId: string): boolean {
    const found = definition.fields.find(({key}) => key === field)
    const into = found && referencedCollection(found)
    return this.plans.some(({collection, inserted}) => collection.id === into && inserted.has(targetId))
  }

  /**
   * When an item is deleted, Wix blanks what pointed to it, in other collections too. What came back is pointed to
   * again, where the copy says so and the field is still blank.
   */
  private async mendOthers(): Promise<void> {
    const {copy, live} = this.options
    const back = new Set(
      this.plans.filter(({inserted}) => inserted.size > 0).map(({collection}) => collection.id),
    )
    if (back.size === 0) return
    for (const collection of copy.manifest.collections) {
      const definition = await copy.readDefinition(collection)
      const plan = this.plans.find((one) => one.collection.id === collection.id)
      const now = plan ? definition : live.find(({id}) => id === collection.id)
      const fields = definition.fields.filter(
        (field) =>
          back.has(referencedCollection(field) ?? '') &&
          now?.fields.some(({key, type}) => key === field.key && type === field.type) &&
          // Those of the chosen collections were gone through with their own.
          (field.type === 'REFERENCE' || !plan),
      )
      if (fields.length === 0) continue
      for await (const bulk of bulksOf(copy.readItems(collection))) {
        for (const field of fields) await this.mend(collection, definition, field, bulk, plan)
      }
    }
  }

  private async mend(
    collection: CopiedCollection,
    definition: CollectionDefinition,
    {key, type}: FieldDefinition,
    bulk: CopyItem[],
    plan: Plan | undefined,
  ): Promise<void> {
    const {target} = this
    const targets = new Map<string, string[]>()
    for (const item of bulk) {
      const then =
        type === 'REFERENCE' ? [item[key]].filter((id) => typeof id === 'string') : idsIn(item[key])
      const back = then.filter((id) => this.cameBack(definition, key, id))
      if (back.length > 0 && !plan?.inserted.has(item._id)) targets.set(item._id, back)
    }
    if (targets.size === 0) return
    const live = await readLive(
      target,
      collection.id,
      [...targets.keys()].map((_id) => ({_id})),
      type === 'REFERENCE' ? [] : [key],
    )
    if (type === 'REFERENCE') {
      const blank = [...live.values()].filter((item) => isBlank(item[key])).map(({_id}) => _id)
      await this.fillBlank(collection.id, key, blank, targets, plan)
      return
    }
    const links = [...live.values()].flatMap((item) => {
      const now = new Set(idsIn(item[key]))
      return targets
        .get(item._id)!
        .filter((id) => !now.has(id))
        .map((targetId) => ({itemId: item._id, field: key, targetId}))
    })
    await this.noteMending(collection.id, links)
    this.report.references.mended += await this.insertLinks(
      {report: {into: collection.id} as RestoredCollection},
      links,
    )
  }

  private async fillBlank(
    collectionId: string,
    field: string,
    itemIds: string[],
    targets: Map<string, string[]>,
    plan: Plan | undefined,
  ): Promise<void> {
    const byTarget = new Map<string, string[]>()
    for (const id of itemIds) {
      const value = targets.get(id)![0]!
      byTarget.set(value, [...(byTarget.get(value) ?? []), id])
    }
    for (const [value, ids] of byTarget) {
      await this.noteMending(
        collectionId,
        ids.map((itemId) => ({itemId, field, targetId: value})),
      )
      const done = await this.fillBlankOf(collectionId, field, ids, value)
      const {references, setByWix} = this.report
      references.mended += done.length
      references.failed += ids.length - done.length
      setByWix._updatedDate += done.length
      if (plan) for (const id of done) this.settle(plan, id, field)
    }
  }

  /** Answers with those that have the value now. What is not blank any more is not set, however often it is tried. */
  private async fillBlankOf(
    collectionId: string,
    field: string,
    ids: string[],
    value: string,
  ): Promise<string[]> {
    for (let attempt = 1; ; attempt++) {
      const outcomes = await this.target.fillBlank(collectionId, ids, field, value)
      if (outcomes !== UNCLEAR && attempt === 1) return ids.filter((_id, index) => outcomes[index] === 'DONE')
      const filled = await this.filled(collectionId, ids, field, value)
      if (outcomes !== UNCLEAR || filled.length === ids.length || attempt === MOST_ATTEMPTS) return filled
    }
  }

  private async filled(collectionId: string, ids: string[], field: string, value: string): Promise<string[]> {
    const now = await readLive(
      this.target,
      collectionId,
      ids.map((_id) => ({_id})),
      [],
    )
    return ids.filter((id) => now.get(id)?.[field] === value)
  }

  /** A field that was different is the copy's now. */
  private settle({report, conflicts}: Plan, itemId: string, field: string): void {
    const conflict = conflicts.get(itemId)
    if (!conflict) return
    conflict.fields = conflict.fields.filter((one) => one !== field)
    if (conflict.fields.length > 0) return
    conflicts.delete(itemId)
    report.unchanged += 1
  }
}

/** The same site, on which every write would succeed, and none is made. */
function untouched(target: RestoreTarget, live: CollectionDefinition[]): RestoreTarget {
  const isThere = (collectionId: string) => live.some(({id}) => id === collectionId)
  const done = async (items: readonly unknown[]) => items.map((): WriteOutcome => 'DONE')
  return {
    countItems: async (id) => (isThere(id) ? target.countItems(id) : 0),
    readItems: async (id, ids) => (isThere(id) ? target.readItems(id, ids) : []),
    readReferences: async (id, field, ids) =>
      isThere(id) ? target.readReferences(id, field, ids) : new Map<string, string[]>(),
    readPage: (id, page) => target.readPage(id, page),
    createCollection: async () => undefined,
    createField: async () => undefined,
    insertItems: (_id, items) => done(items),
    updateItems: (_id, items) => done(items),
    removeItems: (_id, ids) => done(ids),
    fillBlank: (_id, ids) => done(ids),
    insertReferences: async () => ({failed: 0}),
    replaceReferences: async () => undefined,
  }
}

/** A name that says of which copy it is: restoring the same copy again goes on, instead of making yet another one. */
export function besideId(collectionId: string, sha256: string): string {
  return `${collectionId.slice(0, 200)}_copy_${sha256.slice(0, 8)}`
}

/** References point to where they pointed; where that is not on the site, into the copy beside it. */
function besideDefinition(
  definition: CollectionDefinition,
  id: string,
  moment: string,
  isThere: ReadonlySet<string>,
  into: ReadonlyMap<string, string>,
): CollectionDefinition {
  return {
    ...definition,
    id,
    displayName: `${definition.displayName || definition.id} (copy of ${moment.slice(0, 10)})`,
    fields: definition.fields.map((field) => {
      const points = referencedCollection(field)
      if (points === undefined) return field
      const to = isThere.has(points) ? points : (into.get(points) ?? points)
      // The field on the other side, which Wix makes for a multi-reference, is the original's.
      const typeMetadata = field.typeMetadata?.reference
        ? {reference: {referencedCollectionId: to}}
        : {multiReference: {referencedCollectionId: to}}
      return {...field, typeMetadata}
    }),
  }
}

/** As it is written: without what is no part of an item. */
export function withoutLinks(definition: CollectionDefinition, item: CopyItem): CopyItem {
  const links = multiReferenceFields(definition)
  if (links.every((field) => !(field in item))) return item
  return Object.fromEntries(Object.entries(item).filter(([key]) => !links.includes(key))) as CopyItem
}

async function* bulksOf(
  batches: AsyncIterable<CopyItem[]>,
  mostBytes = MOST_BULK_BYTES,
): AsyncGenerator<CopyItem[]> {
  for await (const batch of batches) yield* splitIntoBulks(batch, mostBytes)
}

/** As many items as Wix takes at once, and about as many bytes as may cross at once. */
export function* splitIntoBulks(items: CopyItem[], mostBytes: number): Generator<CopyItem[]> {
  let bulk: CopyItem[] = []
  let bytes = 0
  for (const item of items) {
    const size = JSON.stringify(item).length
    if (bulk.length > 0 && (bulk.length === MOST_BULK_ITEMS || bytes + size > mostBytes)) {
      yield bulk
      bulk = []
      bytes = 0
    }
    bulk.push(item)
    bytes += size
  }
  if (bulk.length > 0) yield bulk
}

/** Works on several at once, in order of their coming; the first failure ends it, when those begun have come to rest. */
async function eachAtOnce<T>(
  atOnce: number,
  things: AsyncIterable<T>,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  for await (const thing of things) {
    if (failures.length > 0) break
    const one: Promise<void> = work(thing)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(one))
    running.add(one)
    if (running.size >= atOnce) await Promise.race(running)
  }
  await Promise.all(running)
  if (failures.length > 0) throw failures[0]
}

/** ISO dates of one form: as texts they are in the order of time. */
export function newestDate(items: CopyItem[]): string {
  return items.reduce((newest, item) => {
    const date = dateOf(item) ?? ''
    return date > newest ? date : newest
  }, '')
}

function isYounger(item: CopyItem, moment: string): boolean {
  const {$date} = Object(item._createdDate) as {$date?: string}
  return $date !== undefined && Date.parse($date) > Date.parse(moment)
}
