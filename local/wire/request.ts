import type {Identity} from './identity'
import type {InstalledApp} from './installed-app'
import {invalidField, WireError} from './wire-error'

/** One HTTP request, without HTTP: what a handler needs to know. */
export interface WireRequest {
  method: string
  /** Without the query, percent-encoded as sent. */
  path: string
  query: URLSearchParams
  authorization: string | undefined
  contentType: string | undefined
  body: string
}

/** What a handler is given: the route's parameters, and the body or query as one JSON object. */
export interface Call {
  identity: Identity
  params: Record<string, string>
  query: URLSearchParams
  input: Record<string, unknown>
  app: InstalledApp
}

export function readJsonBody({method, body, contentType, query}: WireRequest): Record<string, unknown> {
  if (method === 'GET' || method === 'DELETE') return readQueryObject(query)
  if (body === '') return {}
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType ?? '')) {
    throw new WireError(415, `Expected a body of type application/json, got ${contentType ?? 'none'}`)
  }
  return asObject(parseJson(body), 'body')
}

/** The SDK sends a complex GET as `.r`, base64url of the JSON that it would have posted. */
function readQueryObject(query: URLSearchParams): Record<string, unknown> {
  const encoded = query.get('.r')
  if (encoded === null) {
    return Object.fromEntries([...query].filter(([name]) => name !== '__proto__'))
  }
  const bytes = Buffer.from(encoded, 'base64url')
  return asObject(parseJson(decode(bytes)), '.r')
}

/** The SDK encodes with `btoa`, which writes Latin-1; everybody else writes UTF-8. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new WireError(400, `The body is not valid JSON: ${(error as Error).message}`)
  }
}

export function asObject(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidField(field, 'must be an object')
  return value as Record<string, unknown>
}

export function asString(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '') throw invalidField(field, 'must not be empty')
  return value
}

export function asList(
  value: unknown,
  field: string,
  {from = 0, to}: {from?: number; to: number},
): unknown[] {
  if (!Array.isArray(value)) throw invalidField(field, 'must be a list')
  if (value.length < from || value.length > to) {
    throw invalidField(field, `has size ${value.length}, expected ${from} to ${to}`)
  }
  return value
}

/** Numbers arrive as text in a query and as numbers in a body. */
export function asInteger(value: unknown, field: string, {from, to, otherwise}: Range): number {
  if (value === undefined || value === null || value === '') return otherwise
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number) || number < from || number > to) {
    throw invalidField(field, `has value ${String(value).slice(0, 50)}, expected ${from} to ${to}`)
  }
  return number
}

/** [assumed] Wix documents neither for backups; other Wix lists have these. */
const DEFAULT_LIMIT = 50
const MOST_LIMIT = 100

/** The paging of a list that is a GET: `?paging.limit=&paging.offset=`. */
export function readListPaging(query: URLSearchParams): {limit: number; offset: number} {
  const read = (field: string, range: Range) => asInteger(query.get(field), field, range)
  return {
    limit: read('paging.limit', {from: 0, to: MOST_LIMIT, otherwise: DEFAULT_LIMIT}),
    offset: read('paging.offset', {from: 0, to: Number.MAX_SAFE_INTEGER, otherwise: 0}),
  }
}

interface Range {
  from: number
  to: number
  otherwise: number
}
