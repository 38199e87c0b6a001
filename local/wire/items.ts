import type {
  Collection,
  Engine,
  Environment,
  Filter,
  Item,
  ItemPatch,
  Permissions,
  Query,
  WriteMode,
  WriteOptions,
  WriteResult,
} from '../engine/types'
import {managesSite, OWNER_IDS, type Identity} from './identity'
import {applicationError, invalidField} from './wire-error'
import {asInteger, asList, asObject, asString, type Call} from './request'

/** "Query limit: default 50, at most 1000"; "at most 1000 items a call" (Wix Data). */
const DEFAULT_LIMIT = 50
const MOST_LIMIT = 1000
const MOST_BULK = 1000

type Operation = keyof Permissions
type Reference = {field: string; limit: number}

export async function queryDataItems(engine: Engine, {identity, input}: Call) {
  const {collection, environment, ownOnly} = open(engine, identity, input, 'read')
  const withTotal = input.returnTotalCount === true
  const query = {...readQuery(input.query, ownOnly), withoutTotal: !withTotal}
  const {items, total} = await engine.queryItems(collection.id, query, environment)
  const references = readIncluded(input.includeReferences)
  const shown = await includeReferences(engine, collection, items, references)
  return {
    dataItems: shown.map((item) => itemJson(collection.id, item)),
    pagingMetadata: {
      count: items.length,
      offset: query.offset,
      ...(withTotal && {total, tooManyToCount: false}),
    },
  }
}

export async function countDataItems(engine: Engine, {identity, input}: Call) {
  const {collection, environment, ownOnly} = open(engine, identity, input, 'read')
  const filter = both(readFilter(input.filter, 'filter'), ownOnly)
  return {totalCount: await engine.countItems(collection.id, filter, environment)}
}

export async function getDataItem(engine: Engine, {identity, params, input}: Call) {
  const {collection, environment, ownOnly} = open(engine, identity, input, 'read')
  const id = params.dataItemId ?? ''
  const item = await engine.getItem(collection.id, id, environment)
  if (!item || !own(item, ownOnly)) throw itemNotFound(id, collection.id)
  return {dataItem: itemJson(collection.id, item)}
}

export const insertDataItem = writeOne('insert')
export const updateDataItem = writeOne('update')
export const saveDataItem = writeOne('save')

export const bulkInsertDataItems = writeMany('insert')
export const bulkUpdateDataItems = writeMany('update')
export const bulkSaveDataItems = writeMany('save')

export async function removeDataItem(engine: Engine, {identity, params, input}: Call) {
  const {collection, environment, ownOnly} = open(engine, identity, input, 'remove')
  const id = params.dataItemId ?? asString(input.dataItemId, 'dataItemId')
  await checkOwn(engine, collection, environment, [id], ownOnly)
  const [result] = await engine.removeItems(collection.id, [id], environment, readCondition(input))
  return {dataItem: itemJson(collection.id, written(result, collection.id))}
}

export async function bulkRemoveDataItems(engine: Engine, {identity, input}: Call) {
  const {collection, environment, ownOnly} = open(engine, identity, input, 'remove')
  const ids = asList(input.dataItemIds, 'dataItemIds', {from: 1, to: MOST_BULK}).map((id, index) =>
    asString(id, `dataItemIds[${index}]`),
  )
  await checkOwn(engine, collection, environment, ids, ownOnly)
  const removed = await engine.removeItems(collection.id, ids, environment, readCondition(input))
  return bulkJson(collection.id, removed, false)
}

export async function patchDataItem(engine: Engine, {identity, input}: Call) {
  const {collection, environment, ownOnly} = open(engine, identity, input, 'update')
  const patch = readPatch(input.patch, 'patch')
  await checkOwn(engine, collection, environment, [patch.itemId], ownOnly)
  const [result] = await engine.patchItems(collection.id, [patch], environment, readCondition(input))
  return {dataItem: itemJson(collection.id, written(result, collection.id))}
}

export async function bulkPatchDataItems(engine: Engine, {identity, input}: Call) {
  const {collection, environment, ownOnly} = open(engine, identity, input, 'update')
  const patches = asList(input.patches, 'patches', {from: 1, to: MOST_BULK}).map((patch, index) =>
    readPatch(patch, `patches[${index}]`),
  )
  const ids = patches.map(({itemId}) => itemId)
  await checkOwn(engine, collection, environment, ids, ownOnly)
  const results = await engine.patchItems(collection.id, patches, environment, readCondition(input))
  return bulkJson(collection.id, results, input.returnEntity === true)
}

export async function truncateDataItems(engine: Engine, {identity, input}: Call) {
  const {collection, environment} = open(engine, identity, input, 'remove')
  await engine.truncateCollection(collection.id, environment)
  return {}
}

export async function bulkInsertDataItemReferences(engine: Engine, {identity, input}: Call) {
  const {collection} = open(engine, identity, input, 'update')
  const links = readLinks(collection, input.dataItemReferences)
  await engine.insertReferences(links)
  return linksJson(links.length, 'INSERT')
}

export async function bulkRemoveDataItemReferences(engine: Engine, {identity, input}: Call) {
  const {collection} = open(engine, identity, input, 'update')
  const links = readLinks(collection, input.dataItemReferences)
  await engine.removeReferences(links)
  return linksJson(links.length, 'DELETE')
}

export async function replaceDataItemReferences(engine: Engine, {identity, input}: Call) {
  const {collection} = open(engine, identity, input, 'update')
  const link = readLink(collection, input)
  const wanted = asList(input.newReferencedItemIds, 'newReferencedItemIds', {to: MOST_BULK}).map(
    (id, index) => asString(id, `newReferencedItemIds[${index}]`),
  )
  await engine.replaceReferences({...link, targetIds: wanted})
  return {}
}

export async function queryReferencedDataItems(engine: Engine, {identity, input}: Call) {
  const {collection} = open(engine, identity, input, 'read')
  const field = asString(input.referringItemFieldName, 'referringItemFieldName')
  const target = referencedCollection(collection, field)
  const paging = readPaging(input.paging)
  const {items: links, total} = await engine.listLinks(collection.id, field, readReferring(input), paging)
  const found = new Map<string, Item | null>()
  for (const {targetId} of links) {
    if (!found.has(targetId)) found.set(targetId, await engine.getItem(target, targetId))
  }
  return {
    results: links.map(({itemId, targetId}) => {
      const item = found.get(targetId)
      return item
        ? {dataItem: itemJson(target, item), referringItemId: itemId}
        : {
            unresolvedReference: {referringItemId: itemId, referencedItemId: targetId},
            referringItemId: itemId,
          }
    }),
    pagingMetadata: {count: links.length, offset: paging.offset, total},
  }
}

function readReferring(input: Record<string, unknown>): string[] {
  if (input.referringItemIds === undefined) return [asString(input.referringItemId, 'referringItemId')]
  return asList(input.referringItemIds, 'referringItemIds', {from: 1, to: MOST_BULK}).map((id, index) =>
    asString(id, `referringItemIds[${index}]`),
  )
}

export async function isReferencedDataItem(engine: Engine, {identity, input}: Call) {
  const {collection} = open(engine, identity, input, 'read')
  const link = readLink(collection, input)
  const target = asString(input.referencedItemId, 'referencedItemId')
  const ids = await engine.listReferences(link.collectionId, link.field, link.itemId)
  return {isReferenced: ids.includes(target)}
}

function writeOne(mode: WriteMode) {
  return async (engine: Engine, {identity, params, input}: Call) => {
    const {collection, environment, ownOnly} = open(
      engine,
      identity,
      input,
      mode === 'insert' ? 'insert' : 'update',
    )
    const item = readItem(input.dataItem, 'dataItem', params.dataItemId)
    if (mode !== 'insert') await checkOwn(engine, collection, environment, [String(item._id)], ownOnly)
    const owner = OWNER_IDS[identity]
    const condition = mode === 'update' ? readCondition(input) : {}
    const [result] = await engine.writeItems(collection.id, mode, [item], owner, environment, condition)
    return {
      dataItem: itemJson(collection.id, written(result, collection.id)),
      ...(mode === 'save' && result?.ok && {action: result.action}),
    }
  }
}

function writeMany(mode: WriteMode) {
  return async (engine: Engine, {identity, input}: Call) => {
    const {collection, environment, ownOnly} = open(
      engine,
      identity,
      input,
      mode === 'insert' ? 'insert' : 'update',
    )
    const list = asList(input.dataItems, 'dataItems', {from: 1, to: MOST_BULK})
    const items = list.map((item, index) => readItem(item, `dataItems[${index}]`))
    if (mode !== 'insert') {
      await checkOwn(
        engine,
        collection,
        environment,
        items.map(({_id}) => String(_id)),
        ownOnly,
      )
    }
    const owner = OWNER_IDS[identity]
    const condition = mode === 'update' ? readCondition(input) : {}
    const results = await engine.writeItems(collection.id, mode, items, owner, environment, condition)
    return bulkJson(collection.id, results, input.returnEntity === true)
  }
}

/** The collection that a call is about, if its permissions let this identity do it. */
function open(engine: Engine, identity: Identity, input: Record<string, unknown>, operation: Operation) {
  const collection = engine.getCollection(asString(input.dataCollectionId, 'dataCollectionId'))
  const role = collection.permissions[operation]
  const admin = managesSite(identity)
  const member = identity === 'member' && (role === 'SITE_MEMBER' || role === 'SITE_MEMBER_AUTHOR')
  if (!admin && !member && role !== 'ANYONE') {
    throw applicationError(
      403,
      'WDE0027',
      `The current user does not have permissions to ${operation} on the ${collection.id} collection.`,
    )
  }
  const ownOnly = !admin && role === 'SITE_MEMBER_AUTHOR' ? OWNER_IDS[identity] : undefined
  return {collection, environment: readEnvironment(input.environment), ownOnly}
}

function readEnvironment(value: unknown): Environment {
  if (value === undefined || value === null || value === 'LIVE') return 'live'
  if (value === 'SANDBOX' || value === 'SANDBOX_PREFERRED') return 'sandbox'
  throw invalidField('environment', 'expected LIVE, SANDBOX, SANDBOX_PREFERRED')
}

function readQuery(value: unknown, ownOnly: string | undefined): Query {
  const {filter, sort, paging, fields} = asObject(value ?? {}, 'query')
  const wanted = asList(fields ?? [], 'query.fields', {to: 1000}).map((field) =>
    asString(field, 'query.fields'),
  )
  return {
    filter: both(readFilter(filter, 'query.filter'), ownOnly),
    sort: asList(sort ?? [], 'query.sort', {to: 20}).map((entry, index) => {
      const {fieldName, order} = asObject(entry, `query.sort[${index}]`)
      if (order !== undefined && order !== 'ASC' && order !== 'DESC') {
        throw invalidField(`query.sort[${index}].order`, 'expected ASC, DESC')
      }
      return {fieldName: asString(fieldName, `query.sort[${index}].fieldName`), order: order ?? 'ASC'}
    }),
    ...readPaging(paging),
    ...(wanted.length > 0 && {fields: wanted}),
  }
}

function readPaging(value: unknown): {limit: number; offset: number} {
  const {limit, offset} = asObject(value ?? {}, 'paging')
  return {
    limit: asInteger(limit, 'paging.limit', {from: 0, to: MOST_LIMIT, otherwise: DEFAULT_LIMIT}),
    offset: asInteger(offset, 'paging.offset', {from: 0, to: Number.MAX_SAFE_INTEGER, otherwise: 0}),
  }
}

function readFilter(value: unknown, field: string): Filter {
  return asObject(value ?? {}, field)
}

function both(filter: Filter, ownOnly: string | undefined): Filter {
  return ownOnly === undefined ? filter : {$and: [filter, {_owner: ownOnly}]}
}

function readItem(value: unknown, at: string, idInPath?: string): Record<string, unknown> {
  const {id, data} = asObject(value, at)
  const item = asObject(data, `${at}.data`)
  const itemId = idInPath ?? id ?? item._id
  if (
    itemId !== undefined &&
    itemId !== null &&
    (typeof itemId !== 'string' || itemId.length > 50 || itemId === '')
  ) {
    throw invalidField(`${at}.id`, 'must be a string of 1 to 50 characters')
  }
  return itemId == null ? item : {...item, _id: itemId}
}

/** What the SDK's `condition` becomes. */
function readCondition(input: Record<string, unknown>): WriteOptions {
  if (input.condition === undefined || input.condition === null) return {}
  const {filter} = asObject(input.condition, 'condition')
  return {condition: readFilter(filter, 'condition.filter')}
}

/** SET_FIELD and REMOVE_FIELD of whole fields: the other modifications, and paths into a field, are not played here. */
function readPatch(value: unknown, at: string): ItemPatch {
  const {dataItemId, fieldModifications} = asObject(value, at)
  const patch: ItemPatch = {itemId: asString(dataItemId, `${at}.dataItemId`), set: {}, remove: []}
  const modifications = asList(fieldModifications, `${at}.fieldModifications`, {from: 1, to: 1000})
  for (const [index, entry] of modifications.entries()) {
    const place = `${at}.fieldModifications[${index}]`
    const {fieldPath, action, setFieldOptions} = asObject(entry, place)
    const field = asString(fieldPath, `${place}.fieldPath`)
    if (field.startsWith('_') || /[.[\]]/.test(field))
      throw invalidField(`${place}.fieldPath`, 'must name a field')
    if (action === 'SET_FIELD') {
      patch.set[field] = asObject(setFieldOptions, `${place}.setFieldOptions`).value ?? null
    } else if (action === 'REMOVE_FIELD') patch.remove.push(field)
    else throw invalidField(`${place}.action`, 'expected SET_FIELD, REMOVE_FIELD')
  }
  return patch
}

async function checkOwn(
  engine: Engine,
  collection: Collection,
  environment: Environment,
  ids: string[],
  ownOnly: string | undefined,
): Promise<void> {
  if (ownOnly === undefined) return
  for (const id of ids) {
    const item = await engine.getItem(collection.id, id, environment)
    if (item && !own(item, ownOnly)) {
      throw applicationError(403, 'WDE0027', `Only its author may change the item ${id} in ${collection.id}.`)
    }
  }
}

function own(item: Item, ownOnly: string | undefined): boolean {
  return ownOnly === undefined || item._owner === ownOnly
}

function readIncluded(value: unknown): Reference[] {
  return asList(value ?? [], 'includeReferences', {to: 10}).map((entry, index) => {
    const {field, limit} = asObject(entry, `includeReferences[${index}]`)
    return {
      field: asString(field, `includeReferences[${index}].field`),
      limit: asInteger(limit, `includeReferences[${index}].limit`, {from: 1, to: 100, otherwise: 50}),
    }
  })
}

async function includeReferences(
  engine: Engine,
  collection: Collection,
  items: Item[],
  references: Reference[],
): Promise<Item[]> {
  if (references.length === 0) return items
  return Promise.all(
    items.map(async (item) => {
      const shown: Item = {...item}
      for (const {field, limit} of references) {
        const target = referencedCollection(collection, field)
        const single = item[field]
        if (typeof single === 'string') {
          shown[field] = (await engine.getItem(target, single)) ?? single
        } else {
          const ids = (await engine.listReferences(collection.id, field, item._id)).slice(0, limit)
          shown[field] = (await Promise.all(ids.map((id) => engine.getItem(target, id)))).filter(Boolean)
        }
      }
      return shown
    }),
  )
}

function referencedCollection(collection: Collection, field: string): string {
  const target = collection.fields.find(({key}) => key === field)?.referencedCollectionId
  if (!target)
    throw applicationError(400, 'WDE0020', `Provided property [${field}] is not a reference field.`)
  return target
}

interface Link {
  collectionId: string
  field: string
  itemId: string
}

function readLink(collection: Collection, value: unknown): Link {
  const {referringItemFieldName, referringItemId} = asObject(value, 'dataItemReference')
  const field = asString(referringItemFieldName, 'referringItemFieldName')
  referencedCollection(collection, field)
  return {collectionId: collection.id, field, itemId: asString(referringItemId, 'referringItemId')}
}

function readLinks(collection: Collection, value: unknown): (Link & {targetId: string})[] {
  return asList(value, 'dataItemReferences', {from: 1, to: MOST_BULK}).map((entry) => ({
    ...readLink(collection, entry),
    targetId: asString(asObject(entry, 'dataItemReference').referencedItemId, 'referencedItemId'),
  }))
}

function linksJson(count: number, action: 'INSERT' | 'DELETE') {
  return {
    results: Array.from({length: count}, (_, originalIndex) => ({
      action,
      referenceMetadata: {originalIndex, success: true},
    })),
    bulkActionMetadata: {totalSuccesses: count, totalFailures: 0, undetailedFailures: 0},
  }
}

// [assumed]: Wix says only that items which do not meet a condition are not written.
const CONDITION_NOT_MET = {status: 428, code: 'FAILED_PRECONDITION'}

const WRITE_ERRORS: Record<Extract<WriteResult, {ok: false}>['code'], {status: number; code: string}> = {
  ITEM_ALREADY_EXISTS: {status: 409, code: 'WDE0074'},
  ITEM_NOT_FOUND: {status: 404, code: 'WDE0073'},
  ITEM_TOO_LARGE: {status: 413, code: 'WDE0109'},
  ITEM_TOO_DEEP: {status: 400, code: 'WDE0109'},
  ITEM_NUMBER_INVALID: {status: 400, code: 'WDE0004'},
  ITEM_ID_INVALID: {status: 400, code: 'WDE0002'},
  CONDITION_NOT_MET,
}

function written(result: WriteResult | undefined, collectionId: string): Item {
  if (!result) throw new Error(`A write to ${collectionId} had no result`)
  if (result.ok) return result.item
  const {status, code} = WRITE_ERRORS[result.code]
  throw applicationError(status, code, `${code}: ${result.message}`)
}

function itemNotFound(id: string, collectionId: string) {
  return applicationError(
    404,
    'WDE0073',
    `WDE0073: Item [${id}] does not exist in collection [${collectionId}].`,
  )
}

function itemJson(dataCollectionId: string, item: Item) {
  return {id: item._id, dataCollectionId, data: item}
}

function bulkJson(collectionId: string, results: WriteResult[], returnEntity: boolean) {
  const successes = results.filter(({ok}) => ok).length
  return {
    results: results.map((result, originalIndex) =>
      result.ok
        ? {
            action: result.action,
            itemMetadata: {id: result.item._id, originalIndex, success: true},
            ...(returnEntity && {dataItem: itemJson(collectionId, result.item)}),
          }
        : {
            itemMetadata: {
              id: result.id,
              originalIndex,
              success: false,
              error: {code: WRITE_ERRORS[result.code].code, description: result.message},
            },
          },
    ),
    bulkActionMetadata: {
      totalSuccesses: successes,
      totalFailures: results.length - successes,
      undetailedFailures: 0,
    },
  }
}
