/**
 * Two thirds of "200 requests a minute for an app instance" (Wix Data quotas), so that others have the rest; shared by
 * all requests of this process.
 */
const MOST_A_MINUTE = 133
const MOST_AT_ONCE = 4
const MINUTE_MS = 60_000

export interface CallLimits {
  aMinute: number
  atOnce: number
}

/**
 * Keeps many calls within Wix's limits: at most four at once, at most 133 in any minute. Who has to wait for the
 * minute asks `waitMs` first, and comes back in another request.
 */
export class CallLimiter {
  private running = 0
  private readonly queue: (() => void)[] = []

  /** `started`: when calls began, shared by limiters that keep one limit together. */
  constructor(
    private readonly limits: CallLimits = {aMinute: MOST_A_MINUTE, atOnce: MOST_AT_ONCE},
    private readonly started: number[] = [],
  ) {}

  get atOnce(): number {
    return this.limits.atOnce
  }

  /** Milliseconds until so many calls may start; 0 = now. */
  waitMs(calls = 1): number {
    const now = Date.now()
    // A clock that was set back must not stop everything: what seems to be in the future is from before.
    const counting = this.started.filter((time) => time > now - MINUTE_MS && time <= now)
    this.started.splice(0, this.started.length, ...counting)
    const oldest = this.started[this.started.length - this.limits.aMinute + calls - 1]
    return oldest === undefined ? 0 : Math.ceil(oldest + MINUTE_MS - now)
  }

  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.running >= this.limits.atOnce) await new Promise<void>((resolve) => this.queue.push(resolve))
    else this.running += 1
    this.started.push(Date.now())
    try {
      return await call()
    } finally {
      const next = this.queue.shift()
      if (next) next()
      else this.running -= 1
    }
  }
}
