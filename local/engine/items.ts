import {multiReferences, referringFields} from './collections'
import type {EngineContext} from './engine-context'
import {lookupCollection} from './lookup'
import {isItemId, refuseItem, refuseValue} from './refuse-item'
import {refuseLinks, splitReferences, storedReference, type WrittenLinks} from './split-references'
import {
  type Collection,
  type Engine,
  EngineError,
  type Environment,
  type Filter,
  type Item,
  type ItemPatch,
  type ItemRefusal,
  type ReadOptions,
  type WriteOptions,
  type WriteResult,
} from './types'
import type {ReadFrom} from './worker-protocol'

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
  const from = (environment: Environment = 'live', {consistent}: ReadOptions = {}): ReadFrom => {
    const {readLagMs} = context.settings
    return {environment, ...(readLagMs && !consistent && {asOf: context.now() - readLagMs})}
  }
  return {
    async queryItems(collectionId, query, environment, options) {
      const collection = lookupCollection(context, collectionId)
      checkFilter(query.filter)
      const {items, total} = await reader.ask('queryItems', {
        ...from(environment, options),
        collectionId,
        query,
        multiReferences: multiReferences(collection),
      })
      const parsed = JSON.parse(`[${items.join(',')}]`) as Item[]
      return {items: query.fields?.length ? parsed.map((item) => only(query.fields!, item)) : parsed, total}
    },
    async countItems(collectionId, filter, environment, options) {
      const collection = lookupCollection(context, collectionId)
      checkFilter(filter)
      return reader.ask('countItems', {
        ...from(environment, options),
        collectionId,
        filter,
        multiReferences: multiReferences(collection),
      })
    },
    async getItem(collectionId, itemId, environment, options) {
      lookupCollection(context, collectionId)
      if (!isItemId(itemId)) return null
      const item = await reader.ask('getItem', {...from(environment, options), collectionId, itemId})
      return item === null ? null : (JSON.parse(item) as Item)
    },
    async writeItems(collectionId, mode, items, owner, environment = 'live', options = {}) {
      const collection = lookupCollection(context, collectionId)
      const prepared = items.map((item) => ({
        ...splitReferences(collection, item),
        _id: item._id || (mode === 'update' ? '' : context.newId()),
      }))
      return oneByOne(prepared, refuseWrite, async (storable) => {
        const ask = {
          environment,
          collectionId,
          mode,
          items: JSON.stringify(storable.map(({item, _id}) => ({...item, _id}))),
          ...(options.saveReferences && {links: storable.map(({links}) => links)}),
          owner,
          now: context.now(),
          ...writing(collection, options),
          ...publishing(collection),
          ...(environment === 'live' && itemLimit(context)),
        }
        return JSON.parse(await writer.ask('writeItems', ask)) as WriteResult[]
      })
    },
    async patchItems(collectionId, patches, environment = 'live', options = {}) {
      const collection = lookupCollection(context, collectionId)
      const prepared = patches.map((patch) => withStoredReferences(collection, patch))
      return oneByOne(prepared, refusePatch(multiReferences(collection)), async (storable) => {
        const ask = {
          environment,
          collectionId,
          patches: JSON.stringify(storable),
          now: context.now(),
          ...writing(collection, options),
        }
        return JSON.parse(await writer.ask('patchItems', ask)) as WriteResult[]
      })
    },
    async removeItems(collectionId, itemIds, environment = 'live', options = {}) {
      const collection = lookupCollection(context, collectionId)
      const referring = referringFields(context, collectionId)
      const how = writing(collection, options)
      return oneByOne(itemIds, refuseRemoval, (storable) =>
        writer.ask('removeItems', {environment, collectionId, itemIds: storable, referring, ...how}),
      )
    },
    async truncateCollection(collectionId, environment = 'live') {
      lookupCollection(context, collectionId)
      const referring = referringFields(context, collectionId)
      await writer.ask('truncateCollection', {environment, collectionId, referring})
    },
    async insertReferences(links, {environment = 'live', onlyOf} = {}) {
      for (const {itemId, targetId} of links) checkIds(itemId, targetId)
      const targeted = links.map((link) => ({...link, ...targetOf(link)}))
      await writer.ask('insertReferences', {environment, links: targeted, ...(onlyOf && {onlyOf})})
    },
    async removeReferences(links, {environment = 'live', onlyOf} = {}) {
      for (const link of links) lookupCollection(context, link.collectionId)
      const there = links.filter(({itemId, targetId}) => isItemId(itemId) && isItemId(targetId))
      await writer.ask('removeReferences', {environment, links: there, ...(onlyOf && {onlyOf})})
    },
    async replaceReferences(links, {environment = 'live', onlyOf} = {}) {
      checkIds(links.itemId, ...links.targetIds)
      const targeted = {...links, ...targetOf(links)}
      await writer.ask('replaceReferences', {environment, links: targeted, ...(onlyOf && {onlyOf})})
    },
    async listReferences(collectionId, field, itemId, environment, options) {
      lookupCollection(context, collectionId)
      if (!isItemId(itemId)) return []
      return reader.ask('listReferences', {...from(environment, options), collectionId, field, itemId})
    },
    async listLinks(collectionId, field, itemIds, paging, environment, options) {
      lookupCollection(context, collectionId)
      return reader.ask('listLinks', {...from(environment, options), collectionId, field, itemIds, paging})
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

function refuseWrite({
  item,
  links,
  _id,
}: {
  item: Record<string, unknown>
  links: WrittenLinks[]
  _id: unknown
}): ItemRefusal | undefined {
  return refuseItem({...item, _id}) ?? refuseLinks(links)
}

function withStoredReferences(collection: Collection, patch: ItemPatch): ItemPatch {
  const stored = (field: string, value: unknown) => storedReference(collection, field, value)
  return {
    ...patch,
    set: Object.fromEntries(Object.entries(patch.set).map(([field, value]) => [field, stored(field, value)])),
    changes: (patch.changes ?? []).map((change) =>
      change.action === 'SET' && change.path.length === 1
        ? {...change, value: stored(change.path[0]!, change.value)}
        : change,
    ),
  }
}

function refusePatch(multiReferences: string[]): (patch: ItemPatch) => ItemRefusal | undefined {
  return ({itemId, set, remove, changes = []}) => {
    const changed = [...Object.keys(set), ...remove, ...changes.map(({path}) => path[0]!)]
    const linked = changed.find((field) => multiReferences.includes(field))
    const refusal =
      refuseRemoval(itemId) ??
      refuseValue(set) ??
      // The item as it becomes is looked at once more where it is written.
      refuseValue(changes.map(({value}) => value)) ??
      (linked === undefined
        ? undefined
        : {
            code: 'PATCH_IMPOSSIBLE' as const,
            message: `${linked} is a multi-reference field, which is no part of the item.`,
          })
    return refusal && {...refusal, message: `Item ${itemId}: ${refusal.message}`}
  }
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

function publishing({plugins}: Collection): {publishStatus?: string} {
  const plugin = plugins?.find(({type}) => type === 'PUBLISH')
  return plugin ? {publishStatus: plugin.publishOptions?.defaultStatus ?? 'PUBLISHED'} : {}
}

/** The plan's limit, where one is set. */
export function itemLimit({settings: {maxItems}}: EngineContext): {maxItems?: number} {
  return maxItems === undefined || maxItems === null ? {} : {maxItems}
}

function writing(collection: Collection, {condition, saveReferences: _, ...rights}: WriteOptions) {
  checkFilter(condition)
  return {
    rights,
    ...(condition && {condition: {filter: condition, multiReferences: multiReferences(collection)}}),
  }
}

function only(fields: string[], item: Item): Item {
  const picked: Item = {_id: item._id}
  for (const field of fields) if (field in item) picked[field] = item[field]
  return picked
}
