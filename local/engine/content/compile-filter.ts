import type {Value} from '../open-database'
import {EngineError, type Filter} from '../types'
import {DATE, datePath, fieldPath} from './field-path'

export interface Condition {
  sql: string
  values: Value[]
}

/**
 * Wix's query language, as the SDK's builder sends it, to SQL over one row of `items`. Every value and every
 * field name is bound. Each condition is 0 or 1, never NULL, so that $not means what it says.
 */
export function compileFilter(filter: Filter, multiReferences: string[]): Condition {
  if (!isObject(filter)) throw invalid('A filter is an object.')
  const conditions = Object.entries(filter).map(([key, operand]): Condition => {
    if (key === '$and') return joined(filters(key, operand, multiReferences), ' AND ', '1')
    if (key === '$or') return joined(filters(key, operand, multiReferences), ' OR ', '0')
    if (key === '$not') {
      // The builder sends a list of one.
      const operands = Array.isArray(operand) ? operand : [operand]
      return negated(joined(filters(key, operands, multiReferences), ' AND ', '1'))
    }
    if (key.startsWith('$')) throw invalid(`Unknown operator ${key}.`, {operator: key})
    return onField(key, operand, multiReferences)
  })
  return joined(conditions, ' AND ', '1')
}

function filters(operator: string, operand: unknown, multiReferences: string[]): Condition[] {
  if (!Array.isArray(operand)) throw invalid(`${operator} takes a list.`, {operator})
  return operand.map((filter) => compileFilter(filter as Filter, multiReferences))
}

function onField(field: string, operand: unknown, multiReferences: string[]): Condition {
  if (!isOperators(operand)) return onValue(field, '$eq', operand, multiReferences)
  const conditions = Object.entries(operand).map(([operator, value]) => {
    if (operator !== '$not') return onValue(field, operator, value, multiReferences)
    return negated(onField(field, value, multiReferences))
  })
  return joined(conditions, ' AND ', '1')
}

function onValue(field: string, operator: string, value: unknown, multiReferences: string[]): Condition {
  if (multiReferences.includes(field)) return linked(field, operator, value)
  switch (operator) {
    case '$eq':
      return equal(field, value)
    case '$ne':
      return negated(equal(field, value))
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return compared(field, operator, value)
    case '$in':
      return among(field, list(operator, value))
    case '$nin':
      return negated(onValue(field, '$in', value, multiReferences))
    case '$hasSome':
      return holdsSome(field, list(operator, value))
    case '$hasAll':
      return joined(
        list(operator, value).map((one) => holds(field, one)),
        ' AND ',
        '1',
      )
    case '$contains':
    case '$startsWith':
    case '$endsWith':
      return textMatched(field, operator, value)
    case '$exists':
      return value === false ? negated(exists(field)) : exists(field)
    case '$isEmpty':
      return value === false ? negated(empty(field)) : empty(field)
    default:
      throw invalid(`Unknown operator ${operator}.`, {operator})
  }
}

function equal(field: string, value: unknown): Condition {
  const path = fieldPath(field)
  // isEmpty() of the builder: missing and null alike.
  if (value === null || value === undefined) return negated(exists(field))
  if (typeof value === 'boolean')
    return {sql: '(json_type(data, ?) IS ?)', values: [path, value ? 'true' : 'false']}
  if (typeof value === 'number') {
    const {sql, values} = number(value)
    return {
      sql: `(json_type(data, ?) IN ('integer', 'real') AND json_extract(data, ?) = ${sql}) IS TRUE`,
      values: [path, path, ...values],
    }
  }
  if (typeof value === 'string') {
    const {sql, values} = text(value)
    return {
      sql: `(json_type(data, ?) = 'text' AND json_extract(data, ?) = ${sql}) IS TRUE`,
      values: [path, path, ...values],
    }
  }
  const date = dateOf(value)
  if (date) return {sql: `${DATE} IS ?`, values: [datePath(field), date]}
  return {
    sql: `(json_type(data, ?) IN ('object', 'array') AND json_extract(data, ?) = json(?)) IS TRUE`,
    values: [path, path, JSON.stringify(value)],
  }
}

const COMPARISONS = {$gt: '>', $gte: '>=', $lt: '<', $lte: '<='}

/** Only values of one kind compare: a text is never larger than a number. */
function compared(field: string, operator: keyof typeof COMPARISONS, value: unknown): Condition {
  const comparison = COMPARISONS[operator]
  const path = fieldPath(field)
  if (typeof value === 'number') {
    const {sql, values} = number(value)
    return {
      sql: `(json_type(data, ?) IN ('integer', 'real') AND json_extract(data, ?) ${comparison} ${sql}) IS TRUE`,
      values: [path, path, ...values],
    }
  }
  if (typeof value === 'string') {
    const {sql, values} = text(value)
    return {
      sql: `(json_type(data, ?) = 'text' AND json_extract(data, ?) ${comparison} ${sql}) IS TRUE`,
      values: [path, path, ...values],
    }
  }
  const date = dateOf(value)
  if (date) return {sql: `(${DATE} ${comparison} ?) IS TRUE`, values: [datePath(field), date]}
  throw invalid(`${operator} takes a number, a text or a date.`, {operator, field})
}

function dateOf(value: unknown): string | undefined {
  if (!isObject(value) || !('$date' in value)) return undefined
  const time = new Date(value.$date as string | number)
  if (Number.isNaN(time.getTime())) throw invalid('Not a date.', {value})
  return time.toISOString()
}

function among(field: string, values: unknown[]): Condition {
  // Thousands of ids, as one value: a chain of ORs that long is more than SQLite parses.
  if (values.every((value) => typeof value === 'string'))
    return {
      sql: `(json_type(data, ?) = 'text' AND json_extract(data, ?) IN (SELECT value FROM json_each(?))) IS TRUE`,
      values: [fieldPath(field), fieldPath(field), JSON.stringify(values)],
    }
  return joined(
    values.map((value) => equal(field, value)),
    ' OR ',
    '0',
  )
}

function holdsSome(field: string, values: unknown[]): Condition {
  if (field === '_id') return among(field, values)
  // As one value, for the same reason as above.
  if (values.every((value) => typeof value === 'string'))
    return {
      sql: `EXISTS (SELECT 1 FROM json_each(data, ?) AS one WHERE one.type = 'text' AND one.value IN (SELECT value FROM json_each(?)))`,
      values: [fieldPath(field), JSON.stringify(values)],
    }
  return joined(
    values.map((one) => holds(field, one)),
    ' OR ',
    '0',
  )
}

/** One of the values of a list; a single value counts as a list of one. */
function holds(field: string, value: unknown): Condition {
  if (typeof value !== 'string' && typeof value !== 'number') return equal(field, value)
  const {sql, values} = typeof value === 'string' ? text(value) : number(value)
  return {
    sql: `EXISTS (SELECT 1 FROM json_each(data, ?) AS one WHERE one.value = ${sql} AND one.type IN (${
      typeof value === 'string' ? `'text'` : `'integer', 'real'`
    }))`,
    values: [fieldPath(field), ...values],
  }
}

/**
 * Case is ignored, as by Wix; beyond ASCII it is not, unlike Wix [assumed]. Not by LIKE, which refuses a text of
 * more than 50,000 bytes.
 */
function textMatched(
  field: string,
  operator: '$contains' | '$startsWith' | '$endsWith',
  value: unknown,
): Condition {
  if (typeof value !== 'string') throw invalid(`${operator} takes a text.`, {operator, field})
  const path = fieldPath(field)
  const {sql, values} = text(value)
  const length = [...value].length
  const isText = {sql: `json_type(data, ?) = 'text'`, values: [path]}
  const found = `lower(json_extract(data, ?))`
  const matched: Record<typeof operator, Condition> = {
    $contains: {sql: `instr(${found}, lower(${sql})) > 0`, values: [path, ...values]},
    $startsWith: {sql: `substr(${found}, 1, ?) = lower(${sql})`, values: [path, length, ...values]},
    $endsWith: {sql: `substr(${found}, -?) = lower(${sql})`, values: [path, length, ...values]},
  }
  const {sql: all, values: bound} = joined(
    length === 0 ? [isText] : [isText, matched[operator]],
    ' AND ',
    '1',
  )
  return {sql: `${all} IS TRUE`, values: bound}
}

/** SQLite would take half of a character (a lone surrogate) for another text, unless it reads it from JSON. */
function text(value: string): Condition {
  return /\p{Surrogate}/u.test(value)
    ? {sql: `json_extract(?, '$')`, values: [JSON.stringify(value)]}
    : {sql: '?', values: [value]}
}

/** Above 2^53 the digits of a double are not its value: read as those of the item are, they are the same number. */
function number(value: number): Condition {
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? {sql: `json_extract(?, '$')`, values: [JSON.stringify(value)]}
    : {sql: '?', values: [value]}
}

function exists(field: string): Condition {
  return {sql: `(coalesce(json_type(data, ?), 'null') <> 'null')`, values: [fieldPath(field)]}
}

function empty(field: string): Condition {
  return {
    sql: `(NOT coalesce(json_type(data, ?), 'null') <> 'null' OR json_extract(data, ?) IN ('', '[]'))`,
    values: [fieldPath(field), fieldPath(field)],
  }
}

/** Values of a multi-reference field are links. */
function linked(field: string, operator: string, value: unknown): Condition {
  const holdsOne = (targets: unknown[]): Condition => {
    if (!targets.every((target) => typeof target === 'string'))
      throw invalid(`${operator} on ${field} takes ids.`, {operator, field})
    return {
      sql: `EXISTS (SELECT 1 FROM links WHERE collection = items.collection AND field = ? AND item = items.id AND target IN (SELECT value FROM json_each(?)))`,
      values: [field, JSON.stringify(targets)],
    }
  }
  const holdsLink = (target: unknown) => holdsOne([target])
  if (operator === '$eq' || operator === '$contains') return holdsLink(value)
  if (operator === '$hasSome' || operator === '$in') return holdsOne(list(operator, value))
  if (operator === '$hasAll') return joined(list(operator, value).map(holdsLink), ' AND ', '1')
  throw invalid(`${operator} is not possible on the multi-reference field ${field}.`, {operator, field})
}

function joined(conditions: Condition[], by: ' AND ' | ' OR ', ofNone: string): Condition {
  if (conditions.length === 0) return {sql: ofNone, values: []}
  return {
    sql: `(${conditions.map((condition) => condition.sql).join(by)})`,
    values: conditions.flatMap((condition) => condition.values),
  }
}

function negated({sql, values}: Condition): Condition {
  return {sql: `(NOT ${sql})`, values}
}

function list(operator: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw invalid(`${operator} takes a list.`, {operator})
  return value
}

/** `{$gt: 5}` is a list of operators, `{$date: …}` and `{street: …}` are values. */
function isOperators(operand: unknown): operand is Record<string, unknown> {
  if (!isObject(operand) || '$date' in operand) return false
  return Object.keys(operand).some((key) => key.startsWith('$'))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(message: string, facts: Record<string, unknown> = {}): EngineError {
  return new EngineError('INVALID_FILTER', message, facts)
}
