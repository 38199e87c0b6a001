import type {Database} from '../open-database'
import type {Item, WriteResult} from '../types'
import {collectionNumber, firstRowid, lastRowid, placeholders} from './content-schema'
import {fieldPath} from './field-path'
import {conditionNotMet, meeting, type ItemCondition} from './write-items'

/** A field of another collection, or of the same, that refers to single items of this one. */
export interface ReferringField {
  collectionId: string
  field: string
}

export interface RemoveItems {
  collectionId: string
  itemIds: string[]
  referring: ReferringField[]
  condition?: ItemCondition
}

/** An item takes its links with it, in both directions, and leaves the references to it blank. */
export function removeItems(
  db: Database,
  {collectionId, itemIds, referring, condition}: RemoveItems,
): WriteResult[] {
  return db.transaction(() => {
    const collection = collectionNumber(db, collectionId)
    const meets = collection === undefined ? () => true : meeting(db, collection, condition)
    const results = itemIds.map((id): WriteResult => {
      const existing =
        collection === undefined
          ? undefined
          : db.get<{data: string}>('SELECT data FROM items WHERE collection = ? AND id = ?', collection, id)
      if (collection === undefined || !existing)
        return {ok: false, id, code: 'ITEM_NOT_FOUND', message: `Item ${id} does not exist.`}
      if (!meets(id)) return conditionNotMet(id)
      db.run('DELETE FROM items WHERE collection = ? AND id = ?', collection, id)
      db.run('DELETE FROM links WHERE targetCollection = ? AND target = ?', collection, id)
      // By field, so that the key of the table finds them.
      for (const {field} of db.all<{field: string}>(
        'SELECT DISTINCT field FROM links WHERE collection = ?',
        collection,
      ))
        db.run('DELETE FROM links WHERE collection = ? AND field = ? AND item = ?', collection, field, id)
      return {ok: true, action: 'DELETE', item: JSON.parse(existing.data) as Item}
    })
    blankReferences(
      db,
      referring,
      results.flatMap((result) => (result.ok ? [result.item._id] : [])),
    )
    return results
  })
}

export function truncateCollection(
  db: Database,
  {collectionId, referring}: Omit<RemoveItems, 'itemIds' | 'condition'>,
): void {
  db.transaction(() => {
    const collection = collectionNumber(db, collectionId)
    if (collection === undefined) return
    const ids = db.all<{id: string}>('SELECT id FROM items WHERE collection = ?', collection)
    removeContent(db, collection)
    blankReferences(
      db,
      referring,
      ids.map(({id}) => id),
    )
  })
}

// Wix clears references to removed items. Whether that changes `_updatedDate` of what referred is not documented: it
// does not here [assumed].
function blankReferences(db: Database, referring: ReferringField[], removedIds: string[]): void {
  if (removedIds.length === 0) return
  for (const {collectionId, field} of referring) {
    const path = fieldPath(field)
    db.run(
      `UPDATE items SET data = json_remove(data, ?) WHERE rowid BETWEEN ? AND ? AND json_type(data, ?) = 'text'
       AND json_extract(data, ?) IN (SELECT value FROM json_each(?))`,
      path,
      firstRowid(collectionNumber(db, collectionId) ?? -1),
      lastRowid(collectionNumber(db, collectionId) ?? -1),
      path,
      path,
      JSON.stringify(removedIds),
    )
  }
}

/** After a crash between the two steps of deleting a collection. */
export function removeContentOfUnknownCollections(db: Database, knownIds: string[]): void {
  db.transaction(() => {
    const unknown = db.all<{number: number}>(
      `SELECT number FROM collections WHERE id NOT IN (${placeholders(knownIds)})
       AND (EXISTS (SELECT 1 FROM items WHERE collection = number) OR EXISTS (SELECT 1 FROM links WHERE collection = number))`,
      ...knownIds,
    )
    for (const {number} of unknown) removeContent(db, number)
  })
}

function removeContent(db: Database, collection: number): void {
  db.run('DELETE FROM items WHERE rowid BETWEEN ? AND ?', firstRowid(collection), lastRowid(collection))
  db.run('DELETE FROM links WHERE collection = ? OR targetCollection = ?', collection, collection)
}
