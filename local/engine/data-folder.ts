import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import {open, rm} from 'node:fs/promises'
import path from 'node:path'
import {type Database, openDatabase} from './open-database'
import {EngineError} from './types'

/** Of everything in the folder. Counted up with a migration in meta-store.ts. */
export const FORMAT_VERSION = 1

export interface DataFolder {
  meta: string
  live: string
  sandbox: string
  backupFile(id: string): string
  /** The name that a copy has until it is READY. */
  partFile(id: string): string
  /** Makes the names in the folder of backups durable. */
  syncNames(): Promise<void>
  /** Removes every file that does not belong to one of these backups. */
  keepFilesOf(ids: string[]): Promise<void>
  /** Gives the states a little room on a disk that is full; false when they had it already. */
  releaseReserve(): boolean
  unlock(): void
}

// So that a backup can still be recorded as FAILED because the disk is full.
const RESERVE_BYTES = 512 * 1024

/** What the engine writes into the folder of backups. Anything else there is somebody's, and is left alone. */
const OURS = /\.sqlite(\.part)?(-journal|-wal|-shm)?$/

/** Creates the folder where it is missing, and takes it: one process at a time, until the process ends, however it ends. */
export function openDataFolder(folder: string): DataFolder {
  const backups = path.join(folder, 'backups')
  const meta = path.join(folder, 'meta.db')
  try {
    mkdirSync(folder, {recursive: true})
  } catch (error) {
    throw unusable(folder, error)
  }
  const lock = lockFolder(folder)
  const reserve = path.join(folder, 'reserve')
  try {
    refuseNewerFormat(folder, meta)
    mkdirSync(backups, {recursive: true})
    reserveRoom(reserve)
  } catch (error) {
    unlock(lock)
    throw error instanceof EngineError ? error : unusable(folder, error)
  }

  const backupFile = (id: string) => path.join(backups, `${id}.sqlite`)
  const partFile = (id: string) => path.join(backups, `${id}.sqlite.part`)
  return {
    meta,
    live: path.join(folder, 'live.db'),
    sandbox: path.join(folder, 'sandbox.db'),
    backupFile,
    partFile,
    async syncNames() {
      const handle = await open(backups, 'r')
      await handle.sync().finally(() => handle.close())
    },
    async keepFilesOf(ids) {
      const kept = new Set(ids.flatMap((id) => [backupFile(id), partFile(id)]))
      // Listed at once, so that a file which is begun while others are being removed is not one of them.
      const files = readdirSync(backups)
        .filter((name) => OURS.test(name))
        .map((name) => path.join(backups, name))
      for (const file of files) if (!kept.has(file)) await rm(file, {force: true, recursive: true})
    },
    releaseReserve() {
      if (!existsSync(reserve)) return false
      rmSync(reserve)
      return true
    },
    unlock: () => unlock(lock),
  }
}

function reserveRoom(reserve: string): void {
  if (existsSync(reserve)) return
  try {
    writeFileSync(reserve, Buffer.alloc(RESERVE_BYTES))
  } catch (error) {
    rmSync(reserve, {force: true})
    // A full disk is none to refuse: what is there can be read, and some of it deleted.
    if ((error as {code?: string}).code !== 'ENOSPC') throw error
  }
}

/** SQLite's lock on a database of its own: the system releases it when the process dies. */
function lockFolder(folder: string): Database {
  let lock: Database | undefined
  try {
    // Opening may meet the lock already.
    lock = openDatabase(path.join(folder, 'lock.db'))
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock?.close()
    if ((error as {code?: string}).code === 'SQLITE_BUSY')
      throw new EngineError('DATA_FOLDER_IN_USE', `Another process has the data folder ${folder} open.`, {
        folder,
      })
    throw unusable(folder, error)
  }
}

function unlock(lock: Database): void {
  lock.exec('ROLLBACK')
  lock.close()
}

/** Read from the header of the file (bytes 60 to 63), so that a folder of a newer version is not even opened. */
function refuseNewerFormat(folder: string, meta: string): void {
  if (!existsSync(meta)) return
  const descriptor = openSync(meta, 'r')
  const header = Buffer.alloc(64)
  try {
    readSync(descriptor, header, 0, 64, 0)
  } finally {
    closeSync(descriptor)
  }
  // Empty: a process died before it had written anything.
  if (header[0] !== 0 && header.toString('latin1', 0, 16) !== 'SQLite format 3\0')
    throw unusable(folder, new Error('meta.db is not a database'))
  const format = header.readUInt32BE(60)
  if (format > FORMAT_VERSION)
    throw new EngineError(
      'DATA_FOLDER_NEWER',
      `The data folder ${folder} was written by a newer version (format ${format}; this one knows ${FORMAT_VERSION}).`,
      {folder, format, known: FORMAT_VERSION},
    )
}

export function unusable(folder: string, error: unknown): EngineError {
  const reason = (error as Error).message
  return new EngineError('DATA_FOLDER_UNUSABLE', `The data folder ${folder} cannot be used: ${reason}`, {
    folder,
    reason,
  })
}
