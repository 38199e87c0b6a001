import type {Database} from '../open-database'
import type {Item, WriteResult, WriteRights} from '../types'
import {blankReferences, type ReferringField} from './blank-references'
import {collectionNumber, firstRowid, lastRowid} from './content-schema'
import {conditionNotMet, isHidden, isOf, itemOfAnother, meeting, type ItemCondition} from './write-items'

export interface RemoveItems {
  collectionId: string
  itemIds: string[]
  referring: ReferringField[]
  condition?: ItemCondition
  rights: WriteRights
}

/** An item takes its links with it, in both directions, and leaves the references to it blank. */
export function removeItems(
  db: Database,
  {collectionId, itemIds, referring, condition, rights}: RemoveItems,
): WriteResult[] {
  return db.transaction(() => {
    const collection = collectionNumber(db, collectionId)
    const meets = collection === undefined ? () => true : meeting(db, collection, condition)
    const results = itemIds.map((id): WriteResult => {
      const existing =
        collection === undefined
          ? undefined
          : db.get<{data: string}>('SELECT data FROM items WHERE collection = ? AND id = ?', collection, id)
      if (collection === undefined || !existing || isHidden(existing.data, rights))
        return {ok: false, id, code: 'ITEM_NOT_FOUND', message: `Item ${id} does not exist.`}
      const item = JSON.parse(existing.data) as Item
      if (!isOf(item, rights)) return itemOfAnother(id)
      if (!meets(id)) return conditionNotMet(id)
      db.run('DELETE FROM items WHERE collection = ? AND id = ?', collection, id)
      db.run('DELETE FROM links WHERE targetCollection = ? AND target = ?', collection, id)
      // By field, so that the key of the table finds them.
      for (const {field} of db.all<{field: string}>(
        'SELECT DISTINCT field FROM links WHERE collection = ?',
        collection,
      ))
        db.run('DELETE FROM links WHERE collection = ? AND field = ? AND item = ?', collection, field, id)
      return {ok: true, action: 'DELETE', item}
    })
    blankAll(
      db,
      referring,
      results.flatMap((result) => (result.ok ? [result.item._id] : [])),
    )
    return results
  })
}

export function truncateCollection(
  db: Database,
  {collectionId, referring}: Pick<RemoveItems, 'collectionId' | 'referring'>,
): void {
  db.transaction(() => {
    const collection = collectionNumber(db, collectionId)
    if (collection === undefined) return
    const ids =
      referring.length === 0
        ? []
        : db.all<{id: string}>('SELECT id FROM items WHERE collection = ?', collection).map(({id}) => id)
    removeContent(db, collection)
    blankAll(db, referring, ids)
  })
}

/** Wix clears references to removed items. */
function blankAll(db: Database, referring: ReferringField[], removedIds: string[]): void {
  if (removedIds.length === 0) return
  const ids = {sql: 'SELECT value FROM json_each(?)', values: [JSON.stringify(removedIds)]}
  for (const field of referring) blankReferences(db, field, ids)
}

/** After a crash between the two steps of deleting a collection. */
export function removeContentOfUnknownCollections(db: Database, knownIds: string[]): void {
  db.transaction(() => {
    const unknown = db.all<{number: number}>(
      `SELECT number FROM collections WHERE id NOT IN (SELECT value FROM json_each(?))
       AND (EXISTS (SELECT 1 FROM items WHERE collection = number) OR EXISTS (SELECT 1 FROM links WHERE collection = number))`,
      JSON.stringify(knownIds),
    )
    for (const {number} of unknown) removeContent(db, number)
  })
}

function removeContent(db: Database, collection: number): void {
  db.run('DELETE FROM items WHERE rowid BETWEEN ? AND ?', firstRowid(collection), lastRowid(collection))
  db.run('DELETE FROM links WHERE collection = ? OR targetCollection = ?', collection, collection)
}
