import {auth} from '@wix/essentials'
import {items} from '@wix/data'
import type {Listed} from 'public/recovery/align'
import {updatedAt, type Item} from 'public/recovery/item-values'

/**
 * What item recovery asks of Wix Data, elevated. Everything here decides a write sooner or later, so every read is
 * consistent; a draft is an item that was not deleted; a site's hooks are for its own writes, not for these.
 */
const EXACT = {consistentRead: true, showDrafts: true, suppressHooks: true}
const WRITE = {suppressHooks: true, showDrafts: true}

/** "At most 1,000" (Wix Data, query limit and bulk writes). */
export const MOST_AT_ONCE = 1000

export interface ListedPage {
  items: Listed[]
  /** How many there are behind `after`, asked for with the first page only. */
  total: number | null
}

/** The next items by ID, in Wix's own order, with no more than when they were updated. */
export async function listItems(
  collectionId: string,
  after: string | null,
  {counted}: {counted: boolean},
): Promise<ListedPage> {
  const all = auth.elevate(items.query)(collectionId).ascending('_id').limit(MOST_AT_ONCE)
  const query = (after === null ? all : all.gt('_id', after)).fields('_id', '_updatedDate')
  const found = await query.find({...EXACT, ...(counted && {returnTotalCount: true})})
  return {
    items: (found.items as Item[]).map((item) => ({id: item._id, updated: updatedAt(item)})),
    total: counted ? (found.totalCount ?? null) : null,
  }
}

/** Those of these items that are there, whole or some of their fields. */
export async function readItems(collectionId: string, ids: string[], fields?: string[]): Promise<Item[]> {
  if (ids.length === 0) return []
  const all = auth.elevate(items.query)(collectionId).hasSome('_id', ids).limit(ids.length)
  const found = await (fields ? all.fields('_id', ...fields) : all).find(EXACT)
  return found.items as Item[]
}

/** Items of which a field, a reference or a multi-reference, points at one of these. In pages by ID. */
export async function findReferring(
  collectionId: string,
  field: string,
  targetIds: string[],
  after: string | null,
): Promise<Item[]> {
  const all = auth.elevate(items.query)(collectionId).hasSome(field, targetIds).ascending('_id')
  const found = await (after === null ? all : all.gt('_id', after))
    .fields('_id', field)
    .limit(MOST_AT_ONCE)
    .find(EXACT)
  return found.items as Item[]
}

export interface Link {
  itemId: string
  targetId: string
  /** The target is not there, or may not be read. */
  unresolved: boolean
}

/** The multi-references of some items, which are no part of the items themselves. */
export async function readLinks(collectionId: string, itemIds: string[], field: string): Promise<Link[]> {
  const links: Link[] = []
  for (;;) {
    const {results, pagingMetadata} = await auth.elevate(items.queryReferencedItems)(
      collectionId,
      itemIds,
      field,
      {
        ...(EXACT.consistentRead && {consistentRead: true}),
        showDrafts: true,
        fields: ['_id'],
        returnTotalCount: true,
        paging: {limit: MOST_AT_ONCE, offset: links.length},
      },
    )
    for (const {referringItemId, item, unresolvedReference} of results) {
      const targetId = item?._id ?? unresolvedReference?.referencedItemId
      if (targetId) links.push({itemId: referringItemId, targetId, unresolved: !item})
    }
    if (results.length === 0 || links.length >= (pagingMetadata.total ?? links.length)) return links
  }
}

/** What became of each item of a bulk write. */
export interface BulkOutcome {
  errors: {itemId: string; code: string; message: string}[]
}

/** Inserts under their own IDs; one that exists is left alone and told as an error. */
export async function insertItems(collectionId: string, list: Item[]): Promise<BulkOutcome> {
  const {errors} = await auth.elevate(items.bulkInsert)(collectionId, list, WRITE)
  return {errors: errors.map((error) => readBulkError(error, list))}
}

/** Sets and removes fields of one item, if it is still as it was seen. */
export async function patchItem(
  collectionId: string,
  itemId: string,
  fields: Record<string, unknown>,
  seen: Date | null,
): Promise<void> {
  await auth.elevate(items.patch)(collectionId, itemId, modifications(fields), {
    ...WRITE,
    ...(seen && {condition: {_updatedDate: {$eq: seen}}}),
  })
}

/** Sets one field of many items to one value, of those that meet the condition. */
export async function patchItems(
  collectionId: string,
  itemIds: string[],
  fields: Record<string, unknown>,
  condition: Record<string, unknown>,
): Promise<BulkOutcome> {
  const {errors} = await auth.elevate(items.bulkPatch)(collectionId, itemIds, modifications(fields), {
    ...WRITE,
    condition,
  })
  return {
    errors: errors.map((error) =>
      readBulkError(
        error,
        itemIds.map((_id) => ({_id})),
      ),
    ),
  }
}

/** Removes one item, if it is still as it was seen. */
export async function removeItem(collectionId: string, itemId: string, seen: Date | null): Promise<void> {
  await auth.elevate(items.remove)(collectionId, itemId, {
    ...WRITE,
    ...(seen && {condition: {_updatedDate: {$eq: seen}}}),
  })
}

export async function insertLinks(
  collectionId: string,
  field: string,
  itemId: string,
  targetIds: string[],
): Promise<void> {
  await auth.elevate(items.insertReference)(collectionId, field, itemId, targetIds)
}

export async function removeLinks(
  collectionId: string,
  field: string,
  itemId: string,
  targetIds: string[],
): Promise<void> {
  await auth.elevate(items.removeReference)(collectionId, field, itemId, targetIds)
}

export async function replaceLinks(
  collectionId: string,
  field: string,
  itemId: string,
  targetIds: string[],
): Promise<void> {
  await auth.elevate(items.replaceReferences)(collectionId, field, itemId, targetIds)
}

function modifications(fields: Record<string, unknown>) {
  return Object.entries(fields).map(([fieldPath, value]) =>
    value === undefined
      ? {fieldPath, action: 'REMOVE_FIELD' as const}
      : {fieldPath, action: 'SET_FIELD' as const, value},
  )
}

function readBulkError(error: unknown, list: {_id: string}[]): BulkOutcome['errors'][number] {
  const {message, code, originalIndex, item} = Object(error) as {
    message?: string
    code?: string
    originalIndex?: number
    item?: {_id?: string} | string
  }
  const named = typeof item === 'string' ? item : item?._id
  return {
    itemId: named ?? (originalIndex === undefined ? '' : (list[originalIndex]?._id ?? '')),
    code: code ?? 'UNKNOWN',
    message: message ?? 'Wix refused it',
  }
}
