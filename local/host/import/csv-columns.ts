import type {Field} from '../../engine/types'
import {exactDate} from './exact-date'
import {exactNumber} from './exact-number'
import {FileRefused} from './import-problem'
import {JsonProblem, readExactJson} from './read-exact-json'

export interface Column {
  header: string
  key: string
  type: string
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

/** Which field each column fills. Two that fill the same one are refused: one of them would be lost. */
export function readHeader(headers: string[], fields: Field[] | undefined): Column[] {
  const columns = headers.map((header, index): Column => {
    const key = columnKey(header.trim(), index, fields)
    const type = key === '_id' ? 'TEXT' : (fields?.find((field) => field.key === key)?.type ?? 'TEXT')
    return {header: header.trim(), key, type}
  })
  for (const [index, {header, key}] of columns.entries()) {
    const first = columns.findIndex((column) => column.key === key)
    if (first < index)
      throw new FileRefused({
        line: 1,
        column: header,
        reason: `Columns ${first + 1} and ${index + 1} would both fill the field "${key}": rename one of them.`,
      })
  }
  return columns
}

function columnKey(name: string, index: number, fields: Field[] | undefined): string {
  const system = Object.hasOwn(SYSTEM_COLUMNS, name.toLowerCase())
    ? SYSTEM_COLUMNS[name.toLowerCase()]
    : undefined
  if (system) return system
  const field = fields?.find(
    ({key, displayName}) => key === name || displayName.toLowerCase() === name.toLowerCase(),
  )
  if (field) return field.key
  const key = fieldKey(name, index)
  if (key.startsWith('_'))
    throw new FileRefused({
      line: 1,
      column: name,
      reason: `"${name}" cannot be the name of a field: those that begin with "_" are the system's.`,
    })
  return key
}

/** As the CMS makes a key from a name: "Order total" → `orderTotal`. */
function fieldKey(name: string, index: number): string {
  const words = name.split(/[^\p{L}\p{N}_]+/u).filter(Boolean)
  const key = words
    .map((word, at) => (at === 0 ? word[0]!.toLowerCase() : word[0]!.toUpperCase()) + word.slice(1))
    .join('')
  return key || `column${index + 1}`
}

/** Of each column, the types that every one of its cells fits. */
export class ColumnTypes {
  private readonly fitting: Set<string>[]
  private readonly filled: boolean[]

  constructor(private readonly columns: Column[]) {
    this.fitting = columns.map(() => new Set(['BOOLEAN', 'NUMBER', 'DATETIME']))
    this.filled = columns.map(() => false)
  }

  look(cells: string[]): void {
    for (const [index, text] of cells.entries()) {
      const fitting = this.fitting[index]
      if (text === '' || !fitting) continue
      this.filled[index] = true
      for (const type of fitting) if (!fitsType(text, type)) fitting.delete(type)
    }
  }

  /** The columns with the narrowest type that fits. */
  typed(): Column[] {
    return this.columns.map((column, index) =>
      column.key.startsWith('_') || !this.filled[index]
        ? column
        : {...column, type: [...this.fitting[index]!][0] ?? 'TEXT'},
    )
  }

  fields(): Field[] {
    return this.typed()
      .filter(({key}, index) => !key.startsWith('_') && this.filled[index])
      .map(({key, header, type}) => ({key, displayName: header || key, type}))
  }
}

function fitsType(text: string, type: string): boolean {
  if (type === 'BOOLEAN') return /^(true|false)$/i.test(text)
  // "00123" is an article number, not a number.
  if (type === 'NUMBER') return exactNumber(text) !== null && !/^-?0\d/.test(text)
  return exactDate(text) !== null
}

/** What does not fit is told with its row; what would become something else refuses the file. */
export type Cell = {value: unknown} | {unfit: string} | {changed: string}

const LOOKS_LIKE_A_NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const LOOKS_LIKE_A_DATE = /^\d{4}-\d{2}-\d{2}/

export function readCell(text: string, type: string): Cell {
  switch (type) {
    case 'NUMBER': {
      const number = exactNumber(text)
      if (number !== null) return {value: number}
      return LOOKS_LIKE_A_NUMBER.test(text)
        ? {changed: `"${cut(text)}" would lose digits as a number: make the field a text.`}
        : unfit(text, type)
    }
    case 'BOOLEAN':
      return /^(true|false)$/i.test(text) ? {value: text.toLowerCase() === 'true'} : unfit(text, type)
    case 'DATETIME': {
      const date = exactDate(text)
      if (date !== null) return {value: {$date: date}}
      return LOOKS_LIKE_A_DATE.test(text)
        ? {
            changed: `"${cut(text)}" is no moment that could be stored: no such day or time, or finer than a millisecond.`,
          }
        : unfit(text, type)
    }
    case 'ARRAY':
    case 'ARRAY_STRING':
    case 'ARRAY_DOCUMENT':
    case 'OBJECT':
    case 'RICH_CONTENT':
    case 'ADDRESS':
    case 'MEDIA_GALLERY':
    case 'MULTI_REFERENCE':
      try {
        return {value: readExactJson(text).value}
      } catch (error) {
        if (error instanceof JsonProblem && error.kind === 'changed') return {changed: `${error.message}.`}
        return unfit(text, type)
      }
    default:
      return {value: text}
  }
}

function unfit(text: string, type: string): Cell {
  return {unfit: `"${cut(text)}" is not of type ${type}`}
}

function cut(text: string): string {
  return text.length > 50 ? `${text.slice(0, 50)}…` : text
}
