import {auth, httpClient} from '@wix/essentials'
import {collections, items} from '@wix/data'
import type {
  DefinitionJson,
  FieldJson,
  ItemsWrite,
  ItemWritten,
  NewCollectionJson,
} from 'public/copies-contract'
import {fromJson, toJson, type Item} from 'public/recovery/item-values'
import type {ItemJson} from 'public/recovery-contract'
import {answered} from './answered'

/**
 * What own copies ask of Wix Data, elevated: definitions and items as its REST API has them. Reads are consistent, since
 * writes are decided by them; a site's hooks are for its own writes.
 */
const READ = {consistentRead: true, suppressHooks: true}
const WRITE = {suppressHooks: true}

/** One page of the site's collections, with all that Wix says of them. */
export async function listWholeDefinitions(paging: {
  limit: number
  offset: number
}): Promise<DefinitionJson[]> {
  const answer = await auth.elevate(collections.listDataCollections)({paging, consistentRead: true})
  return answered(answer.collections, 'collections').map(toWire)
}

export async function getWholeDefinition(collectionId: string): Promise<DefinitionJson> {
  return toWire(await auth.elevate(collections.getDataCollection)(collectionId, {consistentRead: true}))
}

export async function createCollection({id, fields, ...rest}: NewCollectionJson): Promise<DefinitionJson> {
  const created = await auth.elevate(collections.createDataCollection)({
    ...rest,
    _id: id,
    fields: fields.map(toField),
  })
  return toWire(created)
}

export async function createField(collectionId: string, field: FieldJson): Promise<DefinitionJson> {
  const {dataCollection} = await auth.elevate(collections.createDataCollectionField)(collectionId, {
    field: toField(field),
  })
  return toWire(answered(dataCollection, 'dataCollection'))
}

export interface ItemPage {
  items: ItemJson[]
  total: number | null
}

/** Items in the order of their IDs. */
export async function readItemPage(
  collectionId: string,
  {after, limit, withTotal}: {after: string | null; limit: number; withTotal: boolean},
): Promise<ItemPage> {
  const all = auth.elevate(items.query)(collectionId).ascending('_id').limit(limit)
  const found = await (after === null ? all : all.gt('_id', after)).find({
    ...READ,
    ...(withTotal && {returnTotalCount: true}),
  })
  return {items: (found.items as Item[]).map(asJson), total: withTotal ? (found.totalCount ?? null) : null}
}

export async function readItemsById(collectionId: string, ids: string[]): Promise<ItemJson[]> {
  const query = auth.elevate(items.query)(collectionId).hasSome('_id', ids).ascending('_id')
  return ((await query.limit(ids.length).find(READ)).items as Item[]).map(asJson)
}

export async function readNewestUpdate(collectionId: string): Promise<string | null> {
  const query = auth.elevate(items.query)(collectionId).descending('_updatedDate').fields('_updatedDate')
  const [newest] = (await query.limit(1).find(READ)).items as {_updatedDate?: Date}[]
  return newest?._updatedDate?.toISOString() ?? null
}

/** All of them, or those that were updated after the date. */
export async function countItemsOf(collectionId: string, updatedAfter: string | null): Promise<number> {
  const all = auth.elevate(items.query)(collectionId)
  const query = updatedAfter === null ? all : all.gt('_updatedDate', new Date(updatedAfter))
  return query.count({consistentRead: true})
}

/** Links of one page of a multi-reference field: pairs of an item and where it points. */
export async function readReferencePage(
  collectionId: string,
  field: string,
  itemIds: string[],
  paging: {limit: number; offset: number},
): Promise<[itemId: string, targetId: string][]> {
  const {results} = await auth.elevate(items.queryReferencedItems)(collectionId, itemIds, field, {
    consistentRead: true,
    fields: ['_id'],
    paging,
  })
  return results.map(({referringItemId, item, unresolvedReference}) => [
    referringItemId,
    answered(item?._id ?? unresolvedReference?.referencedItemId, 'referencedItemId'),
  ])
}

/** What became of each item, in their order. */
export async function writeBulk(collectionId: string, write: ItemsWrite): Promise<ItemWritten[]> {
  const ids = 'items' in write ? write.items.map(({_id}) => _id) : write.itemIds
  const {errors} = await sendBulk(collectionId, write)
  const outcomes = ids.map((): ItemWritten => 'DONE')
  for (const error of errors) {
    const {originalIndex, code, message} = error as {originalIndex?: number; code?: string; message?: string}
    if (originalIndex === undefined)
      throw new Error(`Wix did not say which item it refused: ${message ?? code}`)
    outcomes[originalIndex] = outcomeOf(code ?? '', message ?? 'Wix refused it')
  }
  return outcomes
}

function sendBulk(collectionId: string, write: ItemsWrite): Promise<{errors: unknown[]}> {
  switch (write.kind) {
    case 'INSERT':
      return auth.elevate(items.bulkInsert)(collectionId, write.items.map(fromItemJson), WRITE)
    case 'UPDATE':
      return auth.elevate(items.bulkUpdate)(collectionId, write.items.map(fromItemJson), {
        ...WRITE,
        condition: notAfter(write.seen),
      })
    case 'REMOVE':
      return auth.elevate(items.bulkRemove)(collectionId, write.itemIds, {
        ...WRITE,
        condition: notAfter(write.seen),
      })
    case 'FILL':
      return auth.elevate(items.bulkPatch)(
        collectionId,
        write.itemIds,
        [{fieldPath: write.field, action: 'SET_FIELD' as const, value: write.value}],
        {...WRITE, condition: {[write.field]: {$eq: null}}},
      )
  }
}

/** Whoever changed an item after it was read gave it a later date. */
function notAfter(seen: string) {
  return {_updatedDate: {$lte: new Date(seen)}}
}

/** The item does not meet the condition any more [assumed], or is gone. */
const CHANGED_CODES = new Set(['FAILED_PRECONDITION', 'WDE0073'])

function outcomeOf(code: string, message: string): ItemWritten {
  if (code === 'WDE0074') return 'EXISTS'
  return CHANGED_CODES.has(code) ? 'CHANGED' : {failed: `${code} ${message}`.trim()}
}

/** The SDK adds references item by item: a thousand at once go over the API that it stands on. */
const BULK_REFERENCES_URL = 'https://www.wixapis.com/wix-data/v2/bulk/items/insert-references'

/** How many of them Wix refused. */
export async function addReferences(
  collectionId: string,
  field: string,
  links: [itemId: string, targetId: string][],
): Promise<number> {
  const response = await auth.elevate(httpClient.fetchWithAuth)(BULK_REFERENCES_URL, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({
      dataCollectionId: collectionId,
      dataItemReferences: links.map(([referringItemId, referencedItemId]) => ({
        referringItemFieldName: field,
        referringItemId,
        referencedItemId,
      })),
    }),
  })
  const answer = (await response.json().catch(() => ({}))) as {
    details?: object
    bulkActionMetadata?: {totalFailures?: number}
  }
  if (!response.ok) {
    throw Object.assign(new Error(`Wix answered ${response.status}`), {
      status: response.status,
      details: answer.details,
    })
  }
  return answer.bulkActionMetadata?.totalFailures ?? 0
}

export async function replaceReferences(
  collectionId: string,
  field: string,
  itemId: string,
  targetIds: string[],
): Promise<void> {
  await auth.elevate(items.replaceReferences)(collectionId, field, itemId, targetIds)
}

function asJson(item: Item): ItemJson {
  return toJson(item) as ItemJson
}

function fromItemJson(item: ItemJson): Item {
  return fromJson(item) as Item
}

type Field = NonNullable<collections.DataCollection['fields']>[number]

/** As Wix itself sent it once: which types there are is for Wix to say. */
function toField(field: FieldJson) {
  return field as Field & FieldJson & {type: NonNullable<Field['type']>}
}

/** The SDK renames what begins with an underscore here, and makes dates of texts: as on the wire again. */
function toWire(collection: collections.DataCollection): DefinitionJson {
  const {_id, _createdDate, _updatedDate, fields, ...rest} = collection
  const dates = {
    ...(_createdDate && {createdDate: new Date(_createdDate).toISOString()}),
    ...(_updatedDate && {updatedDate: new Date(_updatedDate).toISOString()}),
  }
  return JSON.parse(
    JSON.stringify({id: answered(_id, 'collection.id'), ...rest, ...dates, fields: fields ?? []}),
  ) as DefinitionJson
}
