import path from 'node:path'
import type {Browser, Page} from 'playwright-core'
import {launchChromium} from '../../scripts/chromium.cjs'
import {startLiveHost, type LiveHost} from '../../local/host/live/start-live-host'
import {startTestHost, type TestHost} from '../support/test-host'
import {startWixPeer, type WixPeer} from './wix-peer'

const KEY = {siteId: '8e4f6a3c-2b1d-4c5e-9f70-112233445566', apiKey: 'IST.secret-of-the-live-page'}
const SITE_NAME = 'Olive & Rye Pantry'

let browser: Browser
let page: Page
let behind: TestHost
let peer: WixPeer
let live: LiveHost

beforeAll(async () => {
  behind = await startTestHost({seed: 'demo'})
  peer = await startWixPeer({...KEY, behind: behind.url})
  live = await startLiveHost({
    port: 0,
    key: KEY,
    built: path.join(__dirname, '../../.build'),
    version: 'test',
    log: () => undefined,
    fetch: peer.fetch,
  })
  browser = await launchChromium()
  page = await browser.newPage({viewport: {width: 1280, height: 800}, locale: 'en-US'})
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await live?.close()
  await peer?.close()
  await behind?.close()
})

test('the banner stays on top of a live site, refuses another name, and opens and closes the lock', async () => {
  await page.goto(live.url)
  const banner = page.getByRole('region', {name: 'Live site'})
  await banner.getByText(`To allow changes, type “${SITE_NAME}”`).waitFor()
  await page.frameLocator('iframe').getByRole('table').first().waitFor()
  expect(await page.getByText('Live site — changes here are real').isVisible()).toBe(true)
  expect(await page.getByRole('link', {name: 'Collections'}).isVisible()).toBe(false)
  if (process.env.LIVE_SCREENSHOT) await page.screenshot({path: process.env.LIVE_SCREENSHOT})

  await banner.getByLabel('Site name').fill('another site')
  await banner.getByRole('button', {name: 'Allow changes'}).click()
  await banner
    .getByText('That is not the site’s name', {exact: false})
    .or(banner.getByText("That is not the site's name"))
    .waitFor()

  await banner.getByLabel('Site name').fill(SITE_NAME)
  await page.keyboard.press('Enter')
  await banner.getByRole('button', {name: 'Lock again'}).click()
  await banner.getByRole('button', {name: 'Allow changes'}).waitFor()
}, 60_000)

test('the tools of a local site are not there, even by their address', async () => {
  await page.goto(`${live.url}/#controls`)
  await page.reload()
  await page.frameLocator('iframe').getByRole('table').first().waitFor()
  expect(new URL(page.url()).hash).toBe('#backups')
}, 60_000)

test('nothing that the browser holds has the key', async () => {
  const held = await page.evaluate(
    () => document.documentElement.outerHTML + JSON.stringify({...localStorage, ...sessionStorage}),
  )
  expect(held + (await page.frames()[1]!.content())).not.toContain(KEY.apiKey)
})
