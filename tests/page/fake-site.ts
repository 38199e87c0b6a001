import type {
  Backup,
  BackupStatus,
  BackupsWebMethods,
  BackupType,
  CollectionForecast,
  CollectionName,
  Exposure,
  Overview,
  Problem,
  Restoration,
  RestorationCollection,
  Result,
  SiteCollection,
} from 'public/contract'
import {nextAutomaticDate} from 'public/rules/next-automatic-date'
import {onDemandSlots} from 'public/rules/on-demand-slots'
import {fakeClock} from './fake-clock'

export const NOW = '2026-11-23T14:00:00.000Z'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const LISTED = 100

export type MethodName = keyof BackupsWebMethods

/** What a call does instead of what it should: answers a problem, throws, or works and loses its answer. */
export type Fault = Problem | {throws: unknown} | 'lose-response' | 'never-answers'

export interface FakeSiteOptions {
  collections?: CollectionName[]
  backups?: Backup[]
  restorations?: Restoration[]
  siteName?: string | null
  backupMs?: number
  restoreMs?: number
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
  changes = CHANGES,
}: FakeSiteOptions = {}) {
  const clock = fakeClock()
  const start = Date.parse(NOW)
  const faults = new Map<MethodName, Fault[]>()
  const calls: MethodName[] = []
  const site = {
    clock,
    calls,
    /** What each forecast was asked for. */
    forecastsAsked: [] as (string[] | null)[],
    backups: [...backups],
    restorations: [...restorations],
    /** How the next backup and the next restoration end. */
    endsAs: {backup: 'READY' as BackupStatus, restoration: 'COMPLETED' as Restoration['status']},
    /** What `getOverview` says besides the lists. */
    overview: {} as Partial<Overview>,
    now: () => new Date(start + clock.elapsed()).toISOString(),
    fail(method: MethodName, ...next: Fault[]) {
      faults.set(method, [...(faults.get(method) ?? []), ...next])
    },
    /** Somebody else's doing. */
    createBackup(type: BackupType = 'ON_DEMAND'): Backup {
      const backup = backupAt(site.now(), {type, status: 'PENDING', collections})
      site.backups.unshift(backup)
      if (backupMs === 0) work()
      return backup
    },
    deleteBackup(id: string) {
      update(id, {status: 'DELETED', deletedDate: site.now()})
    },
    methods: {} as BackupsWebMethods,
  }
  clock.onMove(work)

  function work(): void {
    const now = Date.parse(site.now())
    for (const backup of site.backups) {
      const end = Date.parse(backup.requestedDate) + backupMs
      if (backup.status !== 'PENDING' || now < end) continue
      const isReady = site.endsAs.backup === 'READY'
      const evicted = isReady && backup.type === 'ON_DEMAND' ? onDemandSlots(site.backups) : null
      update(backup.id, {
        status: site.endsAs.backup,
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
      return {...restoration, status: site.endsAs.restoration, finishedDate: new Date(end).toISOString()}
    })
  }

  function update(id: string, change: Partial<Backup>): void {
    site.backups = site.backups.map((backup) => (backup.id === id ? {...backup, ...change} : backup))
  }

  function restore(backupId: string, chosen: RestorationCollection[]): Result<Restoration> {
    const backup = site.backups.find(({id}) => id === backupId)
    if (!backup) return failed({code: 'BACKUP_NOT_FOUND', message: 'There is no such backup.', backupId})
    if (backup.status !== 'READY') {
      return failed({code: 'BACKUP_NOT_READY', message: 'It is not ready.', backupId, status: backup.status})
    }
    const restoration = restorationOf(backup, {requestedDate: site.now(), restorationCollections: chosen})
    site.restorations.unshift(restoration)
    return ok(restoration)
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
      return ok({
        now: site.now(),
        backups: site.backups.slice(0, LISTED),
        restorations: site.restorations.slice(0, LISTED),
        moreBackups: site.backups.length > LISTED,
        moreRestorations: site.restorations.length > LISTED,
        slots: onDemandSlots(site.backups),
        nextAutomaticDate: nextAutomaticDate(site.backups),
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
      return backup ? ok(backup) : failed({code: 'BACKUP_NOT_FOUND', message: 'There is no such backup.'})
    },
    async createBackup({evict} = {}) {
      const slots = onDemandSlots(site.backups)
      if (slots.nextEvicted && slots.nextEvicted.id !== evict) {
        return failed({code: 'WOULD_EVICT', message: 'It would evict.', backup: slots.nextEvicted, slots})
      }
      return ok(site.createBackup())
    },
    restoreBackup: async (backupId) => restore(backupId, []),
    restorePartialBackup: async (backupId, chosen) => restore(backupId, chosen),
    async deleteBackup(backupId) {
      const backup = site.backups.find(({id}) => id === backupId)
      if (!backup || backup.status === 'DELETED') {
        return failed({code: 'BACKUP_NOT_FOUND', message: 'There is no such backup.'})
      }
      site.deleteBackup(backupId)
      return ok(null)
    },
    async listRestorations({paging = {}} = {}) {
      const {limit = LISTED, offset = 0} = paging
      return ok({
        items: site.restorations.slice(offset, offset + limit),
        offset,
        total: site.restorations.length,
      })
    },
    async getRestoration(restorationId) {
      const restoration = site.restorations.find(({id}) => id === restorationId)
      return restoration
        ? ok(restoration)
        : failed({code: 'RESTORATION_NOT_FOUND', message: 'There is none.'})
    },
    async forecastRestore(backupId, collectionIds) {
      const backup = site.backups.find(({id}) => id === backupId)
      if (!backup) return failed({code: 'BACKUP_NOT_FOUND', message: 'There is no such backup.'})
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
      }
      return ok(exposure)
    },
  }

  site.methods = Object.fromEntries(
    Object.entries(working).map(([name, method]) => {
      const called = async (...args: unknown[]) => {
        calls.push(name as MethodName)
        const fault = faults.get(name as MethodName)?.shift()
        if (fault === 'never-answers') return new Promise(() => {})
        if (fault !== undefined && fault !== 'lose-response') {
          if ('throws' in fault) throw fault.throws
          return failed(fault)
        }
        const result: unknown = await (method as (...args: unknown[]) => Promise<unknown>)(...args)
        if (fault === 'lose-response') return failed({code: 'OUTCOME_UNKNOWN', message: 'Wix did not say.'})
        // Everything that crosses is JSON.
        return JSON.parse(JSON.stringify(result)) as unknown
      }
      return [name, called]
    }),
  ) as unknown as BackupsWebMethods
  return site
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
