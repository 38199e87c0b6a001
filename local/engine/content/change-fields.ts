import {isDeepStrictEqual} from 'node:util'
import type {FieldChange, Item} from '../types'

/** The item after the changes, in their order; what is wrong where one is not possible. */
export function changeFields(item: Item, changes: FieldChange[]): Item | {impossible: string} {
  const changed = structuredClone(item)
  for (const change of changes) {
    const impossible = apply(changed, change)
    if (impossible) return {impossible: `${change.path.join('.')}: ${impossible}`}
  }
  return changed
}

function apply(item: Record<string, unknown>, {path, action, value}: FieldChange): string | undefined {
  let parent = item
  for (const part of path.slice(0, -1)) {
    const next = own(parent, part) ?? undefined
    if (next === undefined && action === 'REMOVE') return undefined
    // As a database of documents does: what is missing on the way is made.
    if (next === undefined) define(parent, part, {})
    else if (typeof next !== 'object' || Array.isArray(next)) return `${part} is not an object`
    parent = own(parent, part) as Record<string, unknown>
  }
  const key = path.at(-1)!
  const current = own(parent, key) ?? undefined
  switch (action) {
    case 'SET':
      define(parent, key, value)
      return undefined
    case 'REMOVE':
      delete parent[key]
      return undefined
    case 'INCREMENT':
      if (current !== undefined && typeof current !== 'number') return 'it is not a number'
      define(parent, key, (current ?? 0) + (value as number))
      return undefined
    case 'APPEND':
      if (current !== undefined && !Array.isArray(current)) return 'it is not a list'
      define(parent, key, [...((current as unknown[] | undefined) ?? []), value])
      return undefined
    case 'REMOVE_VALUE':
      if (current === undefined) return undefined
      if (!Array.isArray(current)) return 'it is not a list'
      define(
        parent,
        key,
        current.filter((one) => !isDeepStrictEqual(one, value)),
      )
  }
  return undefined
}

function own(parent: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(parent, key) ? parent[key] : undefined
}

/** Also where the key is `__proto__`. */
function define(parent: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(parent, key, {value, enumerable: true, configurable: true, writable: true})
}
