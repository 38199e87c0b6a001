import type {Collection, Engine, Field, Item, ReadOptions} from '../engine/types'
import {
  type Access,
  checkRight,
  draftsOf,
  findCollection,
  isOwn,
  isVisible,
  onlyOwn,
  openCollection,
  visible,
} from './item-access'
import {itemJson, MOST_AT_ONCE, only, readFields, readPaging} from './item-json'
import {asInteger, asList, asObject, asString, type Call} from './request'
import {applicationError} from './wire-error'

/** "Up to 100 properties", "by default 50 referenced items", "the maximum is 1000" (SDK, `include`). */
const MOST_INCLUDED = 100
const DEFAULT_REFERENCED = 50

/** Links of one field are read in pieces of so many. */
const LINKS_A_PIECE = 10_000

export async function bulkInsertDataItemReferences(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'update')
  const links = readLinks(access.collection, call.input.dataItemReferences)
  await engine.insertReferences(links, access)
  return linksJson(links.length, 'INSERT')
}

export async function bulkRemoveDataItemReferences(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'update')
  const links = readLinks(access.collection, call.input.dataItemReferences)
  await engine.removeReferences(links, access)
  return linksJson(links.length, 'DELETE')
}

export async function replaceDataItemReferences(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'update')
  const link = readMultiLink(access.collection, call.input)
  const targetIds = readIds(call.input.newReferencedItemIds, 'newReferencedItemIds', 0)
  await engine.replaceReferences({...link, targetIds}, access)
  return {}
}

/** "Rejected if the current user does not have read permissions for the specified collection or the collection containing the referenced items" (SDK). */
export async function queryReferencedDataItems(engine: Engine, call: Call) {
  const {input} = call
  const referring = openCollection(engine, call, 'read')
  const field = referenceField(
    referring.collection,
    asString(input.referringItemFieldName, 'referringItemFieldName'),
  )
  const target = findTarget(engine, call, referring, field)
  const paging = readPaging(input.paging)
  const fields = readFields(input.fields, 'fields')
  const ids = await visibleIds(engine, referring, readReferring(input))
  const {items: links, total} = await pageOfReferences(engine, referring, field, ids, paging)
  const found = await readTargets(
    engine,
    target,
    links.map(({targetId}) => targetId),
  )
  return {
    results: links.map(({itemId, targetId}) => {
      const item = found.get(targetId)
      if (target && item && isVisible(item, target))
        return {dataItem: itemJson(target.collection.id, only(fields, item)), referringItemId: itemId}
      return {
        unresolvedReference: {
          referringItemId: itemId,
          referencedItemId: targetId,
          unauthorized: item !== undefined && target !== null && !isOwn(item, target),
        },
        referringItemId: itemId,
      }
    }),
    pagingMetadata: {
      count: links.length,
      offset: paging.offset,
      ...(input.returnTotalCount === true && {total}),
    },
  }
}

export async function isReferencedDataItem(engine: Engine, call: Call) {
  const access = openCollection(engine, call, 'read')
  const {field, itemId} = readLink(access.collection, call.input)
  const target = asString(call.input.referencedItemId, 'referencedItemId')
  const ids = await visibleIds(engine, access, [itemId])
  const everything = {limit: Number.MAX_SAFE_INTEGER, offset: 0}
  const {items} = await pageOfReferences(
    engine,
    access,
    referenceField(access.collection, field),
    ids,
    everything,
  )
  return {isReferenced: items.some(({targetId}) => targetId === target)}
}

export interface Included {
  field: string
  limit: number
}

export function readIncluded(value: unknown): Included[] {
  return asList(value ?? [], 'includeReferences', {to: MOST_INCLUDED}).map((entry, index) => {
    const at = `includeReferences[${index}]`
    const {field, limit} = asObject(entry, at)
    const range = {from: 1, to: MOST_AT_ONCE, otherwise: DEFAULT_REFERENCED}
    return {field: asString(field, `${at}.field`), limit: asInteger(limit, `${at}.limit`, range)}
  })
}

/** The items with what they refer to in place of the ids. As for queryReferenced, it takes the right to read that [assumed]. */
export async function includeReferences(
  engine: Engine,
  call: Call,
  referring: Access,
  items: Item[],
  included: Included[],
): Promise<Item[]> {
  const shown = items.map((item): Item => ({...item}))
  for (const {field: key, limit} of included) {
    const field = referenceField(referring.collection, key)
    const target = findTarget(engine, call, referring, field)
    const isShown = (item: Item | undefined) => target && item && isVisible(item, target)
    if (field.type === 'REFERENCE') {
      const found = await readTargets(engine, target, items.map((item) => item[key]).filter(isText))
      for (const item of shown) {
        const one = isText(item[key]) ? found.get(item[key]) : undefined
        if (isShown(one)) item[key] = one
      }
      continue
    }
    const ids = items.map(({_id}) => _id)
    const targetsOf = new Map(ids.map((id): [string, string[]] => [id, []]))
    for (const {itemId, targetId} of await allLinks(engine, referring, key, ids)) {
      const targets = targetsOf.get(itemId)!
      if (targets.length < limit) targets.push(targetId)
    }
    const found = await readTargets(engine, target, [...targetsOf.values()].flat())
    for (const item of shown)
      item[key] = targetsOf
        .get(item._id)!
        .map((id) => found.get(id))
        .filter(isShown)
  }
  return shown
}

/** The collection that a field points into, for whoever may read it; null where it is not there any more. */
function findTarget(engine: Engine, call: Call, referring: Access, field: Field): Access | null {
  const {identity} = call
  const collection = findCollection(engine, field.referencedCollectionId!)
  if (!collection) return null
  const {environment, read} = referring
  return {
    collection,
    environment,
    read,
    ...onlyOwn(checkRight('read', collection, identity), identity),
    ...draftsOf(collection, call),
  }
}

function referenceField(collection: Collection, key: string): Field {
  const field = collection.fields.find((one) => one.key === key)
  if (!field?.referencedCollectionId)
    throw applicationError(400, 'WDE0020', `Provided property [${key}] is not a reference field.`)
  return field
}

/** Of some items, those that the caller may read. */
async function visibleIds(engine: Engine, access: Access, ids: string[]): Promise<string[]> {
  if (access.onlyOf === undefined && !access.withoutDrafts) return ids
  const query = {filter: visible({_id: {$in: ids}}, access), limit: ids.length, offset: 0, fields: ['_id']}
  const {collection, environment, read} = access
  const {items} = await engine.queryItems(collection.id, {...query, withoutTotal: true}, environment, read)
  return items.map(({_id}) => _id)
}

interface Reference {
  itemId: string
  targetId: string
}

async function pageOfReferences(
  engine: Engine,
  access: Access,
  {key, type}: Field,
  ids: string[],
  paging: {limit: number; offset: number},
): Promise<{items: Reference[]; total: number}> {
  const {collection, environment, read} = access
  if (type !== 'REFERENCE') return engine.listLinks(collection.id, key, ids, paging, environment, read)
  const items = await readItems(engine, access, ids)
  const references = items
    .map((item) => ({itemId: item._id, targetId: item[key]}))
    .filter((one): one is Reference => isText(one.targetId))
  const page = references.slice(paging.offset, paging.offset + paging.limit)
  return {items: page, total: references.length}
}

async function allLinks(engine: Engine, access: Access, field: string, ids: string[]): Promise<Reference[]> {
  const {collection, environment, read} = access
  const links: Reference[] = []
  for (;;) {
    const paging = {limit: LINKS_A_PIECE, offset: links.length}
    const {items} = await engine.listLinks(collection.id, field, ids, paging, environment, read)
    links.push(...items)
    if (items.length < LINKS_A_PIECE) return links
  }
}

async function readTargets(engine: Engine, target: Access | null, ids: string[]): Promise<Map<string, Item>> {
  if (!target) return new Map()
  const items = await readItems(engine, target, [...new Set(ids)])
  return new Map(items.map((item) => [item._id, item]))
}

async function readItems(
  engine: Engine,
  {
    collection,
    environment,
    read,
  }: {collection: Collection; environment: Access['environment']; read: ReadOptions},
  ids: string[],
): Promise<Item[]> {
  if (ids.length === 0) return []
  const query = {
    filter: {_id: {$in: ids}},
    sort: [{fieldName: '_id', order: 'ASC' as const}],
    limit: ids.length,
    offset: 0,
    withoutTotal: true,
  }
  return (await engine.queryItems(collection.id, query, environment, read)).items
}

interface Link {
  collectionId: string
  field: string
  itemId: string
}

/** "Only applies to multi-reference fields" (SDK): a single reference is the field's value. */
function readMultiLink(collection: Collection, value: unknown): Link {
  const link = readLink(collection, value)
  if (referenceField(collection, link.field).type !== 'MULTI_REFERENCE')
    throw applicationError(
      400,
      'WDE0020',
      `Provided property [${link.field}] is not a multi-reference field.`,
    )
  return link
}

function readLink(collection: Collection, value: unknown): Link {
  const {referringItemFieldName, referringItemId} = asObject(value, 'dataItemReference')
  const field = asString(referringItemFieldName, 'referringItemFieldName')
  referenceField(collection, field)
  return {collectionId: collection.id, field, itemId: asString(referringItemId, 'referringItemId')}
}

function readLinks(collection: Collection, value: unknown): (Link & {targetId: string})[] {
  return asList(value, 'dataItemReferences', {from: 1, to: MOST_AT_ONCE}).map((entry) => ({
    ...readMultiLink(collection, entry),
    targetId: asString(asObject(entry, 'dataItemReference').referencedItemId, 'referencedItemId'),
  }))
}

function readReferring(input: Record<string, unknown>): string[] {
  if (input.referringItemIds === undefined) return [asString(input.referringItemId, 'referringItemId')]
  return readIds(input.referringItemIds, 'referringItemIds', 1)
}

function readIds(value: unknown, field: string, from: number): string[] {
  return asList(value, field, {from, to: MOST_AT_ONCE}).map((id, index) => asString(id, `${field}[${index}]`))
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

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
