import {invalid} from '../operations/check-arguments'
import {MOST_AT_ONCE} from '../wix/recovery-data'
import {FIRST_AT_ONCE} from './read-bodies'

/** Where a slice of a comparison begins. It travels as text, through whoever asks. */
export interface ComparePosition {
  then: SidePosition
  now: SidePosition
  /** IDs that were listed, and have to be read whole. */
  waiting: string[]
  /** IDs of which only the multi-references are in question. */
  linked: string[]
  /** How many whole items fit an answer, as far as that was learned. */
  atOnce: number
}

export interface SidePosition {
  after: string | null
  left: number | null
  done: boolean
}

const BEGINNING: SidePosition = {after: null, left: null, done: false}
const LONGEST = 1_000_000

export function writePosition(position: ComparePosition): string {
  return JSON.stringify(position)
}

/** Only what an earlier slice gave is a position; `null` is the beginning. */
export function checkPosition(value: unknown): ComparePosition {
  if (value === undefined || value === null) {
    return {then: {...BEGINNING}, now: {...BEGINNING}, waiting: [], linked: [], atOnce: FIRST_AT_ONCE}
  }
  const position = typeof value === 'string' && value.length < LONGEST ? parse(value) : null
  if (!isPosition(position)) throw invalid('next', 'it is not from an earlier answer')
  return position
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isPosition(value: unknown): value is ComparePosition {
  const {then, now, waiting, linked, atOnce} = Object(value) as Record<string, unknown>
  return isSide(then) && isSide(now) && isIds(waiting) && isIds(linked) && isCount(atOnce)
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_AT_ONCE
}

function isSide(value: unknown): value is SidePosition {
  const {after, left, done} = Object(value) as Record<string, unknown>
  return (
    (after === null || typeof after === 'string') &&
    (left === null || typeof left === 'number') &&
    typeof done === 'boolean'
  )
}

function isIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((id) => typeof id === 'string')
}
