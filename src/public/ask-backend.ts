import type {Result} from './contract'
import {BackupsError} from './backups-error'
import {readResult} from './read-result'

/** A read that was not answered has failed; a write that was not answered may have happened. */
export type CallKind = 'read' | 'write'

/**
 * The value of a web method's answer. Everything that it throws is a `BackupsError`: also what a page's import of the
 * web method rejects with (Velo's `{code: 403}` and `{code: 504}`, a `TypeError` without a connection).
 */
export async function askBackend<Args extends unknown[], T>(
  kind: CallKind,
  method: (...args: Args) => Promise<Result<T>>,
  ...args: Args
): Promise<T> {
  checkIsJson(args)
  let result: Result<T>
  try {
    result = await method(...args)
  } catch (thrown) {
    throw toBackupsError(thrown, kind)
  }
  if (!isResult(result)) throw unanswered(kind)
  return readResult(result)
}

/** A page's import would throw while it sends: that must not look like an answer that was lost. */
function checkIsJson(args: unknown[]): void {
  try {
    JSON.stringify(args)
  } catch {
    throw BackupsError.of({code: 'INVALID_ARGUMENT', detail: 'its arguments cannot travel as JSON'})
  }
}

function toBackupsError(thrown: unknown, kind: CallKind): BackupsError {
  if (thrown instanceof BackupsError) return thrown as BackupsError
  const {code, status = code} = Object(thrown) as {code?: unknown; status?: unknown}
  // Velo tells the HTTP status as `code`; some of its runtimes with a minus sign, or as text.
  switch (Math.abs(Number(status))) {
    case 401:
    case 403:
      return BackupsError.of({code: 'NOT_ALLOWED'}, thrown)
    case 429:
      return BackupsError.of({code: 'THROTTLED'}, thrown)
    default:
      return unanswered(kind, thrown)
  }
}

/** The connection may have been lost on the way back. */
function unanswered(kind: CallKind, cause?: unknown): BackupsError {
  return BackupsError.of({code: kind === 'write' ? 'OUTCOME_UNKNOWN' : 'UNAVAILABLE'}, cause)
}

function isResult(answer: unknown): boolean {
  const {ok, error} = Object(answer) as {ok?: unknown; error?: unknown}
  return ok === true || (ok === false && typeof error === 'object' && error !== null)
}
