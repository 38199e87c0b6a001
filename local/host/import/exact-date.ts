const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * The moment that a text names, as Wix stores it, or null where there is none: 30 February. A text without a
 * zone is taken for UTC, whatever machine it is read on.
 */
export function exactDate(text: string): string | null {
  const match = DATE_TIME.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const zone = match[8] ?? 'Z'
  const time = new Date(0)
  time.setUTCFullYear(year, month - 1, day)
  time.setUTCHours(hour, minute, second, Number((match[7] ?? '0').padEnd(3, '0')))
  const isThere =
    time.getUTCMonth() === month - 1 && time.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  const offset = zone === 'Z' ? 0 : minutesOf(zone)
  if (!isThere || offset === null) return null
  return new Date(time.getTime() - offset * 60_000).toISOString()
}

function minutesOf(zone: string): number | null {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  if (hours > 14 || minutes > 59) return null
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes)
}
