import type {OnDemandSlots, Overview} from '../contract'
import type {PageProblem} from './page-problem'
import {pollingDelay} from './polling-delay'

/** Reading the site: what was read last, whether that failed, and when it is read again. Times are elapsed. */
export interface Reading {
  overview: Overview | null
  /** When that was read. */
  receivedAt: number
  problem: PageProblem | null
  failures: number
  /** A person asked for it. */
  isRefreshing: boolean
  /** It is to be read as soon as it can be. */
  isDue: boolean
  /** When it was last read, well or not. */
  lookedAt: number
  /** What was in progress, and since when that is the same. */
  pending: string
  pendingSince: number
}

export const nothingRead: Reading = {
  overview: null,
  receivedAt: 0,
  problem: null,
  failures: 0,
  isRefreshing: false,
  isDue: true,
  lookedAt: 0,
  pending: '',
  pendingSince: 0,
}

/** What was read this long ago still says what is there before a write. */
const FRESH_MS = 1_500
const CHECK_EVERY_MS = 1_500

export function lookNow(reading: Reading): Reading {
  return {...reading, isDue: true}
}

export function refresh(reading: Reading): Reading {
  return {...reading, isDue: true, isRefreshing: true, failures: 0}
}

export function read(reading: Reading, overview: Overview, now: number): Reading {
  return {
    ...reading,
    overview,
    receivedAt: now,
    lookedAt: now,
    problem: null,
    failures: 0,
    isRefreshing: false,
    isDue: false,
  }
}

export function notRead(reading: Reading, problem: PageProblem, now: number): Reading {
  const failures = reading.failures + 1
  return {...reading, problem, failures, lookedAt: now, isRefreshing: false, isDue: false}
}

/** What a refusal says of the situation now. */
export function withSlots(reading: Reading, slots: OnDemandSlots): Reading {
  return reading.overview ? {...reading, overview: {...reading.overview, slots}} : reading
}

/** Notes what is in progress: while the same things are, the site is read less and less often. */
export function notePending(reading: Reading, pending: readonly string[], now: number): Reading {
  const key = pending.join()
  return key === reading.pending ? reading : {...reading, pending: key, pendingSince: now}
}

/** Whether it was read so lately that nothing can have been written in between by this page's person. */
export function isFresh({overview, problem, receivedAt}: Reading, now: number): boolean {
  return overview !== null && problem === null && now - receivedAt <= FRESH_MS
}

/** When it is read again; `null`: not until a person asks. */
export function nextReadAt(reading: Reading, isChecking: boolean, now: number): number | null {
  const {problem, failures, pending, pendingSince, lookedAt, isDue} = reading
  if (isDue) return now
  const isQuick = isChecking && problem === null
  const delay = isQuick
    ? CHECK_EVERY_MS
    : pollingDelay({
        pendingForMs: pending === '' ? null : now - pendingSince,
        failures,
        problem: problem?.code ?? null,
      })
  return delay === null ? null : Math.max(now, lookedAt + delay)
}

/** The backend's clock now. */
export function serverNow({overview, receivedAt}: Reading, now: number): string {
  const read = overview ? Date.parse(overview.now) : 0
  return new Date(read + now - receivedAt).toISOString()
}
