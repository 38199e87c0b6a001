import type {AxeResults, RunOptions} from 'axe-core'
import type {Browser} from 'playwright-core'
import {readFileSync} from 'node:fs'
import {launchChromium} from '../../scripts/chromium.cjs'
import {openStory} from '../stories/open-story'
import {stories} from '../stories/stories'
import {elementScript} from './element'

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let script: string

beforeAll(async () => {
  script = elementScript()
  browser = await launchChromium()
})

afterAll(async () => {
  await browser.close()
})

describe('every state of the page passes axe-core', () => {
  it.each(stories.map((story) => [story.name, story] as const))('%s', async (_name, story) => {
    const page = await openStory(browser, story, script)
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
