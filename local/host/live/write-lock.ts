import {randomBytes} from 'node:crypto'
import {isSame} from './is-same'

export interface LockClock {
  /** Milliseconds of the wall clock: a computer that sleeps must not stretch the time. */
  now(): number
  /** Calls once, later; the answer takes it back. */
  after(ms: number, call: () => void): () => void
}

export interface Unlocked {
  /** Counts up, so that a tab knows its own. */
  number: number
  /** When it ends by itself, in milliseconds. */
  until: number
}

/**
 * Whether a real site may be changed: by one tab, which holds a secret, until it is locked, another tab takes over, or
 * nothing was changed for a while.
 */
export interface WriteLock {
  readonly unlocked: Unlocked | null
  /** Whoever wants to unlock asks first, and then others, which takes time. */
  attempt(): Attempt
  /** With a number, only if that unlock is still the one that holds. */
  lock(number?: number): void
  /** Whether what carries this secret may be sent. Asked for each write: the time begins anew with it. */
  admits(secret: string | undefined): boolean
}

export interface Attempt {
  /** `null` where it was locked since the attempt began: the lock wins. */
  unlock(): {number: number; secret: string} | null
}

/** Fifteen minutes without a change, and a person has probably gone. */
export const UNLOCKED_MS = 15 * 60_000

export function writeLock(options: {
  clock?: LockClock | undefined
  unlockedMs?: number
  onChange: () => void
}): WriteLock {
  const {clock = SYSTEM_CLOCK, unlockedMs = UNLOCKED_MS, onChange} = options
  let held: (Unlocked & {secret: string}) | null = null
  let cancel: () => void = () => undefined
  let numbers = 0
  let locks = 0

  function hold(next: typeof held): void {
    cancel()
    held = next
    if (held) cancel = clock.after(unlockedMs, () => hold(null))
    onChange()
  }

  function endIfDue(): void {
    if (held && clock.now() >= held.until) hold(null)
  }

  return {
    get unlocked() {
      endIfDue()
      return held && {number: held.number, until: held.until}
    },
    attempt() {
      const begun = locks
      return {
        unlock() {
          if (locks !== begun) return null
          const secret = randomBytes(24).toString('base64url')
          hold({number: ++numbers, until: clock.now() + unlockedMs, secret})
          return {number: numbers, secret}
        },
      }
    },
    lock(number) {
      if (number !== undefined && held?.number !== number) return
      locks += 1
      if (held) hold(null)
    },
    admits(secret) {
      endIfDue()
      if (!held || secret === undefined || !isSame(secret, held.secret)) return false
      hold({...held, until: clock.now() + unlockedMs})
      return true
    },
  }
}

const SYSTEM_CLOCK: LockClock = {
  now: Date.now,
  after(ms, call) {
    const timer = setTimeout(call, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
