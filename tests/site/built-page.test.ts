import {execFileSync} from 'node:child_process'
import {copyFileSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import path from 'node:path'
import type {Browser, FrameLocator, Page} from 'playwright-core'
import {launchChromium} from '../../scripts/chromium.cjs'
import {startTestHost, type TestHost} from '../support/test-host'

jest.setTimeout(120_000)

const ROOT = path.join(__dirname, '../..')

/** The page's code and its element as a site gets them, on each kind of page. */
describe('the page that is built for a site', () => {
  let folder: string
  let browser: Browser
  let host: TestHost

  beforeAll(async () => {
    // Inside the project, where the packages of the page's code are found.
    folder = mkdtempSync(path.join(ROOT, '.build/built-page-'))
    const site = path.join(folder, 'site')
    node(
      `import {buildSite} from './scripts/build-site.mjs'; await buildSite({outdir: ${JSON.stringify(site)}})`,
    )
    browser = await launchChromium()
  })
  afterEach(() => host.close())
  afterAll(async () => {
    await browser.close()
    rmSync(folder, {recursive: true})
  })

  it('shows the backups in the dashboard, creates one, and asks before it restores', async () => {
    host = await startWith('src/pages/Backups.js')
    const page = await browser.newPage({locale: 'en-US'})
    await page.goto(host.url)
    await useBackups(page.frameLocator('iframe'))
    await page.locator('.toast').first().waitFor()
    await page.close()
  })

  it('does the same on an ordinary page of the site, where no dashboard answers', async () => {
    host = await startWith('src/pages/BackupsOnSite.js')
    const page = await openOrdinaryPage(host.url)
    await useBackups(page.frameLocator('iframe'))
    // Nobody asks before the page is left, and a backup that was under way is there when it is opened again.
    await page.reload()
    const rows = page.frameLocator('iframe').locator('[data-hook^="backup-"]')
    await rows.first().waitFor()
    expect(await page.frameLocator('iframe').locator('.failure').allInnerTexts()).toEqual([])
    await page.close()
  })

  it('says on an ordinary page that whoever is no admin may not', async () => {
    host = await startWith('src/pages/BackupsOnSite.js')
    const page = await openOrdinaryPage(host.url, 'local-member')
    await page.frameLocator('iframe').getByText('You don’t have permission').waitFor()
    await page.close()
  })

  /** A local Wix that serves this page's code. */
  async function startWith(pageCode: string): Promise<TestHost> {
    const built = mkdtempSync(path.join(folder, 'built-'))
    const site = path.join(folder, 'site')
    const frame = {
      outdir: path.join(built, 'frame'),
      page: path.join(site, pageCode),
      sources: path.join(site, 'src'),
    }
    node(`import {buildFrame} from './scripts/build-frame.mjs'; await buildFrame(${JSON.stringify(frame)})`)
    mkdirSync(path.join(built, 'page'))
    copyFileSync(
      path.join(site, 'src/public/custom-elements/backups-page.js'),
      path.join(built, 'page/backups-page.js'),
    )
    return startTestHost({built, seed: 'demo'})
  }

  /** What a site is around its page: a window that says who is there, and knows nothing of a dashboard. */
  async function openOrdinaryPage(url: string, identity = 'local-owner'): Promise<Page> {
    const page = await browser.newPage({locale: 'en-US'})
    await page.route(`${url}/a-page-of-the-site`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><title>Our shop</title><iframe src="/page" style="width:100%;height:900px"></iframe>
          <script>
            addEventListener('message', ({source, data}) => {
              if (data.type === 'page-ready') source.postMessage({type: 'start', identity: '${identity}'}, origin)
            })
          </script>`,
      }),
    )
    await page.goto(`${url}/a-page-of-the-site`)
    return page
  }

  async function useBackups(backups: FrameLocator): Promise<void> {
    const rows = backups.locator('[data-hook^="backup-"]')
    await rows.first().waitFor()
    const before = await rows.count()
    await backups.locator('[data-hook="create-backup"]').click()
    await rows.nth(before).waitFor()
    await backups.locator('[data-hook="restore"]').first().click()
    await backups.locator('[data-hook="dialog-restore"]').waitFor()
    expect(await backups.locator('[data-hook="restore-warning"]').innerText()).toContain('will be replaced')
  }
})

function node(module: string): void {
  execFileSync(process.execPath, ['--input-type=module', '--eval', module], {cwd: ROOT, stdio: 'inherit'})
}
