import type {Problem, Result} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {explainProblem} from 'public/rules/explain-problem'
import {invalid} from './check-arguments'

/** A web method's body: refuses arguments beyond `most`, and returns a failure instead of throwing it. */
export function answer<T>(
  most: number,
  method: (...args: unknown[]) => Promise<T>,
): (...args: unknown[]) => Promise<Result<T>> {
  return async (...args) => {
    try {
      if (args.length > most) throw invalid(`argument ${most + 1}`, `this method takes at most ${most}`)
      return {ok: true, value: await method(...args)}
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
