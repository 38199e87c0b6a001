import {
  createBackup as createBackupMethod,
  deleteBackup as deleteBackupMethod,
  forecastRestore as forecastRestoreMethod,
  getBackup as getBackupMethod,
  getExposure as getExposureMethod,
  getRestoration as getRestorationMethod,
  listBackups as listBackupsMethod,
  listRestorations as listRestorationsMethod,
  restoreBackup as restoreBackupMethod,
  restorePartialBackup as restorePartialBackupMethod,
} from 'backend/backups.web'
import type * as json from './contract'
import {BackupsError} from './backups-error'
import {askBackend} from './ask-backend'
import {sleep, waiting, type WaitOptions} from './site-code/waiting'

/**
 * Backups for the code of a site: functions that answer with values, and throw nothing but a `BackupsError` with a
 * stable `code`. The same import works in pages and in backend code; a page needs a logged-in admin.
 *
 *     import {createBackup, waitForBackup} from 'public/backups'
 */

type WithDates<T, Keys extends keyof T> = Omit<T, Keys> & {
  [Key in Keys]: null extends T[Key] ? Date | null : Date
}

export type Backup = WithDates<json.Backup, 'requestedDate' | 'startedDate' | 'finishedDate' | 'deletedDate'>
export type Restoration = WithDates<
  Omit<json.Restoration, 'backup'>,
  'requestedDate' | 'startedDate' | 'finishedDate'
> & {backup: Backup}
export type {
  CollectionForecast,
  Count,
  CreateBackupOptions,
  RestorationCollection,
  RestoreOptions,
} from './contract'
export type {WaitOptions}
export {BackupsError}
export {
  bringBack,
  closeLook,
  compareItems,
  listLooks,
  listReceipts,
  lookInside,
  readItemVersions,
  undoBringBack,
  waitForLook,
} from './site-code/item-recovery'
export type {
  BringBackChoice,
  ChangedItem,
  DeletedItem,
  Item,
  ItemComparison,
  ItemOutcome,
  Look,
  LookCollection,
  LookStatus,
  Receipt,
  ReceiptItem,
  ReferenceCounts,
  Slice,
  SliceOptions,
} from './site-code/item-recovery'

export {listProofs, proveBackup, type Proof, type ProveOptions} from './site-code/proofs'

/**
 * What a call has started. `certain: false` where Wix's answer was unclear and this was found instead: it is the only
 * new one that fits in every respect, and may still be somebody else's. Go on with it; never delete or undo it as your
 * own.
 */
export type Started<T extends Backup | Restoration> = T & {certain?: false}

export interface ListOptions {
  /** 1 to 100; 100 when left out. */
  limit?: number
  offset?: number
}

/** Backups, newest first. */
export async function listBackups(
  options: ListOptions & {status?: json.BackupStatus[]; type?: json.BackupType[]} = {},
): Promise<json.Page<Backup>> {
  const page = await askBackend('read', listBackupsMethod, withPaging(options))
  return {...page, items: page.items.map(toBackup)}
}

/** Throws BACKUP_NOT_FOUND. */
export async function getBackup(backupId: string): Promise<Backup> {
  return toBackup(await askBackend('read', getBackupMethod, backupId))
}

/**
 * Starts an on-demand backup; it is PENDING at first. Throws WOULD_EVICT with `problem.backup` when every slot
 * is taken and `evict` does not name that backup; OUTCOME_UNKNOWN, with `problem.candidates`, when Wix did not say
 * whether it was created and no backup that is new can be taken for it.
 */
export async function createBackup(options: json.CreateBackupOptions = {}): Promise<Started<Backup>> {
  return toBackup(await askBackend('write', createBackupMethod, options))
}

/** Starts replacing every collection of a backup. Throws WOULD_OVERWRITE unless `overwrite` is `true`. */
export async function restoreBackup(
  backupId: string,
  options: json.RestoreOptions,
): Promise<Started<Restoration>> {
  return toRestoration(await askBackend('write', restoreBackupMethod, backupId, options))
}

/** Starts replacing some collections: IDs, or with a destination beside the original. */
export async function restoreCollections(
  backupId: string,
  collections: (string | json.RestorationCollection)[],
  options: json.RestoreOptions,
): Promise<Started<Restoration>> {
  // Anything may come here in plain JavaScript: what is no list is for the web method to refuse.
  const named = Array.isArray(collections)
    ? collections.map((entry) => (typeof entry === 'string' ? {dataCollectionId: entry} : entry))
    : collections
  return toRestoration(await askBackend('write', restorePartialBackupMethod, backupId, named, options))
}

/** Deletes a backup; Wix takes a moment. */
export async function deleteBackup(backupId: string): Promise<void> {
  await askBackend('write', deleteBackupMethod, backupId)
}

/** Restorations, newest first. */
export async function listRestorations(
  options: ListOptions & {status?: json.RestorationStatus[]} = {},
): Promise<json.Page<Restoration>> {
  const page = await askBackend('read', listRestorationsMethod, withPaging(options))
  return {...page, items: page.items.map(toRestoration)}
}

/** Throws RESTORATION_NOT_FOUND. */
export async function getRestoration(restorationId: string): Promise<Restoration> {
  return toRestoration(await askBackend('read', getRestorationMethod, restorationId))
}

/** Waits until a backup is READY. Throws BACKUP_FAILED, or BACKUP_NOT_READY when the time is over. */
export async function waitForBackup(backupId: string, options: WaitOptions = {}): Promise<Backup> {
  const {isOver, pause} = waiting(options)
  for (;;) {
    const backup = await askBackend('read', getBackupMethod, backupId)
    if (backup.status === 'READY') return toBackup(backup)
    if (backup.status === 'FAILED') throw BackupsError.of({code: 'BACKUP_FAILED', backupId, backup})
    if (backup.status !== 'PENDING' || isOver()) {
      throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
    }
    await pause()
  }
}

/** Waits until a restoration is COMPLETED. Throws RESTORATION_FAILED, or RESTORATION_IN_PROGRESS when the time is over. */
export async function waitForRestoration(
  restorationId: string,
  options: WaitOptions = {},
): Promise<Restoration> {
  const {isOver, pause} = waiting(options)
  for (;;) {
    const restoration = await askBackend('read', getRestorationMethod, restorationId)
    if (restoration.status === 'COMPLETED') return toRestoration(restoration)
    if (restoration.status === 'FAILED') throw BackupsError.of({code: 'RESTORATION_FAILED', restorationId})
    if (isOver()) throw BackupsError.of({code: 'RESTORATION_IN_PROGRESS', restorationId})
    await pause()
  }
}

/** What restoring would cost, for all collections of the backup or those named: every slice, waiting in between. */
export async function forecastRestore(
  backupId: string,
  collectionIds: string[] | null = null,
): Promise<{since: Date; collections: json.CollectionForecast[]}> {
  const slices = await everySlice((next) =>
    askBackend('read', forecastRestoreMethod, backupId, collectionIds, next),
  )
  return {since: new Date(slices[0]!.since), collections: slices.flatMap(({collections}) => collections)}
}

/** What has changed since the newest READY backup, and what it does not hold: every slice, waiting in between. */
export async function getExposure(): Promise<{
  backup: Backup | null
  collections: json.CollectionForecast[]
  uncoveredCollectionIds: string[]
  neverHeldCollectionIds: string[]
  moreCollections: boolean
}> {
  const slices = await everySlice((next) => askBackend('read', getExposureMethod, next))
  const [first] = slices
  return {
    backup: first!.backup && toBackup(first!.backup),
    collections: slices.flatMap(({collections}) => collections),
    uncoveredCollectionIds: first!.uncoveredCollectionIds,
    neverHeldCollectionIds: first!.neverHeldCollectionIds,
    moreCollections: first!.moreCollections,
  }
}

async function everySlice<T extends {next: string | null; waitMs: number}>(
  ask: (next: string | null) => Promise<T>,
): Promise<T[]> {
  const slices: T[] = []
  let next: string | null = null
  do {
    const slice: T = await ask(next)
    slices.push(slice)
    next = slice.next
    if (next !== null) await sleep(slice.waitMs)
  } while (next !== null)
  return slices
}

function withPaging<T extends ListOptions>(options: T) {
  const {limit, offset, ...filters} = Object(options) as T
  return {...filters, paging: {...(limit !== undefined && {limit}), ...(offset !== undefined && {offset})}}
}

function toBackup(backup: json.Started<json.Backup>): Started<Backup> {
  return {
    ...backup,
    requestedDate: new Date(backup.requestedDate),
    startedDate: toDate(backup.startedDate),
    finishedDate: toDate(backup.finishedDate),
    deletedDate: toDate(backup.deletedDate),
  }
}

function toRestoration(restoration: json.Started<json.Restoration>): Started<Restoration> {
  return {
    ...restoration,
    requestedDate: new Date(restoration.requestedDate),
    startedDate: toDate(restoration.startedDate),
    finishedDate: toDate(restoration.finishedDate),
    backup: toBackup(restoration.backup),
  }
}

function toDate(iso: string | null): Date | null {
  return iso === null ? null : new Date(iso)
}
