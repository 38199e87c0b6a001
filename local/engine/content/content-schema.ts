import {type Database, openDatabase} from '../open-database'

/**
 * Content alone: items, multi-reference links, and which number stands for which collection. No schema, no
 * permissions, no states, so that a copy of it is a backup. live.db and sandbox.db have all of it, a backup's
 * file has the tables without the indexes.
 *
 * An item's rowid is its collection's number × 2^36 + a count. A collection is thereby one contiguous stretch
 * of the table, in order of insertion; and a backup and the live content are compared by walking both in step.
 */
const ROWIDS_PER_COLLECTION = 2 ** 36

export function contentTables(schema: string): string {
  return `
    CREATE TABLE ${schema}.collections (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
    CREATE TABLE ${schema}.items (
      rowid INTEGER PRIMARY KEY, collection INTEGER NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL
    );
    CREATE TABLE ${schema}.links (
      collection INTEGER NOT NULL, field TEXT NOT NULL, item TEXT NOT NULL,
      targetCollection INTEGER NOT NULL, target TEXT NOT NULL,
      PRIMARY KEY (collection, field, item, targetCollection, target)
    ) WITHOUT ROWID;`
}

const CONTENT_INDEXES = `
  CREATE UNIQUE INDEX itemsById ON items (collection, id);
  CREATE INDEX linksByTarget ON links (targetCollection, target);`

/**
 * Items as filters and sorts see them; `stored` is their JSON. What version 0.1 took in nested deeper than SQLite
 * reads has no field but its ID, in place of an error that ends every search of its collection.
 */
export const READABLE_ITEMS = `(
  SELECT rowid, collection, id, data AS stored, iif(json_valid(data), data, json_object('_id', id)) AS data FROM items
) AS items`

/**
 * Larger pages are copied and compared faster; smaller ones cost less when an item in them changes. Tried: 4, 8
 * and 16 KB.
 */
export const LIVE_PAGE_SIZE = 8192

/** Large, because a copy is only ever read and written as a whole. */
export const COPY_PAGE_SIZE = 16384

/** 32 MB of log: a bulk of items with random ids touches most of the index, again and again the same pages. */
export const CHECKPOINT_PAGES = 4000

export function openContent(file: string): Database {
  const db = openDatabase(file, {cacheKb: 32_000})
  db.exec(`PRAGMA page_size = ${LIVE_PAGE_SIZE}`)
  db.all('PRAGMA journal_mode = WAL')
  // FULL: an acknowledged write survives a power cut, not only the death of the process.
  db.exec('PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864')
  db.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  if (!db.get(`SELECT 1 FROM sqlite_master WHERE name = 'items'`))
    db.transaction(() => db.exec(contentTables('main') + CONTENT_INDEXES))
  return db
}

/** The collection's number, or undefined when it never held anything. */
export function collectionNumber(db: Database, id: string, schema = 'main'): number | undefined {
  return db.get<{number: number}>(`SELECT number FROM ${schema}.collections WHERE id = ?`, id)?.number
}

export function givenCollectionNumber(db: Database, id: string): number {
  db.run('INSERT OR IGNORE INTO collections (id) VALUES (?)', id)
  return collectionNumber(db, id)!
}

export function firstRowid(collection: number): number {
  return collection * ROWIDS_PER_COLLECTION
}

export function lastRowid(collection: number): number {
  return (collection + 1) * ROWIDS_PER_COLLECTION - 1
}

export function countItems(db: Database, collection: number): number {
  return db.get<{n: number}>('SELECT count(*) AS n FROM items WHERE collection = ?', collection)!.n
}

export function countAllItems(db: Database): number {
  const [row] = db.all<{n: number}>('SELECT count(*) AS n FROM main.items')
  return row!.n
}
