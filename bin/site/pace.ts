const MINUTE_MS = 60_000

export interface Clock {
  now(): number
  wait(ms: number, signal: AbortSignal): Promise<void>
}

/**
 * Lets calls start no faster than so many in any minute, so that the site's visitors have the rest of its quota; and
 * none at all for as long as Wix asked to wait.
 */
export class Pace {
  private readonly started: number[] = []
  private notBefore = 0
  private turn: Promise<void> = Promise.resolve()

  constructor(
    private readonly aMinute: number,
    private readonly signal: AbortSignal,
    private readonly clock: Clock = machineClock,
  ) {}

  /** Answers when the next call may start; who asks first starts first. */
  next(): Promise<void> {
    this.turn = this.turn.then(() => this.waited())
    return this.turn
  }

  pause(ms: number): void {
    this.notBefore = Math.max(this.notBefore, this.clock.now() + ms)
  }

  private async waited(): Promise<void> {
    for (;;) {
      const now = this.clock.now()
      while (this.started.length > 0 && this.started[0]! <= now - MINUTE_MS) this.started.shift()
      const free = this.started.length < this.aMinute ? now : this.started[0]! + MINUTE_MS
      const at = Math.max(free, this.notBefore)
      if (at <= now) {
        this.started.push(now)
        return
      }
      await this.clock.wait(at - now, this.signal)
    }
  }
}

export const machineClock: Clock = {
  now: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const stop = () => {
        clearTimeout(timer)
        reject(signal.reason as Error)
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal.addEventListener('abort', stop, {once: true})
    }),
}
