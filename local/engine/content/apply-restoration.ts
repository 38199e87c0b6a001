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
  try {
    db.run('ATTACH ? AS backup', immutableUrl(restoration.file))
    try {
      db.transaction(() => {
        replaceContent(db, restoration)
        checkFile()
        db.exec(`PRAGMA user_version = ${restoration.applyNumber}`)
        crashPoint('before the commit')
      })
    } finally {
      db.exec('DETACH backup')
    }
  } catch (error) {
    // A damaged file explains whatever else went wrong.
    checkFile()
    throw error
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
 * Walks the backup and the live content in step, each in the order of its file, then writes what differs and
 * compares that once more. What was the same is not touched, so that with the number of items all is compared.
 */
function replaceItems(db: Database, pair: Pair): void {
  const shift = firstRowid(pair.to) - firstRowid(pair.from)
  const inBackup = `b.rowid BETWEEN ${firstRowid(pair.from)} AND ${lastRowid(pair.from)}`
  const backupOf = (place: string) => `backup.items AS b WHERE b.rowid = ${place} - ${shift} AND ${inBackup}`

  db.exec(`
    CREATE TEMP TABLE differing (place INTEGER PRIMARY KEY, how TEXT NOT NULL);
    INSERT INTO differing
    SELECT b.rowid + ${shift}, CASE WHEN l.id IS NULL THEN 'missing' WHEN l.id = b.id THEN 'changed' ELSE 'other' END
    FROM backup.items AS b LEFT JOIN items AS l ON l.rowid = b.rowid + ${shift}
    WHERE ${inBackup} AND (l.data IS NOT b.data OR l.id IS NOT b.id)`)
  const places = (how: string) => `SELECT place FROM differing WHERE how IN (${how})`

  // What was added since the backup stands behind all that the backup holds, but for what an older backup brought back.
  const {last} = db.get<{last: number | null}>(
    `SELECT max(b.rowid) AS last FROM backup.items AS b WHERE ${inBackup}`,
  )!
  const behind = last === null ? firstRowid(pair.to) : last + shift + 1
  db.exec(`
    DELETE FROM items WHERE rowid IN (${places(`'other'`)});
    DELETE FROM items WHERE rowid BETWEEN ${behind} AND ${lastRowid(pair.to)}`)
  const [row] = db.all<{absent: number}>(`SELECT count(*) AS absent FROM differing WHERE how <> 'changed'`)
  if (countItems(db, pair.to) !== pair.count - row!.absent)
    db.exec(
      `DELETE FROM items WHERE rowid BETWEEN ${firstRowid(pair.to)} AND ${lastRowid(pair.to)} AND NOT EXISTS (SELECT 1 FROM ${backupOf('items.rowid')})`,
    )

  // In one walk, so that no page is written twice; an item that is only changed keeps its place in the index.
  db.exec(`
    INSERT INTO items SELECT b.rowid + ${shift}, ${pair.to}, b.id, b.data
    FROM differing CROSS JOIN ${backupOf('place')}
    ON CONFLICT (rowid) DO UPDATE SET data = excluded.data`)

  const [left] = db.all<{n: number}>(
    `SELECT count(*) AS n FROM differing LEFT JOIN items AS l ON l.rowid = place LEFT JOIN backup.items AS b
     ON b.rowid = place - ${shift} WHERE l.collection IS NOT ${pair.to} OR l.id IS NOT b.id OR l.data IS NOT b.data`,
  )
  if (left!.n > 0 || countItems(db, pair.to) !== pair.count)
    throw new Error(`${pair.destination} would not be what the backup holds`)
  db.exec('DROP TABLE differing')
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
