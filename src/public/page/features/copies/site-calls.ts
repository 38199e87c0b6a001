import type {PageMethods, Result} from '../../../contract'
import {answerOf, answerOfThrown, CALL_DEADLINE_MS, silence, type Answer, type CallKind} from '../../answer'
import type {WorkPorts} from '../../work-ports'
import type {PageProblem} from '../../page-problem'

/** Why work cannot go on by itself. */
export class CallFailed extends Error {
  override name = 'CallFailed'
  constructor(readonly problem: PageProblem) {
    super(problem.message)
  }
}

/** The web methods as work calls them, one at a time, within Wix's limits, for as long as it takes. */
export interface SiteCalls {
  /** Tried again until it is answered, and refused only where that makes no sense. */
  read<T extends object>(call: (methods: PageMethods) => Promise<Result<T>>): Promise<T>
  /** `null`: it was done or not. What was refused because of the moment is tried again. */
  write<T extends object>(call: (methods: PageMethods) => Promise<Result<T>>): Promise<T | null>
  sleep(ms: number): Promise<void>
}

const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 30_000

/** `onWait`: what is waited for; `null` when it goes on. */
export function siteCalls(
  {methods, clock, signal, isOnline}: WorkPorts,
  onWait: (problem: PageProblem | null) => void,
): SiteCalls {
  let notBefore = 0

  async function answered<T extends object>(
    kind: CallKind,
    call: (methods: PageMethods) => Promise<Result<T>>,
  ): Promise<T | null> {
    for (let attempt = 1; ; attempt++) {
      await sleep(notBefore - clock.elapsed())
      const answer = await once(kind, call)
      signal.throwIfAborted()
      if (answer.ok) {
        if (attempt > 1) onWait(null)
        const {waitMs = 0} = answer.value as {waitMs?: number}
        notBefore = clock.elapsed() + waitMs
        return answer.value
      }
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS)
      notBefore = clock.elapsed() + pause
      if (kind === 'write' && answer.problem.code === 'OUTCOME_UNKNOWN') return null
      if (!isPassing(answer.problem)) throw new CallFailed(answer.problem)
      onWait(answer.problem)
    }
  }

  async function once<T>(
    kind: CallKind,
    call: (methods: PageMethods) => Promise<Result<T>>,
  ): Promise<Answer<T>> {
    const answer = Promise.resolve()
      .then(() => call(methods))
      .then(answerOf, (thrown: unknown) => answerOfThrown(thrown, kind, isOnline()))
    return (await orLater(CALL_DEADLINE_MS, answer)) ?? silence(kind)
  }

  async function sleep(ms: number): Promise<void> {
    signal.throwIfAborted()
    if (ms > 0) await orLater(ms, new Promise<never>(() => undefined))
  }

  /** `null` after that time. Whoever is stopped waits for nothing: who goes on with it later waits for this to be over. */
  async function orLater<T>(ms: number, answer: Promise<T>): Promise<T | null> {
    let stop = () => undefined as void
    let cancel = () => undefined as void
    try {
      return await Promise.race([
        answer,
        new Promise<null>((resolve, reject) => {
          cancel = clock.after(ms, () => resolve(null))
          stop = () => reject(signal.reason as Error)
          signal.addEventListener('abort', stop)
        }),
      ])
    } finally {
      cancel()
      signal.removeEventListener('abort', stop)
    }
  }

  return {
    read: async (call) => (await answered('read', call))!,
    write: (call) => answered('write', call),
    sleep,
  }
}

function isPassing({code}: PageProblem): boolean {
  return code === 'UNAVAILABLE' || code === 'OFFLINE' || code === 'THROTTLED'
}
