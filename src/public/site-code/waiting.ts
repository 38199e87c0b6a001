export interface WaitOptions {
  /** How long to wait, in milliseconds; 10 seconds when left out, which fits a Velo request. */
  timeoutMs?: number
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 3_000

/** Quickly at first, then slower. */
export function waiting({timeoutMs = 10_000}: WaitOptions): {
  isOver: () => boolean
  pause: () => Promise<void>
} {
  let left = timeoutMs
  let next = FIRST_PAUSE_MS
  return {
    isOver: () => left <= 0,
    async pause() {
      const pause = Math.min(next, left)
      left -= pause
      next = Math.min(next * 1.5, LONGEST_PAUSE_MS)
      await sleep(pause)
    },
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
