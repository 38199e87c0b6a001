/** A value of an item as one line of text. Dates are shown in UTC, as they are kept. */
export function formatValue(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (isDate(value)) return formatDate(value.$date)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** How a date travels inside an item. */
export function isDate(value: unknown): value is {$date: string} {
  return typeof value === 'object' && value !== null && '$date' in value && typeof value.$date === 'string'
}

const formatDate = (iso: string) => iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '')
