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

export function insertReferences(db: Database, links: Link[]): void {
  db.transaction(() => {
    for (const link of links)
      db.run(
        'INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?, ?)',
        givenCollectionNumber(db, link.collectionId),
        link.field,
        link.itemId,
        givenCollectionNumber(db, link.targetCollectionId),
        link.targetId,
      )
  })
}

export function removeReferences(db: Database, links: Omit<Link, 'targetCollectionId'>[]): void {
  db.transaction(() => {
    for (const {collectionId, field, itemId, targetId} of links)
      db.run(
        'DELETE FROM links WHERE collection = ? AND field = ? AND item = ? AND target = ?',
        collectionNumber(db, collectionId) ?? -1,
        field,
        itemId,
        targetId,
      )
  })
}
