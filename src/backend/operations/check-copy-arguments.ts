import type {
  CopyToLookInside,
  FieldJson,
  ItemsWrite,
  NewCollectionJson,
  ReadItemsOptions,
  ReferencesWrite,
} from 'public/copies-contract'
import type {ItemJson} from 'public/recovery-contract'
import {isHistory} from 'public/rules/private-collections'
import {checkCollectionId, checkCollectionIds, checkObject, checkUnique, invalid} from './check-arguments'
import {checkItemId} from './check-recovery-arguments'

/** "At most 1,000" (Wix Data, query limit and bulk writes). */
export const MOST_ITEMS = 1000
const LONGEST_KEY = 256

/** Any collection but the one in which this product keeps what must last. */
export function checkContentCollection(argument: string, value: unknown): string {
  const id = checkCollectionId(argument, value)
  if (isHistory(id)) throw invalid(argument, 'this collection is nobody’s content')
  return id
}

/** A copy of a person's own, as a look inside it is asked for. */
export function checkCopyToLookInside(value: unknown): CopyToLookInside {
  const {sha256, moment, holds} = checkObject('copy', value, ['sha256', 'moment', 'holds'])
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw invalid('copy.sha256', 'it must be the SHA-256 of the copy, in 64 hexadecimal digits')
  }
  const ids = checkCollectionIds('copy.holds', holds)
  if (ids === null) throw invalid('copy.holds', 'it must name at least one collection')
  return {sha256, moment: checkDate('copy.moment', moment), holds: ids}
}

export function checkReadItemsOptions(value: unknown): ReadItemsOptions & {limit: number} {
  const {
    after,
    limit = MOST_ITEMS,
    withTotal,
    itemIds,
  } = checkObject('options', value, ['after', 'limit', 'withTotal', 'itemIds'])
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > MOST_ITEMS) {
    throw invalid('options.limit', `it must be a whole number from 1 to ${MOST_ITEMS}`)
  }
  if (itemIds !== undefined) return {limit, itemIds: checkItemIds('options.itemIds', itemIds)}
  if (withTotal !== undefined && typeof withTotal !== 'boolean') {
    throw invalid('options.withTotal', 'it must be true or false')
  }
  return {
    limit,
    after: after === undefined ? null : checkItemId('options.after', after),
    withTotal: withTotal === true,
  }
}

export function checkItemIds(argument: string, value: unknown): string[] {
  const ids = checkMany(argument, value).map((id, index) => checkItemId(`${argument}[${index}]`, id))
  checkUnique(argument, ids)
  return ids
}

export function checkKey(argument: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_KEY || /[.[\]]/.test(value)) {
    throw invalid(argument, 'it must be the key of a field')
  }
  return value
}

export function checkDate(argument: string, value: unknown): string {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) {
    throw invalid(argument, 'it must be a date in ISO 8601')
  }
  return new Date(value).toISOString()
}

export function checkItemsWrite(value: unknown): ItemsWrite {
  const {
    kind,
    items,
    itemIds,
    seen,
    field,
    value: fill,
  } = checkObject('write', value, ['kind', 'items', 'itemIds', 'seen', 'field', 'value'])
  switch (kind) {
    case 'INSERT':
      return {kind, items: checkItems('write.items', items)}
    case 'UPDATE':
      return {kind, items: checkItems('write.items', items), seen: checkDate('write.seen', seen)}
    case 'REMOVE':
      return {kind, itemIds: checkItemIds('write.itemIds', itemIds), seen: checkDate('write.seen', seen)}
    case 'FILL':
      return {
        kind,
        itemIds: checkItemIds('write.itemIds', itemIds),
        field: checkKey('write.field', field),
        value: checkItemId('write.value', fill),
      }
    default:
      throw invalid('write.kind', 'it must be INSERT, UPDATE, REMOVE or FILL')
  }
}

export function checkReferencesWrite(value: unknown): ReferencesWrite {
  const {kind, field, links, itemId, targetIds} = checkObject('write', value, [
    'kind',
    'field',
    'links',
    'itemId',
    'targetIds',
  ])
  const key = checkKey('write.field', field)
  if (kind === 'ADD') return {kind, field: key, links: checkLinks('write.links', links)}
  if (kind !== 'REPLACE') throw invalid('write.kind', 'it must be ADD or REPLACE')
  return {
    kind,
    field: key,
    itemId: checkItemId('write.itemId', itemId),
    targetIds:
      Array.isArray(targetIds) && targetIds.length === 0 ? [] : checkItemIds('write.targetIds', targetIds),
  }
}

export function checkNewCollection(value: unknown): NewCollectionJson {
  const given = checkObject('collection', value, [
    'id',
    'displayName',
    'fields',
    'permissions',
    'displayField',
  ])
  const {displayName, fields, permissions, displayField} = given
  if (typeof displayName !== 'string' || displayName === '') {
    throw invalid('collection.displayName', 'it must be a text')
  }
  if (!Array.isArray(fields)) throw invalid('collection.fields', 'it must be a list')
  if (permissions !== undefined && (typeof permissions !== 'object' || Array.isArray(permissions))) {
    throw invalid('collection.permissions', 'it must be an object')
  }
  return {
    id: checkContentCollection('collection.id', given.id),
    displayName,
    fields: fields.map((field, index) => checkField(`collection.fields[${index}]`, field)),
    ...(permissions !== undefined && {permissions: permissions as Record<string, unknown>}),
    ...(displayField !== undefined && {displayField: checkKey('collection.displayField', displayField)}),
  }
}

export function checkField(argument: string, value: unknown): FieldJson {
  const {key, type} = Object(value) as {key?: unknown; type?: unknown}
  if (typeof type !== 'string' || type === '')
    throw invalid(`${argument}.type`, 'it must be the type of a field')
  return {...(value as FieldJson), key: checkKey(`${argument}.key`, key), type}
}

function checkItems(argument: string, value: unknown): ItemJson[] {
  const items = checkMany(argument, value).map((item, index): ItemJson => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw invalid(`${argument}[${index}]`, 'it must be an item')
    }
    const {_id} = item as {_id?: unknown}
    return {...item, _id: checkItemId(`${argument}[${index}]._id`, _id)}
  })
  checkUnique(
    argument,
    items.map(({_id}) => _id),
  )
  return items
}

function checkLinks(argument: string, value: unknown): Record<string, string[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(argument, 'it must be an object')
  }
  const entries = Object.entries(value).map(
    ([itemId, ids]) => [checkItemId(argument, itemId), checkItemIds(`${argument}.${itemId}`, ids)] as const,
  )
  const count = entries.reduce((sum, [, ids]) => sum + ids.length, 0)
  if (count === 0 || count > MOST_ITEMS) throw invalid(argument, `it must hold 1 to ${MOST_ITEMS} references`)
  return Object.fromEntries(entries)
}

function checkMany(argument: string, value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_ITEMS) {
    throw invalid(argument, `it must be a list of 1 to ${MOST_ITEMS}`)
  }
  return value
}
