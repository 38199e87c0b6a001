import type {Filter, Item, ItemRefusal, WriteResult} from '../engine/types'
import {asInteger, asList, asObject, asString} from './request'

/** "Query limit: default 50, at most 1000"; "at most 1000 items a call" (Wix Data). */
const DEFAULT_LIMIT = 50
export const MOST_AT_ONCE = 1000

export function readPaging(value: unknown): {limit: number; offset: number} {
  const {limit, offset} = asObject(value ?? {}, 'paging')
  return {
    limit: asInteger(limit, 'paging.limit', {from: 0, to: MOST_AT_ONCE, otherwise: DEFAULT_LIMIT}),
    offset: asInteger(offset, 'paging.offset', {from: 0, to: Number.MAX_SAFE_INTEGER, otherwise: 0}),
  }
}

export function readFilter(value: unknown, field: string): Filter {
  return asObject(value ?? {}, field)
}

export function readFields(value: unknown, at: string): string[] {
  return asList(value ?? [], at, {to: 1000}).map((field) => asString(field, at))
}

/** These fields of the item, and its id; all of it where none is named. */
export function only(fields: string[] | undefined, item: Item): Item {
  if (!fields?.length) return item
  const picked: Item = {_id: item._id}
  for (const field of fields) if (Object.hasOwn(item, field)) picked[field] = item[field]
  return picked
}

export function itemJson(dataCollectionId: string, item: Item) {
  return {id: item._id, dataCollectionId, data: item}
}

export function bulkJson(collectionId: string, results: WriteResult[], returnEntity: boolean) {
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
              error: {code: refusal(result).code, description: result.message},
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

/** Which status and code a refused item has. [assumed] where Wix documents the code for another case, or none. */
export function refusal({code}: ItemRefusal): {status: number; code: string} {
  return REFUSALS[code]
}

const QUOTA = {status: 428, code: 'QUOTA_EXCEEDED'}

const REFUSALS: Record<ItemRefusal['code'], {status: number; code: string}> = {
  ITEM_ALREADY_EXISTS: {status: 409, code: 'WDE0074'},
  ITEM_NOT_FOUND: {status: 404, code: 'WDE0073'},
  ITEM_TOO_LARGE: {status: 413, code: 'WDE0109'},
  ITEM_TOO_DEEP: {status: 400, code: 'WDE0109'},
  ITEM_NUMBER_INVALID: {status: 400, code: 'WDE0004'},
  ITEM_ID_INVALID: {status: 400, code: 'WDE0002'},
  REFERENCE_INVALID: {status: 400, code: 'WDE0019'},
  PATCH_IMPOSSIBLE: {status: 400, code: 'WDE0004'},
  ITEM_LIMIT_REACHED: QUOTA,
  ITEM_OF_ANOTHER: {status: 403, code: 'WDE0027'},
  NOT_ALLOWED: {status: 403, code: 'WDE0027'},
  // Wix says only that items which do not meet a condition are not written.
  CONDITION_NOT_MET: {status: 428, code: 'FAILED_PRECONDITION'},
}
