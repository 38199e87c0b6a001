import type {Backup, Page, Problem, Restoration, RestorationCollection, Started} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {readResult} from 'public/read-result'
import {checkDuration} from 'public/rules/check-duration'
import {explainProblem} from 'public/rules/explain-problem'
import {fitsRestoration} from 'public/rules/fits-restoration'
import {
  createBackup,
  deleteBackup as deleteBackupMethod,
  getBackup,
  getRestoration,
  listBackups,
  listRestorations,
  restorePartialBackup,
} from './backups.web'
import {invalid} from './operations/check-arguments'
import {checkHeld} from './operations/check-held'
import {missingCollections} from './operations/missing-collections'
import {hasMore} from './wix/pages'

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
  /** Tells this update from others; tokens of version 0.1 have none. */
  id?: string
  /** The restorations of a backup that was there before, which cannot be this update's; tokens of version 0.1 have none. */
  earlierRestorationIds?: string[]
}

export interface AbortOptions {
  /** Restores although a restoration that fits is listed as COMPLETED, of which nobody can say whose it is. */
  restoreAnyway?: boolean
}

/** Restorations by the update that this process started them for: others of the same kind are somebody else's. */
const started = new Map<string, Started<Restoration>>()
/** Calls at once for the same update are one. */
const underWay = new Map<string, Promise<Started<Restoration>>>()

const READY_WITHIN_MS = 8_000
/** How long a failed update waits for another restoration of its collections, before it says that it could not. */
const FREE_WITHIN_MS = 3_000
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 2_000

/**
 * Answers with what `update` answers. When that throws, it throws UPDATE_FAILED, whatever else goes wrong: with the
 * update's own error as `cause`, the backup, and what became of taking it back (`onFailure: 'restore'`): `restoration`,
 * or `restoreProblem` that says why there is none. Without a READY backup that holds every collection named, the update
 * is never run: BACKUP_NOT_READY (not in time), BACKUP_FAILED, COLLECTION_NOT_IN_BACKUP, WOULD_EVICT.
 */
export async function backUpBefore<T>(
  update: () => T | Promise<T>,
  options: BackUpBeforeOptions,
): Promise<T> {
  if (typeof update !== 'function') throw invalid('update', 'it must be a function')
  const {onFailure} = Object(options) as Partial<BackUpBeforeOptions>
  if (onFailure !== 'restore' && onFailure !== 'leave') {
    throw invalid('options.onFailure', 'it must be "restore" or "leave"')
  }
  const {readyWithinMs} = checkOptions(options)
  const token = await beginUpdate(options)
  const backup = await waitUntilReady(token, readyWithinMs)
  try {
    return await update()
  } catch (cause) {
    throw await failed(token, backup, onFailure, cause)
  }
}

/**
 * Starts (or finds) the backup of an update, and answers at once: `isUpdateSafe` says when the update may run. Refuses
 * a collection that the site does not have.
 */
export async function beginUpdate(options: UpdateOptions): Promise<UpdateToken> {
  const {collectionIds, reuseYoungerThanMs, evict} = checkOptions(options)
  await checkOnSite(collectionIds)
  const token = {version: 1 as const, id: newId(), collectionIds, startedDate: new Date().toISOString()}
  const reused = reuseYoungerThanMs > 0 ? await findYoung(reuseYoungerThanMs, collectionIds) : undefined
  const backup = reused ?? readResult(await createBackup(evict === undefined ? {} : {evict}))
  const created = !reused && (backup as Started<Backup>).certain !== false
  // Of a backup that is new there is no restoration yet.
  const earlier = reused ? await listFitting(reused.id, collectionIds) : []
  return {...token, backupId: backup.id, created, earlierRestorationIds: earlier.map(({id}) => id)}
}

/**
 * Whether the backup is READY: only then run the update. Throws BACKUP_FAILED when it never will be, and
 * COLLECTION_NOT_IN_BACKUP when it is, but without a collection that was named.
 */
export async function isUpdateSafe(token: UpdateToken): Promise<boolean> {
  return (await readReady(checkToken(token))) !== null
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
  const {deleteBackup = false} = Object(options) as {deleteBackup?: boolean}
  if (typeof deleteBackup !== 'boolean') throw invalid('options.deleteBackup', 'it must be true or false')
  if (!deleteBackup || !created) return
  const backup = await findUnlessGone(backupId)
  if (backup && backup.status !== 'DELETED') readResult(await deleteBackupMethod(backupId))
}

/** Whether Wix keeps listing a deleted backup is not documented. */
async function findUnlessGone(backupId: string): Promise<Backup | null> {
  const result = await getBackup(backupId)
  return !result.ok && result.error.code === 'BACKUP_NOT_FOUND' ? null : readResult(result)
}

/**
 * Takes the update back: restores its collections, and nothing else. Called again, it answers with the restoration
 * that it started, unless that one FAILED. That is known within one process. Elsewhere nobody can say who started a
 * restoration: a PENDING one that fits is answered with `certain: false`, since it will end as this one would; a
 * COMPLETED one may have ended before the update did, so that is OUTCOME_UNKNOWN with `problem.candidates`, until
 * `restoreAnyway` says to restore all the same.
 */
export async function abortUpdate(
  token: UpdateToken,
  options: AbortOptions = {},
): Promise<Started<Restoration>> {
  const checked = checkToken(token)
  const restoreAnyway = checkAbortOptions(options)
  const key = keyOf(checked)
  const running = underWay.get(key)
  if (running) return running
  const mine = takeBackOnce(checked, restoreAnyway).finally(() => underWay.delete(key))
  underWay.set(key, mine)
  return mine
}

async function takeBackOnce(token: UpdateToken, restoreAnyway: boolean): Promise<Started<Restoration>> {
  if (restoreAnyway) return takeBack(token)
  const own = started.get(keyOf(token))
  if (own) {
    const now = readResult(await getRestoration(own.id))
    if (now.status !== 'FAILED') return {...now, ...(own.certain === false && {certain: false})}
  }
  const candidates = await listCandidates(token)
  const pending = candidates.find(({status}) => status === 'PENDING')
  if (pending) return {...pending, certain: false}
  if (candidates.length > 0) {
    throw BackupsError.of({
      code: 'OUTCOME_UNKNOWN',
      detail: 'took this update back already',
      argument: 'restoreAnyway',
      backupId: token.backupId,
      candidates,
    })
  }
  return takeBack(token)
}

/** Always a restoration of this update's own. */
async function takeBack(token: UpdateToken): Promise<Started<Restoration>> {
  const restoration = readResult(
    await restorePartialBackup(token.backupId, inPlace(token.collectionIds), {overwrite: true}),
  )
  started.set(keyOf(token), restoration)
  return restoration
}

/** Restorations that may be this update's: requested since it began, and not known to be of another one. */
async function listCandidates(token: UpdateToken): Promise<Restoration[]> {
  const {backupId, collectionIds, startedDate, earlierRestorationIds} = token
  const ofOthers = new Set([...started.values()].map(({id}) => id))
  const earlier = earlierRestorationIds && new Set(earlierRestorationIds)
  return (await listFitting(backupId, collectionIds)).filter(
    ({id, status, requestedDate}) =>
      status !== 'FAILED' && !ofOthers.has(id) && (earlier ? !earlier.has(id) : requestedDate >= startedDate),
  )
}

/** The restorations of this backup that replace these collections, and no others. */
async function listFitting(backupId: string, collectionIds: string[]): Promise<Restoration[]> {
  const request = {backupId, collections: inPlace(collectionIds)}
  const fitting: Restoration[] = []
  let offset: number | null = 0
  while (offset !== null) {
    const page: Page<Restoration> = readResult(await listRestorations({paging: {offset}}))
    fitting.push(...page.items.filter((restoration) => fitsRestoration(restoration, request)))
    offset = hasMore(page) ? offset + page.items.length : null
  }
  return fitting
}

/** The update's failure is what the caller must learn: nothing that fails meanwhile may take its place. */
async function failed(
  token: UpdateToken,
  ready: Backup,
  onFailure: 'restore' | 'leave',
  cause: unknown,
): Promise<BackupsError> {
  const became = onFailure === 'restore' ? await tryToTakeBack(token) : {backup: await asItIsNow(ready)}
  const {collectionIds} = token
  const known = {backupId: ready.id, backup: ready, collectionIds, ...became}
  return BackupsError.of({code: 'UPDATE_FAILED', detail: messageOf(cause), ...known}, cause)
}

async function tryToTakeBack(token: UpdateToken) {
  try {
    const restoration = await takeBackWhenFree(token)
    return {restorationId: restoration.id, restoration}
  } catch (error) {
    const restoreProblem =
      error instanceof BackupsError
        ? (error.problem as Problem)
        : explainProblem({code: 'UNEXPECTED', detail: messageOf(error)})
    return {restoreProblem}
  }
}

/** It may have been evicted since. Where that cannot be seen, what was seen last is what is known. */
async function asItIsNow(ready: Backup): Promise<Backup> {
  try {
    return readResult(await getBackup(ready.id))
  } catch {
    return ready
  }
}

/** Anything can be thrown, also what cannot become text. */
function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown)
  } catch {
    return 'something that has no message'
  }
}

/**
 * Somebody else's restoration of the same collections may have ended before this update did: it is waited for, but
 * never taken for this one.
 */
async function takeBackWhenFree(token: UpdateToken): Promise<Started<Restoration>> {
  const end = performance.now() + FREE_WITHIN_MS
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    try {
      return await takeBack(token)
    } catch (error) {
      const isBusy = error instanceof BackupsError && error.code === 'RESTORATION_IN_PROGRESS'
      if (!isBusy || performance.now() + pause > end) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

async function waitUntilReady(token: UpdateToken, readyWithinMs: number): Promise<Backup> {
  const end = performance.now() + readyWithinMs
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const ready = await readReady(token)
    if (ready) return ready
    if (performance.now() + pause > end) {
      throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId: token.backupId, status: 'PENDING'})
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/** The backup, once an update may rely on it; `null` while it is PENDING. */
async function readReady({backupId, collectionIds}: UpdateToken): Promise<Backup | null> {
  const backup = readResult(await getBackup(backupId))
  if (backup.status === 'PENDING') return null
  if (backup.status === 'FAILED') throw BackupsError.of({code: 'BACKUP_FAILED', backupId, backup})
  if (backup.status !== 'READY') {
    throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
  }
  checkHeld(backup, collectionIds)
  return backup
}

/** A misspelled collection would be in no backup. */
async function checkOnSite(collectionIds: string[]): Promise<void> {
  const missing = await missingCollections(collectionIds)
  if (missing.length === 0) return
  const names = missing.map((id) => `"${id}"`).join(', ')
  throw BackupsError.of({
    code: 'INVALID_ARGUMENT',
    argument: 'options.collectionIds',
    detail: `the site has no collection ${names}`,
    collectionIds: missing,
  })
}

/** The newest READY on-demand backup that is young enough and holds every one of these collections. */
async function findYoung(youngerThanMs: number, collectionIds: string[]): Promise<Backup | undefined> {
  const {items} = readResult(await listBackups({type: ['ON_DEMAND'], status: ['READY']}))
  const since = Date.now() - youngerThanMs
  return items.find(
    ({requestedDate, collections}) =>
      Date.parse(requestedDate) > since &&
      collectionIds.every((id) => collections.some((held) => held.id === id)),
  )
}

function inPlace(collectionIds: string[]): RestorationCollection[] {
  return collectionIds.map((dataCollectionId) => ({dataCollectionId}))
}

function keyOf({id, backupId, startedDate, collectionIds}: UpdateToken): string {
  return id ?? JSON.stringify([backupId, startedDate, collectionIds])
}

/** A site's backend may have no global `crypto`. */
function newId(): string {
  return Array.from({length: 4}, () => Math.random().toString(36).slice(2, 10)).join('')
}

function checkOptions(options: UpdateOptions) {
  const {collectionIds, reuseYoungerThanMs, evict, readyWithinMs} = Object(options) as Partial<UpdateOptions>
  if (
    !Array.isArray(collectionIds) ||
    collectionIds.length === 0 ||
    !collectionIds.every((id) => typeof id === 'string' && id !== '')
  ) {
    throw invalid('options.collectionIds', 'it must name the collections that the update writes to')
  }
  return {
    collectionIds: [...new Set(collectionIds)],
    reuseYoungerThanMs: checkDuration('options.reuseYoungerThanMs', reuseYoungerThanMs, 0),
    evict,
    readyWithinMs: checkDuration('options.readyWithinMs', readyWithinMs, READY_WITHIN_MS),
  }
}

/** A token may have been through any storage on its way. */
function checkToken(token: UpdateToken): UpdateToken {
  const {version, id, backupId, collectionIds, startedDate, earlierRestorationIds} = Object(
    token,
  ) as Partial<UpdateToken>
  const isToken =
    version === 1 &&
    typeof backupId === 'string' &&
    Array.isArray(collectionIds) &&
    collectionIds.length > 0 &&
    typeof startedDate === 'string' &&
    !Number.isNaN(Date.parse(startedDate)) &&
    (id === undefined || typeof id === 'string') &&
    (earlierRestorationIds === undefined || Array.isArray(earlierRestorationIds))
  if (!isToken) throw invalid('token', 'it is not what beginUpdate gave')
  return token
}

function checkAbortOptions(options: AbortOptions): boolean {
  const {restoreAnyway = false} = Object(options) as AbortOptions
  if (typeof restoreAnyway !== 'boolean') throw invalid('options.restoreAnyway', 'it must be true or false')
  return restoreAnyway
}
