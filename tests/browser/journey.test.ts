import {mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type {Browser, Frame, Locator, Page} from 'playwright-core'
import {launchChromium} from '../../scripts/chromium.cjs'
import {startHostProcess, type HostProcess} from '../support/host-process'

jest.setTimeout(120_000)
const WAIT = 20_000

let browser: Browser
let folder: string
let host: HostProcess
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backups-journey-'))
  host = await startHostProcess({DATA_DIR: folder})
  await fetch(`${host.url}/__local/settings`, {
    method: 'POST',
    body: JSON.stringify({backupMs: 300, restoreMs: 300}),
  })
  page = await browser.newPage({viewport: {width: 1280, height: 900}, locale: 'en-US'})
})
afterEach(async () => {
  await page.close()
  await host.kill()
  rmSync(folder, {recursive: true, force: true})
})

async function count(dataCollectionId: string): Promise<number> {
  const response = await fetch(`${host.url}/wix-data/v2/items/count`, {
    method: 'POST',
    headers: {authorization: 'local-owner', 'content-type': 'application/json'},
    body: JSON.stringify({dataCollectionId}),
  })
  return ((await response.json()) as {totalCount: number}).totalCount
}

const hook = (name: string): Locator => page.frameLocator('iframe').locator(`[data-hook="${name}"]`)

async function until(happened: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + WAIT
  while (!(await happened())) {
    if (Date.now() > end) throw new Error('It did not happen')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Presses Tab until the focus is on what is looked for, as somebody without a mouse does. */
async function tabTo(
  what: {hook?: string; text?: string; id?: string; inside?: string},
  key = 'Tab',
): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    for (const frame of page.frames()) if (await hasFocus(frame, what)) return
    await page.keyboard.press(key)
  }
  throw new Error(`The focus never came to ${JSON.stringify(what)}`)
}

function hasFocus(
  frame: Frame,
  what: {hook?: string; text?: string; id?: string; inside?: string},
): Promise<boolean> {
  return frame.evaluate(({hook, text, id, inside}) => {
    const focused = document.activeElement
    if (!focused || focused === document.body || focused.tagName === 'IFRAME') return false
    if (hook !== undefined && !focused.closest(`[data-hook="${hook}"]`)) return false
    if (inside !== undefined && !focused.closest(`[data-hook="${inside}"]`)) return false
    if (text !== undefined && focused.textContent?.trim() !== text) return false
    return id === undefined || focused.id === id
  }, what)
}

test('with the mouse: delete items, restore just that collection with a safety backup, see them again, undo it', async () => {
  const [products, orders] = [await count('Products'), await count('Orders')]
  await page.goto(host.url)
  await page.getByRole('link', {name: 'Collections'}).click()
  await page.getByLabel('Collection', {exact: true}).selectOption('Products')
  const boxes = page.locator('tbody input[type=checkbox]')
  for (const index of [0, 1, 2]) await boxes.nth(index).click()
  await page.getByRole('button', {name: /Delete selected|Delete 3/}).click()
  await until(async () => (await count('Products')) === products - 3)

  await page.getByRole('link', {name: 'Backups'}).click()
  await hook('restore').first().click()
  await hook('scope-some').click()
  await hook('collection-Products').locator('label').first().click()
  if (!(await hook('safety').locator('input').isChecked()))
    await hook('safety').locator('label').first().click()
  await hook('dialog-confirm').click()
  await until(async () => (await count('Products')) === products)
  expect(await count('Orders')).toBe(orders)

  await page.frameLocator('iframe').getByRole('button', {name: 'Undo', exact: true}).click({timeout: WAIT})
  await hook('dialog-confirm').click({timeout: WAIT})
  await until(async () => (await count('Products')) === products - 3)
  expect(await count('Orders')).toBe(orders)
})

test('the same with the keyboard alone', async () => {
  const products = await count('Products')
  await page.goto(host.url)
  await page.locator('iframe').waitFor()
  await tabTo({text: 'Collections'})
  await page.keyboard.press('Enter')
  await page.getByLabel('Collection', {exact: true}).waitFor()
  await tabTo({id: 'collection'})
  await page.keyboard.type('Prod')
  await page.getByRole('cell', {name: 'Early harvest olive oil', exact: true}).waitFor()
  const row = page.locator('tbody input[type=checkbox]').first()
  await row.waitFor()
  for (
    let presses = 0;
    presses < 60 && !(await row.evaluate((box) => box === document.activeElement));
    presses++
  ) {
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Space')
  for (let presses = 0; presses < 60; presses++) {
    if (
      await page.evaluate(() =>
        /^Delete (selected|1)/.test(document.activeElement?.textContent?.trim() ?? ''),
      )
    )
      break
    await page.keyboard.press('Shift+Tab')
  }
  await page.keyboard.press('Enter')
  await until(async () => (await count('Products')) === products - 1)

  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate(() => document.activeElement?.textContent?.trim() === 'Backups')) break
    await page.keyboard.press('Shift+Tab')
  }
  await page.keyboard.press('Enter')
  await hook('backups-table').waitFor({timeout: WAIT})
  await tabTo({hook: 'restore'})
  await page.keyboard.press('Enter')
  // Cancel has the focus first: Enter must never destroy anything by itself.
  await until(() => hasFocus(page.frames()[1]!, {hook: 'dialog-cancel'}))
  await tabTo({hook: 'scope-all'})
  await page.keyboard.press('ArrowRight')
  await tabTo({inside: 'collection-Products'})
  await page.keyboard.press('Space')
  if (!(await hook('safety').locator('input').isChecked())) {
    await tabTo({inside: 'safety'})
    await page.keyboard.press('Space')
  }
  await tabTo({hook: 'dialog-confirm'})
  await page.keyboard.press('Enter')
  await until(async () => (await count('Products')) === products)

  await page.frameLocator('iframe').getByRole('button', {name: 'Undo', exact: true}).waitFor({timeout: WAIT})
  await tabTo({text: 'Undo'})
  await page.keyboard.press('Enter')
  await until(() => hasFocus(page.frames()[1]!, {hook: 'dialog-cancel'}))
  await tabTo({hook: 'dialog-confirm'})
  await page.keyboard.press('Enter')
  await until(async () => (await count('Products')) === products - 1)
})
