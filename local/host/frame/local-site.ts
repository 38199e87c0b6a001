import {RequestFailed} from './request-failed'

/** The local site's HTTP interface, as the local tools use it. They always act as the site's owner. */
const OWNER = 'local-owner'

export interface SiteStatus {
  siteName: string
  now: string
  mode: 'local'
  version: string
}

export interface Field {
  key: string
  displayName?: string
  type: string
  systemField?: boolean
  typeMetadata?: {
    reference?: {referencedCollectionId: string}
    multiReference?: {referencedCollectionId: string}
  }
}

export interface Collection {
  id: string
  displayName?: string
  displayField?: string
  collectionType?: string
  fields: Field[]
}

export type ItemData = Record<string, unknown>

export interface DataItem {
  id: string
  dataCollectionId: string
  data: ItemData
}

export interface ItemsPage {
  dataItems: DataItem[]
  pagingMetadata: {count: number; offset: number; total?: number}
}

export interface Sort {
  fieldName: string
  order: 'ASC' | 'DESC'
}

export interface BulkResult {
  results?: {itemMetadata?: {id?: string; success?: boolean; error?: {code?: string; description?: string}}}[]
}

export interface ImportResult {
  imported: number
  failedCount: number
  failed: {line: number; column?: string; reason: string}[]
  created: boolean
}

export interface Durations {
  backupMs: number
  restoreMs: number
}

export interface Settings extends Durations {
  /** Not there, or null: no limit, no lag. */
  maxCollections?: number | null
  maxItems?: number | null
  readLagMs?: number | null
}

export interface Fault {
  operation: string
  effect: string
  times: number
}

export interface Faults {
  faults: Fault[]
  operations: string[]
  effects: string[]
}

export const localSite = {
  status: () => call<SiteStatus>('GET', '/__local/status'),

  async collections(): Promise<Collection[]> {
    const found: Collection[] = []
    for (;;) {
      const paging = `paging.limit=100&paging.offset=${found.length}`
      const page = await call<{collections: Collection[]; pagingMetadata?: {total?: number}}>(
        'GET',
        `/wix-data/v2/collections?${paging}`,
      )
      found.push(...page.collections)
      if (page.collections.length < 100) return found
    }
  },

  queryItems: (collectionId: string, query: {sort?: Sort[]; limit: number; offset: number}) =>
    call<ItemsPage>('POST', '/wix-data/v2/items/query', {
      dataCollectionId: collectionId,
      query: {
        filter: {},
        sort: query.sort ?? [],
        paging: {limit: query.limit, offset: query.offset},
      },
      returnTotalCount: true,
    }),

  sandboxItems: (collectionId: string, paging: {limit: number; offset: number}) =>
    call<ItemsPage>('GET', `/__local/sandbox/items?${search({collectionId, ...paging})}`),

  /** Items with what their reference fields point at, as whole items in place of their IDs. */
  itemsWithReferences: (collectionId: string, ids: string[], fields: {field: string; limit: number}[]) =>
    call<ItemsPage>('POST', '/wix-data/v2/items/query', {
      dataCollectionId: collectionId,
      query: {filter: {_id: {$in: ids}}, paging: {limit: ids.length, offset: 0}},
      includeReferences: fields,
    }),

  insertItem: (collectionId: string, data: ItemData) =>
    call('POST', '/wix-data/v2/items', {dataCollectionId: collectionId, dataItem: {data}}),

  updateItem: (collectionId: string, id: string, data: ItemData) =>
    call('PUT', `/wix-data/v2/items/${encodeURIComponent(id)}`, {
      dataCollectionId: collectionId,
      dataItem: {id, data},
    }),

  removeItems: (collectionId: string, dataItemIds: string[]) =>
    call<BulkResult>('POST', '/wix-data/v2/bulk/items/remove', {dataCollectionId: collectionId, dataItemIds}),

  truncate: (collectionId: string) =>
    call('POST', '/wix-data/v2/items/truncate', {dataCollectionId: collectionId}),

  importFile: (target: {collectionId: string; displayName?: string; format: 'csv' | 'jsonl'}, file: Blob) =>
    call<ImportResult>('POST', `/__local/import?${search(target)}`, file),

  clock: () => call<{now: string}>('GET', '/__local/clock'),
  advanceClock: (advanceMs: number) => call<{now: string}>('POST', '/__local/clock', {advanceMs}),

  settings: () => call<Settings>('GET', '/__local/settings'),
  changeSettings: (settings: Partial<Settings>) => call<Settings>('POST', '/__local/settings', settings),

  faults: () => call<Faults>('GET', '/__local/faults'),
  addFault: (fault: Fault) => call('POST', '/__local/faults', fault),
  clearFaults: () => call('DELETE', '/__local/faults'),

  reset: (seed: 'demo' | 'empty') => call('POST', '/__local/reset', {seed}),
}

/** Longer than anything here takes but an import, which takes as long as its file is large. */
const PATIENCE_MS = 60_000
const IMPORT_PATIENCE_MS = 15 * 60_000

/** A call of the program that serves this page. Throws RequestFailed. */
export async function call<T = unknown>(
  method: string,
  url: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<T> {
  const isFile = body instanceof Blob
  let response: Response
  let text: string
  try {
    response = await fetch(url, {
      method,
      headers: {
        Authorization: OWNER,
        ...(body && {'Content-Type': isFile ? 'text/plain; charset=utf-8' : 'application/json'}),
        ...headers,
      },
      ...(body && {body: isFile ? body : JSON.stringify(body)}),
      redirect: 'error',
      signal: AbortSignal.timeout(isFile ? IMPORT_PATIENCE_MS : PATIENCE_MS),
    })
    text = await response.text()
  } catch {
    throw new RequestFailed(
      'NO_ANSWER',
      'The local site does not answer. Check that npm start is still running.',
    )
  }
  const answer = parse(text)
  if (!response.ok) throw new RequestFailed('REFUSED', reason(answer, text, response.status), response.status)
  if (answer === undefined && text !== '') {
    throw new RequestFailed(
      'UNREADABLE',
      `${method} ${url} answered something that is not JSON.`,
      response.status,
    )
  }
  return answer as T
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Wix's error body is `{message, details: {applicationError | validationError}}`. */
function reason(answer: unknown, text: string, status: number) {
  const body = (answer ?? {}) as {
    message?: string
    details?: {
      applicationError?: {code?: string; description?: string}
      validationError?: {fieldViolations?: {field?: string; description?: string}[]}
    }
  }
  const violations = (body.details?.validationError?.fieldViolations ?? [])
    .map(({field, description}) => [field, description].filter(Boolean).join(' '))
    .join('; ')
  const sentence =
    body.message || body.details?.applicationError?.description || violations || text.slice(0, 200)
  const code = body.details?.applicationError?.code
  return `${sentence || 'No reason was given'} (HTTP ${status}${code ? `, ${code}` : ''})`
}

function search(parameters: Record<string, string | number | undefined>) {
  const given = Object.entries(parameters).filter((entry) => entry[1] !== undefined)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}
