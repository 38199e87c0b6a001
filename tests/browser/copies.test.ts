import {readFileSync} from 'node:fs'
import AxeBuilder from 'axe-core'
import {openCopy} from 'public/copies/open-copy'
import {verifyCopy} from 'public/copies/verify-copy'
import {asFile} from '../copies/make-copy'
import {until, useDashboard, WAIT} from '../support/use-dashboard'

jest.setTimeout(180_000)

const dashboard = useDashboard({backupMs: 0, restoreMs: 0})
const {hook} = dashboard

interface Found {
  dataItems: {id: string; data: Record<string, unknown>}[]
}

const query = (dataCollectionId: string) =>
  dashboard.wix<Found>('POST', 'items/query', {dataCollectionId, query: {paging: {limit: 1000}}})

/** What a screen reader would stumble over. */
async function violations(): Promise<string[]> {
  const frame = dashboard.page.frames().find((one) => one.parentFrame() !== null)!
  await frame.evaluate(AxeBuilder.source)
  return frame.evaluate(async () => {
    const {axe} = window as unknown as {
      axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}
    }
    const found = await axe.run()
    return found.violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html ?? ''}`)
  })
}

/** Saves what a link of the page saves, as a person does. */
async function saved(name: string): Promise<{bytes: Buffer; fileName: string; path: string}> {
  const [download] = await Promise.all([dashboard.page.waitForEvent('download'), hook(name).click()])
  const path = await download.path()
  return {bytes: readFileSync(path), fileName: download.suggestedFilename(), path}
}

async function downloadSite() {
  await dashboard.page.goto(dashboard.url)
  await hook('ask-copy').click({timeout: WAIT})
  await hook('dialog-confirm').click()
  await hook('save-copy').waitFor({timeout: 60_000})
  return saved('save-copy')
}

test('a copy of the site is downloaded: said what is not in it, whole, and the list of media beside it', async () => {
  await dashboard.page.goto(dashboard.url)
  await hook('ask-copy').click({timeout: WAIT})
  expect(await hook('copy-not-in-it').textContent()).toContain('media files')
  expect(await violations()).toEqual([])
  await hook('dialog-confirm').click()
  await hook('save-copy').waitFor({timeout: 60_000})
  expect(await violations()).toEqual([])
  const {bytes, fileName} = await saved('save-copy')
  expect(fileName).toMatch(/ \d{4}-\d\d-\d\d\.zip$/)
  const {manifest} = await verifyCopy(asFile(bytes))
  const products = manifest.collections.find(({id}) => id === 'Products')!
  expect(products.items).toBe(await dashboard.count('Products'))
  await hook('list-media').click()
  await until(async () => (await hook('list-media').count()) === 0)
  // Removed when it is done: nothing is left in the browser.
  await hook('dialog-confirm').click()
  await hook('dialog-copy').waitFor({state: 'detached'})
  const frame = dashboard.page.frames().find((one) => one.parentFrame() !== null)!
  await until(
    async () =>
      (await frame.evaluate(async () => {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('backups-page')
        let count = 0
        for await (const _name of (folder as unknown as {keys(): AsyncIterable<string>}).keys()) count += 1
        return count
      })) === 0,
  )
})

test('paused, hidden, reloaded, gone on with, by keyboard alone: chosen collections of a backup', async () => {
  await dashboard.wix('POST', 'backups', {})
  await dashboard.page.goto(dashboard.url)
  const {keyboard} = dashboard.page
  await hook('open-details').first().focus()
  await keyboard.press('Enter')
  await hook('panel-copy').focus()
  await keyboard.press('Enter')
  await hook('copy-some').locator('input').focus()
  await keyboard.press('Space')
  await hook('choose-Orders').locator('input').focus()
  await keyboard.press('Space')
  await dashboard.local('settings', {restoreMs: 3_000})
  await hook('dialog-confirm').focus()
  await keyboard.press('Enter')
  await hook('pause-copy').focus()
  await keyboard.press('Enter')
  await hook('continue-copy').waitFor()
  expect(await violations()).toEqual([])
  await keyboard.press('Escape')
  await hook('banner-copy').waitFor()
  await dashboard.page.reload()
  await hook('banner-copy').waitFor({timeout: WAIT})
  await hook('banner-copy').getByRole('button').first().click()
  await dashboard.local('clock', {advanceMs: 10_000})
  await hook('continue-copy').focus()
  await keyboard.press('Enter')
  await hook('save-copy').waitFor({timeout: 60_000})
  const {manifest} = await openCopy(asFile((await saved('save-copy')).bytes))
  expect(manifest.collections.map(({id}) => id)).toEqual(['Orders'])
  expect(manifest.source.kind).toBe('backup')
})

test('offline in the middle: it waits, says so, and goes on', async () => {
  await dashboard.page.goto(dashboard.url)
  await hook('ask-copy').waitFor({timeout: WAIT})
  let isOffline = true
  await dashboard.page
    .context()
    .route('**/readItems.ajax', (route) => (isOffline ? route.abort() : route.continue()))
  await hook('ask-copy').click()
  await hook('dialog-confirm').click()
  await hook('copy-waiting').waitFor({timeout: WAIT})
  isOffline = false
  await hook('save-copy').waitFor({timeout: 60_000})
  await verifyCopy(asFile((await saved('save-copy')).bytes))
})
void downloadSite
void query
