import type {Field} from '../../engine/types'
import {exactDate} from './exact-date'
import {FileRefused, type Row} from './import-problem'
import {JsonProblem, readExactJson} from './read-exact-json'

const SET_BY_THE_SERVER = new Set(['_createdDate', '_updatedDate', '_owner'])

/** One JSON line. Thrown: why it cannot be stored as it is written. */
export function itemOfLine(text: string, line: number, fields: Field[]): Row {
  const {value, textNumbers} = read(text, line)
  if (value === null) return {line, reason: 'The line is not a JSON object'}
  if ('problem' in value) return {line, reason: value.problem}
  for (const key of Object.keys(value.item)) checkKey(key, line)
  for (const path of textNumbers) {
    if (fields.some(({key, type}) => key === path && type === 'NUMBER'))
      throw new FileRefused({
        line,
        column: path,
        reason: 'The number would lose digits: make the field a text.',
      })
  }
  const entries = Object.entries(value.item).filter(([key]) => !SET_BY_THE_SERVER.has(key))
  return {line, item: Object.fromEntries(entries.map(([key, one]) => [key, withDates(one, line, key)]))}
}

function read(text: string, line: number) {
  try {
    const {value, textNumbers} = readExactJson(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return {value: isObject ? {item: value as Record<string, unknown>} : null, textNumbers}
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error
    if (error.kind === 'changed')
      throw new FileRefused({line, ...(error.path && {column: error.path}), reason: `${error.message}.`})
    return {value: {problem: `The line is not valid JSON: ${error.message}`}, textNumbers: []}
  }
}

/** What no filter could name may not get in. */
function checkKey(key: string, line: number): void {
  const refuse = (reason: string) => {
    throw new FileRefused({line, column: key, reason})
  }
  if (key === '__proto__') refuse('"__proto__" cannot be the key of a field.')
  if (key === '' || /["\\.\0\p{Surrogate}]/u.test(key) || key.startsWith('$'))
    refuse(`"${key}" cannot be the key of a field: no filter could name it.`)
}

/** Dates in one way of writing. Of a list or an object, those within it too. */
function withDates(value: unknown, line: number, path: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((one, index) => withDates(one, line, `${path}.${index}`))
  const entries = Object.entries(value)
  if (entries.length === 1 && entries[0]![0] === '$date') return {$date: dateOf(entries[0]![1], line, path)}
  return Object.fromEntries(entries.map(([key, one]) => [key, withDates(one, line, `${path}.${key}`)]))
}

function dateOf(value: unknown, line: number, path: string): string {
  const time = typeof value === 'number' ? new Date(value) : null
  const date =
    typeof value === 'string'
      ? exactDate(value)
      : time && !Number.isNaN(time.getTime())
        ? time.toISOString()
        : null
  if (date === null)
    throw new FileRefused({
      line,
      column: path,
      reason: `${JSON.stringify(value).slice(0, 50)} is no moment that could be stored: no such day or time, or finer than a millisecond.`,
    })
  return date
}

/** The fields of a collection that is made for a file: all keys, each with the type that all of its values have. */
export class JsonFields {
  private readonly types = new Map<string, string>()

  look(item: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(item)) {
      const type = typeOf(value)
      if (key.startsWith('_') || !type) continue
      const before = this.types.get(key)
      this.types.set(key, before === undefined || before === type ? type : 'TEXT')
    }
  }

  fields(): Field[] {
    return [...this.types].map(([key, type]) => ({key, displayName: key, type}))
  }
}

function typeOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'number') return 'NUMBER'
  if (typeof value === 'boolean') return 'BOOLEAN'
  if (typeof value === 'string') return 'TEXT'
  if (Array.isArray(value)) return 'ARRAY'
  return '$date' in (value as object) ? 'DATETIME' : 'OBJECT'
}
