import type {Engine, Item, ItemPatch, Query, WriteMode, WriteOptions, WriteResult} from '../engine/types'
import {managesSite, OWNER_IDS} from './identity'
import {
  calledCollection,
  isVisible,
  notAllowed,
  onlyOwn,
  openCollection,
  rightsOf,
  rightTo,
  visible,
  type Access,
} from './item-access'
import {
  bulkJson,
  itemJson,
  MOST_AT_ONCE,
  only,
  readFields,
  readFilter,
  readPaging,
  refusal,
} from './item-json'
import {readPatch} from './item-patch'
import {includeReferences, readIncluded} from './references'
import {asList, asObject, asString, type Call} from './request'
import {applicationError, invalidField} from './wire-error'

export async function queryDataItems(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'read')
  const {collection, environment, read} = access
  const {fields, ...query} = readQuery(call.input.query, access)
  const withTotal = call.input.returnTotalCount === true
  const included = readIncluded(call.input.includeReferences)
  const found = await engine.queryItems(
    collection.id,
    {...query, withoutTotal: !withTotal},
    environment,
    read,
  )
  const items = await includeReferences(engine, call, access, found.items, included)
  return {
    dataItems: items.map((item) => itemJson(collection.id, only(fields, item))),
    pagingMetadata: {
      count: items.length,
      offset: query.offset,
      ...(withTotal && {total: found.total, tooManyToCount: false}),
    },
  }
}

export async function countDataItems(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'read')
  const {collection, environment, read} = access
  const filter = visible(readFilter(call.input.filter, 'filter'), access)
  return {totalCount: await engine.countItems(collection.id, filter, environment, read)}
}

export async function getDataItem(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'read')
  const {collection, environment, read} = access
  const id = call.params.dataItemId ?? ''
  const found = await engine.getItem(collection.id, id, environment, read)
  if (!found || !isVisible(found, access)) throw itemNotFound(id, collection.id)
  const included = readIncluded(call.input.includeReferences)
  const [item] = await includeReferences(engine, call, access, [found], included)
  // A short GET repeats the key.
  const fields = Array.isArray(call.input.fields) ? call.input.fields : call.query.getAll('fields')
  return {dataItem: itemJson(collection.id, only(readFields(fields, 'fields'), item!))}
}

export const insertDataItem = writeOne('insert')
export const updateDataItem = writeOne('update')
export const saveDataItem = writeOne('save')

export const bulkInsertDataItems = writeMany('insert')
export const bulkUpdateDataItems = writeMany('update')
export const bulkSaveDataItems = writeMany('save')

export async function removeDataItem(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'remove')
  const id = call.params.dataItemId ?? asString(call.input.dataItemId, 'dataItemId')
  const [result] = await remove(engine, call, access, [id])
  return {dataItem: itemJson(access.collection.id, written(result, access.collection.id))}
}

export async function bulkRemoveDataItems(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'remove')
  const ids = asList(call.input.dataItemIds, 'dataItemIds', {from: 1, to: MOST_AT_ONCE}).map((id, index) =>
    asString(id, `dataItemIds[${index}]`),
  )
  const results = await remove(engine, call, access, ids)
  return bulkJson(access.collection.id, results.map(skipped), false)
}

function remove(engine: Engine, call: Call, access: Access, ids: string[]) {
  const options = {...readCondition(call.input), ...rightsOf(access)}
  return engine.removeItems(access.collection.id, ids, access.environment, options)
}

/** "The only items that are deleted are those for which the current user is the owner. All other items are skipped" (SDK): as those that are not there. */
function skipped(result: WriteResult): WriteResult {
  if (result.ok || result.code !== 'ITEM_OF_ANOTHER') return result
  return {...result, code: 'ITEM_NOT_FOUND', message: `Item ${result.id} does not exist.`}
}

export async function patchDataItem(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'update')
  const [result] = await patch(engine, call, access, [readPatch(call.input.patch, 'patch')])
  return {dataItem: itemJson(access.collection.id, written(result, access.collection.id))}
}

export async function bulkPatchDataItems(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'update')
  const patches = asList(call.input.patches, 'patches', {from: 1, to: MOST_AT_ONCE}).map((one, index) =>
    readPatch(one, `patches[${index}]`),
  )
  const results = await patch(engine, call, access, patches)
  return bulkJson(access.collection.id, results, call.input.returnEntity === true)
}

function patch(engine: Engine, call: Call, access: Access, patches: ItemPatch[]) {
  const options = {...readCondition(call.input), ...rightsOf(access)}
  return engine.patchItems(access.collection.id, patches, access.environment, options)
}

/** "Runs when the current user is the site owner, or when the method is called with elevated permissions" (SDK). */
export async function truncateDataItems(engine: Engine, call: Call) {
  const {collection, environment} = openCollection(engine, call, 'remove')
  if (!managesSite(call.identity)) throw notAllowed('truncate', collection)
  await engine.truncateCollection(collection.id, environment)
  return {}
}

function writeOne(mode: WriteMode) {
  return async (engine: Engine, call: Call) => {
    const {access, options} = openForWriting(engine, call, mode)
    const item = readItem(call.input.dataItem, 'dataItem', call.params.dataItemId)
    const {collection, environment} = access
    const owner = OWNER_IDS[call.identity]
    const [result] = await engine.writeItems(collection.id, mode, [item], owner, environment, options)
    return {
      dataItem: itemJson(collection.id, written(result, collection.id)),
      ...(mode === 'save' && result?.ok && {action: result.action}),
    }
  }
}

function writeMany(mode: WriteMode) {
  return async (engine: Engine, call: Call) => {
    const {access, options} = openForWriting(engine, call, mode)
    const list = asList(call.input.dataItems, 'dataItems', {from: 1, to: MOST_AT_ONCE})
    const items = list.map((item, index) => readItem(item, `dataItems[${index}]`))
    const {collection, environment} = access
    const owner = OWNER_IDS[call.identity]
    const results = await engine.writeItems(collection.id, mode, items, owner, environment, options)
    return bulkJson(collection.id, results, call.input.returnEntity === true)
  }
}

function openForWriting(
  engine: Engine,
  call: Call,
  mode: WriteMode,
): {access: Access; options: WriteOptions} {
  const saveReferences = call.input.saveReferences === true
  if (mode === 'insert') return {access: openCollection(engine, call, 'insert'), options: {saveReferences}}
  if (mode === 'update') {
    const access = openCollection(engine, call, 'update')
    return {access, options: {saveReferences, ...readCondition(call.input), ...rightsOf(access)}}
  }
  // A save inserts or updates, item by item: the one right does not give the other.
  const collection = calledCollection(engine, call)
  const insert = rightTo('insert', collection, call.identity)
  const update = rightTo('update', collection, call.identity)
  const access = openCollection(engine, call, update === 'NONE' ? 'insert' : 'update')
  const rights = {...rightsOf(access), mayInsert: insert !== 'NONE', mayUpdate: update !== 'NONE'}
  return {access, options: {saveReferences, ...rights, ...onlyOwn(update, call.identity)}}
}

function readQuery(value: unknown, access: Access): Query {
  const {filter, sort, paging, fields} = asObject(value ?? {}, 'query')
  const wanted = readFields(fields, 'query.fields')
  return {
    filter: visible(readFilter(filter, 'query.filter'), access),
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

function written(result: WriteResult | undefined, collectionId: string): Item {
  if (!result) throw new Error(`A write to ${collectionId} had no result`)
  if (result.ok) return result.item
  const {status, code} = refusal(result)
  throw applicationError(status, code, `${code}: ${result.message}`)
}

function itemNotFound(id: string, collectionId: string) {
  return applicationError(
    404,
    'WDE0073',
    `WDE0073: Item [${id}] does not exist in collection [${collectionId}].`,
  )
}
