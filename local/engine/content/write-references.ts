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

export function insertReferences(db: Database, links: Link[]): void {
  db.transaction(() => links.forEach((link) => insert(db, link)))
}

export function replaceReferences(db: Database, {targetIds, ...from}: FieldLinks): void {
  db.transaction(() => {
    db.run(
      'DELETE FROM links WHERE collection = ? AND field = ? AND item = ?',
      collectionNumber(db, from.collectionId) ?? -1,
      from.field,
      from.itemId,
    )
    for (const targetId of targetIds) insert(db, {...from, targetId})
  })
}

function insert(db: Database, {collectionId, field, itemId, targetCollectionId, targetId}: Link): void {
  db.run(
    'INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?, ?)',
    givenCollectionNumber(db, collectionId),
    field,
    itemId,
    givenCollectionNumber(db, targetCollectionId),
    targetId,
  )
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
