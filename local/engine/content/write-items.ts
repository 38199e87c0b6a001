import {MAX_ITEM_BYTES} from '../assumptions'
import type {Database} from '../open-database'
import type {Filter, Item, ItemPatch, WriteMode, WriteResult, WriteRights} from '../types'
import {refuseItem} from '../refuse-item'
import type {WrittenLinks} from '../split-references'
import {changeFields} from './change-fields'
import {compileFilter} from './compile-filter'
import {replaceLinks} from './replace-links'
import {countAllItems, firstRowid, givenCollectionNumber, lastRowid, READABLE_ITEMS} from './content-schema'

export interface WriteItems {
  collectionId: string
  mode: WriteMode
  /** Every one with an `_id`. */
  items: Item[]
  owner: string
  now: number
  condition?: ItemCondition
  rights: WriteRights
  /** Of a collection that has drafts: what an item is that does not say. */
  publishStatus?: string
  /** What is written of each item beside it. */
  links?: WrittenLinks[][]
  /** Of all items that are live. */
  maxItems?: number
}

/** What an item has to meet to be written, as it is in the moment of the write. */
export interface ItemCondition {
  filter: Filter
  multiReferences: string[]
}

export interface PatchItems {
  collectionId: string
  patches: ItemPatch[]
  now: number
  condition?: ItemCondition
  rights: WriteRights
}

/** Writes what can be written, in one transaction; the others are refused one by one, as Wix's bulk operations do. */
export function writeItems(
  db: Database,
  {collectionId, mode, items, owner, now, condition, rights, publishStatus, links, maxItems}: WriteItems,
): WriteResult[] {
  return db.transaction(() => {
    const collection = givenCollectionNumber(db, collectionId)
    const meets = meeting(db, collection, condition)
    let rowid = highestRowid(db, collection)
    const date = {$date: new Date(now).toISOString()}
    let room = maxItems === undefined ? Infinity : maxItems - countAllItems(db)

    return items.map((given, index): WriteResult => {
      const id = given._id
      const existing = db.get<{data: string}>(
        'SELECT data FROM items WHERE collection = ? AND id = ?',
        collection,
        id,
      )
      if (existing && mode === 'insert')
        return refused(id, 'ITEM_ALREADY_EXISTS', `Item ${id} already exists.`)
      if ((!existing || isHidden(existing.data, rights)) && mode === 'update')
        return refused(id, 'ITEM_NOT_FOUND', `Item ${id} does not exist.`)
      const before = existing && (JSON.parse(existing.data) as Item)
      if ((before ? rights.mayUpdate : rights.mayInsert) === false)
        return refused(id, 'NOT_ALLOWED', `Item ${id} may not be ${before ? 'changed' : 'inserted'}.`)
      if (before && !isOf(before, rights)) return itemOfAnother(id)
      if (existing && !meets(id)) return conditionNotMet(id)

      // An update replaces the whole item; only who made it, and when, stays.
      const item: Item = {
        ...given,
        _id: id,
        _createdDate: before ? before._createdDate : date,
        _updatedDate: date,
        _owner: before ? before._owner : owner,
        ...(publishStatus && {
          _publishStatus: given._publishStatus ?? before?._publishStatus ?? publishStatus,
        }),
      }
      const data = JSON.stringify(item)
      if (Buffer.byteLength(data) > MAX_ITEM_BYTES)
        return refused(id, 'ITEM_TOO_LARGE', `Item ${id} is larger than ${MAX_ITEM_BYTES} bytes.`)

      if (!existing && room-- <= 0)
        return refused(id, 'ITEM_LIMIT_REACHED', `The site's plan allows ${maxItems} items.`)
      if (existing) db.run('UPDATE items SET data = ? WHERE collection = ? AND id = ?', data, collection, id)
      else db.run('INSERT INTO items VALUES (?, ?, ?, ?)', ++rowid, collection, id, data)
      for (const written of links?.[index] ?? []) replaceLinks(db, {collectionId, itemId: id, ...written})
      return {ok: true, action: existing ? 'UPDATE' : 'INSERT', item}
    })
  })
}

/** Changes single fields of items, in one transaction. */
export function patchItems(
  db: Database,
  {collectionId, patches, now, condition, rights}: PatchItems,
): WriteResult[] {
  return db.transaction(() => {
    const collection = givenCollectionNumber(db, collectionId)
    const meets = meeting(db, collection, condition)
    const date = {$date: new Date(now).toISOString()}
    return patches.map(({itemId, set, remove, changes = []}): WriteResult => {
      const existing = db.get<{data: string}>(
        'SELECT data FROM items WHERE collection = ? AND id = ?',
        collection,
        itemId,
      )
      if (!existing || isHidden(existing.data, rights))
        return refused(itemId, 'ITEM_NOT_FOUND', `Item ${itemId} does not exist.`)
      const before = JSON.parse(existing.data) as Item
      if (!isOf(before, rights)) return itemOfAnother(itemId)
      if (!meets(itemId)) return conditionNotMet(itemId)
      const gone = new Set(remove)
      const kept = Object.entries(before).filter(([key]) => !gone.has(key))
      const item = changeFields(
        {...Object.fromEntries(kept), ...set, _id: itemId, _updatedDate: date},
        changes,
      )
      if (isImpossible(item)) return refused(itemId, 'PATCH_IMPOSSIBLE', item.impossible)
      const refusal = changes.length > 0 ? refuseItem(item) : undefined
      if (refusal) return refused(itemId, refusal.code, refusal.message)
      const data = JSON.stringify(item)
      if (Buffer.byteLength(data) > MAX_ITEM_BYTES)
        return refused(itemId, 'ITEM_TOO_LARGE', `Item ${itemId} is larger than ${MAX_ITEM_BYTES} bytes.`)
      db.run('UPDATE items SET data = ? WHERE collection = ? AND id = ?', data, collection, itemId)
      return {ok: true, action: 'UPDATE', item}
    })
  })
}

function isImpossible(changed: Item | {impossible: string}): changed is {impossible: string} {
  return !('_id' in changed)
}

/** Whether an item meets the condition; without one, each does. */
export function meeting(
  db: Database,
  collection: number,
  condition: ItemCondition | undefined,
): (itemId: string) => boolean {
  if (!condition) return () => true
  const where = compileFilter(condition.filter, condition.multiReferences)
  return (itemId) =>
    db.get(
      `SELECT 1 AS met FROM ${READABLE_ITEMS} WHERE collection = ? AND id = ? AND ${where.sql}`,
      collection,
      itemId,
      ...where.values,
    ) !== undefined
}

/** An item's status in a collection that has drafts, as the CMS calls it [assumed: the types do not say]. */
export function isDraft(item: Item): boolean {
  return item._publishStatus === 'DRAFT'
}

export function isHidden(data: string, {withoutDrafts}: WriteRights): boolean {
  return withoutDrafts === true && isDraft(JSON.parse(data) as Item)
}

export function isOf(item: Item, {onlyOf}: Pick<WriteRights, 'onlyOf'>): boolean {
  return onlyOf === undefined || item._owner === onlyOf
}

export function itemOfAnother(id: string): WriteResult {
  return refused(id, 'ITEM_OF_ANOTHER', `Only its author may change item ${id}.`)
}

export function conditionNotMet(id: string): WriteResult {
  return refused(id, 'CONDITION_NOT_MET', `Item ${id} does not meet the condition.`)
}

function highestRowid(db: Database, collection: number): number {
  const row = db.get<{highest: number | null}>(
    'SELECT max(rowid) AS highest FROM items WHERE rowid BETWEEN ? AND ?',
    firstRowid(collection),
    lastRowid(collection),
  )
  return row?.highest ?? firstRowid(collection)
}

function refused(id: string, code: (WriteResult & {ok: false})['code'], message: string): WriteResult {
  return {ok: false, id, code, message}
}
