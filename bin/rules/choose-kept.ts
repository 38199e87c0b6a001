/** How many days, weeks and months that have copies keep one. */
export interface Keep {
  daily: number
  weekly: number
  monthly: number
}

/** A copy, as far as keeping is concerned. */
export interface Candidate {
  file: string
  /** What moment its content is of. ISO 8601. */
  moment: string
  /** Only copies of the same content can stand in for each other: the same site, the same choice of collections. */
  of: string
}

export interface Verdict {
  file: string
  keep: boolean
  /** Why it stays, or goes. */
  reasons: string[]
}

/**
 * Which copies stay: of each of the last so many days, weeks and months that have a copy, the newest one, and in any
 * case the newest of all. Days, weeks (from Monday, ISO 8601) and months are those of UTC. Decides, and deletes nothing.
 */
export function chooseKept(copies: readonly Candidate[], keep: Keep): Verdict[] {
  const contents = new Set(copies.map(({of}) => of))
  return [...contents].flatMap((content) =>
    chooseInGroup(
      copies.filter(({of}) => of === content),
      keep,
    ),
  )
}

function chooseInGroup(group: readonly Candidate[], keep: Keep): Verdict[] {
  const newestFirst = group.toSorted(
    (a, b) => Date.parse(b.moment) - Date.parse(a.moment) || (a.file < b.file ? 1 : -1),
  )
  const reasons = new Map<string, string[]>(newestFirst.map(({file}) => [file, []]))
  reasons.get(newestFirst[0]!.file)!.push('the newest')
  for (const [rule, periodOf] of PERIODS) {
    for (const [position, {file, period}] of newestOfEach(newestFirst, periodOf)
      .slice(0, keep[rule])
      .entries()) {
      reasons.get(file)!.push(`${rule} ${position + 1} of ${keep[rule]}: ${period}`)
    }
  }
  return newestFirst.map((copy, index) => {
    const found = reasons.get(copy.file)!
    if (found.length > 0) return {file: copy.file, keep: true, reasons: found}
    const kept = newestFirst.slice(0, index).filter(({file}) => reasons.get(file)!.length > 0)
    return {file: copy.file, keep: false, reasons: [whyItGoes(copy, kept, keep)]}
  })
}

function newestOfEach(newestFirst: readonly Candidate[], periodOf: (date: Date) => string) {
  const found = new Map<string, {file: string; period: string}>()
  for (const {file, moment} of newestFirst) {
    const period = periodOf(new Date(moment))
    if (!found.has(period)) found.set(period, {file, period})
  }
  return [...found.values()]
}

const PERIODS: [rule: keyof Keep, periodOf: (date: Date) => string][] = [
  ['daily', (date) => date.toISOString().slice(0, 10)],
  ['weekly', weekOf],
  ['monthly', (date) => date.toISOString().slice(0, 7)],
]

/** `2026-W20`: the year of a week is that of its Thursday. */
function weekOf(date: Date): string {
  const thursday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()))
  thursday.setUTCDate(thursday.getUTCDate() - ((thursday.getUTCDay() + 6) % 7) + 3)
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  const week = Math.floor((thursday.getTime() - newYear) / (7 * 24 * 60 * 60 * 1000)) + 1
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}

/** The kept copy that stands for the shortest period which both are of; `kept` is newest first. */
function whyItGoes(copy: Candidate, kept: readonly Candidate[], keep: Keep): string {
  const date = new Date(copy.moment)
  for (const [rule, periodOf] of PERIODS.filter(([one]) => keep[one] > 0)) {
    const instead = kept.findLast(({moment}) => periodOf(new Date(moment)) === periodOf(date))
    if (instead) return `superseded by ${instead.file}, of the same ${NOUNS[rule]}`
  }
  return `superseded by ${kept.at(-1)!.file}: older than what is kept`
}

const NOUNS: Record<keyof Keep, string> = {daily: 'day', weekly: 'week', monthly: 'month'}
