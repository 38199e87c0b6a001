import type {Backup, Restoration, RestorationCollection} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {readResult} from 'public/read-result'
import * as webMethods from './backups.web'
import {invalid} from './operations/check-arguments'

/**
 * "Back up, run the update, take it back if it failed", for backend code. A Velo request lives 14 seconds: where
 * the backup or the update takes longer, use the two halves `beginUpdate` and `finishUpdate` / `abortUpdate`,
 * which can be hours apart.
 */

export interface UpdateOptions {
  /** The collections that the update writes to: only these are restored. */
  collectionIds: string[]
  /**
   * A READY on-demand backup younger than this is used instead of a new one, in milliseconds; 0 (when left out) =
   * always a new one. Taking the update back then also takes back what anybody changed since that backup.
   */
  reuseYoungerThanMs?: number
  /** The backup whose eviction is accepted when every on-demand slot is taken (WOULD_EVICT names it). */
  evict?: string
  /** How long to wait until the backup is READY, in milliseconds; 8 seconds when left out. */
  readyWithinMs?: number
}

export interface BackUpBeforeOptions extends UpdateOptions {
  /** `restore` takes the update back; `leave` leaves it, and tells the caller which backup to restore. */
  onFailure: 'restore' | 'leave'
}

/** What `beginUpdate` gives and the second half takes: plain JSON, to be kept wherever the site keeps things. */
export interface UpdateToken {
  version: 1
  backupId: string
  /** Whether the backup was made for this update, for certain: only then `finishUpdate` may delete it. */
  created: boolean
  collectionIds: string[]
  startedDate: string
}

const READY_WITHIN_MS = 8_000
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 2_000

/**
 * Answers with what `update` answers. Throws UPDATE_FAILED when it throws, with the backup, the restoration that
 * was started (`onFailure: 'restore'`) and the update's own error as `cause`. Without a READY backup the update
 * is never run: BACKUP_NOT_READY (not in time), BACKUP_FAILED, WOULD_EVICT.
 */
export async function backUpBefore<T>(
  update: () => T | Promise<T>,
  options: BackUpBeforeOptions,
): Promise<T> {
  if (typeof update !== 'function') throw invalid('update', 'it must be a function')
  if (options?.onFailure !== 'restore' && options?.onFailure !== 'leave') {
    throw invalid('options.onFailure', 'it must be "restore" or "leave"')
  }
  const token = await beginUpdate(options)
  await waitUntilReady(token, options)
  try {
    return await update()
  } catch (cause) {
    throw await failed(token, options.onFailure, cause)
  }
}

/** Starts (or finds) the backup of an update, and answers at once: `isUpdateSafe` says when the update may run. */
export async function beginUpdate(options: UpdateOptions): Promise<UpdateToken> {
  const {collectionIds, reuseYoungerThanMs, evict} = checkOptions(options)
  const startedDate = new Date().toISOString()
  const reused = reuseYoungerThanMs > 0 ? await findYoung(reuseYoungerThanMs, collectionIds) : undefined
  if (reused) return {version: 1, backupId: reused.id, created: false, collectionIds, startedDate}
  const backup = readResult(await webMethods.createBackup(evict === undefined ? {} : {evict}))
  return {version: 1, backupId: backup.id, created: backup.certain !== false, collectionIds, startedDate}
}

/** Whether the backup is READY: only then run the update. Throws BACKUP_FAILED when it never will be. */
export async function isUpdateSafe(token: UpdateToken): Promise<boolean> {
  const {backupId} = checkToken(token)
  const backup = readResult(await webMethods.getBackup(backupId))
  if (backup.status === 'READY') return true
  if (backup.status === 'PENDING') return false
  if (backup.status === 'FAILED') throw BackupsError.of({code: 'BACKUP_FAILED', backupId, backup})
  throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
}

/**
 * The update went well. `deleteBackup` frees the slot of a backup that was made for it; one that was reused is
 * left alone. Calling it twice changes nothing more.
 */
export async function finishUpdate(
  token: UpdateToken,
  options: {deleteBackup?: boolean} = {},
): Promise<void> {
  const {backupId, created} = checkToken(token)
  if (!options.deleteBackup || !created) return
  const backup = readResult(await webMethods.getBackup(backupId))
  if (backup.status !== 'DELETED') readResult(await webMethods.deleteBackup(backupId))
}

/**
 * Takes the update back: restores its collections, and nothing else. Called twice, it answers with the
 * restoration that the first call started, unless that one FAILED.
 */
export async function abortUpdate(token: UpdateToken): Promise<Restoration> {
  const {backupId, collectionIds, startedDate} = checkToken(token)
  const started = readResult(await webMethods.listRestorations()).items.find(
    (restoration) =>
      restoration.status !== 'FAILED' &&
      restoration.backup.id === backupId &&
      restoration.requestedDate >= startedDate &&
      restoresInPlace(restoration.restorationCollections, collectionIds),
  )
  if (started) return started
  const collections = collectionIds.map((dataCollectionId) => ({dataCollectionId}))
  return readResult(await webMethods.restorePartialBackup(backupId, collections, {overwrite: true}))
}

async function failed(
  token: UpdateToken,
  onFailure: 'restore' | 'leave',
  cause: unknown,
): Promise<BackupsError> {
  const detail = cause instanceof Error ? cause.message : String(cause)
  const backup = readResult(await webMethods.getBackup(token.backupId))
  if (onFailure === 'leave') {
    return BackupsError.of({code: 'UPDATE_FAILED', detail, backupId: backup.id, backup}, cause)
  }
  const restoration = await abortUpdate(token)
  return BackupsError.of(
    {code: 'UPDATE_FAILED', detail, backupId: backup.id, backup, restorationId: restoration.id},
    cause,
  )
}

async function waitUntilReady(
  token: UpdateToken,
  {readyWithinMs = READY_WITHIN_MS}: UpdateOptions,
): Promise<void> {
  const end = performance.now() + readyWithinMs
  let pause = FIRST_PAUSE_MS
  while (!(await isUpdateSafe(token))) {
    if (performance.now() + pause > end) {
      throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId: token.backupId, status: 'PENDING'})
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)
  }
}

/** The newest READY on-demand backup that is young enough and holds every one of these collections. */
async function findYoung(youngerThanMs: number, collectionIds: string[]): Promise<Backup | undefined> {
  const {items} = readResult(await webMethods.listBackups({type: ['ON_DEMAND'], status: ['READY']}))
  const since = Date.now() - youngerThanMs
  return items.find(
    ({requestedDate, collections}) =>
      Date.parse(requestedDate) > since &&
      collectionIds.every((id) => collections.some((held) => held.id === id)),
  )
}

function restoresInPlace(restored: RestorationCollection[], collectionIds: string[]): boolean {
  const wanted = new Set(collectionIds)
  return (
    restored.length === wanted.size &&
    restored.every(
      ({dataCollectionId, restoreDestination}) => !restoreDestination && wanted.has(dataCollectionId),
    )
  )
}

function checkOptions(options: UpdateOptions) {
  const {collectionIds, reuseYoungerThanMs = 0, evict} = options ?? {}
  if (
    !Array.isArray(collectionIds) ||
    collectionIds.length === 0 ||
    !collectionIds.every((id) => typeof id === 'string' && id !== '')
  ) {
    throw invalid('options.collectionIds', 'it must name the collections that the update writes to')
  }
  if (typeof reuseYoungerThanMs !== 'number' || !(reuseYoungerThanMs >= 0)) {
    throw invalid('options.reuseYoungerThanMs', 'it must be a number of milliseconds')
  }
  return {collectionIds: [...new Set(collectionIds)], reuseYoungerThanMs, evict}
}

/** A token may have been through any storage on its way. */
function checkToken(token: UpdateToken): UpdateToken {
  const {version, backupId, collectionIds, startedDate} = Object(token) as Partial<UpdateToken>
  const isToken =
    version === 1 &&
    typeof backupId === 'string' &&
    Array.isArray(collectionIds) &&
    collectionIds.length > 0 &&
    typeof startedDate === 'string' &&
    !Number.isNaN(Date.parse(startedDate))
  if (!isToken) throw invalid('token', 'it is not what beginUpdate gave')
  return token
}
