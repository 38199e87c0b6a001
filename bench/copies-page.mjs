// A copy of 100,000 items on the page, downloaded and laid beside the site again, in Chromium: the longest task of the
// page's frame, and the memory of the browser's processes that draw pages. `node bench/copies-page.mjs [items]`, on a machine that does nothing else.
import {spawn} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from '../scripts/build-local.mjs'
import {launchChromium} from '../scripts/chromium.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const ITEMS = Number(process.argv[2] ?? 100_000)
const headers = {authorization: 'local-owner', 'content-type': 'application/json'}

await build()
const folder = mkdtempSync(path.join(tmpdir(), 'copies-page-'))
const host = spawn(process.execPath, [path.join(root, '.build/local/host.cjs')], {
  env: {...process.env, PORT: '0', DATA_DIR: folder, SEED: 'empty'},
  stdio: ['ignore', 'pipe', 'inherit'],
})
/** @type {string} */
const url = await new Promise((resolve) => {
  host.stdout.on('data', (/** @type {Buffer} */ chunk) => {
    const found = /http:\/\/\S+/.exec(chunk.toString())
    if (found) resolve(found[0])
  })
})
const browser = await launchChromium()
try {
  await fill()
  const page = await browser.newPage({viewport: {width: 1280, height: 900}})
  await page.addInitScript(() => {
    const tasks = Object.assign(window, {tasks: /** @type {number[]} */ ([])}).tasks
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({duration}) => duration))).observe(
      {
        type: 'longtask',
      },
    )
  })
  await page.goto(url)
  const frame = page.frameLocator('iframe')
  const hook = (/** @type {string} */ name) => frame.locator(`[data-hook="${name}"]`)
  await hook('ask-copy').waitFor()
  const pageFrame = page.frames().find((one) => one.parentFrame() !== null)
  if (!pageFrame) throw new Error('There is no page frame')
  const memory = await watchMemory()
  const longest = async () => {
    const tasks = await pageFrame.evaluate(() => /** @type {any} */ (window).tasks.splice(0))
    return Math.max(0, ...tasks)
  }
  await longest()
  let start = performance.now()
  await hook('ask-copy').click()
  await hook('dialog-confirm').click()
  await hook('save-copy').waitFor({timeout: 600_000})
  const download = page.waitForEvent('download')
  await hook('save-copy').click()
  const file = await (await download).path()
  tell('copied and saved', performance.now() - start, await longest(), memory.most())
  await hook('dialog-confirm').click()
  start = performance.now()
  await hook('ask-from-copy').click()
  await hook('copy-file').setInputFiles(file)
  await hook('compared-Big').waitFor({timeout: 600_000})
  tell('verified and compared', performance.now() - start, await longest(), memory.most())
  memory.stop()

  /** Of the processes that draw pages and run their workers: how much more they have than before. */
  async function watchMemory() {
    const session = await browser.newBrowserCDPSession()
    const {processInfo} = await session.send('SystemInfo.getProcessInfo')
    const ids = processInfo.filter(({type}) => type === 'renderer').map(({id}) => id)
    const before = residentBytes(ids)
    let most = before
    const timer = setInterval(() => (most = Math.max(most, residentBytes(ids))), 100)
    return {
      most: () => `${megabytes(most - before)} on top of ${megabytes(before)}`,
      stop: () => clearInterval(timer),
    }
  }
} finally {
  await browser.close()
  host.kill('SIGKILL')
  rmSync(folder, {recursive: true, force: true})
}

async function fill() {
  await wix('collections', {collection: {id: 'Big', fields: [{key: 'title', type: 'TEXT'}]}})
  const text = 'Some text of an item, as long as it takes to have about four hundred bytes in all. '.repeat(3)
  for (let at = 0; at < ITEMS; at += 1000) {
    const dataItems = Array.from({length: 1000}, (_, n) => ({
      data: {_id: `item-${String(at + n).padStart(9, '0')}`, title: `Item ${at + n}`, text, price: n},
    }))
    await wix('bulk/items/insert', {dataCollectionId: 'Big', dataItems})
  }
}

/**
 * @param {string} at
 * @param {object} body
 */
async function wix(at, body) {
  const response = await fetch(`${url}/wix-data/v2/${at}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${at}: ${response.status}`)
}

/** @param {number[]} ids */
function residentBytes(ids) {
  return ids.reduce((sum, id) => {
    const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? []
    return sum + Number(kilobytes) * 1024
  }, 0)
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`
}

/**
 * @param {string} what
 * @param {number} ms
 * @param {number} longestTask
 * @param {string} memory
 */
function tell(what, ms, longestTask, memory) {
  const longest = longestTask === 0 ? 'under 50 ms' : `${Math.round(longestTask)} ms`
  console.log(`${what}: ${(ms / 1000).toFixed(1)} s, longest task ${longest}, memory ${memory}`)
}
