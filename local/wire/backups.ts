import {BACKUP_STATUSES, BACKUP_TYPES, RESTORATION_STATUSES} from 'public/contract'
import {isGuid} from 'public/rules/is-guid'
import type {Backup, Engine, Restoration} from '../engine/types'
import {applicationError, invalidField} from './wire-error'
import {asList, asObject, asString, readListPaging, type Call} from './request'

/** "Maximum: 1000 collections" (SDK types). */
const MOST_COLLECTIONS = 1000
const LONGEST_ID = 256

type Handler = (engine: Engine, call: Call) => Promise<unknown>

/** The six operations of the Backups API. Scope `SCOPE.DC-DATA.MANAGE-BACKUPS`: the owner and apps that have it. */
export const createBackup: Handler = allowed(async (engine) => ({
  backup: backupJson(await engine.createBackup()),
}))

export const listBackups: Handler = allowed(async (engine, {query}) => {
  const paging = readListPaging(query)
  const status = readEach(query, 'status', BACKUP_STATUSES)
  const type = readEach(query, 'type', BACKUP_TYPES)
  const {items, total} = engine.listBackups({...paging, ...(status && {status}), ...(type && {type})})
  return {backups: items.map(backupJson), pagingMetadata: {count: items.length, offset: paging.offset, total}}
})

export const restoreBackup: Handler = allowed(async (engine, {params}) => ({
  restoration: restorationJson(await engine.restoreBackup(readBackupId(params))),
}))

export const restorePartialBackup: Handler = allowed(async (engine, {params, input}) => {
  const id = readBackupId(params)
  const list = asList(input.restorationCollections, 'restorationCollections', {from: 1, to: MOST_COLLECTIONS})
  const chosen = list.map((entry, index) => {
    const at = `restorationCollections[${index}]`
    const {dataCollectionId, restoreDestination} = asObject(entry, at)
    const source = readCollectionId(dataCollectionId, `${at}.dataCollectionId`)
    if (restoreDestination === undefined || restoreDestination === null) return {dataCollectionId: source}
    const destination = asObject(restoreDestination, `${at}.restoreDestination`)
    return {
      dataCollectionId: source,
      restoreDestination: {
        dataCollectionId: readCollectionId(
          destination.dataCollectionId,
          `${at}.restoreDestination.dataCollectionId`,
        ),
        ...(typeof destination.displayName === 'string' && {displayName: destination.displayName}),
      },
    }
  })
  return {restoration: restorationJson(await engine.restorePartialBackup(id, chosen))}
})

export const deleteBackup: Handler = allowed(async (engine, {params}) => {
  await engine.deleteBackup(readBackupId(params))
  return {}
})

export const listRestorations: Handler = allowed(async (engine, {query}) => {
  const paging = readListPaging(query)
  const status = readEach(query, 'status', RESTORATION_STATUSES)
  const {items, total} = engine.listRestorations({...paging, ...(status && {status})})
  return {
    restorations: items.map(restorationJson),
    pagingMetadata: {count: items.length, offset: paging.offset, total},
  }
})

function allowed(handler: Handler): Handler {
  return async (engine, call) => {
    // A collaborator may click, but not call this API: which is why the web methods elevate.
    if (call.identity !== 'owner' && call.identity !== 'app') {
      throw applicationError(403, 'PERMISSION_DENIED', 'Missing the permission to manage data backups')
    }
    return handler(engine, call)
  }
}

export function backupJson(backup: Backup) {
  return {
    id: backup.id,
    status: backup.status,
    type: backup.type,
    requestedDate: iso(backup.requestedDate),
    startedDate: iso(backup.startedDate),
    finishedDate: iso(backup.finishedDate),
    deletedDate: iso(backup.deletedDate),
    // A 64-bit number travels as a string.
    sizeInBytes: backup.sizeInBytes === null ? null : String(backup.sizeInBytes),
    collections: backup.collections,
  }
}

export function restorationJson(restoration: Restoration) {
  return {
    id: restoration.id,
    backup: backupJson(restoration.backup),
    status: restoration.status,
    requestedDate: iso(restoration.requestedDate),
    startedDate: iso(restoration.startedDate),
    finishedDate: iso(restoration.finishedDate),
    restorationCollections: restoration.restorationCollections,
  }
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}

function readBackupId({backupId}: Record<string, string>): string {
  if (!backupId || !isGuid(backupId)) throw invalidField('backupId', 'is not a valid GUID')
  return backupId
}

function readCollectionId(value: unknown, field: string): string {
  const id = asString(value, field)
  if (id.length > LONGEST_ID)
    throw invalidField(field, `has length ${id.length}, expected 1 to ${LONGEST_ID}`)
  return id
}

/** Lists repeat the key: `?status=READY&status=PENDING`. */
function readEach<T extends string>(
  query: URLSearchParams,
  field: string,
  known: readonly T[],
): T[] | undefined {
  const values = query.getAll(field)
  if (values.length === 0) return undefined
  for (const value of values) {
    if (!known.includes(value as T))
      throw invalidField(field, `has value ${value.slice(0, 50)}, expected ${known.join(', ')}`)
  }
  return values as T[]
}
