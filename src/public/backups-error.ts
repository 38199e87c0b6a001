import type {Problem, SiteCodeErrorCode} from './contract'
import {explainProblem, type ProblemFacts} from './rules/explain-problem'

/**
 * What went wrong, for code: a stable `code`, and the facts in `problem` (see `Problem`). Web methods return
 * the problem instead of throwing this, because Wix may mask a thrown error on its way to the page.
 */
export class BackupsError<Code extends SiteCodeErrorCode = SiteCodeErrorCode> extends Error {
  override name = 'BackupsError'
  readonly code: Code

  constructor(readonly problem: Problem<Code>) {
    super(problem.message)
    this.code = problem.code
  }

  /** With the sentence made from the facts. */
  static of<Code extends SiteCodeErrorCode>(facts: ProblemFacts<Code>, cause?: unknown): BackupsError<Code> {
    const error = new BackupsError(explainProblem(facts))
    if (cause !== undefined) error.cause = cause
    return error
  }
}
