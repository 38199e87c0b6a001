import type {ErrorCode, Problem} from './backup-types'

/**
 * What went wrong, for code: a stable `code`, and the facts in `problem` (see `Problem`). Web methods return
 * the problem instead of throwing this, because Wix may mask a thrown error on its way to the page.
 */
export class BackupsError extends Error {
  override name = 'BackupsError'
  readonly code: ErrorCode

  constructor(readonly problem: Problem) {
    super(problem.message)
    this.code = problem.code
  }
}
