import type {Database} from '../open-database'
import {EngineError, type Item} from '../types'
import {collectionNumber} from './content-schema'
import {getItem} from './read-items'
import {type FieldLinks, insertLink, type Link, replaceLinks} from './replace-links'
import {isOf} from './write-items'

export function insertReferences(db: Database, links: Link[], onlyOf: string | undefined): void {
  db.transaction(() => {
    checkOwner(db, links, onlyOf)
    for (const link of links) insertLink(db, link)
  })
}

export function replaceReferences(db: Database, links: FieldLinks, onlyOf: string | undefined): void {
  db.transaction(() => {
    checkOwner(db, [links], onlyOf)
    replaceLinks(db, links)
  })
}

/** Whoever may change only items of their own may change no others' references either. */
function checkOwner(
  db: Database,
  links: Pick<Link, 'collectionId' | 'itemId'>[],
  onlyOf: string | undefined,
): void {
  if (onlyOf === undefined) return
  for (const {collectionId, itemId} of links) {
    const item = getItem(db, collectionId, itemId)
    if (item === null || !isOf(JSON.parse(item) as Item, {onlyOf}))
      throw new EngineError('ITEM_OF_ANOTHER', `Only its author may change item ${itemId}.`, {itemId})
  }
}

export function removeReferences(
  db: Database,
  links: Omit<Link, 'targetCollectionId'>[],
  onlyOf: string | undefined,
): void {
  db.transaction(() => {
    checkOwner(db, links, onlyOf)
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
