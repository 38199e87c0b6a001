import type {Database} from '../open-database'
import type {Item, WriteResult} from '../types'
import {collectionNumber, firstRowid, lastRowid, placeholders} from './content-schema'

/** An item takes its links with it, in both directions. */
export function removeItems(db: Database, collectionId: string, itemIds: string[]): WriteResult[] {
  return db.transaction(() => {
    const collection = collectionNumber(db, collectionId)
    return itemIds.map((id): WriteResult => {
      const existing =
        collection === undefined
          ? undefined
          : db.get<{data: string}>('SELECT data FROM items WHERE collection = ? AND id = ?', collection, id)
      if (collection === undefined || !existing)
        return {ok: false, id, code: 'ITEM_NOT_FOUND', message: `Item ${id} does not exist.`}
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
  })
}

export function truncateCollection(db: Database, collectionId: string): void {
  db.transaction(() => {
    const collection = collectionNumber(db, collectionId)
    if (collection !== undefined) removeContent(db, collection)
  })
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
