/** What stops a command: one sentence, for a person. Exit code 2. */
export class CommandProblem extends Error {
  override name = 'CommandProblem'
  constructor(
    message: string,
    /** For scripts that read `--json`. */
    readonly code = 'NOT_DONE',
  ) {
    super(message)
  }
}
