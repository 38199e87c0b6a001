import {sameValue} from '../recovery/item-values'
import {isPrivateCollection} from '../rules/private-collections'
import {dateOf, differingItemFields, idsIn, readLive} from './compare-copy'
import {
  multiReferenceFields,
  referencedCollection,
  type CollectionDefinition,
  type CopyItem,
} from './copy-format'
import {readPages} from './read-pages'
import {
  newestDate,
  UNCLEAR,
  withoutLinks,
  type Link,
  type RestoreReceipt,
  type RestoreTarget,
} from './restore-copy'

/** What a restore has written, as Undo needs it. */
export interface WrittenByRestore {
  collections: WrittenCollection[]
  links: Parameters<RestoreReceipt['linking']>[0][]
  mended: ({collectionId: string} & Link)[]
}

export interface WrittenCollection {
  collectionId: string
  inserted: string[]
  updated: {before: CopyItem; date: string | null}[]
}

/** CHANGED: by somebody since, and so it stays. REFERRED: something else refers to it by now. */
export type KeptBecause = 'CHANGED' | 'REFERRED' | 'FAILED'

export interface UndoReport {
  /** Came back, and are gone again. */
  removed: number
  /** Were overwritten, and are what they were. */
  changedBack: number
  kept: {collectionId: string; itemId: string; because: KeptBecause}[]
}

const AT_ONCE = 500
const MOST_ATTEMPTS = 4

/**
 * Takes back exactly what a restore has written, but for what was changed since. Repeated after it was stopped, it goes
 * on: what is taken back already is nowhere any more, or is what it was.
 */
export async function undoRestore(
  {collections, links, mended}: WrittenByRestore,
  live: CollectionDefinition[],
  target: RestoreTarget,
): Promise<UndoReport> {
  const report: UndoReport = {removed: 0, changedBack: 0, kept: []}
  const changed = new Set<string>()
  const linksOf = new Map<string, WrittenByRestore['links']>()
  for (const link of links) {
    const key = keyOf(link.collectionId, link.itemId)
    const known = linksOf.get(key)
    if (known) known.push(link)
    else linksOf.set(key, [link])
  }
  for (const written of collections) {
    const definition = live.find(({id}) => id === written.collectionId)
    // A collection that is gone holds nothing that could be taken back.
    if (!definition) continue
    for (const some of chunks(written.updated)) {
      const back = await changeBack(target, definition, linksOf, some, report)
      for (const id of back) changed.add(keyOf(written.collectionId, id))
    }
  }
  const own = ownReferences(collections, links, mended)
  for (const {collectionId, inserted} of collections) {
    if (!live.some(({id}) => id === collectionId)) continue
    const referred = await findReferred(target, live, collectionId, new Set(inserted), own)
    for (const some of chunks(inserted)) await removeAgain(target, collectionId, some, referred, report)
  }
  report.changedBack = changed.size
  return report
}

/** Answers with those that are what they were. */
async function changeBack(
  target: RestoreTarget,
  definition: CollectionDefinition,
  linksOf: ReadonlyMap<string, WrittenByRestore['links']>,
  updated: WrittenCollection['updated'],
  {kept}: UndoReport,
): Promise<string[]> {
  const {id: collectionId} = definition
  const fields = multiReferenceFields(definition)
  const ofThese = updated.map(({before}) => before)
  const now = await readLive(target, collectionId, ofThese, fields)
  const isBack = (before: CopyItem, there: CopyItem | undefined) =>
    there !== undefined &&
    differingItemFields(definition, withoutLinks(definition, before), withoutLinks(definition, there))
      .length === 0
  const open: CopyItem[] = []
  const back: string[] = []
  for (const {before, date} of updated) {
    const there = now.get(before._id)
    const own = linksOf.get(keyOf(collectionId, before._id)) ?? []
    const isAsLeft =
      there !== undefined &&
      date !== null &&
      dateOf(there) === date &&
      own.every(({field, after, before: was}) =>
        [after, was].some((ids) => sameValue(idsIn(there[field]), idsIn(ids))),
      )
    if (isAsLeft) open.push(before)
    else if (isBack(before, there)) back.push(before._id)
    else kept.push({collectionId, itemId: before._id, because: 'CHANGED'})
  }
  for (const before of open) {
    for (const link of linksOf.get(keyOf(collectionId, before._id)) ?? []) {
      await target.replaceReferences(collectionId, link.field, link.itemId, link.before)
    }
  }
  const left = await updateAll(target, collectionId, open, now)
  const after = await readLive(target, collectionId, open, [])
  for (const before of open) {
    if (isBack(before, after.get(before._id))) back.push(before._id)
    else kept.push({collectionId, itemId: before._id, because: left.has(before._id) ? 'FAILED' : 'CHANGED'})
  }
  return back
}

/** Answers with those that Wix refused. */
async function updateAll(
  target: RestoreTarget,
  collectionId: string,
  items: CopyItem[],
  now: Map<string, CopyItem>,
): Promise<Set<string>> {
  const failed = new Set<string>()
  if (items.length === 0) return failed
  const seen = newestDate(items.map(({_id}) => now.get(_id)!))
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const outcomes = await target.updateItems(collectionId, items, seen)
    if (outcomes === UNCLEAR) continue
    for (const [index, {_id}] of items.entries()) if (typeof outcomes[index] === 'object') failed.add(_id)
    break
  }
  return failed
}

async function removeAgain(
  target: RestoreTarget,
  collectionId: string,
  ids: string[],
  referred: ReadonlySet<string>,
  report: UndoReport,
): Promise<void> {
  const keep = (itemId: string, because: KeptBecause) => report.kept.push({collectionId, itemId, because})
  const there = await target.readItems(collectionId, ids)
  const own: CopyItem[] = []
  for (const item of there) {
    if (!isAsInserted(item)) keep(item._id, 'CHANGED')
    else if (referred.has(item._id)) keep(item._id, 'REFERRED')
    else own.push(item)
  }
  if (own.length === 0) return
  const ownIds = own.map(({_id}) => _id)
  const seen = newestDate(own)
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    if ((await target.removeItems(collectionId, ownIds, seen)) !== UNCLEAR) break
  }
  const left = await target.readItems(collectionId, ownIds)
  for (const item of left) {
    keep(item._id, isAsInserted(item) ? 'FAILED' : 'CHANGED')
  }
  report.removed += own.length - left.length
}

/** What the restore itself has made refer to what came back. */
function ownReferences(
  collections: WrittenCollection[],
  links: WrittenByRestore['links'],
  mended: WrittenByRestore['mended'],
): (collectionId: string, link: Link) => boolean {
  const own = new Set<string>()
  for (const {collectionId, inserted, updated} of collections) {
    for (const id of inserted) own.add(keyOf(collectionId, id))
    for (const {before} of updated) own.add(keyOf(collectionId, before._id))
  }
  const pairs = new Set(
    mended.map(({collectionId, field, itemId, targetId}) => keyOf(collectionId, field, itemId, targetId)),
  )
  for (const {collectionId, field, itemId, after} of links) {
    for (const targetId of after) pairs.add(keyOf(collectionId, field, itemId, targetId))
  }
  return (collectionId, {itemId, field, targetId}) =>
    own.has(keyOf(collectionId, itemId)) || pairs.has(keyOf(collectionId, field, itemId, targetId))
}

/** Removing an item makes Wix clear what refers to it: what somebody has pointed at it since must not be lost. */
async function findReferred(
  target: RestoreTarget,
  live: CollectionDefinition[],
  collectionId: string,
  ids: ReadonlySet<string>,
  isOwn: (collectionId: string, link: Link) => boolean,
): Promise<Set<string>> {
  const referred = new Set<string>()
  if (ids.size === 0) return referred
  for (const {id, fields} of live) {
    if (isPrivateCollection(id)) continue
    const pointing = fields.filter((field) => referencedCollection(field) === collectionId)
    if (pointing.length === 0) continue
    for await (const items of readPages(target, id)) {
      for (const {key, type} of pointing) {
        const links =
          type === 'MULTI_REFERENCE' ? await readLinks(target, id, key, items) : linksIn(items, key)
        for (const link of links) if (ids.has(link.targetId) && !isOwn(id, link)) referred.add(link.targetId)
      }
    }
  }
  return referred
}

function linksIn(items: CopyItem[], field: string): Link[] {
  return items.flatMap((item) => {
    const targetId = item[field]
    return typeof targetId === 'string' ? [{itemId: item._id, field, targetId}] : []
  })
}

async function readLinks(
  target: RestoreTarget,
  collectionId: string,
  field: string,
  items: CopyItem[],
): Promise<Link[]> {
  const found = await target.readReferences(
    collectionId,
    field,
    items.map(({_id}) => _id),
  )
  return [...found].flatMap(([itemId, ids]) => ids.map((targetId) => ({itemId, field, targetId})))
}

/** Wix gives both dates when it inserts: where they differ, somebody has changed it. */
function isAsInserted({_createdDate, _updatedDate}: CopyItem): boolean {
  return sameValue(_createdDate, _updatedDate)
}

function* chunks<T>(list: T[]): Generator<T[]> {
  for (let at = 0; at < list.length; at += AT_ONCE) yield list.slice(at, at + AT_ONCE)
}

function keyOf(...parts: string[]): string {
  return JSON.stringify(parts)
}
