import type {backups, collections} from '@wix/data'
import type {WixClient} from './wix-client'

export type Backup = backups.Backup
export type Restoration = backups.Restoration
export type RestorationCollection = backups.RestorationCollection
export type Collection = collections.DataCollection
export type Item = Record<string, unknown> & {_id: string}

/** The SDK's functions that are asked with: of a client, or imported by a site's own code. */
export interface Sdk {
  backups: Pick<
    WixClient['backups'],
    | 'createBackup'
    | 'listBackups'
    | 'deleteBackup'
    | 'restoreBackup'
    | 'restorePartialBackup'
    | 'listRestorations'
  >
  collections: Pick<
    WixClient['collections'],
    'createDataCollection' | 'getDataCollection' | 'deleteDataCollection' | 'addDataCollectionPlugin'
  >
  items: Pick<
    WixClient['items'],
    | 'insert'
    | 'bulkInsert'
    | 'update'
    | 'get'
    | 'remove'
    | 'query'
    | 'bulkPatch'
    | 'insertReference'
    | 'removeReference'
    | 'isReferenced'
  >
}

export interface ItemQuery {
  after?: string
  limit?: number
  showDrafts?: boolean
}

export type WixCalls = ReturnType<typeof wixCalls>

/**
 * What the probe asks of Wix, as calls that take and answer with JSON, so that they can be made here, with an API
 * key, or by a site's own code, for a page that asks for them. Dates may be strings.
 */
export function wixCalls({backups, collections, items}: Sdk, elevate: <F>(call: F) => F = (call) => call) {
  const consistent = {consistentRead: true}
  return {
    createBackup: async () => (await elevate(backups.createBackup)()).backup!,
    listBackups: (paging: {limit: number; offset: number}) => elevate(backups.listBackups)({paging}),
    deleteBackup: (backupId: string) => elevate(backups.deleteBackup)(backupId),
    restoreBackup: async (backupId: string) => (await elevate(backups.restoreBackup)(backupId)).restoration!,
    restorePartialBackup: async (backupId: string, chosen: RestorationCollection[]) =>
      (await elevate(backups.restorePartialBackup)(backupId, chosen)).restoration!,
    listRestorations: (paging: {limit: number; offset: number}) =>
      elevate(backups.listRestorations)({paging}),

    createCollection: (collection: Parameters<typeof collections.createDataCollection>[0]) =>
      elevate(collections.createDataCollection)(collection),
    getCollection: (collectionId: string) => elevate(collections.getDataCollection)(collectionId),
    deleteCollection: (collectionId: string) => elevate(collections.deleteDataCollection)(collectionId),
    allowDrafts: (collectionId: string) =>
      elevate(collections.addDataCollectionPlugin)(collectionId, {
        plugin: {type: 'PUBLISH', publishOptions: {defaultStatus: 'PUBLISHED'}},
      }),

    insertItem: (collectionId: string, item: Item) => elevate(items.insert)(collectionId, item),
    insertItems: (collectionId: string, list: Item[]) => elevate(items.bulkInsert)(collectionId, list),
    updateItem: (collectionId: string, item: Item) => elevate(items.update)(collectionId, item),
    getItem: (collectionId: string, itemId: string) =>
      elevate(items.get)(collectionId, itemId, consistent) as Promise<Item | null>,
    removeItem: (collectionId: string, itemId: string) => elevate(items.remove)(collectionId, itemId),
    /** Items by `_id`, in Wix's order. */
    queryItems: async (collectionId: string, {after, limit = 1000, showDrafts}: ItemQuery = {}) => {
      const all = elevate(items.query)(collectionId).ascending('_id').limit(limit)
      const found = await (after === undefined ? all : all.gt('_id', after)).find({
        ...consistent,
        ...(showDrafts !== undefined && {showDrafts}),
      })
      return found.items as Item[]
    },
    /** Sets the titles of those items that were last updated when they are said to have been, in one call. */
    retitleAsSeen: async (collectionId: string, title: string, seen: Item[]) => {
      const patch = [{fieldPath: 'title', action: 'SET_FIELD' as const, value: title}]
      const condition = {
        $or: seen.map(({_id, _updatedDate}) => ({
          _id: {$eq: _id},
          _updatedDate: {$eq: new Date(_updatedDate as string)},
        })),
      }
      const ids = seen.map(({_id}) => _id)
      const {updated} = await elevate(items.bulkPatch)(collectionId, ids, patch, {condition})
      return {updated}
    },
    insertReference: (collectionId: string, field: string, itemId: string, targetId: string) =>
      elevate(items.insertReference)(collectionId, field, itemId, targetId),
    removeReference: (collectionId: string, field: string, itemId: string, targetId: string) =>
      elevate(items.removeReference)(collectionId, field, itemId, targetId),
    isReferenced: (collectionId: string, field: string, itemId: string, targetId: string) =>
      elevate(items.isReferenced)(collectionId, field, itemId, targetId, consistent),
  }
}
