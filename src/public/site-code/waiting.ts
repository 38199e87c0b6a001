import {checkDuration} from '../rules/check-duration'

export interface WaitOptions {
  /** How long to wait, in milliseconds; 10 seconds when left out, which fits a Velo request. */
  timeoutMs?: number
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 3_000

/** Quickly at first, then slower; never longer than asked for, whatever the calls in between take. */
export function waiting(options: WaitOptions): {
  isOver: () => boolean
  pause: (atLeastMs?: number) => Promise<void>
} {
  const {timeoutMs} = Object(options) as WaitOptions
  const end = performance.now() + checkDuration('options.timeoutMs', timeoutMs, 10_000)
  let next = FIRST_PAUSE_MS
  return {
    isOver: () => performance.now() >= end,
    async pause(atLeastMs = 0) {
      const pause = Math.max(0, Math.min(Math.max(next, atLeastMs), end - performance.now()))
      next = Math.min(next * 1.5, LONGEST_PAUSE_MS)
      await sleep(pause)
    },
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
