import type {Browser, Page} from 'playwright-core'
import {launchChromium} from '../../scripts/chromium.cjs'
import {setState} from '../stories/open-story'
import {storyNamed} from '../stories/use-stories'
import {elementScript} from './element'

// In a window of its own, as on an ordinary page of a site: no frame, and a place that keeps files. In a frame the
// browser downloads it: tests/browser/copies.
const ADDRESS = 'http://127.0.0.1:1/our-shop'
const FILES = {one: 'PK first', two: ' and last'}

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
afterEach(() => page.context().close())

type Picked = 'a place' | 'none' | 'a full disk'

/** A copy is ready, its parts are in the browser's files, and the browser asks where to: a file of its own answers. */
async function open(picks: Picked) {
  const state = await storyNamed('copy-done').build()
  if (state.dialog?.kind !== 'copy' || state.dialog.step.name !== 'done') throw new Error('No copy is ready')
  Object.assign(state.dialog.step.copied, {files: Object.keys(FILES)})
  page = await browser.newPage({locale: 'en-US'})
  const script = elementScript()
  await page.route(/127\.0\.0\.1:1\//, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><html lang="en"><title>Shop</title><backups-page></backups-page>',
    }),
  )
  await page.goto(ADDRESS)
  await page.evaluate(
    async ({files, picks: what}) => {
      const root = await navigator.storage.getDirectory()
      const write = async (folder: FileSystemDirectoryHandle, name: string, text: string) => {
        const writable = await (await folder.getFileHandle(name, {create: true})).createWritable()
        await writable.write(text)
        await writable.close()
      }
      const folder = await root.getDirectoryHandle('backups-page', {create: true})
      for (const [name, text] of Object.entries(files)) await write(folder, name, text)
      Object.assign(window, {
        async showSaveFilePicker({suggestedName}: {suggestedName: string}) {
          Object.assign(window, {suggestedName})
          if (what === 'none') throw new DOMException('The user aborted a request.', 'AbortError')
          const handle = await root.getFileHandle('saved', {create: true})
          if (what === 'a place') return handle
          return {
            createWritable: async () =>
              new WritableStream({
                write() {
                  throw new DOMException('No room.', 'QuotaExceededError')
                },
              }),
          }
        },
      })
    },
    {files: FILES, picks},
  )
  await setState(page, state)
  await page.addScriptTag({content: script})
  const link = page.locator('[data-hook="save-copy"][href]')
  await link.waitFor()
  return link
}

const stateText = () => page.locator('[data-hook="save-copy-state"]')

test('in no frame, it is saved straight to where a person says', async () => {
  const link = await open('a place')
  const downloads: unknown[] = []
  page.on('download', (download) => downloads.push(download))
  await link.click()
  await stateText().getByText('Saved.').waitFor()
  const saved = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    return (await (await root.getFileHandle('saved')).getFile()).text()
  })
  expect(saved).toBe('PK first and last')
  expect(await page.evaluate(() => (window as unknown as {suggestedName: string}).suggestedName)).toMatch(
    /\.zip$/,
  )
  expect(downloads).toEqual([])
})

test('no place was chosen: nothing is said, and it can be saved again', async () => {
  const link = await open('none')
  await link.click()
  await page.waitForFunction(() => 'suggestedName' in window)
  expect(await stateText().count()).toBe(0)
  expect(await link.isEnabled()).toBe(true)
})

test('a disk that is full: said, and the copy is still there', async () => {
  const link = await open('a full disk')
  await link.click()
  await stateText().getByText('It could not be saved there.').waitFor()
  expect(await link.count()).toBe(1)
})
