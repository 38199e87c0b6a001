// From a page opened to what it shows, in the local dashboard as it is: host, frames, worker and web method.
import {once} from 'node:events'
import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {spawn} from 'node:child_process'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import {buildElementScript} from '../scripts/build-element.mjs'
import {buildFrame} from '../scripts/build-frame.mjs'
import {build} from '../scripts/build-local.mjs'

/**
 * @typedef {import('playwright-core').Browser} Browser
 * @typedef {import('playwright-core').Page} Page
 */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const VIEWPORT = {width: 1280, height: 900}
const STARTED = 'globalThis.pageCodeStarted = performance.timeOrigin + performance.now();\n'

/** Hosts on one and the same build, but for what is compared: the page's code and its element. */
export async function startHosts() {
  await build()
  const {content, together} = await buildElementScript('bench/empty-page.tsx')
  const ours = await startHost('ours', async () => {})
  /** @returns {(folder: string) => Promise<void>} */
  const emptyWith = (/** @type {string} */ page) => async (folder) => {
    await buildFrame({outdir: path.join(folder, 'frame'), page})
    await writeFile(path.join(folder, 'page/backups-page.js'), content)
  }
  const empty = await startHost('empty', emptyWith('bench/empty-page-code.ts'))
  const asking = await startHost('asking', emptyWith('bench/asking-page-code.ts'))
  return {ours, empty: {...empty, bytes: together}, asking}
}

/**
 * @param {string} name
 * @param {(folder: string) => Promise<void>} change
 */
async function startHost(name, change) {
  const folder = path.join(root, '.build/bench', name, '.build')
  await rm(folder, {recursive: true, force: true})
  for (const part of ['local', 'frame', 'page']) {
    await cp(path.join(root, '.build', part), path.join(folder, part), {recursive: true})
  }
  await cp(path.join(root, 'package.json'), path.join(folder, '../package.json'))
  await change(folder)
  const pageCode = path.join(folder, 'frame/page-code.js')
  await writeFile(pageCode, STARTED + (await readFile(pageCode, 'utf8')))
  const data = await mkdtemp(path.join(tmpdir(), 'backups-page-start-'))
  const host = spawn(process.execPath, [path.join(folder, 'local/host.cjs')], {
    env: {...process.env, PORT: '0', DATA_DIR: data},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(host.stdout, 'data')
  const [url] = /http\S+/.exec(String(line)) ?? []
  if (url === undefined) throw new Error(`The host said ${line}`)
  await warmUp(url)
  return {
    url,
    async stop() {
      host.kill()
      await once(host, 'exit')
      await rm(data, {recursive: true, force: true})
    },
  }
}

/**
 * A host that has just started answers its first calls ten times as slowly.
 *
 * @param {string} url
 */
async function warmUp(url) {
  for (let call = 0; call < 20; call++) {
    const answer = await fetch(`${url}/_webMethods/backend/backups.web.js/getOverview.ajax`, {
      method: 'POST',
      headers: {authorization: 'local-owner', 'content-type': 'application/json'},
      body: '[]',
    })
    if (!answer.ok) throw new Error(`getOverview: HTTP ${answer.status}`)
    await answer.arrayBuffer()
  }
}

/**
 * Milliseconds until `shown` was painted: since the page was `opened` (its frame began to load), and since the first
 * line of its `code`.
 *
 * @param {Browser} browser
 * @param {string} url
 * @param {string} shown
 */
export async function measurePageStart(browser, url, shown) {
  const context = await browser.newContext({viewport: VIEWPORT, timezoneId: 'UTC', reducedMotion: 'reduce'})
  await context.addInitScript(watchFor, shown)
  const page = await context.newPage()
  await page.goto(url)
  const {painted, opened} = await painting(page)
  const worker = page.workers().find((each) => each.url().endsWith('/page-code.js'))
  if (!worker) throw new Error('The page has no worker')
  const started = await worker.evaluate(() => globalThis.pageCodeStarted)
  await context.close()
  return {opened: painted - opened, code: painted - started}
}

/** @param {Page} page */
async function painting(page) {
  for (;;) {
    const frame = page.frames().find((each) => each.url().endsWith('/page'))
    const painted = await frame?.evaluate(() => globalThis.shownAt).catch(() => undefined)
    if (frame && painted) return {painted, opened: await frame.evaluate(() => performance.timeOrigin)}
    await page.waitForTimeout(25)
  }
}

/**
 * In every frame, before its scripts.
 *
 * @param {string} shown
 */
function watchFor(shown) {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(shown)) return
    observer.disconnect()
    // What follows a frame's callbacks is its style, layout and paint; the next message comes after them.
    requestAnimationFrame(() => {
      const {port1, port2} = new MessageChannel()
      port1.onmessage = () => (globalThis.shownAt = performance.timeOrigin + performance.now())
      port2.postMessage(null)
    })
  })
  observer.observe(document, {childList: true, subtree: true})
}
