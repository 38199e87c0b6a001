import type {Problem, Result} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {HISTORY_ID} from 'public/rules/private-collections'
import {explainProblem} from 'public/rules/explain-problem'
import {CallLimiter} from '../wix/call-limiter'
import {siteNameReader} from '../wix/site-name-reader'
import {VELO_TIMING, WixRequest, type Timing} from '../wix/wix-request'
import {invalid} from './check-arguments'
import {oneAtATime} from './one-at-a-time'

/** What the calls of one site share, within one process: nothing is kept outside of it. */
export interface Process {
  timing: Timing
  limiter: CallLimiter
  /** Two creates at once would each see the same free slot. Wix has no lock to offer; within one process this is one. */
  inTurn: ReturnType<typeof oneAtATime>
  readSiteName: () => Promise<string | null>
  /** The collection in which item recovery keeps what must last: made at first use, unless it is an app's own. */
  historyId: string
}

/** One call of an operation: its time begins when it arrives. */
export interface Call extends Omit<Process, 'timing'> {
  request: WixRequest
}

export type Operation<T> = (process: Process) => (...args: unknown[]) => Promise<Result<T>>

export function newProcess(timing: Timing = VELO_TIMING, limiter = new CallLimiter()): Process {
  return {timing, limiter, inTurn: oneAtATime(), readSiteName: siteNameReader(), historyId: HISTORY_ID}
}

/**
 * An operation as the outside calls it, with arguments of which nothing is certain: refuses those beyond `most`,
 * and returns a failure instead of throwing it.
 */
export function operation<T>(
  most: number,
  run: (call: Call, ...args: unknown[]) => Promise<T>,
): Operation<T> {
  return ({timing, ...shared}) =>
    async (...args) => {
      try {
        const request = new WixRequest(timing)
        if (args.length > most) throw invalid(`argument ${most + 1}`, `this method takes at most ${most}`)
        return {ok: true, value: await run({...shared, request}, ...args)}
      } catch (error) {
        return {ok: false, error: toProblem(error)}
      }
    }
}

function toProblem(error: unknown): Problem {
  if (error instanceof BackupsError) return error.problem
  // A defect of ours: it goes to the site's log whole, and to the caller as a sentence.
  console.error(error)
  return explainProblem({code: 'UNEXPECTED'})
}
