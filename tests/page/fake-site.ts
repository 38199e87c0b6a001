import type {
  Backup,
  BackupStatus,
  BackupsWebMethods,
  PageMethods,
  BackupType,
  CollectionForecast,
  CollectionName,
  Exposure,
  Overview,
  Problem,
  Restoration,
  RestorationCollection,
  RestoreOptions,
  Result,
  SiteCollection,
} from 'public/contract'
import {nextAutomaticDate} from 'public/rules/next-automatic-date'
import {onDemandSlots} from 'public/rules/on-demand-slots'
import {targetsOf} from 'public/rules/fits-restoration'
import type {PageClock} from 'public/page/page-clock'
import {
  checkCollectionIds,
  checkCreateBackupOptions,
  checkId,
  checkListBackupsOptions,
  checkListRestorationsOptions,
  checkNext,
  checkRestorationCollections,
  checkRestoreOptions,
} from 'backend/operations/check-arguments'
import {BackupsError} from 'public/backups-error'
import {fakeClock} from './fake-clock'
import {withoutRecovery} from './without-recovery'

export const NOW = '2026-11-23T14:00:00.000Z'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const LISTED = 100

export type MethodName = keyof BackupsWebMethods

/** What a call does instead of what it should: answers a problem, throws, or works and loses its answer. */
export type Fault = Problem | {throws: unknown} | 'lose-response' | 'never-answers' | SlowAnswer

/** A call that takes its time: with its work, which may be done before or after the answer, or never. */
export interface SlowAnswer {
  /** `null`: nothing is done. */
  worksAfterMs: number | null
  answersAfterMs: number
  /** What it came to, the same marked as uncertain, a problem, or an exception. */
  as: 'answer' | 'uncertain' | Problem | {throws: unknown}
}

export interface FakeSiteOptions {
  collections?: CollectionName[]
  backups?: Backup[]
  restorations?: Restoration[]
  siteName?: string | null
  backupMs?: number
  restoreMs?: number
  /** How long a deleted backup is still listed as it was. */
  deleteMs?: number
  /** How long the lists lag behind what was just made. */
  lagMs?: number
  /** What every call of a method meets, until the site is healed. */
  usual?: Partial<Record<MethodName, Fault>>
  /** Items per collection that were added and changed since any backup. */
  changes?: Record<string, Partial<CollectionForecast>>
}

/** A small working site behind the page's web methods: its backups get ready, its restorations complete. */
export function fakeSite({
  collections = COLLECTIONS,
  backups = usualBackups(collections),
  restorations = [],
  siteName = 'Blue Door Bakery',
  backupMs = 20_000,
  restoreMs = 30_000,
  deleteMs = 0,
  lagMs = 0,
  usual = {},
  changes = CHANGES,
}: FakeSiteOptions = {}) {
  const clock = fakeClock()
  const start = Date.parse(NOW)
  const faults = new Map<MethodName, Fault[]>()
  const calls: MethodName[] = []
  let open = 0
  let usually = usual
  /** How each ends that was begun. */
  const ends = new Map<string, BackupStatus>()
  const restorationEnds = new Map<string, Restoration['status']>()
  const site = {
    clock,
    calls,
    /** What each forecast was asked for. */
    forecastsAsked: [] as (string[] | null)[],
    backups: [...backups],
    restorations: [...restorations],
    /** How the next backup and the next restoration end. */
    endsAs: {backup: 'READY' as BackupStatus, restoration: 'COMPLETED' as Restoration['status']},
    /** Nothing gets through. */
    isOffline: false,
    /** Each write that was called, with its arguments, and the IDs of what it made. */
    writes: [] as {method: MethodName; args: unknown[]; made: string[]}[],
    /** What `getOverview` says besides the lists. */
    overview: {} as Partial<Overview>,
    /** What `getExposure` says besides its counts. */
    exposure: {} as Partial<Exposure>,
    now: () => new Date(start + clock.elapsed()).toISOString(),
    fail(method: MethodName, ...next: Fault[]) {
      faults.set(method, [...(faults.get(method) ?? []), ...next])
    },
    /** How many writes are not answered yet. */
    underWay: () => open,
    /** No fault is left, and everything that begins ends well. */
    heal() {
      faults.clear()
      usually = {}
      site.isOffline = false
      site.endsAs = {backup: 'READY', restoration: 'COMPLETED'}
    },
    /** What somebody else does, or the site by itself. */
    createBackup(type: BackupType = 'ON_DEMAND'): Backup {
      const backup = backupAt(site.now(), {type, status: 'PENDING', collections})
      site.backups.unshift(backup)
      ends.set(backup.id, site.endsAs.backup)
      if (backupMs === 0) work()
      return backup
    },
    deleteBackup(id: string) {
      update(id, {status: 'DELETED', deletedDate: site.now()})
    },
    restoreBackup(backupId: string, chosen: RestorationCollection[] = []): Result<Restoration> {
      return restore(backupId, chosen, {overwrite: true})
    },
    methods: {...withoutRecovery} as PageMethods,
  }
  clock.onMove(work)

  /** What has come due is done. */
  function work(): void {
    const now = Date.parse(site.now())
    for (const backup of site.backups) {
      const end = Date.parse(backup.requestedDate) + backupMs
      if (backup.status !== 'PENDING' || now < end) continue
      const status = ends.get(backup.id) ?? 'READY'
      const isReady = status === 'READY'
      const evicted = isReady && backup.type === 'ON_DEMAND' ? onDemandSlots(site.backups) : null
      update(backup.id, {
        status,
        startedDate: backup.requestedDate,
        finishedDate: new Date(end).toISOString(),
        sizeInBytes: isReady ? 2_480_000 : null,
      })
      const holding = site.backups.filter(({type, status}) => type === 'ON_DEMAND' && status === 'READY')
      if (evicted && holding.length > evicted.limit) site.deleteBackup(holding.at(-1)?.id ?? '')
    }
    site.restorations = site.restorations.map((restoration) => {
      const end = Date.parse(restoration.requestedDate) + restoreMs
      if (restoration.status !== 'PENDING' || now < end) return restoration
      const status = restorationEnds.get(restoration.id) ?? 'COMPLETED'
      return {...restoration, status, finishedDate: new Date(end).toISOString()}
    })
  }

  function update(id: string, change: Partial<Backup>): void {
    site.backups = site.backups.map((backup) => (backup.id === id ? {...backup, ...change} : backup))
  }

  /** As strict as the local Wix, behind the backend's own checks. */
  function restore(
    backupId: string,
    chosen: RestorationCollection[],
    options: RestoreOptions | undefined,
  ): Result<Restoration> {
    const backup = site.backups.find(({id}) => id === backupId)
    if (!backup) return failed({code: 'BACKUP_NOT_FOUND', message: 'There is no such backup.', backupId})
    if (backup.status !== 'READY') {
      return failed({code: 'BACKUP_NOT_READY', message: 'It is not ready.', backupId, status: backup.status})
    }
    const held = new Set(backup.collections.map(({id}) => id))
    const missing = chosen.map(({dataCollectionId}) => dataCollectionId).filter((id) => !held.has(id))
    if (missing.length > 0)
      return failed({
        code: 'COLLECTION_NOT_IN_BACKUP',
        message: 'It does not hold it.',
        collectionIds: missing,
      })
    const restoration = restorationOf(backup, {requestedDate: site.now(), restorationCollections: chosen})
    const targets = new Set(targetsOf(restoration))
    if (options?.overwrite !== true) {
      const collectionIds = [...targets]
      return failed({code: 'WOULD_OVERWRITE', message: 'It overwrites.', backupId, collectionIds})
    }
    const isBusy = site.restorations.some(
      (other) => other.status === 'PENDING' && targetsOf(other).some((id) => targets.has(id)),
    )
    if (isBusy) return failed({code: 'RESTORATION_IN_PROGRESS', message: 'One is in progress.'})
    site.restorations.unshift(restoration)
    restorationEnds.set(restoration.id, site.endsAs.restoration)
    return ok(restoration)
  }

  function remove(backupId: string): Result<null> {
    const backup = site.backups.find(({id}) => id === backupId)
    if (!backup) return failed({code: 'BACKUP_NOT_FOUND', message: 'There is no such backup.', backupId})
    // The local Wix refuses any other with 428, and one that a restoration is read from with 409.
    if (backup.status !== 'READY')
      return failed({code: 'BACKUP_NOT_READY', message: 'No.', backupId, status: backup.status})
    if (site.restorations.some(({status, backup: of}) => status === 'PENDING' && of.id === backupId))
      return failed({code: 'RESTORATION_IN_PROGRESS', message: 'One is read from it.', backupId})
    if (deleteMs === 0) site.deleteBackup(backupId)
    else clock.after(deleteMs, () => site.deleteBackup(backupId))
    return ok(null)
  }

  /** What the lists have of it by now. */
  function listed<T extends {requestedDate: string}>(items: T[]): T[] {
    const until = Date.parse(site.now()) - lagMs
    return lagMs === 0 ? items : items.filter(({requestedDate}) => Date.parse(requestedDate) <= until)
  }

  function forecasts(backup: Backup, chosen?: string[] | null): CollectionForecast[] {
    const wanted = new Set(chosen ?? backup.collections.map(({id}) => id))
    const held = backup.collections.filter(({id}) => wanted.has(id))
    return held.map(({id, displayName}) => ({
      collectionId: id,
      displayName,
      added: {known: true, value: 0},
      changed: {known: true, value: 0},
      newestDate: null,
      exists: true,
      held: 'yes',
      ...changes[id],
      references: changes[id]?.references ?? [],
      referencesOutside: (changes[id]?.references ?? []).filter(
        ({collectionId}) => !wanted.has(collectionId),
      ),
    }))
  }

  const working: BackupsWebMethods = {
    async getOverview() {
      const siteCollections: SiteCollection[] = collections.map((collection) => ({
        ...collection,
        type: 'NATIVE',
      }))
      const [backups, restorations] = [listed(site.backups), listed(site.restorations)]
      return ok({
        now: site.now(),
        backups: backups.slice(0, LISTED),
        restorations: restorations.slice(0, LISTED),
        moreBackups: backups.length > LISTED,
        moreRestorations: restorations.length > LISTED,
        slots: onDemandSlots(backups),
        nextAutomaticDate: nextAutomaticDate(backups),
        collections: siteCollections,
        moreCollections: false,
        collectionsProblem: null,
        siteName,
        ...site.overview,
      })
    },
    async listBackups({status, type, paging = {}} = {}) {
      const {limit = LISTED, offset = 0} = paging
      const all = site.backups.filter(
        (backup) => (!status || status.includes(backup.status)) && (!type || type.includes(backup.type)),
      )
      return ok({items: all.slice(offset, offset + limit), offset, total: all.length})
    },
    async getBackup(backupId) {
      const backup = site.backups.find(({id}) => id === backupId)
      return backup
        ? ok(backup)
        : failed({code: 'BACKUP_NOT_FOUND', message: 'There is no such backup.', backupId})
    },
    async createBackup({evict} = {}) {
      const slots = onDemandSlots(site.backups)
      if (slots.nextEvicted && slots.nextEvicted.id !== evict) {
        return failed({code: 'WOULD_EVICT', message: 'It would evict.', backup: slots.nextEvicted, slots})
      }
      return ok(site.createBackup())
    },
    restoreBackup: async (backupId, options) => restore(backupId, [], options),
    restorePartialBackup: async (backupId, chosen, options) => restore(backupId, chosen, options),
    deleteBackup: async (backupId) => remove(backupId),
    async listRestorations({status, paging = {}} = {}) {
      const {limit = LISTED, offset = 0} = paging
      const all = site.restorations.filter((restoration) => !status || status.includes(restoration.status))
      return ok({items: all.slice(offset, offset + limit), offset, total: all.length})
    },
    async getRestoration(restorationId) {
      const restoration = site.restorations.find(({id}) => id === restorationId)
      return restoration
        ? ok(restoration)
        : failed({code: 'RESTORATION_NOT_FOUND', message: 'There is none.'})
    },
    async forecastRestore(backupId, collectionIds) {
      const backup = site.backups.find(({id}) => id === backupId)
      if (!backup) return failed({code: 'BACKUP_NOT_FOUND', message: 'There is no such backup.', backupId})
      if (backup.status !== 'READY') {
        return failed({
          code: 'BACKUP_NOT_READY',
          message: 'It is not ready.',
          backupId,
          status: backup.status,
        })
      }
      const missing = (collectionIds ?? []).filter(
        (wanted) => !backup.collections.some(({id}) => id === wanted),
      )
      if (missing.length > 0) {
        return failed({
          code: 'COLLECTION_NOT_IN_BACKUP',
          message: 'It does not hold it.',
          collectionIds: missing,
        })
      }
      site.forecastsAsked.push(collectionIds ?? null)
      return ok({
        backupId,
        since: backup.requestedDate,
        collections: forecasts(backup, collectionIds),
        next: null,
        waitMs: 0,
      })
    },
    async getExposure() {
      const backup = site.backups.find(({status}) => status === 'READY') ?? null
      const exposure: Exposure = {
        backup,
        collections: backup ? forecasts(backup) : [],
        uncoveredCollectionIds: [],
        neverHeldCollectionIds: [],
        moreCollections: false,
        next: null,
        waitMs: 0,
        ...site.exposure,
      }
      return ok(exposure)
    },
  }

  for (const name of Object.keys(working) as MethodName[]) {
    const method: (...args: never[]) => Promise<Result<unknown>> = working[name]
    const called = async (...args: never[]): Promise<unknown> => {
      work()
      calls.push(name)
      if (site.isOffline) throw new TypeError('Failed to fetch')
      const write = WRITES.has(name) ? {method: name, args, made: [] as string[]} : null
      if (write) site.writes.push(write)
      // Everything that crosses is JSON, also the arguments; what is missing among them arrives as null.
      const sent = (JSON.parse(JSON.stringify(args)) as never[]).map(
        (sentOne) => sentOne ?? (undefined as never),
      )
      if (write) open += 1
      const result = await answer(
        faults.get(name)?.shift() ?? usually[name],
        async () => refusedArguments(name, sent) ?? method(...sent),
        (made) => write?.made.push(made),
      ).finally(() => (open -= write ? 1 : 0))
      return JSON.parse(JSON.stringify(result)) as unknown
    }
    Object.assign(site.methods, {[name]: called})
  }
  return site

  async function answer(
    fault: Fault | undefined,
    work: () => Promise<Result<unknown>>,
    note: (made: string) => void,
  ): Promise<Result<unknown>> {
    const noting = async () => {
      const result = await work()
      if (result.ok && typeof result.value === 'object' && result.value && 'id' in result.value)
        note(String(result.value.id))
      return result
    }
    if (fault === undefined) return noting()
    if (fault === 'never-answers') return new Promise(() => {})
    if (fault === 'lose-response') {
      const result = await noting()
      return result.ok ? failed({code: 'OUTCOME_UNKNOWN', message: 'Wix did not say.'}) : result
    }
    if ('throws' in fault) throw fault.throws
    if (!('answersAfterMs' in fault)) return failed(fault)
    const {worksAfterMs, answersAfterMs, as} = fault
    const worked = worksAfterMs === null ? null : later(clock, worksAfterMs).then(noting)
    await later(clock, answersAfterMs)
    if (as !== 'answer' && as !== 'uncertain') {
      if ('throws' in as) throw as.throws
      return failed(as)
    }
    const result = (await worked) ?? failed({code: 'UNAVAILABLE', message: 'Nothing was done.'})
    return result.ok && as === 'uncertain' ? ok({...Object(result.value), certain: false}) : result
  }
}

const WRITES = new Set<MethodName>(['createBackup', 'deleteBackup', 'restoreBackup', 'restorePartialBackup'])

const id = (value: unknown) => checkId('id', value)

/** The backend's own, so that what it refuses is refused here too. */
const CHECKS: Record<MethodName, ((value: unknown) => unknown)[]> = {
  getOverview: [],
  listBackups: [checkListBackupsOptions],
  getBackup: [id],
  createBackup: [checkCreateBackupOptions],
  restoreBackup: [id, checkRestoreOptions],
  restorePartialBackup: [id, checkRestorationCollections, checkRestoreOptions],
  deleteBackup: [id],
  listRestorations: [checkListRestorationsOptions],
  getRestoration: [id],
  forecastRestore: [id, (ids) => checkCollectionIds('collectionIds', ids), checkNext],
  getExposure: [checkNext],
}

function refusedArguments(name: MethodName, args: unknown[]): Result<never> | null {
  const checks = CHECKS[name]
  if (args.length > checks.length) return failed({code: 'INVALID_ARGUMENT', message: 'Too many arguments.'})
  try {
    checks.forEach((check, index) => check(args[index]))
    return null
  } catch (error) {
    if (error instanceof BackupsError) return failed(error.problem)
    throw error
  }
}

function later({after}: PageClock, ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => after(ms, resolve))
}

export type FakeSite = ReturnType<typeof fakeSite>

export const COLLECTIONS: CollectionName[] = [
  {id: 'Products', displayName: 'Products'},
  {id: 'Orders', displayName: 'Orders'},
  {id: 'Customers', displayName: 'Customers'},
  {id: 'Recipes', displayName: 'Recipes'},
  {id: 'Workshops', displayName: 'Workshops'},
]

export const CHANGES: Record<string, Partial<CollectionForecast>> = {
  Products: {added: {known: true, value: 2}, changed: {known: true, value: 3}},
  Orders: {
    added: {known: true, value: 12},
    references: [{field: 'customer', collectionId: 'Customers'}],
  },
  Workshops: {changed: {known: false, reason: 'UNAVAILABLE'}},
}

let made = 0

export function backupAt(requestedDate: string, change: Partial<Backup> = {}): Backup {
  made += 1
  const {status = 'READY', type = 'ON_DEMAND', collections = COLLECTIONS} = change
  const isDone = status !== 'PENDING'
  return {
    id: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    type,
    status,
    requestedDate,
    startedDate: isDone ? requestedDate : null,
    finishedDate: isDone ? new Date(Date.parse(requestedDate) + 24_000).toISOString() : null,
    deletedDate: status === 'DELETED' ? requestedDate : null,
    sizeInBytes: status === 'READY' ? 2_410_000 : null,
    collections,
    ...change,
  }
}

export function restorationOf(backup: Backup, change: Partial<Restoration> = {}): Restoration {
  made += 1
  return {
    id: `00000000-0000-4000-9000-${String(made).padStart(12, '0')}`,
    status: 'PENDING',
    requestedDate: NOW,
    startedDate: null,
    finishedDate: null,
    backup,
    restorationCollections: [],
    ...change,
  }
}

export function ago(ms: number): string {
  return new Date(Date.parse(NOW) - ms).toISOString()
}

export const time = {MINUTE, HOUR, DAY}

export function usualBackups(collections: CollectionName[] = COLLECTIONS): Backup[] {
  return [
    backupAt(ago(2 * DAY + 3 * HOUR), {collections}),
    backupAt(ago(3 * DAY), {type: 'AUTO', sizeInBytes: 2_380_000, collections}),
    backupAt(ago(6 * DAY + 5 * HOUR), {sizeInBytes: 2_290_000, collections}),
    backupAt(ago(10 * DAY), {type: 'AUTO', sizeInBytes: 2_210_000, collections}),
    backupAt(ago(17 * DAY), {type: 'AUTO', sizeInBytes: 2_100_000, collections}),
  ]
}

export function fullSlots(collections: CollectionName[] = COLLECTIONS): Backup[] {
  const [newest, ...others] = usualBackups(collections)
  return [backupAt(ago(5 * HOUR), {collections}), ...(newest ? [newest] : []), ...others]
}

function ok<T>(value: T): Result<T> {
  return {ok: true, value}
}

function failed(error: Problem): {ok: false; error: Problem} {
  return {ok: false, error}
}
