/** Numbers, dates and lists as the reader's language and time zone say them: everything from `Intl`. */
export interface Formats {
  language: string
  direction: 'ltr' | 'rtl'
  /** A clock-free relative time: "2 hours ago", "in 4 days". */
  relative(date: string, now: string): string
  /** "Nov 21, 2026, 2:02 PM" */
  dateTime(date: string): string
  /** "November 21, 2026 at 2:02 PM", for where there is room. */
  longDateTime(date: string): string
  /** "Nov 21" */
  day(date: string): string
  number(value: number): string
  size(bytes: number): string
  /** "40 seconds", "2 minutes" */
  duration(ms: number): string
  /** "20–40 seconds" */
  durationRange(lowMs: number, highMs: number): string
  list(names: readonly string[]): string
  plural(count: number, forms: PluralForms): string
}

/** `{n}` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY

const LANGUAGES = ['en', 'he']

/** The reader's language where the page speaks it, English otherwise. An unknown time zone is the machine's own. */
export function createFormats(wanted: string, timeZone: string | null = null): Formats {
  const language = speaks(wanted)
  const zone = timeZone !== null && isTimeZone(timeZone) ? {timeZone} : {}
  const number = once(() => new Intl.NumberFormat(language))
  const dateTime = once(
    () => new Intl.DateTimeFormat(language, {dateStyle: 'medium', timeStyle: 'short', ...zone}),
  )
  const longDateTime = once(
    () => new Intl.DateTimeFormat(language, {dateStyle: 'long', timeStyle: 'short', ...zone}),
  )
  const day = once(() => new Intl.DateTimeFormat(language, {month: 'short', day: 'numeric', ...zone}))
  const relative = once(() => new Intl.RelativeTimeFormat(language, {numeric: 'auto'}))
  const list = once(() => new Intl.ListFormat(language, {type: 'conjunction'}))
  const rules = once(() => new Intl.PluralRules(language))
  const unitFormats = new Map<string, Intl.NumberFormat>()

  function unitFormat(unit: string, unitDisplay: 'short' | 'long', maximumFractionDigits: number) {
    const key = `${unit} ${unitDisplay} ${maximumFractionDigits}`
    const format =
      unitFormats.get(key) ??
      new Intl.NumberFormat(language, {style: 'unit', unit, unitDisplay, maximumFractionDigits})
    unitFormats.set(key, format)
    return format
  }

  return {
    language,
    direction: language.startsWith('he') ? 'rtl' : 'ltr',
    relative(date, now) {
      const difference = Date.parse(date) - Date.parse(now)
      const {unit, ms} = relativeUnit(Math.abs(difference))
      return relative().format(Math.round(difference / ms) || 0, unit)
    },
    dateTime: (date) => dateTime().format(new Date(date)),
    longDateTime: (date) => longDateTime().format(new Date(date)),
    day: (date) => day().format(new Date(date)),
    number: (value) => number().format(value),
    size(bytes) {
      const {unit, divisor} = sizeUnit(bytes)
      const value = bytes / divisor
      return unitFormat(unit, 'short', value < 10 && unit !== 'byte' ? 1 : 0).format(value)
    },
    duration(ms) {
      const {unit, divisor} = durationUnit(ms)
      return unitFormat(unit, 'long', 0).format(Math.max(1, Math.round(ms / divisor)))
    },
    durationRange(lowMs, highMs) {
      const {unit, divisor} = durationUnit(highMs)
      const [low, high] = [lowMs, highMs].map((ms) => Math.max(1, Math.round(ms / divisor))) as [
        number,
        number,
      ]
      const format = unitFormat(unit, 'long', 0)
      return low >= high ? format.format(high) : format.formatRange(low, high)
    },
    list: (names) => list().format(names),
    plural: (count, forms) =>
      (forms[rules().select(count)] ?? forms.other).replaceAll('{n}', number().format(count)),
  }
}

/** Making a formatter takes longer than a hundred uses, and most pages need half of them. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function speaks(wanted: string): string {
  let tag: string
  try {
    tag = new Intl.Locale(wanted).baseName
  } catch {
    return 'en-US'
  }
  if (!LANGUAGES.includes(new Intl.Locale(tag).language)) return 'en-US'
  return tag === 'en' ? 'en-US' : tag
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', {timeZone})
    return true
  } catch {
    return false
  }
}

function relativeUnit(ms: number): {unit: Intl.RelativeTimeFormatUnit; ms: number} {
  // Seconds would change while they are read.
  if (ms < 45 * SECOND) return {unit: 'second', ms: Infinity}
  if (ms < 45 * MINUTE) return {unit: 'minute', ms: MINUTE}
  if (ms < 22 * HOUR) return {unit: 'hour', ms: HOUR}
  if (ms < 13 * DAY) return {unit: 'day', ms: DAY}
  if (ms < 8 * WEEK) return {unit: 'week', ms: WEEK}
  if (ms < 345 * DAY) return {unit: 'month', ms: 30.4 * DAY}
  return {unit: 'year', ms: 365 * DAY}
}

function sizeUnit(bytes: number): {unit: string; divisor: number} {
  if (bytes < 1000) return {unit: 'byte', divisor: 1}
  if (bytes < 1000 ** 2) return {unit: 'kilobyte', divisor: 1000}
  if (bytes < 1000 ** 3) return {unit: 'megabyte', divisor: 1000 ** 2}
  return {unit: 'gigabyte', divisor: 1000 ** 3}
}

function durationUnit(ms: number): {unit: string; divisor: number} {
  if (ms < 90 * SECOND) return {unit: 'second', divisor: SECOND}
  if (ms < 90 * MINUTE) return {unit: 'minute', divisor: MINUTE}
  return {unit: 'hour', divisor: HOUR}
}
