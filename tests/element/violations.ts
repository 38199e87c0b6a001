import type {AxeResults, RunOptions} from 'axe-core'
import {readFileSync} from 'node:fs'
import type {Frame, Page} from 'playwright-core'

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds wrong in a page, or in a frame of one. */
export async function violationsIn(page: Page | Frame): Promise<{id: string; nodes: string[]}[]> {
  // On its way from one color to another, a button has the contrast of neither. A spinner never arrives.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({playState, effect}) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity,
      ),
  )
  // Not as a script of the page, which its content security policy may refuse.
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const {run} = (window as unknown as {axe: {run(options: RunOptions): Promise<AxeResults>}}).axe
    const results = await run({resultTypes: ['violations']})
    return results.violations.map(({id, nodes}) => ({
      id,
      nodes: nodes.slice(0, 3).map(({html, failureSummary}) => `${html.slice(0, 300)}\n${failureSummary}`),
    }))
  })
}
