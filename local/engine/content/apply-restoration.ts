import {existsSync, statSync} from 'node:fs'
import {type Database, immutableUrl} from '../open-database'
import {
  collectionNumber,
  countAllItems,
  countItems,
  firstRowid,
  givenCollectionNumber,
  lastRowid,
} from './content-schema'
import {startFileDigest} from './file-digest'
import {type LinkOwners, type RestoredPair, restoreLinks} from './restore-links'

export interface ApplyRestoration extends LinkOwners {
  file: string
  sizeInBytes: number
  sha256: string
  /** Items of each collection, as counted when the backup was taken. */
  counts: Record<string, number>
  collections: {source: string; destination: string}[]
  /** The plan's limit: a restore that goes beyond it fails [assumed]. */
  maxItems?: number
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

function replaceContent(db: Database, restoration: ApplyRestoration): void {
  const {collections, counts} = restoration
  const pairs = collections.map(({source, destination}) => ({
    // A collection that never held anything has no number in the backup.
    from: collectionNumber(db, source, 'backup') ?? -1,
    to: givenCollectionNumber(db, destination),
    source,
    destination,
    count: counts[source] ?? 0,
  }))
  const {maxItems} = restoration
  const before = maxItems === undefined ? 0 : countAllItems(db)
  restoreLinks(db, restoration, pairs, () => {
    for (const pair of pairs) replaceItems(db, pair)
  })
  if (maxItems !== undefined) checkRoom(countAllItems(db), before, maxItems)
}

/** A site that is beyond the limit already may still be restored to what it was. */
function checkRoom(items: number, before: number, maxItems: number): void {
  if (items > maxItems && items > before)
    throw new Error(`the site would have ${items} items, and its plan allows ${maxItems}`)
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

interface Pair extends RestoredPair {
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
