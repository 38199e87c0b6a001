import type {OnDemandSlots, Result} from '../contract'
import {plainProblem, type AnyProblem, type PageProblem} from './page-problem'

/** Velo answers within 14 s or with 504 (web modules); after this, nothing will come. */
export const CALL_DEADLINE_MS = 30_000

/** A read that was not answered has failed; a write that was not answered may have happened. */
export type CallKind = 'read' | 'write'

/** What a call came to. */
export type Answer<T> = {ok: true; value: T} | NoAnswer

export interface NoAnswer {
  ok: false
  problem: PageProblem
  /** WOULD_EVICT: the situation now. */
  slots: OnDemandSlots | null
  /** Nobody said that it failed: there was no answer, or not from the web method. */
  isSilence: boolean
}

export function answerOf<T>(result: Result<T>): Answer<T> {
  return result.ok ? result : failed(result.error, false)
}

/** A web method returns its failures; what it throws is the way there: the network, the session, the site. */
export function answerOfThrown(thrown: unknown, kind: CallKind, isOnline: boolean): NoAnswer {
  const {status, said} = factsOf(thrown)
  if (status === 401) return failed({code: 'SESSION_ENDED', message: said}, false)
  if (status === 403) return failed({code: 'NOT_ALLOWED', message: said}, false)
  if (status === 429) return failed({code: 'THROTTLED', message: said}, false)
  // The connection may have been lost on the way back.
  if (kind === 'write') return failed({code: 'OUTCOME_UNKNOWN', message: said}, true)
  return failed({code: isOnline ? 'UNAVAILABLE' : 'OFFLINE', message: said}, true)
}

export function silence(kind: CallKind): NoAnswer {
  return failed({code: kind === 'write' ? 'OUTCOME_UNKNOWN' : 'UNAVAILABLE', message: ''}, true)
}

function failed(error: AnyProblem, isSilence: boolean): NoAnswer {
  return {ok: false, problem: plainProblem(error), slots: error.slots ?? null, isSilence}
}

/** Velo tells the status as `code`; other hosts may throw a response's `status`. */
function factsOf(thrown: unknown): {status: unknown; said: string} {
  if (typeof thrown !== 'object' || thrown === null) return {status: undefined, said: ''}
  const status = 'status' in thrown ? thrown.status : 'code' in thrown ? thrown.code : undefined
  return {status, said: 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : ''}
}
