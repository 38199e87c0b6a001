import {parse} from 'csv-parse/sync'
import {EngineError, type Collection, type Engine, type Field} from '../engine/types'
import {OWNER_IDS} from '../wire/identity'

export type ImportFormat = 'csv' | 'jsonl'
export const IMPORT_FORMATS: readonly ImportFormat[] = ['csv', 'jsonl']

export interface ImportResult {
  imported: number
  failedCount: number
  /** The first hundred rows that were left out, by their line in the file (a header is line 1). */
  failed: {line: number; reason: string}[]
  /** Whether the collection was made for this file. */
  created: boolean
}

/** "At most 1000 items a call" (Wix Data). */
const BATCH = 1000
const MOST_FAILURES_TOLD = 100

type Row = {line: number; item: Record<string, unknown>} | {line: number; reason: string}

/**
 * Fills a collection from a CSV file as the Wix CMS exports it, or from JSON lines. A row with an ID that is
 * there already replaces that item. As on Wix, created and updated dates are those of the import.
 */
export async function importItems(
  engine: Engine,
  {id: collectionId, displayName}: {id: string; displayName: string},
  format: ImportFormat,
  content: string,
): Promise<ImportResult> {
  const existing = findCollection(engine, collectionId)
  const rows = format === 'csv' ? readCsv(content, existing?.fields) : readJsonLines(content)
  const failed: ImportResult['failed'] = rows.filter((row) => 'reason' in row)
  const good = rows.filter((row) => 'item' in row)
  const created = !existing && good.length > 0
  if (created) await engine.createCollection({id: collectionId, displayName, fields: inferFields(rows)})

  let imported = 0
  for (let start = 0; start < good.length; start += BATCH) {
    const batch = good.slice(start, start + BATCH)
    const results = await engine.writeItems(
      collectionId,
      'save',
      batch.map(({item}) => item),
      OWNER_IDS.owner,
    )
    for (const [index, result] of results.entries()) {
      if (result.ok) imported += 1
      else failed.push({line: batch[index]!.line, reason: result.message})
    }
  }
  return {imported, failedCount: failed.length, failed: failed.slice(0, MOST_FAILURES_TOLD), created}
}

function findCollection(engine: Engine, collectionId: string): Collection | undefined {
  try {
    return engine.getCollection(collectionId)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'COLLECTION_NOT_FOUND') return undefined
    throw error
  }
}

/** The system columns, as the CMS names them in its export. */
const SYSTEM_COLUMNS: Record<string, string> = {
  id: '_id',
  _id: '_id',
  'created date': '_createdDate',
  _createddate: '_createdDate',
  'updated date': '_updatedDate',
  _updateddate: '_updatedDate',
  owner: '_owner',
  _owner: '_owner',
}
const SET_BY_THE_SERVER = new Set(['_createdDate', '_updatedDate', '_owner'])

interface CsvRecord {
  record: Record<string, string>
  info: {lines: number}
}

function readCsv(content: string, fields: Field[] | undefined): Row[] {
  let records: CsvRecord[]
  try {
    records = parse(content, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      columns: (headers: string[]) => headers.map((header, index) => columnKey(header, index, fields)),
    }) as unknown as CsvRecord[]
  } catch (error) {
    return [{line: 1, reason: `This is not a CSV file: ${(error as Error).message}`}]
  }
  const types = new Map(fields?.map(({key, type}) => [key, type]))
  const inferred = fields ? undefined : inferCsvTypes(records.map(({record}) => record))
  return records.map(({record, info}): Row => {
    const item: Record<string, unknown> = {}
    for (const [key, text] of Object.entries(record)) {
      if (SET_BY_THE_SERVER.has(key) || text === '') continue
      const type = key === '_id' ? 'TEXT' : (types.get(key) ?? inferred?.get(key) ?? 'TEXT')
      const value = readCell(text, type)
      if (value === undefined)
        return {
          line: info.lines,
          reason: `"${text.slice(0, 50)}" in the column "${key}" is not of type ${type}`,
        }
      item[key] = value
    }
    return {line: info.lines, item}
  })
}

function columnKey(header: string, index: number, fields: Field[] | undefined): string {
  const name = header.trim()
  const system = SYSTEM_COLUMNS[name.toLowerCase()]
  if (system) return system
  const field = fields?.find(
    ({key, displayName}) => key === name || displayName.toLowerCase() === name.toLowerCase(),
  )
  return field?.key ?? fieldKey(name, index)
}

/** As the CMS makes a key from a name: "Order total" → `orderTotal`. */
function fieldKey(name: string, index: number): string {
  const words = name.split(/[^\p{L}\p{N}_]+/u).filter(Boolean)
  const key = words
    .map((word, at) => (at === 0 ? word[0]!.toLowerCase() : word[0]!.toUpperCase()) + word.slice(1))
    .join('')
  return key === '' || key.startsWith('__') ? `column${index + 1}` : key
}

const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** A column has the narrowest type that fits every one of its cells. */
function inferCsvTypes(records: Record<string, string>[]): Map<string, string> {
  const candidates = new Map<string, Set<string>>()
  for (const record of records) {
    for (const [key, text] of Object.entries(record)) {
      if (text === '') continue
      const fitting = candidates.get(key) ?? new Set(['BOOLEAN', 'NUMBER', 'DATETIME'])
      for (const type of fitting) if (!fitsType(text, type)) fitting.delete(type)
      candidates.set(key, fitting)
    }
  }
  return new Map([...candidates].map(([key, fitting]) => [key, [...fitting][0] ?? 'TEXT']))
}

function fitsType(text: string, type: string): boolean {
  if (type === 'BOOLEAN') return /^(true|false)$/i.test(text)
  // "00123" is an article number, not a number.
  if (type === 'NUMBER') return NUMBER.test(text) && !/^-?0\d/.test(text)
  return DATE_TIME.test(text) && !Number.isNaN(Date.parse(text))
}

function readCell(text: string, type: string): unknown {
  switch (type) {
    case 'NUMBER':
      return NUMBER.test(text) ? Number(text) : undefined
    case 'BOOLEAN':
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined
    case 'DATETIME': {
      const time = Date.parse(text)
      return Number.isNaN(time) ? undefined : {$date: new Date(time).toISOString()}
    }
    case 'ARRAY':
    case 'ARRAY_STRING':
    case 'OBJECT':
    case 'RICH_CONTENT':
    case 'ADDRESS':
    case 'MEDIA_GALLERY':
      try {
        return JSON.parse(text) as unknown
      } catch {
        return undefined
      }
    default:
      return text
  }
}

function readJsonLines(content: string): Row[] {
  return content
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((text, index) => ({text: text.trim(), line: index + 1}))
    .filter(({text}) => text !== '')
    .map(({text, line}): Row => {
      try {
        const value = JSON.parse(text) as unknown
        if (typeof value !== 'object' || value === null || Array.isArray(value)) {
          return {line, reason: 'The line is not a JSON object'}
        }
        const entries = Object.entries(value).filter(
          ([key]) => !SET_BY_THE_SERVER.has(key) && key !== '__proto__',
        )
        const item = Object.fromEntries(entries)
        if (item._id !== undefined && typeof item._id !== 'string')
          return {line, reason: 'The _id is not a string'}
        return {line, item}
      } catch (error) {
        return {line, reason: `The line is not valid JSON: ${(error as Error).message}`}
      }
    })
}

/** The fields of a collection that is made for a file: all keys, each with the type of its first value. */
function inferFields(rows: Row[]): Field[] {
  const fields = new Map<string, Field>()
  for (const row of rows) {
    if (!('item' in row)) continue
    for (const [key, value] of Object.entries(row.item)) {
      if (key.startsWith('_') || fields.has(key)) continue
      const type = typeOf(value)
      if (type) fields.set(key, {key, displayName: key, type})
    }
  }
  return [...fields.values()]
}

function typeOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'number') return 'NUMBER'
  if (typeof value === 'boolean') return 'BOOLEAN'
  if (typeof value === 'string') return 'TEXT'
  if (Array.isArray(value)) return 'ARRAY'
  return '$date' in (value as object) ? 'DATETIME' : 'OBJECT'
}
