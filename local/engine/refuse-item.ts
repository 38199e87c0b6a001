import {MAX_ITEM_ID_LENGTH, MAX_NESTING} from './assumptions'
import type {ItemRefusal} from './types'

/** Why an item cannot be stored and found again as it is, whatever collection it goes into; undefined when it can. */
export function refuseItem(item: Record<string, unknown>): ItemRefusal | undefined {
  const {_id: id} = item
  if (id !== undefined && id !== '' && !isItemId(id))
    return {
      code: 'ITEM_ID_INVALID',
      message: `An _id is a text of 1 to ${MAX_ITEM_ID_LENGTH} characters, without NUL and lone surrogates.`,
    }
  const problem = refuseValue(item)
  return problem && {code: problem.code, message: `Item ${String(id ?? '')} ${problem.message}`}
}

/** The database ends a text at NUL, and cannot hold half of a character: it would make one ID of two. */
export function isItemId(id: unknown): id is string {
  return (
    typeof id === 'string' && id !== '' && id.length <= MAX_ITEM_ID_LENGTH && !/[\0\p{Surrogate}]/u.test(id)
  )
}

/** Of a value anywhere in an item or in a filter. */
export function refuseValue(value: unknown): ItemRefusal | undefined {
  const problem = firstProblem(value, MAX_NESTING)
  if (problem === 'deep')
    return {code: 'ITEM_TOO_DEEP', message: `is nested more than ${MAX_NESTING} levels deep.`}
  if (problem === 'number') return {code: 'ITEM_NUMBER_INVALID', message: 'has a number that is too large.'}
  return undefined
}

/** No deeper than `levels`, so that whatever comes in cannot exhaust the stack. */
function firstProblem(value: unknown, levels: number): 'deep' | 'number' | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'number'
  if (typeof value !== 'object' || value === null) return undefined
  if (levels === 0) return 'deep'
  for (const one of Array.isArray(value) ? value : Object.values(value)) {
    const problem = firstProblem(one, levels - 1)
    if (problem) return problem
  }
  return undefined
}
