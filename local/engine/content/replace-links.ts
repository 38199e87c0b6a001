import type {Database} from '../open-database'
import {collectionNumber, givenCollectionNumber} from './content-schema'

export interface Link {
  collectionId: string
  field: string
  itemId: string
  /** The collection that the field points into. */
  targetCollectionId: string
  targetId: string
}

/** All that one field of one item points at. */
export type FieldLinks = Omit<Link, 'targetId'> & {targetIds: string[]}

/** Within a transaction of the caller's. */
export function replaceLinks(db: Database, {targetIds, ...from}: FieldLinks): void {
  db.run(
    'DELETE FROM links WHERE collection = ? AND field = ? AND item = ?',
    collectionNumber(db, from.collectionId) ?? -1,
    from.field,
    from.itemId,
  )
  for (const targetId of targetIds) insertLink(db, {...from, targetId})
}

export function insertLink(
  db: Database,
  {collectionId, field, itemId, targetCollectionId, targetId}: Link,
): void {
  db.run(
    'INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?, ?)',
    givenCollectionNumber(db, collectionId),
    field,
    itemId,
    givenCollectionNumber(db, targetCollectionId),
    targetId,
  )
}
