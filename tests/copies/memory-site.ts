import type {ItemReader} from 'public/copies/copy-collections'
import type {CollectionDefinition, CopyItem} from 'public/copies/copy-format'

export interface MemoryCollection {
  definition: CollectionDefinition
  items: CopyItem[]
  /** Of multi-reference fields, by field and item. */
  links?: Record<string, Record<string, string[]>>
}

/** Items in memory, read as Wix reads them: sorted by ID, page by page. */
export function memoryReader(collections: MemoryCollection[]): ItemReader {
  const lookup = (id: string) => collections.find(({definition}) => definition.id === id)!
  const updated = ({_updatedDate}: CopyItem) => (_updatedDate as {$date: string} | undefined)?.$date ?? ''
  return {
    async readPage(id, {after, limit, withTotal}) {
      const {items} = lookup(id)
      const sorted = items.toSorted((a, b) => (a._id < b._id ? -1 : 1))
      const from = after === null ? 0 : sorted.findIndex(({_id}) => _id > after)
      return {
        items: from === -1 ? [] : sorted.slice(from, from + limit),
        total: withTotal ? items.length : null,
      }
    },
    async readReferences(id, field, itemIds) {
      const links = lookup(id).links?.[field] ?? {}
      return new Map(itemIds.flatMap((item) => (links[item] ? [[item, links[item]]] : [])))
    },
    async newestUpdate(id) {
      return lookup(id).items.map(updated).toSorted().at(-1) ?? null
    },
    async countUpdatedAfter(id, date) {
      return lookup(id).items.filter((item) => updated(item) > date).length
    },
    async countItems(id) {
      return lookup(id).items.length
    },
  }
}

export function aDefinition(
  id: string,
  fields: [key: string, type: string, into?: string][] = [['title', 'TEXT']],
): CollectionDefinition {
  return {
    id,
    displayName: id,
    collectionType: 'NATIVE',
    permissions: {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ANYONE'},
    fields: fields.map(([key, type, into]) => ({
      key,
      displayName: key,
      type,
      ...(into !== undefined && {
        typeMetadata: {
          [type === 'REFERENCE' ? 'reference' : 'multiReference']: {referencedCollectionId: into},
        },
      }),
    })),
  }
}
