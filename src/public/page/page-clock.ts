/** Time, as the page needs it. Tests bring a clock that they move. */
export interface PageClock {
  /** Milliseconds that only grow. */
  elapsed(): number
  /** Calls once, later; the answer takes it back. */
  after(ms: number, call: () => void): () => void
}

/** The clock of the process that the page's code runs in. */
export const systemClock: PageClock = {
  elapsed: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
}
