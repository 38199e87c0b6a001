import {isDate} from './format-value'
import type {Field} from './local-site'

/** How a person reads and changes a value: as the text of a control. */
export interface FieldKind {
  control: 'text' | 'long' | 'json' | 'number' | 'yes-no' | 'day' | 'date-time'
  textOf(value: unknown): string
  /** The value that a text means, `undefined` for none. Throws where it is not of this kind. */
  parse(text: string): unknown
  hint?: string
}

/** What fits the field's type; JSON where the type is complex, or the value is of another type. */
export function fieldKind(field: Field, value: unknown): FieldKind {
  const missing = value === undefined || value === null
  if (isDate(value) || (missing && field.type === 'DATETIME')) return DATE_TIME
  switch (field.type) {
    case 'NUMBER':
      if (missing || typeof value === 'number') return NUMBER
      break
    case 'BOOLEAN':
      if (missing || typeof value === 'boolean') return YES_NO
      break
    case 'DATE':
      if (missing || isDay(value)) return DAY
      break
    case 'RICH_TEXT':
      if (missing || typeof value === 'string') return LONG_TEXT
      break
    case 'REFERENCE': {
      const target = field.typeMetadata?.reference?.referencedCollectionId
      if (missing || typeof value === 'string')
        return {...TEXT, hint: `The ID of an item${target ? ` of ${target}` : ''}.`}
      break
    }
    case 'TEXT':
    case 'URL':
    case 'IMAGE':
    case 'TIME':
      if (missing || typeof value === 'string') return String(value ?? '').length > 80 ? LONG_TEXT : TEXT
  }
  return JSON_TEXT
}

const asText = (value: unknown) => String(value ?? '')
const orNone = (text: string) => (text.trim() === '' ? undefined : text)
const isDay = (value: unknown) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)

const TEXT: FieldKind = {control: 'text', textOf: asText, parse: orNone}
const LONG_TEXT: FieldKind = {control: 'long', textOf: asText, parse: orNone}
const DAY: FieldKind = {control: 'day', textOf: asText, parse: orNone}

const NUMBER: FieldKind = {
  control: 'number',
  textOf: asText,
  parse(text) {
    if (text === '') return undefined
    if (!Number.isFinite(Number(text))) throw new Error('this is not a number.')
    return Number(text)
  },
}

const YES_NO: FieldKind = {
  control: 'yes-no',
  textOf: (value) => (typeof value === 'boolean' ? String(value) : ''),
  parse: (text) => (text === '' ? undefined : text === 'true'),
}

const DATE_TIME: FieldKind = {
  control: 'date-time',
  textOf: (value) => (isDate(value) ? value.$date.replace(/(\.\d+)?Z$/, '') : ''),
  parse: (text) => (text === '' ? undefined : {$date: new Date(`${text}Z`).toISOString()}),
  hint: 'In UTC.',
}

const JSON_TEXT: FieldKind = {
  control: 'json',
  textOf: (value) => (value === undefined ? '' : JSON.stringify(value, null, 2)),
  parse(text) {
    if (text.trim() === '') return undefined
    try {
      return JSON.parse(text) as unknown
    } catch (error) {
      throw new Error(`this is not JSON: ${error instanceof Error ? error.message : String(error)}`)
    }
  },
  hint: 'As JSON.',
}
