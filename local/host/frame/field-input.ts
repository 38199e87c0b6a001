import {h} from './create-element'
import {isDate} from './format-value'
import type {Field} from './local-site'

export interface FieldInput {
  element: HTMLElement
  /** The value, or `undefined` for none. An untouched input gives back exactly what it was given. */
  read(): unknown
}

/** An input that fits the field's type; JSON where the type is complex, or the value is of another type. */
export function fieldInput(field: Field, value: unknown, id: string): FieldInput {
  const kind = kindOf(field, value)
  const control = kind.control(value)
  control.id = id
  const initial = control.value
  const hintId = `${id}-hint`
  if (kind.hint) control.setAttribute('aria-describedby', hintId)
  return {
    element: h(
      'div',
      {class: 'field'},
      h('label', {for: id}, field.displayName || field.key),
      control,
      kind.hint && h('p', {class: 'hint', id: hintId}, kind.hint),
    ),
    read() {
      if (control.value === initial) return value
      try {
        return kind.parse(control.value)
      } catch (error) {
        control.focus()
        throw new Error(
          `${field.displayName || field.key}: ${error instanceof Error ? error.message : error}`,
        )
      }
    },
  }
}

interface Kind {
  control: (value: unknown) => HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
  /** Throws where the text is not a value of this kind. */
  parse: (text: string) => unknown
  hint?: string
}

function kindOf(field: Field, value: unknown): Kind {
  const missing = value === undefined || value === null
  if (isDate(value) || (missing && field.type === 'DATETIME')) return DATE_TIME
  switch (field.type) {
    case 'NUMBER':
      if (missing || typeof value === 'number') return NUMBER
      break
    case 'BOOLEAN':
      if (missing || typeof value === 'boolean') return BOOLEAN
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

const none = (text: string) => (text.trim() === '' ? undefined : text)
const isDay = (value: unknown) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)

const TEXT: Kind = {
  control: (value) => h('input', {type: 'text', value: String(value ?? ''), autocomplete: 'off'}),
  parse: none,
}

const LONG_TEXT: Kind = {
  control: (value) => h('textarea', {rows: 4}, String(value ?? '')),
  parse: none,
}

const NUMBER: Kind = {
  control: (value) => h('input', {type: 'number', step: 'any', value: String(value ?? '')}),
  parse(text) {
    if (text === '') return undefined
    if (!Number.isFinite(Number(text))) throw new Error('this is not a number.')
    return Number(text)
  },
}

const BOOLEAN: Kind = {
  control(value) {
    const options = [
      ['', 'Not set'],
      ['true', 'Yes'],
      ['false', 'No'],
    ] as const
    const chosen = typeof value === 'boolean' ? String(value) : ''
    return h(
      'select',
      {},
      ...options.map(([option, text]) => h('option', {value: option, selected: option === chosen}, text)),
    )
  },
  parse: (text) => (text === '' ? undefined : text === 'true'),
}

const DAY: Kind = {
  control: (value) => h('input', {type: 'date', value: String(value ?? '')}),
  parse: none,
}

const DATE_TIME: Kind = {
  control(value) {
    const text = isDate(value) ? value.$date.replace(/(\.\d+)?Z$/, '') : ''
    return h('input', {type: 'datetime-local', step: 1, value: text})
  },
  parse: (text) => (text === '' ? undefined : {$date: new Date(`${text}Z`).toISOString()}),
  hint: 'In UTC.',
}

const JSON_TEXT: Kind = {
  control: (value) => h('textarea', {rows: 4, class: 'code', spellcheck: 'false'}, show(value)),
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

const show = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, null, 2))
