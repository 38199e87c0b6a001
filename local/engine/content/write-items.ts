import {MAX_ITEM_BYTES} from '../assumptions'
import type {Database} from '../open-database'
import type {Filter, Item, ItemPatch, WriteMode, WriteResult} from '../types'
import {compileFilter} from './compile-filter'
import {firstRowid, givenCollectionNumber, lastRowid} from './content-schema'

export interface WriteItems {
  collectionId: string
  mode: WriteMode
  /** Every one with an `_id`. */
  items: Item[]
  owner: string
  now: number
  condition?: ItemCondition
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
}

/** Writes what can be written, in one transaction; the others are refused one by one, as Wix's bulk operations do. */
export function writeItems(
  db: Database,
  {collectionId, mode, items, owner, now, condition}: WriteItems,
): WriteResult[] {
  return db.transaction(() => {
    const collection = givenCollectionNumber(db, collectionId)
    const meets = meeting(db, collection, condition)
    let rowid = highestRowid(db, collection)
    const date = {$date: new Date(now).toISOString()}

    return items.map((given): WriteResult => {
      const id = given._id
      const existing = db.get<{data: string}>(
        'SELECT data FROM items WHERE collection = ? AND id = ?',
        collection,
        id,
      )
      if (existing && mode === 'insert')
        return refused(id, 'ITEM_ALREADY_EXISTS', `Item ${id} already exists.`)
      if (!existing && mode === 'update') return refused(id, 'ITEM_NOT_FOUND', `Item ${id} does not exist.`)
      if (existing && !meets(id)) return conditionNotMet(id)

      const before = existing && (JSON.parse(existing.data) as Item)
      // An update replaces the whole item; only who made it, and when, stays.
      const item: Item = {
        ...given,
        _id: id,
        _createdDate: before ? before._createdDate : date,
        _updatedDate: date,
        _owner: before ? before._owner : owner,
      }
      const data = JSON.stringify(item)
      if (Buffer.byteLength(data) > MAX_ITEM_BYTES)
        return refused(id, 'ITEM_TOO_LARGE', `Item ${id} is larger than ${MAX_ITEM_BYTES} bytes.`)

      if (existing) db.run('UPDATE items SET data = ? WHERE collection = ? AND id = ?', data, collection, id)
      else db.run('INSERT INTO items VALUES (?, ?, ?, ?)', ++rowid, collection, id, data)
      return {ok: true, action: existing ? 'UPDATE' : 'INSERT', item}
    })
  })
}

/** Changes single fields of items, in one transaction. */
export function patchItems(db: Database, {collectionId, patches, now, condition}: PatchItems): WriteResult[] {
  return db.transaction(() => {
    const collection = givenCollectionNumber(db, collectionId)
    const meets = meeting(db, collection, condition)
    const date = {$date: new Date(now).toISOString()}
    return patches.map(({itemId, set, remove}): WriteResult => {
      const existing = db.get<{data: string}>(
        'SELECT data FROM items WHERE collection = ? AND id = ?',
        collection,
        itemId,
      )
      if (!existing) return refused(itemId, 'ITEM_NOT_FOUND', `Item ${itemId} does not exist.`)
      if (!meets(itemId)) return conditionNotMet(itemId)
      const gone = new Set(remove)
      const kept = Object.entries(JSON.parse(existing.data) as Item).filter(([key]) => !gone.has(key))
      const item: Item = {...Object.fromEntries(kept), ...set, _id: itemId, _updatedDate: date}
      const data = JSON.stringify(item)
      if (Buffer.byteLength(data) > MAX_ITEM_BYTES)
        return refused(itemId, 'ITEM_TOO_LARGE', `Item ${itemId} is larger than ${MAX_ITEM_BYTES} bytes.`)
      db.run('UPDATE items SET data = ? WHERE collection = ? AND id = ?', data, collection, itemId)
      return {ok: true, action: 'UPDATE', item}
    })
  })
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
      `SELECT 1 AS met FROM items WHERE collection = ? AND id = ? AND ${where.sql}`,
      collection,
      itemId,
      ...where.values,
    ) !== undefined
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
