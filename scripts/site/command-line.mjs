import path from 'node:path'
import {parseArgs} from 'node:util'
import {SiteProblem} from './site-problem.mjs'

/**
 * @typedef {{dryRun: boolean, force: string[], say: (line: string) => void}} CommonOptions
 */

/**
 * Runs a command on the site that the command line names. A problem of the site is told as sentences, with exit
 * code 1; anything else is a defect of ours, with its stack.
 *
 * @param {string} usage
 * @param {NonNullable<import('node:util').ParseArgsConfig['options']>} own the command's options, besides --dry-run
 *   and --force
 * @param {(site: string, options: CommonOptions, own: Record<string, unknown>) => Promise<unknown>} command
 */
export async function runCommand(usage, own, command) {
  try {
    const {site, values, ...options} = readArguments(usage, own)
    await command(site, {...options, say: (line) => process.stdout.write(`${line}\n`)}, values)
  } catch (error) {
    const {message, stack} = /** @type {Error} */ (error)
    process.stderr.write(`${error instanceof SiteProblem ? message : stack}\n`)
    process.exitCode = 1
  }
}

/**
 * @param {string} usage
 * @param {NonNullable<import('node:util').ParseArgsConfig['options']>} own
 */
function readArguments(usage, own) {
  let parsed
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        ...own,
        'dry-run': {type: 'boolean', default: false},
        force: {type: 'string', multiple: true, default: []},
      },
    })
  } catch (error) {
    throw new SiteProblem(/** @type {Error} */ (error).message, usage)
  }
  const {
    values: {'dry-run': dryRun, force, ...values},
    positionals: [site, ...more],
  } = parsed
  if (site === undefined || more.length > 0) throw new SiteProblem(usage)
  return {
    // npm runs scripts in the package's folder; a person means the one they are in.
    site: path.resolve(process.env.INIT_CWD ?? process.cwd(), site),
    dryRun: dryRun === true,
    force: /** @type {string[]} */ (force ?? []),
    values: /** @type {Record<string, unknown>} */ (values),
  }
}
