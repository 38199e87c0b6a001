import type {AxeResults, RunOptions} from 'axe-core'
import {readFileSync} from 'node:fs'
import {stories} from '../stories/stories'
import {useStories} from '../stories/use-stories'

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

const {open} = useStories()

describe('every state of the page passes axe-core', () => {
  it.each(stories.map(({name}) => name))('%s', async (name) => {
    const page = await open(name)
    await page.addScriptTag({content: axe})
    const violations = await page.evaluate(async () => {
      const {run} = (window as unknown as {axe: {run(options: RunOptions): Promise<AxeResults>}}).axe
      const results = await run({resultTypes: ['violations']})
      return results.violations.map(({id, nodes}) => ({
        id,
        nodes: nodes.slice(0, 3).map(({html, failureSummary}) => `${html.slice(0, 300)}\n${failureSummary}`),
      }))
    })
    await page.context().close()
    expect(violations).toEqual([])
  })
})
