import type {DefinitionJson, ReferenceSlice, SchemaSlice} from '../../../copies-contract'
import type {ItemReader} from '../../../copies/copy-collections'
import type {CollectionDefinition, CopyItem} from '../../../copies/copy-format'
import type {SiteCalls} from './site-calls'

/** Every collection of the site, with its whole schema. */
export async function readSchema(calls: SiteCalls): Promise<CollectionDefinition[]> {
  const found = new Map<string, DefinitionJson>()
  for (let next: string | null = null; ;) {
    const from: string | null = next
    const slice: SchemaSlice = await calls.read((methods) => methods.readSchema(from))
    // A collection that is created meanwhile may move others to the next page.
    for (const collection of slice.collections) found.set(collection.id, collection)
    if (slice.next === null) return [...found.values()]
    next = slice.next
  }
}

export interface SiteItems extends ItemReader {
  readItems(collectionId: string, ids: string[]): Promise<CopyItem[]>
}

/** A site's items over its web methods. */
export function siteItems(calls: SiteCalls): SiteItems {
  return {
    async readPage(collectionId, {after, limit, withTotal}) {
      return calls.read((methods) => methods.readItems(collectionId, {after, limit, withTotal}))
    },

    async readItems(collectionId, ids) {
      const found: CopyItem[] = []
      const wanted = new Set(ids)
      while (wanted.size > 0) {
        const {items, more} = await calls.read((methods) =>
          methods.readItems(collectionId, {itemIds: [...wanted]}),
        )
        found.push(...items)
        if (!more) break
        for (const {_id} of items) wanted.delete(_id)
      }
      return found
    },

    async readReferences(collectionId, field, itemIds) {
      const found = new Map<string, string[]>()
      for (let next: string | null = null; itemIds.length > 0;) {
        const from: string | null = next
        const slice: ReferenceSlice = await calls.read((methods) =>
          methods.readReferences(collectionId, field, itemIds, from),
        )
        for (const [itemId, targets] of Object.entries(slice.links)) {
          found.set(itemId, [...(found.get(itemId) ?? []), ...targets])
        }
        if (slice.next === null) break
        next = slice.next
      }
      return found
    },

    newestUpdate: async (collectionId) =>
      (await calls.read((methods) => methods.countItems(collectionId))).newest,

    countUpdatedAfter: async (collectionId, date) =>
      (await calls.read((methods) => methods.countItems(collectionId, date))).updatedAfter,

    countItems: async (collectionId) =>
      (await calls.read((methods) => methods.countItems(collectionId))).total,
  }
}
