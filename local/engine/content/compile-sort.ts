import type {Value} from '../open-database'
import type {Query} from '../types'
import {DATE, datePath, fieldPath} from './field-path'

/** Dates by their time, nothing before something, ties in order of insertion. */
export function compileSort(sort: NonNullable<Query['sort']>): {sql: string; values: Value[]} {
  const terms: string[] = []
  const values: Value[] = []
  for (const {fieldName, order} of sort) {
    terms.push(`coalesce(${DATE}, json_extract(data, ?)) ${order === 'DESC' ? 'DESC' : 'ASC'}`)
    values.push(datePath(fieldName), fieldPath(fieldName))
  }
  return {sql: [...terms, 'rowid'].join(', '), values}
}
