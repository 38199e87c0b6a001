import type {Output} from './output'

/** What every command is given, and what it answers with: its exit code. */
export interface CommandContext {
  output: Output
  env: NodeJS.ProcessEnv
  /** Aborted by Ctrl-C and by a request to stop. */
  signal: AbortSignal
}

/** 0 = done; 1 = a difference, a conflict or damage was found. */
export type ExitCode = 0 | 1
