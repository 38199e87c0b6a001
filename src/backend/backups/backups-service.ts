import type {
  Backup,
  BackupStatus,
  CreateBackupOptions,
  Exposure,
  ListBackupsOptions,
  ListRestorationsOptions,
  Overview,
  Page,
  Paging,
  Problem,
  Restoration,
  RestorationCollection,
  RestoreForecast,
  RestoreOptions,
  SiteCollection,
} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {nextAutomaticDate} from 'public/rules/next-automatic-date'
import {onDemandSlots} from 'public/rules/on-demand-slots'
import {LIST_LIMIT} from './check-arguments'
import {CallLimiter} from './call-limiter'
import {forecastSlice} from './forecast'
import {oneAtATime} from './one-at-a-time'
import {readSiteName} from './site-name'
import * as wix from './wix-backups'
import {VELO_TIMING, WixRequest, type Timing} from './wix-request'

/** How many pages of 100 are searched for one backup or restoration before it counts as not there. */
const MOST_PAGES = 10

const PROTECTING: wix.ListOptions<BackupStatus> = {limit: LIST_LIMIT, offset: 0, status: ['READY', 'PENDING']}

/** The on-demand backups that hold a slot. */
const HOLDING_SLOTS: wix.ListOptions<BackupStatus> = {...PROTECTING, type: ['ON_DEMAND']}

export interface BackupsService {
  getOverview(): Promise<Overview>
  listBackups(options: ListBackupsOptions & {paging: Required<Paging>}): Promise<Page<Backup>>
  getBackup(backupId: string): Promise<Backup>
  createBackup(options: CreateBackupOptions): Promise<Backup>
  restoreBackup(backupId: string, options: RestoreOptions): Promise<Restoration>
  restorePartialBackup(
    backupId: string,
    collections: RestorationCollection[],
    options: RestoreOptions,
  ): Promise<Restoration>
  deleteBackup(backupId: string): Promise<void>
  listRestorations(options: ListRestorationsOptions & {paging: Required<Paging>}): Promise<Page<Restoration>>
  getRestoration(restorationId: string): Promise<Restoration>
  forecastRestore(
    backupId: string,
    collectionIds: string[] | null,
    next: string | null,
  ): Promise<RestoreForecast>
  getExposure(next: string | null): Promise<Exposure>
}

/** What the web methods do. Every failure is a BackupsError; nothing is destroyed that the caller did not name. */
export function createBackupsService(
  timing: Timing = VELO_TIMING,
  limiter = new CallLimiter(),
): BackupsService {
  // Two creates at once would each see the same free slot. Wix has no lock to offer; within one process this is one.
  const inTurn = oneAtATime()

  return {
    async getOverview() {
      const request = new WixRequest(timing)
      const [backups, restorations, collections, siteName] = await Promise.all([
        request.read(() => wix.listBackups({limit: LIST_LIMIT, offset: 0})),
        request.read(() => wix.listRestorations({limit: LIST_LIMIT, offset: 0})),
        readCollections(request),
        readSiteName(),
      ])
      const moreBackups = hasMore(backups)
      const listed = new Set(backups.items.map(({id}) => id))
      // Long lists of deleted backups must not hide the ones that still protect, or hold a slot.
      const beyond = moreBackups
        ? (await request.read(() => wix.listBackups(PROTECTING))).items.filter(({id}) => !listed.has(id))
        : []
      const known = [...backups.items, ...beyond]
      return {
        now: new Date().toISOString(),
        backups: known,
        restorations: restorations.items,
        moreBackups,
        moreRestorations: hasMore(restorations),
        slots: onDemandSlots(known),
        nextAutomaticDate: nextAutomaticDate(known),
        ...collections,
        siteName,
      }
    },

    async listBackups({paging, ...filters}) {
      return new WixRequest(timing).read(() => wix.listBackups({...filters, ...paging}))
    },

    async getBackup(backupId) {
      return findBackup(new WixRequest(timing), backupId)
    },

    async createBackup({evict}) {
      return inTurn(async () => {
        const request = new WixRequest(timing)
        const before = (await request.read(() => wix.listBackups(HOLDING_SLOTS))).items
        const slots = onDemandSlots(before)
        if (slots.nextEvicted && slots.nextEvicted.id !== evict) {
          throw BackupsError.of({code: 'WOULD_EVICT', backup: slots.nextEvicted, slots})
        }
        const known = new Set(before.map(({id}) => id))
        return request.write(wix.createBackup, 'created the backup', async () => {
          const [found, ...others] = (await wix.listBackups(HOLDING_SLOTS)).items.filter(
            ({id}) => !known.has(id),
          )
          // Somebody else's may be among several: which one is ours cannot be said.
          return others.length === 0 ? found : undefined
        })
      })
    },

    async restoreBackup(backupId, options) {
      return restore(backupId, null, options)
    },

    async restorePartialBackup(backupId, collections, options) {
      return restore(backupId, collections, options)
    },

    async deleteBackup(backupId) {
      const request = new WixRequest(timing)
      const backup = await findBackup(request, backupId)
      if (backup.status === 'DELETED')
        throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: 'DELETED'})
      await request.write<true>(
        async () => {
          await wix.deleteBackup(backupId)
          return true
        },
        'deleted the backup',
        async () => {
          const now = await wix.listBackups({limit: LIST_LIMIT, offset: 0})
          const found = now.items.find(({id}) => id === backupId)
          return found?.status === 'DELETED' || (!found && !hasMore(now)) ? true : undefined
        },
      )
    },

    async listRestorations({paging, ...filters}) {
      return new WixRequest(timing).read(() => wix.listRestorations({...filters, ...paging}))
    },

    async getRestoration(restorationId) {
      const request = new WixRequest(timing)
      const found = await findInPages(request, wix.listRestorations, restorationId)
      if (!found) throw BackupsError.of({code: 'RESTORATION_NOT_FOUND', restorationId})
      return found
    },

    async forecastRestore(backupId, collectionIds, next) {
      const request = new WixRequest(timing)
      const [backup, schemas] = await Promise.all([findBackup(request, backupId), readSchemas(request)])
      if (backup.status !== 'READY') {
        throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
      }
      const ids = collectionIds ?? backup.collections.map(({id}) => id)
      checkHeld(
        backup,
        ids.map((id) => ({dataCollectionId: id})),
      )
      const since = backup.requestedDate
      const names = new Map(backup.collections.map(({id, displayName}) => [id, displayName]))
      return {backupId, since, ...(await forecastSlice({ids, since, next, schemas, names}, request, limiter))}
    },

    async getExposure(next) {
      const request = new WixRequest(timing)
      const [ready, schemas] = await Promise.all([
        request.read(() => wix.listBackups({limit: 1, offset: 0, status: ['READY']})),
        readSchemas(request, 'or fail'),
      ])
      const backup = ready.items[0]
      const ids = [...schemas.keys()]
      if (!backup) return {backup: null, collections: [], uncoveredCollectionIds: ids, next: null, waitMs: 0}
      const held = new Set(backup.collections.map(({id}) => id))
      const slice = await forecastSlice(
        {ids: ids.filter((id) => held.has(id)), since: backup.requestedDate, next, schemas, names: new Map()},
        request,
        limiter,
      )
      return {backup, ...slice, uncoveredCollectionIds: ids.filter((id) => !held.has(id))}
    },
  }

  async function restore(
    backupId: string,
    collections: RestorationCollection[] | null,
    {overwrite}: RestoreOptions,
  ): Promise<Restoration> {
    const request = new WixRequest(timing)
    const [backup, restorations] = await Promise.all([
      findBackup(request, backupId),
      request.read(() => wix.listRestorations({limit: LIST_LIMIT, offset: 0})),
    ])
    if (backup.status !== 'READY')
      throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
    const chosen = collections ?? backup.collections.map(({id}) => ({dataCollectionId: id}))
    checkHeld(backup, chosen)
    const targets = chosen.map(targetOf)
    if (!overwrite) throw BackupsError.of({code: 'WOULD_OVERWRITE', backupId, backup, collectionIds: targets})
    checkNothingInProgress(restorations.items, targets)

    const known = new Set(restorations.items.map(({id}) => id))
    return request.write(
      () => (collections ? wix.restorePartialBackup(backupId, collections) : wix.restoreBackup(backupId)),
      'started the restoration',
      async () => {
        const now = await wix.listRestorations({limit: LIST_LIMIT, offset: 0})
        return now.items.find(
          (restoration) =>
            !known.has(restoration.id) &&
            restoration.backup.id === backupId &&
            sameTargets(targetsOf(restoration), targets),
        )
      },
    )
  }
}

async function findBackup(request: WixRequest, backupId: string): Promise<Backup> {
  // The Backups API has no operation that gets one backup.
  const found = await findInPages(request, wix.listBackups, backupId)
  if (!found) throw BackupsError.of({code: 'BACKUP_NOT_FOUND', backupId})
  return found
}

async function findInPages<T extends {id: string}>(
  request: WixRequest,
  list: (paging: Required<Paging>) => Promise<Page<T>>,
  id: string,
): Promise<T | undefined> {
  for (let page = 0; page < MOST_PAGES; page++) {
    const listed = await request.read(() => list({limit: LIST_LIMIT, offset: page * LIST_LIMIT}))
    const found = listed.items.find((entry) => entry.id === id)
    if (found || !hasMore(listed)) return found
  }
  return undefined
}

/** The collections are an aid on the page: the backups are shown even where these cannot be read. */
async function readCollections(
  request: WixRequest,
): Promise<{collections: SiteCollection[] | null; collectionsProblem: Problem | null}> {
  try {
    const collections = await listEveryCollection(request)
    return {
      collections: collections.map(({id, displayName, type}) => ({id, displayName, type})),
      collectionsProblem: null,
    }
  } catch (error) {
    if (error instanceof BackupsError) return {collections: null, collectionsProblem: error.problem}
    throw error
  }
}

/** For a forecast, collections that cannot be read are a fact among others; for an exposure they are the question. */
async function readSchemas(
  request: WixRequest,
  otherwise: 'or fail',
): Promise<Map<string, wix.CollectionSchema>>
async function readSchemas(request: WixRequest): Promise<Map<string, wix.CollectionSchema> | null>
async function readSchemas(
  request: WixRequest,
  otherwise?: 'or fail',
): Promise<Map<string, wix.CollectionSchema> | null> {
  try {
    return new Map((await listEveryCollection(request)).map((collection) => [collection.id, collection]))
  } catch (error) {
    if (otherwise === undefined && error instanceof BackupsError) return null
    throw error
  }
}

async function listEveryCollection(request: WixRequest): Promise<wix.CollectionSchema[]> {
  const collections: wix.CollectionSchema[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const listed = await request.read(() =>
      wix.listCollections({limit: LIST_LIMIT, offset: page * LIST_LIMIT}),
    )
    collections.push(...listed.items)
    if (!hasMore(listed)) break
  }
  return collections
}

function checkHeld(backup: Backup, chosen: RestorationCollection[]): void {
  const held = new Set(backup.collections.map(({id}) => id))
  const missing = chosen.map(({dataCollectionId}) => dataCollectionId).filter((id) => !held.has(id))
  if (missing.length > 0) {
    throw BackupsError.of({
      code: 'COLLECTION_NOT_IN_BACKUP',
      backupId: backup.id,
      backup,
      collectionIds: missing,
    })
  }
}

function checkNothingInProgress(restorations: Restoration[], targets: string[]): void {
  const wanted = new Set(targets)
  for (const restoration of restorations) {
    if (restoration.status !== 'PENDING') continue
    const both = targetsOf(restoration).filter((id) => wanted.has(id))
    if (both.length > 0) {
      throw BackupsError.of({
        code: 'RESTORATION_IN_PROGRESS',
        restorationId: restoration.id,
        collectionIds: both,
      })
    }
  }
}

/** The collections that a restoration writes into; one without a list restores the whole backup. */
function targetsOf({backup, restorationCollections}: Restoration): string[] {
  return restorationCollections.length > 0
    ? restorationCollections.map(targetOf)
    : backup.collections.map(({id}) => id)
}

function targetOf({dataCollectionId, restoreDestination}: RestorationCollection): string {
  return restoreDestination?.dataCollectionId ?? dataCollectionId
}

function sameTargets(a: string[], b: string[]): boolean {
  const wanted = new Set(b)
  return a.length === b.length && a.every((id) => wanted.has(id))
}

function hasMore<T>({items, offset, total}: Page<T>): boolean {
  return total === null ? items.length >= LIST_LIMIT : offset + items.length < total
}
