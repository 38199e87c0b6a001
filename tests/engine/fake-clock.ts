/** A clock that stands still until it is told. */
export interface FakeClock {
  now: () => number
  advance: (ms: number) => void
}

export const MONDAY = Date.parse('2026-03-02T09:00:00.000Z')
export const SECOND = 1000
export const HOUR = 60 * 60 * SECOND
export const DAY = 24 * HOUR

export function fakeClock(start = MONDAY): FakeClock {
  let time = start
  return {
    now: () => time,
    advance: (ms) => void (time += ms),
  }
}
