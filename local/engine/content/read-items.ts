import type {Database} from '../open-database'
import type {Filter, Query} from '../types'
import {
  collectionNumber,
  countItems as countAll,
  firstRowid,
  lastRowid,
  READABLE_ITEMS,
} from './content-schema'
import {compileFilter, type Condition} from './compile-filter'
import {compileSort} from './compile-sort'

/** Items as the JSON that is stored. */
export function queryItems(
  db: Database,
  collectionId: string,
  query: Query,
  multiReferences: string[],
): {items: string[]; total: number | undefined} {
  const collection = collectionNumber(db, collectionId)
  // Compiled even for an empty collection: a wrong filter is wrong there too.
  const where = compileFilter(query.filter ?? {}, multiReferences)
  const order = compileSort(query.sort ?? [])
  if (collection === undefined) return {items: [], total: 0}

  const within = scope(collection, query.filter, query.sort?.[0]?.fieldName === '_id')
  const rows = db.all<{stored: string}>(
    `SELECT stored FROM ${READABLE_ITEMS} WHERE ${within.sql} AND ${where.sql} ORDER BY ${order.sql} LIMIT ? OFFSET ?`,
    ...within.values,
    ...where.values,
    ...order.values,
    query.limit,
    query.offset,
  )
  const total = query.withoutTotal ? undefined : count(db, collection, query.filter, where)
  return {items: rows.map((row) => row.stored), total}
}

export function countItems(
  db: Database,
  collectionId: string,
  filter: Filter | undefined,
  multiReferences: string[],
): number {
  const collection = collectionNumber(db, collectionId)
  const where = compileFilter(filter ?? {}, multiReferences)
  return collection === undefined ? 0 : count(db, collection, filter, where)
}

export function getItem(db: Database, collectionId: string, itemId: string): string | null {
  const collection = collectionNumber(db, collectionId)
  if (collection === undefined) return null
  const row = db.get<{data: string}>(
    'SELECT data FROM items WHERE collection = ? AND id = ?',
    collection,
    itemId,
  )
  return row?.data ?? null
}

export function listReferences(db: Database, collectionId: string, field: string, itemId: string): string[] {
  return db
    .all<{target: string}>(
      'SELECT target FROM links WHERE collection = ? AND field = ? AND item = ? ORDER BY target',
      collectionNumber(db, collectionId) ?? -1,
      field,
      itemId,
    )
    .map((row) => row.target)
}

/** By item, so that a page is the same whoever asks. */
export function listLinks(
  db: Database,
  collectionId: string,
  field: string,
  itemIds: string[],
  {limit, offset}: {limit: number; offset: number},
): {items: {itemId: string; targetId: string}[]; total: number} {
  const of = 'FROM links WHERE collection = ? AND field = ? AND item IN (SELECT value FROM json_each(?))'
  const values = [collectionNumber(db, collectionId) ?? -1, field, JSON.stringify(itemIds)]
  return {
    items: db.all<{itemId: string; targetId: string}>(
      `SELECT item AS itemId, target AS targetId ${of} ORDER BY item, target LIMIT ? OFFSET ?`,
      ...values,
      limit,
      offset,
    ),
    total: db.get<{n: number}>(`SELECT count(*) AS n ${of}`, ...values)!.n,
  }
}

function count(db: Database, collection: number, filter: Filter | undefined, where: Condition): number {
  if (!filter || Object.keys(filter).length === 0) return countAll(db, collection)
  const within = scope(collection, filter)
  return db.get<{n: number}>(
    `SELECT count(*) AS n FROM ${READABLE_ITEMS} WHERE ${within.sql} AND ${where.sql}`,
    ...within.values,
    ...where.values,
  )!.n
}

/**
 * Items that are asked for by their ids are looked up, and a range or an order of ids is a walk through their
 * index; anything else is a walk through the collection.
 */
function scope(collection: number, filter: Filter | undefined, inOrderOfIds = false): Condition {
  const id = filter?._id
  const operators = Object(id) as Record<string, unknown>
  const ids = typeof id === 'string' ? [id] : (operators.$in ?? operators.$hasSome)
  if (Array.isArray(ids) && ids.every((one) => typeof one === 'string'))
    return {
      sql: 'collection = ? AND id IN (SELECT value FROM json_each(?))',
      values: [collection, JSON.stringify(ids)],
    }
  const bounds = Object.entries(ID_BOUNDS).flatMap(([operator, sql]) => {
    const bound = operators[operator]
    return isText(bound) ? [{sql, bound}] : []
  })
  if (inOrderOfIds || bounds.length > 0)
    return {
      sql: ['collection = ?', ...bounds.map(({sql}) => sql)].join(' AND '),
      values: [collection, ...bounds.map(({bound}) => bound)],
    }
  return {sql: 'rowid BETWEEN ? AND ?', values: [firstRowid(collection), lastRowid(collection)]}
}

const ID_BOUNDS = {$gt: 'id > ?', $gte: 'id >= ?', $lt: 'id < ?', $lte: 'id <= ?'}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value)
}
