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
  const [path, first, last] = fieldOfItems(db, field)
  // Not touched: `_updatedDate` (BLANKING_CHANGES_UPDATED_DATE).
  db.run(
    `UPDATE items SET data = json_remove(data, ?) WHERE rowid BETWEEN ? AND ? AND json_type(data, ?) = 'text'
     AND json_extract(data, ?) IN (${ids.sql})`,
    path,
    first,
    last,
    path,
    path,
    ...ids.values,
  )
}

/** The field's path, the first and the last item that may have it, and the path once more. */
export function fieldOfItems(
  db: Database,
  {collectionId, field}: ReferringField,
): [path: string, first: number, last: number, path: string] {
  const path = fieldPath(field)
  const collection = collectionNumber(db, collectionId) ?? -1
  return [path, firstRowid(collection), lastRowid(collection), path]
}
