import {open, type FileHandle} from 'node:fs/promises'
import type {Copy} from './content/copy-content'
import {type DataFolder, FORMAT_VERSION} from './data-folder'
import {type Database, openDatabase, type Value} from './open-database'
import type {
  Backup,
  BackupStatus,
  BackupType,
  Collection,
  ListResult,
  Restoration,
  RestorationStatus,
} from './types'
import {errorOf, failureOf} from './worker-failure'

/** A backup with what the engine keeps to itself. */
export interface NewBackup extends Backup {
  /** Not READY before this time, even if the copy is done. */
  due: number
  /** How the copy ended; null while it runs. */
  outcome: CopyOutcome | null
}

export interface StoredBackup extends NewBackup {
  /** Counts up with each backup that is created, whatever the clock says. */
  sequence: number
}

export type CopyOutcome = {time: number} & ({copy: Copy} | {failure: string})

export interface StoredRestoration extends Restoration {
  due: number
  /** Set before it is applied. It was committed if live.db's user_version has come that far. */
  applyNumber: number | null
  /** Asked for by failNext(). */
  mustFail: boolean
}

export interface MetaStore {
  transaction<Result>(body: () => Result): Result
  /** Until then a commit outlives the process, but not a power cut. Waits for the disk beside the event loop. */
  flushed(): Promise<void>

  collections(): Collection[]
  /** Also of a collection that was deleted: its last schema. */
  collection(id: string): {collection: Collection; deleted: boolean} | undefined
  saveCollection(collection: Collection, deleted?: boolean): void

  // One order everywhere: the newest requestedDate first, of equal ones the one that was created last.
  backup(id: string): StoredBackup | undefined
  backupsWith(by: {status: BackupStatus; type?: BackupType}): StoredBackup[]
  idsOfBackupsWith(status: BackupStatus[]): string[]
  newestBackup(type: BackupType): Pick<Backup, 'type' | 'status' | 'requestedDate'> | undefined
  saveBackup(backup: NewBackup): void
  listBackups(by: {
    status?: BackupStatus[]
    type?: BackupType[]
    limit: number
    offset: number
  }): ListResult<Backup>

  pendingRestorations(): StoredRestoration[]
  restoration(id: string): StoredRestoration | undefined
  saveRestoration(restoration: StoredRestoration): void
  listRestorations(by: {status?: RestorationStatus[]; limit: number; offset: number}): ListResult<Restoration>

  readValue(key: string): string | null
  writeValue(key: string, value: string): void
  close(): Promise<void>
}

/** Step n brings format n to n + 1. */
const MIGRATIONS = [
  `CREATE TABLE collections (id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, data TEXT NOT NULL);
   CREATE TABLE backups (
     number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, status TEXT NOT NULL,
     requested INTEGER NOT NULL, data TEXT NOT NULL
   );
   CREATE TABLE restorations (
     number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
     requested INTEGER NOT NULL, data TEXT NOT NULL
   );
   CREATE TABLE engineValues (key TEXT PRIMARY KEY, value TEXT NOT NULL);`,
]

/** Beside the format, which they do not change: without them a request would read the whole history. */
const INDEXES = `
  CREATE INDEX IF NOT EXISTS backupsByDate ON backups (requested, number);
  CREATE INDEX IF NOT EXISTS backupsByStatus ON backups (status, requested, number, type);
  CREATE INDEX IF NOT EXISTS backupsByStatusAndType ON backups (status, type, requested, number);
  CREATE INDEX IF NOT EXISTS backupsByType ON backups (type, requested, number, status);
  CREATE INDEX IF NOT EXISTS restorationsByDate ON restorations (requested, number);
  CREATE INDEX IF NOT EXISTS restorationsByStatus ON restorations (status, requested, number);`

const NEWEST_FIRST = 'ORDER BY requested DESC, number DESC'

/** The states: small, and read so often that they are kept on the main thread. */
export async function openMetaStore({meta: file, releaseReserve}: DataFolder): Promise<MetaStore> {
  const db = openDatabase(file)
  migrate(db)
  db.exec(INDEXES)
  db.all('PRAGMA journal_mode = WAL')
  // A commit does not wait for the disk, and the event loop with it; flushed() does.
  db.exec('PRAGMA synchronous = NORMAL')
  db.run('INSERT OR REPLACE INTO engineValues VALUES (?, ?)', '.opened', 'yes')
  const log: FileHandle = await open(`${file}-wal`, 'r+')

  function list<Row>(table: string, conditions: Condition[], limit: number, offset: number): ListResult<Row> {
    const where = ['1', ...conditions.map(({sql}) => sql)].join(' AND ')
    const values = conditions.flatMap((condition) => condition.values)
    // The page is found in an index; only its rows are read.
    const rows = db.all<{data: string; number: number}>(
      `SELECT data, number FROM ${table} WHERE number IN (
         SELECT number FROM ${table} WHERE ${where} ${NEWEST_FIRST} LIMIT ? OFFSET ?
       ) ${NEWEST_FIRST}`,
      ...values,
      limit,
      offset,
    )
    const {n} = db.get<{n: number}>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, ...values)!
    return {items: parsed(rows), total: n}
  }

  function transaction<Result>(body: () => Result): Result {
    try {
      return db.transaction(body)
    } catch (error) {
      if (failureOf(error).code !== 'DISK_FULL') throw error
      if (!releaseReserve()) throw errorOf(failureOf(error))
      return transaction(body)
    }
  }

  const storedBackups = (by: string, ...values: Value[]) =>
    db
      .all<{data: string; number: number}>(`SELECT data, number FROM backups WHERE ${by}`, ...values)
      .map(({data, number}): StoredBackup => ({...(JSON.parse(data) as NewBackup), sequence: number}))

  return {
    transaction,
    flushed: () => log.datasync(),

    collections: () => parsed(db.all('SELECT data FROM collections WHERE NOT deleted ORDER BY id')),
    collection(id) {
      const row = db.get<{data: string; deleted: number}>(
        'SELECT data, deleted FROM collections WHERE id = ?',
        id,
      )
      return row && {collection: JSON.parse(row.data) as Collection, deleted: row.deleted === 1}
    },
    saveCollection(collection, deleted = false) {
      const data = JSON.stringify(collection)
      db.run('INSERT OR REPLACE INTO collections VALUES (?, ?, ?)', collection.id, deleted ? 1 : 0, data)
    },

    backup: (id) => storedBackups('id = ?', id)[0],
    backupsWith: ({status, type}) =>
      type
        ? storedBackups(`status = ? AND type = ? ${NEWEST_FIRST}`, status, type)
        : storedBackups(`status = ? ${NEWEST_FIRST}`, status),
    idsOfBackupsWith(status) {
      const {sql, values} = oneOf('status', status)
      return db.all<{id: string}>(`SELECT id FROM backups WHERE ${sql}`, ...values).map(({id}) => id)
    },
    newestBackup: (type) =>
      db.get(
        `SELECT type, status, requested AS requestedDate FROM backups WHERE type = ? ${NEWEST_FIRST} LIMIT 1`,
        type,
      ),
    saveBackup({sequence: _sequence, ...backup}: NewBackup & {sequence?: number}) {
      db.run(
        `INSERT INTO backups (id, type, status, requested, data) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, data = excluded.data`,
        backup.id,
        backup.type,
        backup.status,
        backup.requestedDate,
        JSON.stringify(backup),
      )
    },
    listBackups({status, type, limit, offset}) {
      const {items, total} = list<NewBackup>(
        'backups',
        [oneOf('status', status), oneOf('type', type)],
        limit,
        offset,
      )
      return {items: items.map(publicBackup), total}
    },

    pendingRestorations: () =>
      parsed(db.all(`SELECT data FROM restorations WHERE status = 'PENDING' ORDER BY requested, number`)),
    restoration: (id) =>
      parsed<StoredRestoration>(db.all('SELECT data FROM restorations WHERE id = ?', id))[0],
    saveRestoration(restoration) {
      db.run(
        `INSERT INTO restorations (id, status, requested, data) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, data = excluded.data`,
        restoration.id,
        restoration.status,
        restoration.requestedDate,
        JSON.stringify(restoration),
      )
    },
    listRestorations({status, limit, offset}) {
      const {items, total} = list<StoredRestoration>('restorations', [oneOf('status', status)], limit, offset)
      return {items: items.map(publicRestoration), total}
    },

    readValue: (key) =>
      db.get<{value: string}>('SELECT value FROM engineValues WHERE key = ?', key)?.value ?? null,
    writeValue: (key, value) => void db.run('INSERT OR REPLACE INTO engineValues VALUES (?, ?)', key, value),
    async close() {
      await log.datasync()
      await log.close()
      db.close()
    },
  }
}

export function publicBackup({
  due: _due,
  outcome: _outcome,
  sequence: _sequence,
  ...backup
}: NewBackup & {sequence?: number}): Backup {
  return backup
}

export function publicRestoration({
  due: _due,
  applyNumber: _applyNumber,
  mustFail: _mustFail,
  ...restoration
}: StoredRestoration): Restoration {
  return restoration
}

/** Outside of WAL, so that the version is in the file's header, where data-folder.ts looks for it. */
function migrate(db: Database): void {
  const {user_version: format} = db.get<{user_version: number}>('PRAGMA user_version')!
  if (format === FORMAT_VERSION) return
  db.all('PRAGMA journal_mode = DELETE')
  db.transaction(() => {
    for (const step of MIGRATIONS.slice(format)) db.exec(step)
    db.exec(`PRAGMA user_version = ${FORMAT_VERSION}`)
  })
}

function parsed<Row>(rows: {data: string}[]): Row[] {
  return rows.map((row) => JSON.parse(row.data) as Row)
}

interface Condition {
  sql: string
  values: Value[]
}

function oneOf(column: string, values: string[] | undefined): Condition {
  if (!values || values.length === 0) return {sql: '1', values: []}
  return {sql: `${column} IN (${values.map(() => '?').join(', ')})`, values}
}
