import {rmSync} from 'node:fs'
import {type Database, openDatabase} from '../open-database'
import {COPY_PAGE_SIZE, contentTables, firstRowid, lastRowid} from './content-schema'
import {type FileDigest, startDurableDigest} from './file-digest'

export interface CopyContent {
  source: string
  /** The name under which the copy is made; it is renamed by whoever finds it good. */
  destination: string
  collectionIds: string[]
}

export interface Copy {
  sizeInBytes: number
  sha256: string
  /** Items of each collection that holds any. */
  counts: Record<string, number>
}

/**
 * Copies one moment of the live content into a file of its own, while others read and write; checks it and
 * makes it durable. `pinned` is called as soon as later writes can no longer become part of it.
 *
 * Not VACUUM INTO, which would do the same but cannot be told to hold a moment that is already pinned, copies
 * collections that are no part of a backup, and spends half of its time on an index that a backup never uses.
 */
export function copyContent(
  {source, destination, collectionIds}: CopyContent,
  pinned: () => void,
  crashPoint: (step: 'before the copy' | 'during the copy') => void,
): Copy {
  crashPoint('before the copy')
  const db = openDatabase(source, {readOnly: true, cacheKb: 8000})
  try {
    createDestination(db, destination)
    db.exec('BEGIN')
    const stored = db.all<{number: number; id: string}>('SELECT number, id FROM main.collections')
    pinned()
    const included = stored.filter(({id}) => collectionIds.includes(id))
    db.exec('INSERT INTO copy.collections SELECT * FROM main.collections')
    if (included.length === stored.length) db.exec('INSERT INTO copy.items SELECT * FROM main.items')
    else for (const {number} of included) copyCollection(db, number)
    crashPoint('during the copy')
    db.exec('INSERT INTO copy.links SELECT * FROM main.links')
    const counts = Object.fromEntries(included.map(({id, number}) => [id, countCollection(db, number)]))
    db.exec('COMMIT; DETACH copy')
    const items = Object.values(counts).reduce((sum, count) => sum + count, 0)
    return {counts, ...check(destination, items)}
  } catch (error) {
    rmSync(destination, {force: true})
    throw error
  } finally {
    db.close()
  }
}

/** Without a journal: a copy that does not come to its end is thrown away. */
function createDestination(db: Database, file: string): void {
  db.run('ATTACH ? AS copy', file)
  db.exec(`PRAGMA copy.page_size = ${COPY_PAGE_SIZE}; PRAGMA copy.synchronous = OFF`)
  db.all('PRAGMA copy.journal_mode = OFF')
  db.exec(contentTables('copy'))
}

function copyCollection(db: Database, number: number): void {
  db.run(
    'INSERT INTO copy.items SELECT * FROM main.items WHERE rowid BETWEEN ? AND ?',
    firstRowid(number),
    lastRowid(number),
  )
}

/** Counted in the live content, by its index, so that the copy can be checked against it. */
function countCollection(db: Database, number: number): number {
  return db.get<{n: number}>('SELECT count(*) AS n FROM main.items WHERE collection = ?', number)!.n
}

function check(file: string, items: number): FileDigest {
  const digest = startDurableDigest(file)
  const copy = openDatabase(file, {readOnly: true, cacheKb: 8000})
  try {
    const [found] = copy.all<{integrity_check: string}>('PRAGMA integrity_check')
    if (found?.integrity_check !== 'ok') throw new Error(`the copy is damaged: ${found?.integrity_check}`)
    const {n} = copy.get<{n: number}>('SELECT count(*) AS n FROM items')!
    if (n !== items) throw new Error(`the copy has ${n} items instead of ${items}`)
  } finally {
    copy.close()
  }
  return digest()
}
