import type {PageClock} from 'public/page/page-clock'

export interface FakeClock extends PageClock {
  advance(ms: number): Promise<void>
  onMove(moved: () => void): void
  /** How many calls are still to come. */
  waiting(): number
}

/** A clock that moves only when it is told to, and lets everything that waits for a moment go before the next. */
export function fakeClock(): FakeClock {
  let elapsed = 0
  let timers: {at: number; call: () => void}[] = []
  const listeners: (() => void)[] = []
  return {
    elapsed: () => elapsed,
    after(ms, call) {
      const timer = {at: elapsed + ms, call}
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    waiting: () => timers.length,
    onMove: (moved) => void listeners.push(moved),
    async advance(ms) {
      const end = elapsed + ms
      await settle()
      for (;;) {
        const next = timers.filter(({at}) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers = timers.filter((timer) => timer !== next)
        elapsed = Math.max(elapsed, next.at)
        next.call()
        await settle()
      }
      elapsed = end
      for (const moved of listeners) moved()
      await settle()
    },
  }
}

/** Lets promises that are resolved run on, as far as they go. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve()
}
