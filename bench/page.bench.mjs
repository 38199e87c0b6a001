// The page, measured in Chromium: node bench/page.bench.mjs [rounds]. Writes bench/RESULTS-PAGE.md.
import {build as esbuild} from 'esbuild'
import {readFile, writeFile} from 'node:fs/promises'
import {cpus} from 'node:os'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import {buildElement} from '../scripts/build-element.mjs'
import {launchChromium} from '../scripts/chromium.mjs'
import {loadStories} from '../scripts/screenshots.mjs'
import {measurePageStart, startHosts} from './page-start.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const ROUNDS = Number(process.argv[2] ?? 41)
const MANY_ROUNDS = 5
const HOURS = 3
const VIEWPORT = {width: 1280, height: 900}

const {file, ...sizes} = await buildElement()
const [element, {stories, setState}, poller, hosts] = await Promise.all([
  readFile(file, 'utf8'),
  loadStories(),
  buildPoller(),
  startHosts(),
])
const many = await stories.find(({name}) => name === 'thousand-backups')?.build()
if (!many) throw new Error('There is no story with a thousand backups')
/** Measured on 2026-11-24, when dialogs and fields were the design system's: its packages are no longer installed. */
const WITH_THE_DESIGN_SYSTEM = [
  [
    'an empty page of the design system with React, page code started to painted, as it was measured before',
    '42.3 ms, 102.1 KiB',
    '',
  ],
  ['· the Backups page then', '61.3 ms, 123.3 KiB', ''],
  ['· ratio, median of the rounds', '1.38', ''],
]
/** @typedef {{opened: number, code: number}} Times */
/** @typedef {'empty' | 'asking' | 'ours'} PageName */
/** @type {PageName[]} */
const PAGES = ['empty', 'asking', 'ours']
const TABLE = '[data-hook^="backup-"]'
const EMPTY = '[data-hook="empty-page"]'

const browser = await launchChromium()
try {
  /** @type {Record<PageName, Times>[]} */
  const rounds = []
  // The first round warms the browser up.
  for (let round = 0; round <= ROUNDS; round++) {
    const measured = []
    for (const name of round % 2 === 0 ? PAGES : PAGES.toReversed()) {
      const shown = name === 'ours' ? TABLE : EMPTY
      measured.push([name, await measurePageStart(browser, hosts[name].url, shown)])
    }
    if (round > 0) rounds.push(Object.fromEntries(measured))
  }
  const longest = []
  for (let round = 0; round < MANY_ROUNDS; round++) {
    longest.push(await longestTaskAfterPaint(many))
  }
  const polling = await hoursOfPolling()

  const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`
  const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`
  const count = (/** @type {number} */ value) => Math.round(value).toLocaleString('en-US')
  const mb = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(2)} MB`
  const longestTask = median(longest)
  /** @type {(page: PageName, since: keyof Times) => number} */
  const middle = (page, since) => median(rounds.map((times) => times[page][since]))
  /** @type {(name: string, page: PageName, since: keyof Times, goal: string) => string[]} */
  const ratioRow = (name, page, since, goal) => {
    const ratios = rounds.map(({ours, [page]: other}) => ours[since] / other[since])
    const [low, high] = [0.25, 0.75].map((part) => quantile(ratios, part).toFixed(2))
    return [`${name}, half of the rounds between`, `${median(ratios).toFixed(2)}, ${low}–${high}`, goal]
  }
  const rows = [
    ['an empty page drawn by Preact, opened to painted', ms(middle('empty', 'opened')), ''],
    ['an empty page that makes the same call before', ms(middle('asking', 'opened')), ''],
    ['the Backups page, opened to table painted', ms(middle('ours', 'opened')), ''],
    ratioRow('· beside the empty page', 'empty', 'opened', '≤ 1.5'),
    ratioRow('· beside the one that makes the same call', 'asking', 'opened', ''),
    ['the Backups page, page code started to table painted', ms(middle('ours', 'code')), ''],
    ratioRow('· beside the empty page', 'empty', 'code', ''),
    ratioRow('· beside the one that makes the same call', 'asking', 'code', ''),
    ...WITH_THE_DESIGN_SYSTEM,
    ['the element gzipped, JavaScript and CSS together', kib(sizes.together), '≤ 60 KiB'],
    ['· as a file', `${Math.round(sizes.raw / 1000)} kB`, '≤ 220 kB'],
    ['· JavaScript', kib(sizes.js), ''],
    ['· CSS', kib(sizes.css), ''],
    ['· the empty page, JavaScript and CSS together', kib(hosts.empty.bytes), ''],
    [
      '1,000 backups, longest task after first paint',
      longestTask === 0 ? 'none over 50 ms' : ms(longestTask),
      '≤ 50 ms',
    ],
    ['heap after ten minutes of polling', mb(polling.atFirst.usedSize), ''],
    ...polling.hours.map(({usedSize}, hour) => [
      `· after ${hour + 1} h more`,
      mb(usedSize),
      hour === polling.hours.length - 1 ? 'as an hour before' : '',
    ]),
    [
      '· calls and states in an hour',
      `${count(polling.polls / HOURS)}, ${count(polling.states / HOURS)}`,
      '',
    ],
    [
      `· DOM nodes after 1 h, after ${HOURS} h`,
      `${polling.hours[0]?.nodes}, ${polling.hours.at(-1)?.nodes}`,
      'not more',
    ],
  ]
  const report = `# The page, measured

Written by \`node bench/page.bench.mjs\`; do not edit. Figures that are compared were taken in turn, in one run of ${ROUNDS} rounds. The pages run in the local dashboard, each on a host of its own: page code in its worker, the element in its frame. The empty page is the same header, drawn by the same library once its page code says so; it calls no web method. The Backups page calls one before its table, and so does the third. Opened is when the page's frame begins to load. Each host has answered 20 calls before.

${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim()}, Chromium ${browser.version()}.

| | | to reach |
|---|---:|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`
  process.stdout.write(report)
  await writeFile(path.join(root, 'bench/RESULTS-PAGE.md'), report)
} finally {
  await browser.close()
  await Promise.all(Object.values(hosts).map((host) => host.stop()))
}

/**
 * A fresh context each time: another process, so that nothing compiled is left over.
 *
 * @param {import('../src/public/page/page-state').PageState} state
 */
async function longestTaskAfterPaint(state) {
  const context = await browser.newContext({viewport: VIEWPORT, timezoneId: 'UTC', reducedMotion: 'reduce'})
  const page = await context.newPage()
  await page.setContent(pageWith('backups-page'))
  await setState(page, state)
  await page.evaluate(() => {
    globalThis.tasks = []
    new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries())).observe({type: 'longtask'})
  })
  await page.addScriptTag({content: element})
  const longest = await page.evaluate(async (shown) => {
    const giveUp = performance.now() + 30_000
    while (!document.querySelector(shown) && performance.now() < giveUp)
      await new Promise((resolve) => setTimeout(resolve))
    await new Promise(requestAnimationFrame)
    // What follows a frame's callbacks is its style, layout and paint; the next message comes after them.
    await new Promise((resolve) => {
      const {port1, port2} = new MessageChannel()
      port1.onmessage = resolve
      port2.postMessage(null)
    })
    const painted = performance.now()
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const after = globalThis.tasks.filter(({startTime}) => startTime > painted)
    return Math.max(0, ...after.map(({duration}) => duration))
  }, TABLE)
  await context.close()
  return longest
}

/** @param {string} tag */
function pageWith(tag) {
  return `<!doctype html><html lang="en"><title>Backups</title><body style="margin:0"><${tag}></${tag}></body>`
}

/** The page's machine on a fake site, in one page with the element: its clock is moved on by hand. */
async function hoursOfPolling() {
  const context = await browser.newContext({viewport: VIEWPORT, timezoneId: 'UTC', reducedMotion: 'reduce'})
  const page = await context.newPage()
  await page.setContent(pageWith('backups-page'))
  await page.addScriptTag({content: element})
  await page.addScriptTag({content: poller})
  const cdp = await context.newCDPSession(page)
  await cdp.send('HeapProfiler.enable')
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage')
    await cdp.send('HeapProfiler.collectGarbage')
    const {usedSize} = await cdp.send('Runtime.getHeapUsage')
    const {nodes} = await cdp.send('Memory.getDOMCounters')
    return {usedSize, nodes}
  }
  await page.evaluate(() => poll.start())
  await page.evaluate(() => poll.advance(600))
  const atFirst = await heap()
  const hours = []
  const first = await page.evaluate(() => poll.counts())
  for (let hour = 0; hour < HOURS; hour++) {
    await page.evaluate(() => poll.advance(3600))
    hours.push(await heap())
  }
  const last = await page.evaluate(() => poll.counts())
  await context.close()
  return {atFirst, hours, polls: last.calls - first.calls, states: last.states - first.states}
}

async function buildPoller() {
  const {outputFiles} = await esbuild({
    entryPoints: [path.join(root, 'bench/hour-of-polling.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'poll',
    tsconfig: path.join(root, 'tsconfig.json'),
    logLevel: 'warning',
  })
  const [script] = outputFiles
  if (!script) throw new Error('bench/hour-of-polling.ts: nothing was built')
  return script.text
}

/** @param {number[]} values */
function median(values) {
  return quantile(values, 0.5)
}

/**
 * @param {number[]} values
 * @param {number} part
 */
function quantile(values, part) {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? NaN
}
