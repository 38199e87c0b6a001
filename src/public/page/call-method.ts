import type {Problem, Result} from '../contract'
import type {PageClock} from './page-host'
import type {PageProblem} from './page-state'

/** Velo answers within 14 s or with 504 (web modules); after this, nothing will come. */
const CALL_DEADLINE_MS = 30_000

/** What a call came to; `full` keeps the facts that a state has no use for. */
export type Called<T> = {ok: true; value: T} | {ok: false; error: PageProblem; full: AnyProblem}

type AnyProblem = Omit<Problem, 'code'> & {code: PageProblem['code']}

/** A read that was not answered has failed; a write that was not answered may have happened. */
export type CallKind = 'read' | 'write'

/** Calls a web method, and knows what it means when the answer is a problem, an exception, or none at all. */
export function createMethodCaller(clock: PageClock, isOnline: () => boolean) {
  return async function call<T>(kind: CallKind, method: () => Promise<Result<T>>): Promise<Called<T>> {
    const result = await new Promise<Result<T> | {ok: false; error: AnyProblem}>((resolve) => {
      const silence: AnyProblem = {code: kind === 'write' ? 'OUTCOME_UNKNOWN' : 'UNAVAILABLE', message: ''}
      const cancel = clock.after(CALL_DEADLINE_MS, () => resolve({ok: false, error: silence}))
      Promise.resolve()
        .then(method)
        .then(resolve, (thrown: unknown) =>
          resolve({ok: false, error: problemOfThrown(thrown, kind, isOnline())}),
        )
        .finally(cancel)
    })
    return result.ok ? result : {ok: false, error: plainProblem(result.error), full: result.error}
  }
}

/** A problem as a state holds it: without the backups, restorations and slots in it. */
export function plainProblem(full: AnyProblem): PageProblem {
  const {backup: _backup, slots: _slots, candidates: _candidates, ...problem} = full
  return problem
}

export function isOutcomeUnknown({error}: {error: PageProblem}): boolean {
  return error.code === 'OUTCOME_UNKNOWN'
}

/** Whether the backup that was named is no longer there. */
export function isGone({code, status}: PageProblem): boolean {
  return code === 'BACKUP_NOT_FOUND' || (code === 'BACKUP_NOT_READY' && status === 'DELETED')
}

/** A web method returns its failures; what it throws is the way there: the network, the session, the site. */
function problemOfThrown(thrown: unknown, kind: CallKind, isOnline: boolean): AnyProblem {
  // Velo tells the status as `code`; other adapters may throw a response's `status`.
  const {
    code,
    status = code,
    message,
  } = (thrown ?? {}) as {code?: unknown; status?: unknown; message?: unknown}
  const said = typeof message === 'string' ? message : ''
  if (status === 401) return {code: 'SESSION_ENDED', message: said}
  if (status === 403) return {code: 'NOT_ALLOWED', message: said}
  if (status === 429) return {code: 'THROTTLED', message: said}
  // The connection may have been lost on the way back.
  if (kind === 'write') return {code: 'OUTCOME_UNKNOWN', message: said}
  return {code: isOnline ? 'UNAVAILABLE' : 'OFFLINE', message: said}
}
