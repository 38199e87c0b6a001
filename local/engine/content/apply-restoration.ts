import {existsSync, statSync} from 'node:fs'
import {type Database, immutableUrl} from '../open-database'
import {collectionNumber, countItems, firstRowid, givenCollectionNumber, lastRowid} from './content-schema'
import {startFileDigest} from './file-digest'

export interface ApplyRestoration {
  file: string
  sizeInBytes: number
  sha256: string
  /** Items of each collection, as counted when the backup was taken. */
  counts: Record<string, number>
  collections: {source: string; destination: string}[]
  /** Links of a collection that was deleted since the backup stay deleted with it. */
  existingCollectionIds: string[]
  /** Becomes the database's user_version, so that a restart knows whether this was committed. */
  applyNumber: number
}

export type CrashPoint = (step: 'before the commit' | 'after the commit') => void

/**
 * Makes the destinations' items exactly the backup's, in one transaction that writes only what differs.
 * Anything wrong, in the file or in the outcome, throws, and nothing has changed.
 */
export function applyRestoration(db: Database, restoration: ApplyRestoration, crashPoint: CrashPoint): void {
  // Read beside the comparison, and known before anything is committed.
  const checkFile = startCheckOfFile(restoration)
  db.run('ATTACH ? AS backup', immutableUrl(restoration.file))
  try {
    db.transaction(() => {
      try {
        replaceContent(db, restoration)
      } finally {
        // First of all reasons to fail, because it explains the others.
        checkFile()
      }
      db.exec(`PRAGMA user_version = ${restoration.applyNumber}`)
      crashPoint('before the commit')
    })
  } finally {
    db.exec('DETACH backup')
  }
  crashPoint('after the commit')
}

function replaceContent(db: Database, {collections, counts, existingCollectionIds}: ApplyRestoration): void {
  const pairs = collections.map(({source, destination}) => ({
    // A collection that never held anything has no number in the backup.
    from: collectionNumber(db, source, 'backup') ?? -1,
    to: givenCollectionNumber(db, destination),
    source,
    destination,
    count: counts[source] ?? 0,
  }))
  for (const pair of pairs) replaceItems(db, pair)
  const isCopy = (pair: Pair) => pair.source !== pair.destination
  for (const pair of pairs.filter(isCopy)) replaceLinksOfCopy(db, pair)
  replaceLinks(
    db,
    pairs.filter((pair) => !isCopy(pair)).map((pair) => pair.destination),
    existingCollectionIds,
  )
}

/** Begins to; what is answered ends it. */
function startCheckOfFile({file, sizeInBytes, sha256}: ApplyRestoration): () => void {
  if (!existsSync(file)) throw new Error(`${file} is missing`)
  const size = statSync(file).size
  if (size !== sizeInBytes) throw new Error(`${file} has ${size} bytes instead of ${sizeInBytes}`)
  const digest = startFileDigest(file)
  return () => {
    if (digest().sha256 !== sha256) throw new Error(`${file} is damaged: its SHA-256 is not what it was`)
  }
}

interface Pair {
  /** The collection's number in the backup, and in the live content. */
  from: number
  to: number
  source: string
  destination: string
  count: number
}

/**
 * Walks the live content and the backup in step, each in the order of its file, and writes what differs. An
 * item that is only changed keeps its place in the index.
 */
function replaceItems(db: Database, pair: Pair): void {
  const shift = firstRowid(pair.to) - firstRowid(pair.from)
  const isLive = `l.rowid BETWEEN ${firstRowid(pair.to)} AND ${lastRowid(pair.to)}`
  const isInBackup = `b.rowid BETWEEN ${firstRowid(pair.from)} AND ${lastRowid(pair.from)}`

  db.exec(`
    CREATE TEMP TABLE differing (place INTEGER PRIMARY KEY, isSameItem INTEGER NOT NULL);
    INSERT INTO differing SELECT l.rowid, b.id IS l.id
    FROM items AS l LEFT JOIN backup.items AS b ON b.rowid = l.rowid - ${shift} AND ${isInBackup}
    WHERE ${isLive} AND (b.data IS NOT l.data OR b.id IS NOT l.id)`)
  const written =
    db.run('DELETE FROM items WHERE rowid IN (SELECT place FROM differing WHERE NOT isSameItem)') +
    db.run(`UPDATE items SET data = (SELECT b.data FROM backup.items AS b WHERE b.rowid = items.rowid - ${shift})
     WHERE rowid IN (SELECT place FROM differing WHERE isSameItem)`)
  db.exec('DROP TABLE differing')
  // Then each live item is one of the backup's, and there are as many.
  if (written === 0 && countItems(db, pair.to) === pair.count) return

  if (countItems(db, pair.to) !== pair.count)
    db.run(`INSERT INTO items SELECT b.rowid + ${shift}, ${pair.to}, b.id, b.data FROM backup.items AS b
      WHERE ${isInBackup} AND NOT EXISTS (SELECT 1 FROM items AS l WHERE l.rowid = b.rowid + ${shift})`)
  if (!isReplaced(db, pair)) throw new Error(`${pair.destination} would not be what the backup holds`)
}

/** As many items live as were counted in the backup, and each of them identical to one of the backup: then they are the same. */
function isReplaced(db: Database, pair: Pair): boolean {
  const shift = firstRowid(pair.to) - firstRowid(pair.from)
  const [row] = db.all<{identical: number}>(
    `SELECT count(*) AS identical FROM items AS l CROSS JOIN backup.items AS b ON b.rowid = l.rowid - ${shift}
     WHERE l.rowid BETWEEN ${firstRowid(pair.to)} AND ${lastRowid(pair.to)}
     AND b.collection = ${pair.from} AND b.id = l.id AND b.data = l.data`,
  )
  return row!.identical === pair.count && countItems(db, pair.to) === pair.count
}

/**
 * "If collections have a multi-reference relationship, the preexisting references will be restored if at
 * least one of those collections are restored" (SDK): whatever begins or ends in a restored collection.
 */
function replaceLinks(db: Database, restored: string[], existing: string[]): void {
  const links = (schema: string) =>
    `
    SELECT c.id AS source, field, item, t.id AS targetSource, target FROM ${schema}.links
    JOIN ${schema}.collections AS c ON c.number = collection
    JOIN ${schema}.collections AS t ON t.number = targetCollection
    WHERE (c.id IN (SELECT value FROM json_each(:restored)) OR t.id IN (SELECT value FROM json_each(:restored)))
    AND c.id IN (SELECT value FROM json_each(:existing))`
      .replaceAll(':restored', '?1')
      .replaceAll(':existing', '?2')
  const ids = [JSON.stringify(restored), JSON.stringify(existing)]
  const differ = () =>
    db.get(`SELECT 1 FROM (${links('main')} EXCEPT ${links('backup')}) LIMIT 1`, ...ids) ??
    db.get(`SELECT 1 FROM (${links('backup')} EXCEPT ${links('main')}) LIMIT 1`, ...ids)
  if (restored.length === 0 || !differ()) return

  // By id: a collection may have another number in the backup.
  db.exec('INSERT OR IGNORE INTO main.collections (id) SELECT id FROM backup.collections')
  const numbers = 'SELECT number FROM main.collections WHERE id IN (SELECT value FROM json_each(?1))'
  db.run(
    `DELETE FROM main.links WHERE collection IN (${numbers}) OR targetCollection IN (${numbers})`,
    JSON.stringify(restored),
  )
  db.run(
    `INSERT INTO main.links SELECT mc.number, field, item, mt.number, target FROM (${links('backup')}) AS b
     JOIN main.collections AS mc ON mc.id = b.source JOIN main.collections AS mt ON mt.id = b.targetSource`,
    ...ids,
  )
  if (differ()) throw new Error('the multi-references would not be what the backup holds')
}

/** The copy's items point to what the original's pointed to; nothing else is made to point to the copy. */
function replaceLinksOfCopy(db: Database, pair: Pair): void {
  db.run('DELETE FROM main.links WHERE collection = ?', pair.to)
  db.exec('INSERT OR IGNORE INTO main.collections (id) SELECT id FROM backup.collections')
  const inserted = db.run(
    `INSERT INTO main.links SELECT ?, field, item, mt.number, target FROM backup.links AS b
     JOIN backup.collections AS bt ON bt.number = b.targetCollection JOIN main.collections AS mt ON mt.id = bt.id
     WHERE b.collection = ?`,
    pair.to,
    pair.from,
  )
  const expected = db.get<{n: number}>(
    'SELECT count(*) AS n FROM backup.links WHERE collection = ?',
    pair.from,
  )!.n
  if (inserted !== expected)
    throw new Error(`the multi-references of ${pair.destination} would not be what the backup holds`)
}
