import type {Value} from '../open-database'
import type {Query} from '../types'
import {DATE, datePath, fieldPath} from './field-path'

/** Dates by their time, nothing before something, ties in order of insertion. */
export function compileSort(sort: NonNullable<Query['sort']>): {sql: string; values: Value[]} {
  const terms: string[] = []
  const values: Value[] = []
  for (const {fieldName, order} of sort) {
    const direction = order === 'DESC' ? 'DESC' : 'ASC'
    // By its column, which is indexed. No two are equal, so that no later term counts.
    if (fieldName === '_id') return {sql: [...terms, `id ${direction}`].join(', '), values}
    terms.push(`coalesce(${DATE}, json_extract(data, ?)) ${direction}`)
    values.push(datePath(fieldName), fieldPath(fieldName))
  }
  return {sql: [...terms, 'rowid'].join(', '), values}
}
