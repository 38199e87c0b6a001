import {mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type {Browser, FrameLocator, Locator, Page} from 'playwright-core'
import {launchChromium} from '../../scripts/chromium.cjs'
import {startHostProcess, type HostProcess} from './host-process'

export const WAIT = 20_000

export interface Dashboard {
  readonly page: Page
  readonly url: string
  /** An element of the Backups page, by its `data-hook`. */
  hook(name: string, within?: FrameLocator | Locator): Locator
  /** The Backups page, in its frame. */
  backupsPage(): FrameLocator
  local(what: string, body: unknown): Promise<void>
  wix<T>(method: string, at: string, body?: unknown): Promise<T>
  count(collectionId: string): Promise<number>
  /** The host ends at once, wherever it is, and is started again at the same address. */
  crash(): Promise<void>
  /** Another person's browser. */
  another(): Promise<Page>
}

/** For each test the demo site in a process and a folder of its own, and a new page in one browser. */
export function useDashboard(durations: {backupMs: number; restoreMs: number}): Dashboard {
  let browser: Browser
  let folder: string
  let host: HostProcess
  let page: Page
  const others: Page[] = []

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'backups-dashboard-'))
    host = await startHostProcess({DATA_DIR: folder})
    await dashboard.local('settings', durations)
    page = await browser.newPage({viewport: {width: 1280, height: 1000}, locale: 'en-US'})
  })
  afterEach(async () => {
    await page.close()
    await Promise.all(others.splice(0).map((one) => one.close()))
    await host.kill()
    rmSync(folder, {recursive: true, force: true})
  })

  const dashboard: Dashboard = {
    get page() {
      return page
    },
    get url() {
      return host.url
    },
    backupsPage: () => page.frameLocator('iframe'),
    hook: (name, within = dashboard.backupsPage()) => within.locator(`[data-hook="${name}"]`),
    async local(what, body) {
      const response = await fetch(`${host.url}/__local/${what}`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
      if (!response.ok) throw new Error(`${what}: ${response.status}`)
    },
    async wix<T>(method: string, at: string, body?: unknown) {
      const response = await fetch(`${host.url}/wix-data/v2/${at}`, {
        method,
        headers: {authorization: 'local-owner', 'content-type': 'application/json'},
        ...(body !== undefined && {body: JSON.stringify(body)}),
      })
      return (await response.json()) as T
    },
    async crash() {
      const {port} = new URL(host.url)
      await host.kill('SIGKILL')
      host = await startHostProcess({DATA_DIR: folder, PORT: port})
    },
    async another() {
      const one = await browser.newPage({viewport: {width: 1280, height: 1000}, locale: 'en-US'})
      others.push(one)
      return one
    },
    async count(dataCollectionId) {
      const {totalCount} = await dashboard.wix<{totalCount: number}>('POST', 'items/count', {
        dataCollectionId,
      })
      return totalCount
    },
  }
  return dashboard
}

/** Waits for what happens outside the browser. */
export async function until(happened: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + WAIT
  while (!(await happened())) {
    if (Date.now() > end) throw new Error('It did not happen')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
