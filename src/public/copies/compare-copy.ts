import type {SchemaChange} from '../copies-contract'
import type {ChangedItem, DeletedItem} from '../recovery-contract'
import {itemDetails} from '../recovery/item-details'
import {itemTitle, type TitledFields} from '../recovery/item-title'
import {differingFields, sameValue} from '../recovery/item-values'
import type {ItemReader} from './copy-collections'
import {
  multiReferenceFields,
  type CollectionDefinition,
  type CopiedCollection,
  type CopyItem,
} from './copy-format'
import type {Copy} from './open-copy'
import {ownFields, schemaChanges} from './schema-changes'

/** What is read of a site to compare a copy with it. */
export interface SiteReader extends Pick<ItemReader, 'readReferences' | 'countItems'> {
  readItems(collectionId: string, ids: string[]): Promise<CopyItem[]>
}

export interface ComparedItem extends ChangedItem {
  /** Where it was asked for: both values of each field that differs. */
  values?: Record<string, {then: unknown; now: unknown}>
}

export interface CollectionComparison {
  collectionId: string
  displayName: string
  /** Whether the collection is on the site. */
  exists: boolean
  schema: SchemaChange[]
  /** In the copy, and not on the site any more. */
  deleted: DeletedItem[]
  /** On both, and not the same; `updatedDate` is the site's. */
  changed: ComparedItem[]
  /** On the site, and not in the copy; `null`: Wix did not say how many items there are. */
  added: number | null
  unchanged: number
}

export interface CompareOptions {
  copy: Copy
  collections: CopiedCollection[]
  site: SiteReader
  /** The site's collections as they are now. */
  live: CollectionDefinition[]
  /** With a picture and the text of each item, for a person to find it by. */
  withDetails?: boolean
  /** With both values of each field that differs. */
  withValues?: boolean
  onProgress?: (items: number, ofItems: number) => void
}

/** Lays a copy beside a site, collection by collection. Wix's own fields are not compared. */
export async function* compareCopy(options: CompareOptions): AsyncGenerator<CollectionComparison> {
  const {copy, collections, site, live, withDetails, withValues, onProgress} = options
  const total = collections.reduce((sum, {items}) => sum + items, 0)
  let items = 0
  for (const collection of collections) {
    yield await compareCollection(site, {
      displayName: collection.displayName,
      definition: await copy.readDefinition(collection),
      now: live.find(({id}) => id === collection.id),
      items: copy.readItems(collection),
      withDetails,
      withValues,
      onProgress: (compared) => onProgress?.(items + compared, total),
    })
    items += collection.items
  }
}

/** One collection as it was, and where it is now. */
export interface ComparedSide {
  displayName: string
  definition: CollectionDefinition
  now: CollectionDefinition | undefined
  items: AsyncIterable<CopyItem[]>
  withDetails?: boolean | undefined
  withValues?: boolean | undefined
  onProgress?: (compared: number) => void
}

export async function compareCollection(
  site: SiteReader,
  {displayName, definition, now, items, withDetails, withValues, onProgress}: ComparedSide,
): Promise<CollectionComparison> {
  const collectionId = definition.id
  const comparison: CollectionComparison = {
    collectionId,
    displayName,
    exists: now !== undefined,
    schema: now ? schemaChanges(definition, now) : [],
    deleted: [],
    changed: [],
    added: 0,
    unchanged: 0,
  }
  const titled = titledFields(definition)
  const links = now ? sharedLinks(definition, now) : []
  let found = 0
  let compared = 0
  for await (const then of items) {
    const there = now ? await readLive(site, collectionId, then, links) : new Map<string, CopyItem>()
    for (const item of then) {
      const live = there.get(item._id)
      const title = itemTitle(item, titled)
      const details = (shown: CopyItem) => withDetails && {details: itemDetails(shown)}
      if (!live)
        comparison.deleted.push({itemId: item._id, title, updatedDate: dateOf(item), ...details(item)})
      else {
        found += 1
        const fields = differingItemFields(definition, item, live)
        if (fields.length === 0) comparison.unchanged += 1
        else {
          const updatedDate = dateOf(live)
          comparison.changed.push({
            itemId: item._id,
            title,
            fields,
            updatedDate,
            ...details(live),
            ...(withValues && {values: valuesOf(fields, item, live)}),
          })
        }
      }
    }
    compared += then.length
    onProgress?.(compared)
  }
  if (now) {
    const count = await site.countItems(collectionId)
    comparison.added = count === null ? null : Math.max(0, count - found)
  }
  return comparison
}

/** Multi-reference fields of both. Where one is gone or another type, there is nothing to compare: the schema says so. */
export function sharedLinks(then: CollectionDefinition, now: CollectionDefinition): string[] {
  const live = multiReferenceFields(now)
  return multiReferenceFields(then).filter((field) => live.includes(field))
}

function valuesOf(fields: string[], then: CopyItem, now: CopyItem) {
  return Object.fromEntries(fields.map((key) => [key, {then: then[key] ?? null, now: now[key] ?? null}]))
}

/** The site's versions of items, with their multi-references as a copy has them. */
export async function readLive(
  site: SiteReader,
  collectionId: string,
  items: readonly {_id: string}[],
  multiReferences: readonly string[],
): Promise<Map<string, CopyItem>> {
  const ids = items.map(({_id}) => _id)
  const found = new Map((await site.readItems(collectionId, ids)).map((item) => [item._id, item]))
  for (const field of multiReferences) {
    const references = await site.readReferences(collectionId, field, [...found.keys()])
    for (const item of found.values()) item[field] = references.get(item._id) ?? []
  }
  return found
}

/** Fields in which two versions differ. Multi-references are compared as sets; none and nothing are the same. */
export function differingItemFields(
  definition: CollectionDefinition,
  then: CopyItem,
  now: CopyItem,
): string[] {
  const links = new Set(multiReferenceFields(definition))
  return differingFields(then, now).filter(
    (field) => !links.has(field) || !sameValue(idsIn(then[field]), idsIn(now[field])),
  )
}

/** The IDs of a multi-reference field, as a set. */
export function idsIn(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value as string[])].toSorted() : []
}

export function titledFields(definition: CollectionDefinition): TitledFields {
  const {displayField} = definition
  return {
    displayField: typeof displayField === 'string' ? displayField : null,
    textFields: ownFields(definition)
      .filter(({type}) => type === 'TEXT')
      .map(({key}) => key),
  }
}

export function dateOf(item: CopyItem): string | null {
  const {$date} = Object(item._updatedDate) as {$date?: unknown}
  return typeof $date === 'string' ? $date : null
}
