import {execFileSync} from 'node:child_process'
import path from 'node:path'
import type {Browser, Page} from 'playwright-core'
import {launchChromium} from '../../scripts/chromium.cjs'
import {violationsIn} from './violations'

const root = path.join(__dirname, '../..')
const BUILD = `
  import {buildElementScript} from './scripts/build-element.mjs'
  process.stdout.write((await buildElementScript('tests/stories/gallery.tsx')).content)
`

let browser: Browser
let script: string
let page: Page

beforeAll(async () => {
  script = execFileSync(process.execPath, ['--input-type=module', '-e', BUILD], {cwd: root, encoding: 'utf8'})
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  page = await browser.newPage({reducedMotion: 'reduce'})
  await page.setContent(
    '<!doctype html><html lang="en"><title>Markup</title><body style="margin:0"><backups-page></backups-page></body>',
  )
  await page.addScriptTag({content: script})
})
afterEach(() => page.close())

describe('every primitive passes axe-core', () => {
  test.each(['table', 'list', 'nothing'])('%s', async (tab) => {
    await page.click(hook(`tab-${tab}`))
    expect(await violationsIn(page)).toEqual([])
  })

  test('a dialog of several steps', async () => {
    await page.click(hook('open-dialog'))
    expect(await violationsIn(page)).toEqual([])
  })

  test('a panel', async () => {
    await page.click(hook('open-panel'))
    expect(await violationsIn(page)).toEqual([])
  })
})

test('a dialog of several steps says which one it is at, and gives the focus back', async () => {
  await page.focus(hook('open-dialog'))
  await page.keyboard.press('Enter')
  expect(await focused()).toBe('back')
  await page.click(hook('next'))
  expect(await page.locator('[aria-current="step"]').allTextContents()).toEqual(['Compare'])
  await page.keyboard.press('Escape')
  expect(await page.locator('dialog').count()).toBe(0)
  expect(await focused()).toBe('open-dialog')
})

test('what is behind a dialog can’t be reached, nor scrolled', async () => {
  await page.setViewportSize({width: 800, height: 300})
  await page.click(hook('open-dialog'))
  await page.mouse.move(5, 5)
  await page.mouse.wheel(0, 500)
  await page.evaluate(() => new Promise(requestAnimationFrame))
  expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0)
  await expect(page.click(hook('open-panel'), {timeout: 500})).rejects.toThrow('intercepts pointer events')
})

test('a text field that was emptied has the focus', async () => {
  await page.fill(`${hook('search')} input`, 'olive')
  await page.click(hook('clear-search'))
  expect(await page.inputValue(`${hook('search')} input`)).toBe('')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
})

test('in the reader’s own colors, what says something by its color alone still says it', async () => {
  await page.emulateMedia({forcedColors: 'active'})
  const seen = await page.evaluate(() => {
    const style = (selector: string) => getComputedStyle(document.querySelector(selector) as Element)
    return {
      checkbox: style('.bp-checkbox input').appearance,
      tabs: ['true', 'false'].map((is) => style(`[role="tab"][aria-selected="${is}"]`).borderBottomColor),
      badge: style('.bp-badge').borderStyle,
      bar: ['.bp-bar', '.bp-bar > span'].map((selector) => style(selector).backgroundColor),
    }
  })
  expect(seen).toMatchObject({checkbox: 'auto', badge: 'solid'})
  expect(new Set(seen.tabs).size).toBe(2)
  expect(new Set(seen.bar).size).toBe(2)
  await page.click(hook('open-dialog'))
  expect(
    await page.evaluate(() => getComputedStyle(document.querySelector('dialog') as Element).borderStyle),
  ).toBe('solid')
})

const hook = (name: string) => `[data-hook="${name}"]`

function focused(): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-hook') ?? null)
}
