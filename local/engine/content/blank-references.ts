import type {Database} from '../open-database'
import type {Condition} from './compile-filter'
import {collectionNumber, firstRowid, lastRowid} from './content-schema'
import {fieldPath} from './field-path'

/** A field of another collection, or of the same, that refers to single items of this one. */
export interface ReferringField {
  collectionId: string
  field: string
}

/** Of all items that refer by this field to one of `ids`, a query of the ids of items that were removed. */
export function blankReferences(db: Database, field: ReferringField, ids: Condition): void {
  const {path, first, last} = fieldOfItems(db, field)
  // Not touched: `_updatedDate` (BLANKING_CHANGES_UPDATED_DATE).
  db.run(
    `UPDATE items SET data = json_remove(data, ?) WHERE rowid BETWEEN ? AND ?
     AND ${referenceIn('data')} IN (${ids.sql})`,
    path,
    first,
    last,
    path,
    path,
    ...ids.values,
  )
}

/** The text at a path that is bound twice; NULL where there is none, or where SQLite cannot read the item. */
export function referenceIn(data: string): string {
  return `iif(json_valid(${data}), iif(json_type(${data}, ?) = 'text', json_extract(${data}, ?), NULL), NULL)`
}

/** The field's path, and the first and the last item that may have it. */
export function fieldOfItems(
  db: Database,
  {collectionId, field}: ReferringField,
): {path: string; first: number; last: number} {
  const collection = collectionNumber(db, collectionId) ?? -1
  return {path: fieldPath(field), first: firstRowid(collection), last: lastRowid(collection)}
}
