import {multiReferences, referringFields} from './collections'
import type {EngineContext} from './engine-context'
import {lookupCollection} from './lookup'
import type {Collection, Engine, Item, WriteOptions, WriteResult} from './types'

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
      const ask = {environment, collectionId, query, multiReferences: multiReferences(collection)}
      const {items, total} = await reader.ask('queryItems', ask)
      const parsed = JSON.parse(`[${items.join(',')}]`) as Item[]
      return {items: query.fields?.length ? parsed.map((item) => only(query.fields!, item)) : parsed, total}
    },
    async countItems(collectionId, filter, environment = 'live') {
      const collection = lookupCollection(context, collectionId)
      return reader.ask('countItems', {
        environment,
        collectionId,
        filter,
        multiReferences: multiReferences(collection),
      })
    },
    async getItem(collectionId, itemId, environment = 'live') {
      lookupCollection(context, collectionId)
      const item = await reader.ask('getItem', {environment, collectionId, itemId})
      return item === null ? null : (JSON.parse(item) as Item)
    },
    async writeItems(collectionId, mode, items, owner, environment = 'live', options = {}) {
      const collection = lookupCollection(context, collectionId)
      const identified = items.map((item) => ({
        ...item,
        _id: item._id || (mode === 'update' ? '' : context.newId()),
      }))
      const ask = {
        environment,
        collectionId,
        mode,
        items: JSON.stringify(identified),
        owner,
        now: context.now(),
        ...conditionOf(collection, options),
      }
      return JSON.parse(await writer.ask('writeItems', ask)) as WriteResult[]
    },
    async patchItems(collectionId, patches, environment = 'live', options = {}) {
      const collection = lookupCollection(context, collectionId)
      const ask = {
        environment,
        collectionId,
        patches: JSON.stringify(patches),
        now: context.now(),
        ...conditionOf(collection, options),
      }
      return JSON.parse(await writer.ask('patchItems', ask)) as WriteResult[]
    },
    async removeItems(collectionId, itemIds, environment = 'live', options = {}) {
      const collection = lookupCollection(context, collectionId)
      const referring = referringFields(context, collectionId)
      const ask = {environment, collectionId, itemIds, referring, ...conditionOf(collection, options)}
      return writer.ask('removeItems', ask)
    },
    async truncateCollection(collectionId, environment = 'live') {
      lookupCollection(context, collectionId)
      const referring = referringFields(context, collectionId)
      await writer.ask('truncateCollection', {environment, collectionId, referring})
    },
    async insertReferences(links) {
      await writer.ask('insertReferences', {links: links.map((link) => ({...link, ...targetOf(link)}))})
    },
    async removeReferences(links) {
      for (const link of links) lookupCollection(context, link.collectionId)
      await writer.ask('removeReferences', {links})
    },
    async replaceReferences(links) {
      await writer.ask('replaceReferences', {...links, ...targetOf(links)})
    },
    async listReferences(collectionId, field, itemId) {
      lookupCollection(context, collectionId)
      return reader.ask('listReferences', {collectionId, field, itemId})
    },
    async listLinks(collectionId, field, itemIds, paging) {
      lookupCollection(context, collectionId)
      return reader.ask('listLinks', {collectionId, field, itemIds, paging})
    },
  }
}

function conditionOf(collection: Collection, {condition}: WriteOptions) {
  return condition ? {condition: {filter: condition, multiReferences: multiReferences(collection)}} : {}
}

function only(fields: string[], item: Item): Item {
  const picked: Item = {_id: item._id}
  for (const field of fields) if (field in item) picked[field] = item[field]
  return picked
}
