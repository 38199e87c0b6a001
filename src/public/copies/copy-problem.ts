/** Why a file is not taken for a copy. `DAMAGED`: it is not what was written; `NEWER`: another version can read it. */
export type CopyProblemCode = 'DAMAGED' | 'NEWER'

export class CopyProblem extends Error {
  override name = 'CopyProblem'
  constructor(
    readonly code: CopyProblemCode,
    message: string,
  ) {
    super(message)
  }
}

export function damaged(reason: string): CopyProblem {
  return new CopyProblem('DAMAGED', reason)
}
