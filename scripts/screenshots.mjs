// Photographs every story (tests/stories/) into .build/screenshots/. `npm run screenshots -- restore` takes only
// those whose names contain "restore".
import {build as esbuild} from 'esbuild'
import {mkdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {buildElement} from './build-element.mjs'
import {launchChromium} from './chromium.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const OUTPUT = path.join(root, '.build/screenshots')
const WIDTH = 1280
const HEIGHT = 900

export async function takeScreenshots(wanted = '') {
  const [{file}, stories] = await Promise.all([buildElement(), loadStories()])
  const script = await readFile(file, 'utf8')
  await mkdir(OUTPUT, {recursive: true})
  const browser = await launchChromium()
  try {
    for (const story of stories) {
      if (!story.name.includes(wanted)) continue
      await photograph(browser, story, script)
      console.log(story.name)
    }
  } finally {
    await browser.close()
  }
}

async function photograph(browser, {name, language = 'en-US', width = WIDTH, zoom = 1, build}, script) {
  const state = await build()
  const context = await browser.newContext({
    locale: language,
    timezoneId: 'UTC',
    // 200% zoom halves the window that the page sees.
    viewport: {width: width / zoom, height: HEIGHT / zoom},
    deviceScaleFactor: zoom,
    reducedMotion: 'reduce',
    offline: true,
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(`${name}: ${error.message}`))
  await page.setContent('<!doctype html><title>Backups</title><body style="margin:0"></body>')
  await page.evaluate((json) => {
    document.body.innerHTML = '<backups-page></backups-page>'
    document.querySelector('backups-page')?.setAttribute('state', json)
  }, JSON.stringify(state))
  await page.addScriptTag({content: script})
  await page.waitForTimeout(700)
  await page.screenshot({path: path.join(OUTPUT, `${name}.png`), animations: 'disabled'})
  await context.close()
}

async function loadStories() {
  const outfile = path.join(root, '.build/stories.mjs')
  await esbuild({
    entryPoints: [path.join(root, 'tests/stories/stories.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    tsconfig: path.join(root, 'tsconfig.json'),
    logLevel: 'warning',
  })
  const {stories} = await import(`${pathToFileURL(outfile).href}?at=${Date.now()}`)
  return stories
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await takeScreenshots(process.argv[2])
