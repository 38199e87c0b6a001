import {EngineError} from '../types'

/** `address.city` → `$."address"."city"`, to be bound, never to be pasted into SQL. */
export function fieldPath(field: string): string {
  // SQLite has no way to quote these in a path, and Wix none to use them in a field's key.
  if (field === '' || /["\\\0]/.test(field))
    throw new EngineError('INVALID_FILTER', `"${field}" is not a field's name.`, {field})
  return (
    '$' +
    field
      .split('.')
      .map((part) => `."${part}"`)
      .join('')
  )
}

export function datePath(field: string): string {
  return `${fieldPath(field)}."$date"`
}

/** Of a datePath(). Whatever way of writing the same time was stored: one text to the millisecond, in UTC. */
export const DATE = `strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(data, ?))`
