import type {Engine} from '../engine/types'
import * as backups from './backups'
import * as collections from './collections'
import * as items from './items'
import * as references from './references'
import {createToken, getTokenInfo} from './oauth'
import type {Call} from './request'
import {getSiteProperties} from './site-properties'

export type Handler = (engine: Engine, call: Call) => Promise<unknown>

export interface Route {
  method: string
  path: string
  operation: string
  handle: Handler
}

const BACKUPS = '/wix-data/v2/backups'
const COLLECTIONS = '/wix-data/v2/collections'
const ITEMS = '/wix-data/v2/items'
const BULK = '/wix-data/v2/bulk/items'

/** Everything that the local Wix serves of www.wixapis.com. Operations have the names that `/__local/faults` takes. */
export const ROUTES: readonly Route[] = [
  route('POST', BACKUPS, 'createBackup', backups.createBackup),
  route('GET', BACKUPS, 'listBackups', backups.listBackups),
  route('GET', `${BACKUPS}/restorations`, 'listRestorations', backups.listRestorations),
  route('POST', `${BACKUPS}/{backupId}/restore`, 'restoreBackup', backups.restoreBackup),
  route(
    'POST',
    `${BACKUPS}/{backupId}/partial-restore`,
    'restorePartialBackup',
    backups.restorePartialBackup,
  ),
  route('DELETE', `${BACKUPS}/{backupId}`, 'deleteBackup', backups.deleteBackup),

  route('GET', COLLECTIONS, 'listDataCollections', collections.listDataCollections),
  route('POST', COLLECTIONS, 'createDataCollection', collections.createDataCollection),
  route('GET', `${COLLECTIONS}/{dataCollectionId}`, 'getDataCollection', collections.getDataCollection),
  route(
    'DELETE',
    `${COLLECTIONS}/{dataCollectionId}`,
    'deleteDataCollection',
    collections.deleteDataCollection,
  ),
  route('PUT', COLLECTIONS, 'updateDataCollection', collections.updateDataCollection),
  route('PATCH', `${COLLECTIONS}/{dataCollectionId}`, 'patchDataCollection', collections.patchDataCollection),
  route(
    'POST',
    `${COLLECTIONS}/create-field`,
    'createDataCollectionField',
    collections.createDataCollectionField,
  ),
  route(
    'POST',
    `${COLLECTIONS}/update-field`,
    'updateDataCollectionField',
    collections.updateDataCollectionField,
  ),
  route(
    'POST',
    `${COLLECTIONS}/delete-field`,
    'deleteDataCollectionField',
    collections.deleteDataCollectionField,
  ),

  // A query travels as GET with `.r`, or as POST when it is long; writes of one item as the SDK sends them
  // (`POST /items/update`) and as the REST reference shows them (`PUT /items/{id}`).
  route('GET', `${ITEMS}/query`, 'queryDataItems', items.queryDataItems),
  route('POST', `${ITEMS}/query`, 'queryDataItems', items.queryDataItems),
  route('POST', `${ITEMS}/count`, 'countDataItems', items.countDataItems),
  route('POST', ITEMS, 'insertDataItem', items.insertDataItem),
  route('POST', `${ITEMS}/update`, 'updateDataItem', items.updateDataItem),
  route('PUT', `${ITEMS}/{dataItemId}`, 'updateDataItem', items.updateDataItem),
  route('POST', `${ITEMS}/patch`, 'patchDataItem', items.patchDataItem),
  route('POST', `${ITEMS}/save`, 'saveDataItem', items.saveDataItem),
  route('POST', `${ITEMS}/remove`, 'removeDataItem', items.removeDataItem),
  route('DELETE', `${ITEMS}/{dataItemId}`, 'removeDataItem', items.removeDataItem),
  route('POST', `${ITEMS}/truncate`, 'truncateDataItems', items.truncateDataItems),
  route('POST', `${BULK}/insert`, 'bulkInsertDataItems', items.bulkInsertDataItems),
  route('POST', `${BULK}/update`, 'bulkUpdateDataItems', items.bulkUpdateDataItems),
  route('POST', `${BULK}/patch`, 'bulkPatchDataItems', items.bulkPatchDataItems),
  route('POST', `${BULK}/save`, 'bulkSaveDataItems', items.bulkSaveDataItems),
  route('POST', `${BULK}/remove`, 'bulkRemoveDataItems', items.bulkRemoveDataItems),
  route(
    'POST',
    `${BULK}/insert-references`,
    'bulkInsertDataItemReferences',
    references.bulkInsertDataItemReferences,
  ),
  route(
    'POST',
    `${BULK}/remove-references`,
    'bulkRemoveDataItemReferences',
    references.bulkRemoveDataItemReferences,
  ),
  route(
    'POST',
    `${ITEMS}/replace-references`,
    'replaceDataItemReferences',
    references.replaceDataItemReferences,
  ),
  route('POST', `${ITEMS}/query-referenced`, 'queryReferencedDataItems', references.queryReferencedDataItems),
  route('POST', `${ITEMS}/is-referenced`, 'isReferencedDataItem', references.isReferencedDataItem),
  route('GET', `${ITEMS}/{dataItemId}`, 'getDataItem', items.getDataItem),

  route('GET', '/site-properties/v4/properties', 'getSiteProperties', getSiteProperties),

  route('POST', '/oauth2/token-info', 'getTokenInfo', getTokenInfo),
  route('POST', '/oauth2/token', 'createToken', createToken),
]

export const OPERATIONS: readonly string[] = [...new Set(ROUTES.map(({operation}) => operation))]

/** The route of a path, with its parameters decoded. A fixed segment wins over a parameter. */
export function findRoute(
  method: string,
  path: string,
): {route: Route; params: Record<string, string>} | undefined {
  const segments = path.split('/')
  for (const candidate of BY_FEWEST_PARAMETERS) {
    if (candidate.method !== method) continue
    const params = match(candidate.path.split('/'), segments)
    if (params) return {route: candidate, params}
  }
  return undefined
}

const BY_FEWEST_PARAMETERS = ROUTES.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)

function match(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? ''
    if (!expected.startsWith('{')) {
      if (expected !== actual) return undefined
      continue
    }
    if (actual === '') return undefined
    try {
      params[expected.slice(1, -1)] = decodeURIComponent(actual)
    } catch {
      return undefined
    }
  }
  return params
}

function route(method: string, path: string, operation: string, handle: Handler): Route {
  return {method, path, operation, handle}
}
