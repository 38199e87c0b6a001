import type {EngineSettings} from '../engine/types'

const MOST_DURATION_MS = 24 * 60 * 60 * 1000
const MOST = 1_000_000_000

interface Rule {
  /** The largest value; 0 is the smallest. */
  to: number
  what: string
  /** Not there until somebody sets it; null takes it back. */
  optional?: true
}

const DURATION: Rule = {to: MOST_DURATION_MS, what: 'milliseconds'}
const RULES: Record<keyof EngineSettings, Rule> = {
  backupMs: DURATION,
  restoreMs: DURATION,
  readLagMs: {...DURATION, optional: true},
  maxCollections: {to: MOST, what: 'collections', optional: true},
  maxItems: {to: MOST, what: 'items', optional: true},
}

/** What `POST /__local/settings` changes, or what is wrong with it. */
export function readSettings(input: Record<string, unknown>): Partial<EngineSettings> | {error: string} {
  for (const [name, value] of Object.entries(input)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name as keyof EngineSettings] : undefined
    if (!rule) return {error: `Unknown setting ${name}. Known: ${Object.keys(RULES).join(', ')}`}
    const isFit = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= rule.to
    if (!isFit && !(rule.optional && value === null)) {
      const orNull = rule.optional ? ', or null' : ''
      return {error: `${name} must be a whole number of ${rule.what} from 0 to ${rule.to}${orNull}`}
    }
  }
  return input as Partial<EngineSettings>
}

/** Without what nobody has set. */
export function settingsJson(settings: EngineSettings): Partial<EngineSettings> {
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([name, value]) => value !== undefined && value !== null && !(name === 'readLagMs' && value === 0),
    ),
  )
}
