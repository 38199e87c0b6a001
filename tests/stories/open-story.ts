import type {Browser, Page} from 'playwright-core'
import {createStateReader, createStateWriter} from 'public/page/attributes'
import type {PageState} from 'public/page/page-state'
import type {Story} from './story'

const WIDTH = 1280
const HEIGHT = 900

/** The element alone in a page of a browser, in a story's state, when it has come to rest. Close its context. */
export async function openStory(
  browser: Browser,
  {language = 'en-US', width = WIDTH, zoom = 1, build}: Story,
  elementScript: string,
): Promise<Page> {
  const state = await build()
  const context = await browser.newContext({
    locale: language,
    timezoneId: 'UTC',
    // 200% zoom halves the window that the page sees.
    viewport: {width: width / zoom, height: HEIGHT / zoom},
    deviceScaleFactor: zoom,
    reducedMotion: 'reduce',
    offline: true,
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.setContent(
    '<!doctype html><html lang="en"><title>Backups</title><body style="margin:0"><backups-page></backups-page></body>',
  )
  // Commands are kept, for tests that look at what a click or a key sends.
  await page.evaluate(() => {
    const element = document.querySelector('backups-page')
    const commands: unknown[] = []
    Object.assign(window, {commands})
    element?.addEventListener('command', (event) => commands.push((event as CustomEvent<unknown>).detail))
  })
  await setState(page, state)
  await page.addScriptTag({content: elementScript})
  await page.waitForSelector('[data-hook="page-problem"], [data-hook="protection"], [data-hook="loading"]')
  if (state.dialog) await page.waitForSelector(`[data-hook="dialog-${state.dialog.kind}"]`)
  // The dialog's own entrance ends by a transition, which reduced motion makes short and not instant.
  await page.waitForFunction(() => document.getAnimations().every(({playState}) => playState !== 'running'))
  await page.waitForTimeout(100)
  return page
}

/** Sets a state as the page's code does. */
export async function setState(page: Page, state: PageState): Promise<void> {
  await page.evaluate(setAttributes, createStateWriter()(state))
}

/** To be run in the browser. */
export function setAttributes({state, details}: {state: string; details: string | null}): void {
  const element = document.querySelector('backups-page')
  if (details !== null) element?.setAttribute('details', details)
  element?.setAttribute('state', state)
}

/** What the element was told last. */
export async function stateOf(page: Page): Promise<PageState> {
  const [state, details] = await page.evaluate(() => {
    const element = document.querySelector('backups-page')
    return [element?.getAttribute('state') ?? null, element?.getAttribute('details') ?? null] as const
  })
  const read = createStateReader()(state, details)
  if (!read) throw new Error('The element has no state')
  return read
}
