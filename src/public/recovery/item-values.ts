/** An item as the SDK gives it: dates are `Date`, nested values are plain. Multi-references are not part of it. */
export interface Item {
  _id: string
  [field: string]: unknown
}

/** What Wix sets by itself with each write: never compared, and never brought back. */
const SYSTEM_FIELDS: ReadonlySet<string> = new Set(['_id', '_createdDate', '_updatedDate', '_owner'])

/** Whether a person could have changed this field. Wix's own begin with an underscore. */
export function isOwnField(key: string): boolean {
  return !SYSTEM_FIELDS.has(key) && !key.startsWith('_')
}

/** The fields in which two versions of an item differ, sorted. */
export function differingFields(then: Item, now: Item): string[] {
  const keys = new Set([...Object.keys(then), ...Object.keys(now)])
  return [...keys].filter((key) => isOwnField(key) && !sameValue(then[key], now[key])).toSorted()
}

/** A missing field and `null` are one: both are shown as blank, and Wix's own `isEmpty` tells them not apart. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null
}

/** Deep equality of values as items hold them. The order of an object's keys means nothing. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b)
  if (a instanceof Date || b instanceof Date) {
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime()
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((value, index) => sameValue(value, b[index]))
  }
  if (typeof a === 'object' && typeof b === 'object') {
    const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
    const keys = new Set([...Object.keys(left), ...Object.keys(right)])
    return [...keys].every((key) => sameValue(left[key], right[key]))
  }
  return a === b
}

/** When it was last updated, epoch milliseconds; `null` where it is not told. */
export function updatedAt(item: Item | null | undefined): number | null {
  const date = item?._updatedDate
  return date instanceof Date ? date.getTime() : null
}

/** Bytes of an item, as far as its JSON tells. */
export function bytesOf(item: Item): number {
  return new TextEncoder().encode(JSON.stringify(item)).length
}

/** Dates as Wix's own JSON has them: `{"$date": "2026-01-02T03:04:05.678Z"}`. */
export function toJson(value: unknown): unknown {
  if (value instanceof Date) return {$date: value.toISOString()}
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === 'object' && value !== null) return mapValues(value, toJson)
  return value
}

/** The reverse of `toJson`. */
export function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const {$date} = value as {$date?: unknown}
  if (typeof $date === 'string' && Object.keys(value).length === 1) return new Date($date)
  return mapValues(value, fromJson)
}

function mapValues(value: object, map: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]))
}
