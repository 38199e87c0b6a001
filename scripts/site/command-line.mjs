import path from 'node:path'
import {parseArgs} from 'node:util'
import {SiteProblem} from './site-problem.mjs'

/**
 * Runs a command on the site that the command line names. A problem of the site is told as sentences, with exit
 * code 1; anything else is a defect of ours, with its stack.
 *
 * @param {string} usage
 * @param {(site: string, options: object) => Promise<unknown>} command
 */
export async function runCommand(usage, command) {
  try {
    const {site, ...options} = readArguments(usage)
    await command(site, {...options, say: (line) => process.stdout.write(`${line}\n`)})
  } catch (error) {
    process.stderr.write(`${error instanceof SiteProblem ? error.message : error.stack}\n`)
    process.exitCode = 1
  }
}

function readArguments(usage) {
  let parsed
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        'dry-run': {type: 'boolean', default: false},
        force: {type: 'string', multiple: true, default: []},
        page: {type: 'string'},
      },
    })
  } catch (error) {
    throw new SiteProblem(error.message, usage)
  }
  const {values, positionals} = parsed
  if (positionals.length !== 1) throw new SiteProblem(usage)
  // npm runs scripts in the package's folder; a person means the one they are in.
  const from = process.env.INIT_CWD ?? process.cwd()
  return {
    site: path.resolve(from, positionals[0]),
    dryRun: values['dry-run'],
    force: values.force,
    ...(values.page !== undefined && {page: values.page}),
  }
}
