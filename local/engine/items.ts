import {multiReferences, referringFields} from './collections'
import type {EngineContext} from './engine-context'
import {lookupCollection} from './lookup'
import {isItemId, refuseItem, refuseValue} from './refuse-item'
import {
  type Collection,
  type Engine,
  EngineError,
  type Filter,
  type Item,
  type ItemPatch,
  type ItemRefusal,
  type WriteOptions,
  type WriteResult,
} from './types'

type ItemOperations = Pick<
  Engine,
  | 'queryItems'
  | 'countItems'
  | 'getItem'
  | 'writeItems'
  | 'patchItems'
  | 'removeItems'
  | 'truncateCollection'
  | 'insertReferences'
  | 'removeReferences'
  | 'replaceReferences'
  | 'listReferences'
  | 'listLinks'
>

/** Reads go to the reader's thread, writes to the writer's; here is only what they need to know of the schema. */
export function itemOperations(context: EngineContext): ItemOperations {
  const {reader, writer} = context
  const targetOf = ({collectionId, field}: {collectionId: string; field: string}) => {
    const {fields} = lookupCollection(context, collectionId)
    return {targetCollectionId: fields.find(({key}) => key === field)?.referencedCollectionId ?? ''}
  }
  return {
    async queryItems(collectionId, query, environment = 'live') {
      const collection = lookupCollection(context, collectionId)
      checkFilter(query.filter)
      const ask = {environment, collectionId, query, multiReferences: multiReferences(collection)}
      const {items, total} = await reader.ask('queryItems', ask)
      const parsed = JSON.parse(`[${items.join(',')}]`) as Item[]
      return {items: query.fields?.length ? parsed.map((item) => only(query.fields!, item)) : parsed, total}
    },
    async countItems(collectionId, filter, environment = 'live') {
      const collection = lookupCollection(context, collectionId)
      checkFilter(filter)
      return reader.ask('countItems', {
        environment,
        collectionId,
        filter,
        multiReferences: multiReferences(collection),
      })
    },
    async getItem(collectionId, itemId, environment = 'live') {
      lookupCollection(context, collectionId)
      if (!isItemId(itemId)) return null
      const item = await reader.ask('getItem', {environment, collectionId, itemId})
      return item === null ? null : (JSON.parse(item) as Item)
    },
    async writeItems(collectionId, mode, items, owner, environment = 'live', options = {}) {
      const collection = lookupCollection(context, collectionId)
      const identified = items.map((item) => ({
        ...item,
        _id: item._id || (mode === 'update' ? '' : context.newId()),
      }))
      return oneByOne(identified, refuseItem, async (storable) => {
        const ask = {
          environment,
          collectionId,
          mode,
          items: JSON.stringify(storable),
          owner,
          now: context.now(),
          ...conditionOf(collection, options),
        }
        return JSON.parse(await writer.ask('writeItems', ask)) as WriteResult[]
      })
    },
    async patchItems(collectionId, patches, environment = 'live', options = {}) {
      const collection = lookupCollection(context, collectionId)
      return oneByOne(patches, refusePatch, async (storable) => {
        const ask = {
          environment,
          collectionId,
          patches: JSON.stringify(storable),
          now: context.now(),
          ...conditionOf(collection, options),
        }
        return JSON.parse(await writer.ask('patchItems', ask)) as WriteResult[]
      })
    },
    async removeItems(collectionId, itemIds, environment = 'live', options = {}) {
      const collection = lookupCollection(context, collectionId)
      const referring = referringFields(context, collectionId)
      const condition = conditionOf(collection, options)
      return oneByOne(itemIds, refuseRemoval, (storable) =>
        writer.ask('removeItems', {environment, collectionId, itemIds: storable, referring, ...condition}),
      )
    },
    async truncateCollection(collectionId, environment = 'live') {
      lookupCollection(context, collectionId)
      const referring = referringFields(context, collectionId)
      await writer.ask('truncateCollection', {environment, collectionId, referring})
    },
    async insertReferences(links) {
      for (const {itemId, targetId} of links) checkIds(itemId, targetId)
      await writer.ask('insertReferences', {links: links.map((link) => ({...link, ...targetOf(link)}))})
    },
    async removeReferences(links) {
      for (const link of links) lookupCollection(context, link.collectionId)
      const there = links.filter(({itemId, targetId}) => isItemId(itemId) && isItemId(targetId))
      await writer.ask('removeReferences', {links: there})
    },
    async replaceReferences(links) {
      checkIds(links.itemId, ...links.targetIds)
      await writer.ask('replaceReferences', {...links, ...targetOf(links)})
    },
    async listReferences(collectionId, field, itemId) {
      lookupCollection(context, collectionId)
      if (!isItemId(itemId)) return []
      return reader.ask('listReferences', {collectionId, field, itemId})
    },
    async listLinks(collectionId, field, itemIds, paging) {
      lookupCollection(context, collectionId)
      return reader.ask('listLinks', {collectionId, field, itemIds, paging})
    },
  }
}

/** What is refused by itself does not keep the others from being written. */
async function oneByOne<Entry extends string | {_id: unknown} | {itemId: string}>(
  entries: Entry[],
  refuse: (entry: Entry) => ItemRefusal | undefined,
  write: (storable: Entry[]) => Promise<WriteResult[]>,
): Promise<WriteResult[]> {
  const refusals = entries.map(refuse)
  const written = await write(entries.filter((_, index) => !refusals[index]))
  return refusals.map((refusal, index) =>
    refusal ? {ok: false, id: idOf(entries[index]!), ...refusal} : written.shift()!,
  )
}

function idOf(entry: string | {_id: unknown} | {itemId: string}): string {
  return typeof entry === 'string' ? entry : 'itemId' in entry ? entry.itemId : String(entry._id)
}

function refusePatch({itemId, set}: ItemPatch): ItemRefusal | undefined {
  const refusal = refuseRemoval(itemId) ?? refuseValue(set)
  return refusal && {...refusal, message: `Item ${itemId}: ${refusal.message}`}
}

function refuseRemoval(id: string): ItemRefusal | undefined {
  return isItemId(id) ? undefined : {code: 'ITEM_NOT_FOUND', message: `Item ${id} does not exist.`}
}

function checkIds(...ids: string[]): void {
  const wrong = ids.find((id) => !isItemId(id))
  if (wrong !== undefined)
    throw new EngineError('INVALID_REFERENCE', `"${wrong}" cannot be the _id of an item.`, {itemId: wrong})
}

function checkFilter(filter: Filter | undefined): void {
  const refusal = refuseValue(filter)
  if (refusal) throw new EngineError('INVALID_FILTER', `The filter ${refusal.message}`)
}

function conditionOf(collection: Collection, {condition}: WriteOptions) {
  checkFilter(condition)
  return condition ? {condition: {filter: condition, multiReferences: multiReferences(collection)}} : {}
}

function only(fields: string[], item: Item): Item {
  const picked: Item = {_id: item._id}
  for (const field of fields) if (field in item) picked[field] = item[field]
  return picked
}
