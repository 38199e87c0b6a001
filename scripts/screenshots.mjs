// Photographs every story (tests/stories/) into .build/screenshots/. `npm run screenshots -- restore` takes only
// those whose names contain "restore".
import {build as esbuild} from 'esbuild'
import {copyFile, mkdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {buildElement} from './build-element.mjs'
import {launchChromium} from './chromium.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const OUTPUT = path.join(root, '.build/screenshots')

/**
 * The README's pictures.
 *
 * @type {Record<string, string>}
 */
const PICTURES = {'slots-full': 'backups-page', 'restore-some': 'restore-dialog'}

export async function takeScreenshots(wanted = '') {
  const [{file}, {stories, openStory}] = await Promise.all([buildElement(), loadStories()])
  const script = await readFile(file, 'utf8')
  await mkdir(OUTPUT, {recursive: true})
  const browser = await launchChromium()
  try {
    for (const story of stories.filter(({name}) => name.includes(wanted))) {
      const page = await openStory(browser, story, script)
      const taken = path.join(OUTPUT, `${story.name}.png`)
      await page.screenshot({path: taken})
      const picture = PICTURES[story.name]
      if (picture) await copyFile(taken, path.join(root, 'docs/images', `${picture}.png`))
      await page.context().close()
      console.log(story.name)
    }
  } finally {
    await browser.close()
  }
}

/**
 * The stories as the tests know them, bundled: they are TypeScript.
 *
 * @returns {Promise<typeof import('../tests/stories/stories') & typeof import('../tests/stories/open-story')>}
 */
export async function loadStories() {
  const outfile = path.join(root, '.build/stories.mjs')
  await esbuild({
    stdin: {
      contents: `export * from './stories'; export * from './open-story'`,
      resolveDir: path.join(root, 'tests/stories'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    tsconfig: path.join(root, 'tsconfig.json'),
    logLevel: 'warning',
  })
  return import(pathToFileURL(outfile).href)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await takeScreenshots(process.argv[2])
