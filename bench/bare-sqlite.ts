import Libsql from 'libsql'
import {rmSync} from 'node:fs'
import {LIVE_PAGE_SIZE} from '../local/engine/content/content-schema'
import {sampleId, sampleItem} from './sample-items'

/** SQLite as one would use it without thinking, on the same tables, in a process of its own. Answers milliseconds. */
export function bareSqlite(what: string, file: string, other: string): number {
  const db = new Libsql(file)
  db.exec('PRAGMA synchronous = FULL')
  if (what === 'insert') return bareInsert(db, Number(other))
  if (what === 'vacuum') {
    rmSync(other, {force: true})
    return timed(() => void db.exec(`VACUUM INTO '${other}'`))
  }
  if (what === 'restore') {
    db.exec(`ATTACH '${other}' AS backup`)
    return timed(
      () =>
        void db.exec(
          'BEGIN; DELETE FROM main.items; INSERT INTO main.items SELECT * FROM backup.items; DELETE FROM main.links; INSERT INTO main.links SELECT * FROM backup.links; COMMIT',
        ),
    )
  }
  throw new Error(`unknown: ${what}`)
}

function bareInsert(db: Libsql.Database, items: number): number {
  db.exec(`PRAGMA page_size = ${LIVE_PAGE_SIZE}`)
  db.prepare('PRAGMA journal_mode = WAL').all()
  db.exec(`CREATE TABLE items (rowid INTEGER PRIMARY KEY, collection INTEGER NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL);
    CREATE UNIQUE INDEX itemsById ON items (collection, id)`)
  const insert = db.prepare('INSERT INTO items (collection, id, data) VALUES (?, ?, ?)')
  return timed(() => {
    for (let n = 0; n < items; n++) {
      if (n % 1000 === 0) db.exec('BEGIN')
      const item = sampleItem(n, sampleId(n))
      insert.run(Math.floor(n / 1000) % 10, item._id, JSON.stringify(item))
      if (n % 1000 === 999) db.exec('COMMIT')
    }
  })
}

export function timed(body: () => void): number {
  const start = performance.now()
  body()
  return performance.now() - start
}
