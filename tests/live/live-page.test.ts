import path from 'node:path'
import type {Browser, BrowserContext, Page} from 'playwright-core'
import {launchChromium} from '../../scripts/chromium.cjs'
import {startLiveHost, type LiveHost} from '../../local/host/live/start-live-host'
import {startTestHost, type TestHost} from '../support/test-host'
import {until} from '../support/use-dashboard'
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
  live = await startLive()
  browser = await launchChromium()
  page = await browser.newPage({viewport: {width: 1280, height: 800}, locale: 'en-US'})
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await live?.close()
  await peer?.close()
  await behind?.close()
})

function startLive(): Promise<LiveHost> {
  return startLiveHost({
    port: 0,
    key: KEY,
    built: path.join(__dirname, '../../.build'),
    version: 'test',
    log: () => undefined,
    fetch: peer.fetch,
  })
}

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
  await page.goto(`${live.origin}/#controls`)
  await page.reload()
  await page.frameLocator('iframe').getByRole('table').first().waitFor()
  expect(new URL(page.url()).hash).toBe('#backups')
}, 60_000)

describe('several tabs', () => {
  let person: BrowserContext
  const others: LiveHost[] = []

  const open = async (url = live.url) => {
    const tab = await person.newPage()
    await tab.goto(url)
    return tab
  }
  const startAnother = async () => {
    const host = await startLive()
    others.push(host)
    return host
  }
  const banner = (tab: Page) => tab.getByRole('region', {name: 'Live site'})
  const allow = async (tab: Page) => {
    await banner(tab).getByLabel('Site name').fill(SITE_NAME)
    await banner(tab).getByRole('button', {name: 'Allow changes'}).click()
    await banner(tab).getByText('This tab may change it').waitFor()
  }
  const create = (tab: Page) =>
    tab.frameLocator('iframe').locator('[data-hook="create-backup"]').first().click()
  const writes = () =>
    peer.seen.filter(({method, path: asked}) => method === 'POST' && asked.endsWith('/backups'))

  beforeEach(async () => {
    await behind.local('POST', 'reset', {seed: 'empty'})
    await behind.sdk().collections.createDataCollection({_id: 'Books', displayName: 'Books', fields: []})
    peer.seen.length = 0
    person = await browser.newContext({viewport: {width: 1280, height: 800}, locale: 'en-US'})
  })
  afterEach(async () => {
    await person.close()
    peer.instead.clear()
    for (const host of others.splice(0)) await host.close()
    await fetch(`${live.origin}/__local/lock?token=${live.token}`, {method: 'POST', body: '{}'})
  })

  test('only the tab in which the name was typed writes, and every tab says how it is', async () => {
    const [a, b] = [await open(), await open()]
    await allow(a)
    await banner(b).getByText('Another tab may change it').waitFor()
    await create(b)
    await banner(b).getByText('this tab may not change anything').waitFor()
    expect(writes()).toEqual([])
    await create(a)
    await until(async () => writes().length > 0)
    expect(writes()).toHaveLength(1)

    await banner(b).getByRole('button', {name: 'Lock again'}).click()
    await banner(a).getByText('backups can be seen, not changed.').waitFor()
  }, 60_000)

  test('a tab that is loaded again, and one that is made as a copy of it, begin locked', async () => {
    const a = await open()
    await allow(a)
    const [copy] = await Promise.all([
      a.context().waitForEvent('page'),
      a.evaluate(() => void window.open(location.href, '_blank')),
    ])
    await banner(copy).getByText('Another tab may change it').waitFor()
    expect(await copy.evaluate(() => sessionStorage.length)).toBe(0)
    await a.reload()
    await banner(a).getByText('backups can be seen, not changed.').waitFor()
    await banner(copy).getByText('backups can be seen, not changed.').waitFor()
  }, 60_000)

  test('a tab that is closed takes its unlock with it', async () => {
    const [a, b] = [await open(), await open()]
    await allow(a)
    await banner(b).getByText('Another tab may change it').waitFor()
    await a.close({runBeforeUnload: true})
    await banner(b).getByText('backups can be seen, not changed.').waitFor()
  }, 60_000)

  test('a Wix that does not tell the name: the banner is there at once, and nothing can be written', async () => {
    peer.instead.set('/site-properties', 'nothing')
    const slow = await startAnother()
    const tab = await open(slow.url)
    await banner(tab)
      .getByText('Wix is being asked which site this is. Until then, nothing can be changed.')
      .waitFor()
    await tab.frameLocator('iframe').getByRole('heading').first().waitFor()
    await create(tab)
    await banner(tab).getByText('this tab may not change anything').waitFor()
    expect(writes()).toEqual([])
    expect(await banner(tab).getByRole('textbox').count()).toBe(0)
  }, 60_000)

  test('what Wix answered in place of the name is said, and asked again', async () => {
    peer.instead.set('/site-properties', {status: 500, body: '{}'})
    const other = await startAnother()
    const tab = await open(other.url)
    await banner(tab).getByText('Wix did not confirm which site this is').waitFor()
    await banner(tab).getByText('Wix has a problem of its own (500)').waitFor()
    peer.instead.clear()
    await banner(tab).getByRole('button', {name: 'Ask Wix again'}).click()
    await banner(tab).getByLabel('Site name').waitFor()
  }, 60_000)

  test('a program that has ended: the state is not known, and the tab says so', async () => {
    const other = await startAnother()
    const tab = await open(other.url)
    await allow(tab)
    await other.close()
    await banner(tab).getByText('it is not known whether anything may be changed').waitFor()
    await banner(tab).getByText('does not answer').waitFor()
    expect(await banner(tab).getByRole('textbox').count()).toBe(0)
  }, 60_000)

  test('without the whole address there is a banner that says what to open, and nothing else', async () => {
    const tab = await open(live.origin)
    await banner(tab).getByText('it is not known whether anything may be changed').waitFor()
    await banner(tab).getByText('whole address that npm start has printed').waitFor()
  }, 60_000)

  test('the address bar does not keep the secret, and a second tab needs none', async () => {
    const a = await open()
    await banner(a).getByLabel('Site name').waitFor()
    expect(a.url()).not.toContain(live.token)
    const b = await open(live.origin)
    await banner(b).getByLabel('Site name').waitFor()
  }, 60_000)
})

test('nothing that the browser holds has the key', async () => {
  const held = await page.evaluate(
    () => document.documentElement.outerHTML + JSON.stringify({...localStorage, ...sessionStorage}),
  )
  expect(held + (await page.frames()[1]!.content())).not.toContain(KEY.apiKey)
})
