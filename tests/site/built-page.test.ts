import {execFileSync} from 'node:child_process'
import {copyFileSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import path from 'node:path'
import {launchChromium} from '../../scripts/chromium.cjs'
import {startTestHost, type TestHost} from '../support/test-host'

jest.setTimeout(120_000)

const ROOT = path.join(__dirname, '../..')

/** The page's code and its element as a site gets them, in the local dashboard. */
describe('the page that is built for a site', () => {
  let folder: string
  let host: TestHost

  beforeAll(async () => {
    // Inside the project, where the packages of the page's code are found.
    folder = mkdtempSync(path.join(ROOT, '.build/built-page-'))
    const site = path.join(folder, 'site')
    node(
      `import {buildSite} from './scripts/build-site.mjs'; await buildSite({outdir: ${JSON.stringify(site)}})`,
    )
    const frame = {
      outdir: path.join(folder, 'frame'),
      page: path.join(site, 'src/pages/Backups.js'),
      sources: path.join(site, 'src'),
    }
    node(`import {buildFrame} from './scripts/build-frame.mjs'; await buildFrame(${JSON.stringify(frame)})`)
    mkdirSync(path.join(folder, 'page'))
    copyFileSync(
      path.join(site, 'src/public/custom-elements/backups-page.js'),
      path.join(folder, 'page/backups-page.js'),
    )
    host = await startTestHost({built: folder, seed: 'demo'})
  })
  afterAll(async () => {
    await host.close()
    rmSync(folder, {recursive: true})
  })

  it('shows the backups, creates one, and asks before it restores', async () => {
    const browser = await launchChromium()
    try {
      const page = await browser.newPage({locale: 'en-US'})
      await page.goto(host.url)
      const backups = page.frameLocator('iframe')
      const rows = backups.locator('[data-hook^="backup-"]')
      await rows.first().waitFor()
      const before = await rows.count()
      await backups.locator('[data-hook="create-backup"]').click()
      await rows.nth(before).waitFor()
      await backups.locator('[data-hook="restore"]').first().click()
      await backups.locator('[data-hook="dialog-restore"]').waitFor()
      expect(await backups.locator('[data-hook="restore-warning"]').innerText()).toContain('will be replaced')
    } finally {
      await browser.close()
    }
  })
})

function node(module: string): void {
  execFileSync(process.execPath, ['--input-type=module', '--eval', module], {cwd: ROOT, stdio: 'inherit'})
}
