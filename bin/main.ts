import {CopyProblem} from 'public/copies/copy-problem'
import {NoAnswer} from 'public/copies/restore-copy'
import type {CommandContext} from './command'
import {readCommandLine, USAGE, type Request} from './command-line'
import {compare} from './commands/compare'
import {copy} from './commands/copy'
import {drill} from './commands/drill'
import {list} from './commands/list'
import {restore} from './commands/restore'
import {undo} from './commands/undo'
import {verify} from './commands/verify'
import {createOutput, type Output} from './output'
import {CommandProblem} from './problem'
import {UnclearAnswer} from './site/wix-calls'

declare const PROGRAM_VERSION: string

/** Runs a command line and answers with its exit code. */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const json = args.includes('--json')
  const output = createOutput({json, apiKey: env.WIX_API_KEY?.trim()})
  const controller = new AbortController()
  stopOnSignals(controller)
  try {
    return await run(readCommandLine(args), {output, env, signal: controller.signal})
  } catch (error) {
    if (controller.signal.aborted) {
      output.line('Interrupted.')
      if (json) output.result({error: {code: 'INTERRUPTED', message: 'Interrupted.'}}, '')
      return INTERRUPTED
    }
    return fail(error, output, json)
  }
}

function run(request: Request, context: CommandContext): Promise<number> | number {
  switch (request.command) {
    case 'help':
      process.stdout.write(`${USAGE}\n`)
      return 0
    case 'version':
      process.stdout.write(`${PROGRAM_VERSION}\n`)
      return 0
    case 'copy':
      return copy({...request, writer: `backups-for-wix-collections ${PROGRAM_VERSION}`}, context)
    case 'verify':
      return verify(request, context)
    case 'compare':
      return compare(request, context)
    case 'restore':
      return restore(request, context)
    case 'undo':
      return undo(request, context)
    case 'drill':
      return drill(request, context)
    case 'list':
      return list(request, context)
  }
}

const INTERRUPTED = 130

/** The first signal lets the work come to rest; the second one does not wait. */
function stopOnSignals(controller: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED)
      controller.abort(new Error('Interrupted'))
    })
  }
}

function fail(error: unknown, output: Output, json: boolean): number {
  const {code, message, exit} = explain(error)
  output.line(message)
  if (json) output.result({error: {code, message}}, '')
  return exit
}

function explain(error: unknown): {code: string; message: string; exit: number} {
  if (error instanceof CopyProblem) {
    return {code: error.code, message: error.message, exit: error.code === 'DAMAGED' ? 1 : 2}
  }
  if (error instanceof CommandProblem) return {code: error.code, message: error.message, exit: 2}
  if (error instanceof NoAnswer || error instanceof UnclearAnswer) {
    return {code: 'OUTCOME_UNKNOWN', message: error.message, exit: 2}
  }
  // A defect of ours: who reports it needs to say where.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {code: 'UNEXPECTED', message: `Something unexpected happened: ${text}`, exit: 2}
}
