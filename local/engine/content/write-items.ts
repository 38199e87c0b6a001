import {MAX_ITEM_BYTES} from '../assumptions'
import type {Database} from '../open-database'
import type {Item, WriteMode, WriteResult} from '../types'
import {firstRowid, givenCollectionNumber, lastRowid} from './content-schema'

export interface WriteItems {
  collectionId: string
  mode: WriteMode
  /** Every one with an `_id`. */
  items: Item[]
  owner: string
  now: number
}

/** Writes what can be written, in one transaction; the others are refused one by one, as Wix's bulk operations do. */
export function writeItems(db: Database, {collectionId, mode, items, owner, now}: WriteItems): WriteResult[] {
  return db.transaction(() => {
    const collection = givenCollectionNumber(db, collectionId)
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
