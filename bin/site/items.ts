import type {ItemReader} from 'public/copies/copy-collections'
import type {CopyItem} from 'public/copies/copy-format'
import type {WixCalls} from './wix-calls'

const ITEMS = '/wix-data/v2/items'
/** "Query limit: at most 1000" (Wix Data). */
const MOST_PAGE = 1000
/** How many items' references are asked for at once [assumed]. */
const ITEMS_A_QUESTION = 100

interface QueryAnswer {
  dataItems?: {data: CopyItem}[]
  pagingMetadata?: {count?: number; total?: number | null; tooManyToCount?: boolean | null}
}

export interface SiteItems extends ItemReader {
  readItems(collectionId: string, ids: string[]): Promise<CopyItem[]>
  /** `null`: not told. */
  countCreatedAfter(collectionId: string, date: string): Promise<number | null>
}

/** Reads items as they are, not as they were some seconds ago ("reads lag writes by seconds"). */
export function siteItems(calls: WixCalls): SiteItems {
  const query = (dataCollectionId: string, query: object, more: object = {}) =>
    calls.read<QueryAnswer>('POST', `${ITEMS}/query`, {
      dataCollectionId,
      query,
      consistentRead: true,
      ...more,
    })

  return {
    async readPage(collectionId, {after, limit, withTotal}) {
      const {dataItems = [], pagingMetadata} = await query(
        collectionId,
        {
          filter: after === null ? {} : {_id: {$gt: after}},
          sort: [{fieldName: '_id', order: 'ASC'}],
          paging: {limit, offset: 0},
        },
        withTotal ? {returnTotalCount: true} : {},
      )
      const {total, tooManyToCount} = pagingMetadata ?? {}
      return {items: dataItems.map(({data}) => data), total: tooManyToCount ? null : (total ?? null)}
    },

    async readItems(collectionId, ids) {
      const {dataItems = []} = await query(collectionId, {
        filter: {_id: {$in: ids}},
        paging: {limit: ids.length, offset: 0},
      })
      return dataItems.map(({data}) => data)
    },

    async readReferences(collectionId, field, itemIds) {
      const found = new Map<string, string[]>()
      for (let at = 0; at < itemIds.length; at += ITEMS_A_QUESTION) {
        await readReferencesOfSome(
          calls,
          collectionId,
          field,
          itemIds.slice(at, at + ITEMS_A_QUESTION),
          found,
        )
      }
      return found
    },

    // Without an index a large collection may take Wix too long: not known, then.
    async newestUpdate(dataCollectionId) {
      const answer = await calls.readUnlessSlow<QueryAnswer>('POST', `${ITEMS}/query`, {
        dataCollectionId,
        query: {sort: [{fieldName: '_updatedDate', order: 'DESC'}], paging: {limit: 1, offset: 0}},
        consistentRead: true,
      })
      return (answer?.dataItems?.[0]?.data._updatedDate as {$date?: string} | undefined)?.$date ?? null
    },

    countUpdatedAfter: (collectionId, date) =>
      count(calls, collectionId, {_updatedDate: {$gt: {$date: date}}}),

    countCreatedAfter: (collectionId, date) =>
      count(calls, collectionId, {_createdDate: {$gt: {$date: date}}}),

    countItems: (collectionId) => count(calls, collectionId, {}),
  }
}

async function readReferencesOfSome(
  calls: WixCalls,
  dataCollectionId: string,
  field: string,
  referringItemIds: string[],
  found: Map<string, string[]>,
): Promise<void> {
  for (let offset = 0; ; offset += MOST_PAGE) {
    const {results = []} = await calls.read<{results?: ReferencedResult[]}>(
      'POST',
      `${ITEMS}/query-referenced`,
      {
        dataCollectionId,
        referringItemIds,
        referringItemFieldName: field,
        fields: ['_id'],
        paging: {limit: MOST_PAGE, offset},
        consistentRead: true,
      },
    )
    for (const {referringItemId, dataItem, unresolvedReference} of results) {
      const item = referringItemId ?? unresolvedReference?.referringItemId
      const target = dataItem?.id ?? dataItem?.data?._id ?? unresolvedReference?.referencedItemId
      if (item === undefined || target === undefined)
        throw new Error(`Wix did not say what ${field} of ${dataCollectionId} points to`)
      const targets = found.get(item)
      if (targets) targets.push(target)
      else found.set(item, [target])
    }
    if (results.length < MOST_PAGE) return
  }
}

/** As the SDK reads it from the wire (`toReferencedResults`). */
interface ReferencedResult {
  referringItemId?: string
  dataItem?: {id?: string; data?: {_id?: string}}
  unresolvedReference?: {referringItemId?: string; referencedItemId?: string}
}

async function count(calls: WixCalls, dataCollectionId: string, filter: object): Promise<number | null> {
  const answer = await calls.readUnlessSlow<{totalCount: number}>('POST', `${ITEMS}/count`, {
    dataCollectionId,
    filter,
    consistentRead: true,
  })
  return answer?.totalCount ?? null
}
