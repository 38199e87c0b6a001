import {isUnfinished, takeBackUnfinished} from './change-files.mjs'
import {SiteProblem} from './site-problem.mjs'

/**
 * Takes back what a run that died half way had done, so that every command begins with a whole site.
 *
 * @param {string} root
 * @param {{dryRun: boolean, say: (line: string) => void}} options
 */
export function settleUnfinished(root, {dryRun, say}) {
  if (!isUnfinished(root)) return
  if (dryRun) {
    throw new SiteProblem(
      'An earlier run did not finish. Run this without --dry-run: it takes that back first.',
    )
  }
  takeBackUnfinished(root)
  say('An earlier run did not finish: what it had done was taken back.')
}
