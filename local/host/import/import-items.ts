import {ANY_COLLECTION_ID, MAX_ITEM_BYTES} from '../../engine/assumptions'
import {refuseItem} from '../../engine/refuse-item'
import {EngineError, type Collection, type Engine, type Field} from '../../engine/types'
import {OWNER_IDS} from '../../wire/identity'
import {ColumnTypes, readCell, readHeader, type Column} from './csv-columns'
import {decodeFile} from './decode-file'
import {FileRefused, type ItemRow, type Problem, type Row} from './import-problem'
import {inSlices} from './in-slices'
import {csvRecords} from './read-csv'
import {itemOfLine, JsonFields} from './json-lines'

export type ImportFormat = 'csv' | 'jsonl'
export const IMPORT_FORMATS: readonly ImportFormat[] = ['csv', 'jsonl']

export interface ImportResult {
  imported: number
  failedCount: number
  /** The first hundred rows that were left out, or why the file was refused, by their line (a header is line 1). */
  failed: Problem[]
  /** Whether the collection was made for this file. */
  created: boolean
}

/** "At most 1000 items a call" (Wix Data). */
const BATCH = 1000
const MOST_FAILURES_TOLD = 100

/** What a file holds, readable again and again: it is looked through before anything is written. */
interface Rows {
  rows: () => Iterable<Row>
  /** For a collection that is made for it. */
  fields: Field[]
}

/**
 * Fills a collection from a CSV file as the Wix CMS exports it, or from JSON lines. A row with an ID that is
 * there already replaces that item. As on Wix, created and updated dates are those of the import.
 *
 * What cannot be stored exactly as it is written refuses the file: nothing is imported. A row that holds no item
 * at all, or a cell that does not fit its field, is left out alone, and told.
 */
export async function importItems(
  engine: Engine,
  {id: collectionId, displayName}: {id: string; displayName: string},
  format: ImportFormat,
  bytes: Buffer,
): Promise<ImportResult> {
  const existing = findCollection(engine, collectionId)
  if (!existing) checkCollectionId(collectionId)
  try {
    const text = await decodeFile(bytes)
    const file =
      format === 'csv' ? await readCsv(text, existing?.fields) : await readJsonLines(text, existing)
    const {failed, failedCount, good} = await lookThrough(file.rows())
    const created = !existing && good > 0
    if (created) await engine.createCollection({id: collectionId, displayName, fields: file.fields})
    const result: ImportResult = {imported: 0, failedCount, failed, created}
    await write(engine, collectionId, file.rows(), result)
    return result
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    return {imported: 0, failedCount: 1, failed: [error.problem], created: false}
  }
}

function findCollection(engine: Engine, collectionId: string): Collection | undefined {
  try {
    return engine.getCollection(collectionId)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'COLLECTION_NOT_FOUND') return undefined
    throw error
  }
}

/** Before the file is read: the engine says the same when the collection is made. */
function checkCollectionId(collectionId: string): void {
  if (!ANY_COLLECTION_ID.test(collectionId))
    throw new EngineError('INVALID_COLLECTION_ID', `"${collectionId}" cannot be the ID of a collection.`)
}

async function readCsv(text: string, fields: Field[] | undefined): Promise<Rows> {
  const {value: header} = csvRecords(text).next()
  if (!header) throw new FileRefused({line: 1, reason: 'The file is empty.'})
  const columns = readHeader(header.cells, fields)
  function* records() {
    let isHeader = true
    for (const record of csvRecords(text)) {
      if (!isHeader) yield record
      isHeader = false
    }
  }
  const types = new ColumnTypes(columns)
  await inSlices(records(), ({line, cells}) => {
    const extra = cells.findIndex((cell, index) => index >= columns.length && cell !== '')
    if (extra >= 0)
      throw new FileRefused({
        line,
        reason: `The line has ${extra + 1} cells, and the header has ${columns.length}.`,
      })
    if (!fields) types.look(cells)
  })
  const typed = fields ? columns : types.typed()
  const columnOf = (key: string) => typed.find((column) => column.key === key)?.header ?? key
  function* rows(): Iterable<Row> {
    for (const {line, cells} of records()) yield rowOf(line, cells, typed, columnOf)
  }
  return {rows, fields: types.fields()}
}

const SET_BY_THE_SERVER = new Set(['_createdDate', '_updatedDate', '_owner'])

function rowOf(line: number, cells: string[], columns: Column[], columnOf: (key: string) => string): Row {
  const item: ItemRow['item'] = {}
  for (const [index, {key, type, header}] of columns.entries()) {
    const text = cells[index] ?? ''
    if (text === '' || SET_BY_THE_SERVER.has(key)) continue
    const cell = readCell(text, type)
    if ('changed' in cell) throw new FileRefused({line, column: header, reason: cell.changed})
    if ('unfit' in cell) return {line, column: header, reason: `${cell.unfit} (column "${key}").`}
    item[key] = cell.value
  }
  return {line, item, columnOf}
}

async function readJsonLines(text: string, existing: Collection | undefined): Promise<Rows> {
  function* rows(): Iterable<Row> {
    let line = 0
    for (let start = 0; start <= text.length;) {
      const end = text.indexOf('\n', start)
      const one = text.slice(start, end < 0 ? text.length : end).trim()
      line++
      if (one !== '') yield itemOfLine(one, line, existing?.fields ?? [])
      if (end < 0) return
      start = end + 1
    }
  }
  const fields = new JsonFields()
  await inSlices(rows(), (row) => {
    if ('item' in row) fields.look(row.item)
  })
  return {rows, fields: fields.fields()}
}

/** Before anything is written: the rows that will be left out, or, thrown, why the file is refused. */
async function lookThrough(rows: Iterable<Row>) {
  const failed: Problem[] = []
  let failedCount = 0
  let good = 0
  const lineOfId = new Map<string, number>()
  await inSlices(rows, (row) => {
    if ('reason' in row) {
      failedCount += 1
      if (failed.length < MOST_FAILURES_TOLD) failed.push(row)
      return
    }
    checkStorable(row)
    const {_id} = row.item
    if (typeof _id === 'string') {
      const before = lineOfId.get(_id)
      if (before !== undefined)
        throw new FileRefused({
          line: row.line,
          column: row.columnOf?.('_id') ?? '_id',
          reason: `The ID "${_id}" is on line ${before} already: one of the two items would be lost.`,
        })
      lineOfId.set(_id, row.line)
    }
    good += 1
  })
  return {failed, failedCount, good}
}

/** What the server adds to an item, as large as it can be. */
const SERVER_FIELDS_BYTES = 250

function checkStorable({line, item, columnOf = (key) => key}: ItemRow): void {
  const refusal = refuseItem(item)
  if (item._id === '') throw new FileRefused({line, column: columnOf('_id'), reason: 'The _id is empty.'})
  if (refusal?.code === 'ITEM_ID_INVALID')
    throw new FileRefused({line, column: columnOf('_id'), reason: refusal.message})
  if (refusal) throw new FileRefused({line, reason: refusal.message})
  if (Buffer.byteLength(JSON.stringify(item)) <= MAX_ITEM_BYTES - SERVER_FIELDS_BYTES) return
  const sizes = Object.entries(item).map(([key, value]) => ({
    key,
    size: JSON.stringify(value ?? null).length,
  }))
  const [largest] = sizes.sort((a, b) => b.size - a.size)
  throw new FileRefused({
    line,
    column: columnOf(largest!.key),
    reason: `The item is larger than ${MAX_ITEM_BYTES / 1024} KB, which is as large as Wix lets one be.`,
  })
}

async function write(
  engine: Engine,
  collectionId: string,
  rows: Iterable<Row>,
  result: ImportResult,
): Promise<void> {
  let batch: ItemRow[] = []
  async function flush() {
    const written = batch
    batch = []
    if (written.length === 0) return
    const items = written.map(({item}) => item)
    const options = {saveReferences: true}
    const results = await engine.writeItems(collectionId, 'save', items, OWNER_IDS.owner, 'live', options)
    for (const [index, one] of results.entries()) {
      if (one.ok) {
        result.imported += 1
        continue
      }
      result.failedCount += 1
      if (result.failed.length < MOST_FAILURES_TOLD)
        result.failed.push({line: written[index]!.line, reason: one.message})
    }
  }
  await inSlices(rows, (row) => {
    if (!('item' in row)) return
    batch.push(row)
    if (batch.length === BATCH) return flush()
  })
  await flush()
}
