import type {Formats} from '../../page/texts/formats'

/** A formatter's first use takes as long as a hundred others: here it takes nobody's time. */
export function warmUp(formats: Formats): void {
  Intl.DateTimeFormat().resolvedOptions()
  const now = new Date().toISOString()
  formats.dateTime(now)
  formats.day(now)
  formats.relative(now, now)
  formats.size(2_500_000)
  formats.plural(1, {other: ''})
}
