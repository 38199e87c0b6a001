import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import pixelmatch from 'pixelmatch'
import {PNG} from 'pngjs'
import {useStories} from '../stories/use-stories'

const LOOKS = path.join(__dirname, '../stories/looks')
const ASIDE = path.join(__dirname, '../../.build/screenshots')
/** Of all pixels: an icon moved by a pixel is less, a lost rule is far more. */
const MOST_DIFFERENT = 0.002

// Pixels compare only where browser and font are the same: those of the packaged Chromium.
const isComparable = process.platform === 'linux' && process.arch === 'x64' && !process.env.CHROMIUM_PATH
const compares = isComparable ? describe : describe.skip

compares('looks as it did (UPDATE_LOOKS=1 takes new pictures)', () => {
  const {open} = useStories()

  it.each(['protected', 'create-evicts', 'restore-some', 'narrow-panel', 'hebrew-restore'])(
    '%s',
    async (name) => {
      const page = await open(name)
      const now = await page.screenshot({mask: [page.locator('.bp-id')]})
      await page.context().close()
      const file = path.join(LOOKS, `${name}.png`)
      if (process.env.UPDATE_LOOKS || !existsSync(file)) {
        mkdirSync(LOOKS, {recursive: true})
        writeFileSync(file, now)
      }
      const before = readFileSync(file)
      // Reading pictures takes longer than taking them, and mostly they are the same to the byte.
      const different = before.equals(now) ? 0 : differenceOf(before, now, name)
      expect(different).toBeLessThanOrEqual(MOST_DIFFERENT)
    },
  )
})

/** Which part of all pixels looks different. Where it is too much, pictures of it are put aside. */
function differenceOf(before: Buffer, now: Buffer, name: string): number {
  const [one, other] = [PNG.sync.read(before), PNG.sync.read(now)]
  const {width, height} = other
  const picture = new PNG({width, height})
  const different = pixelmatch(one.data, other.data, picture.data, width, height) / (width * height)
  if (different > MOST_DIFFERENT) {
    mkdirSync(ASIDE, {recursive: true})
    writeFileSync(path.join(ASIDE, `${name}.now.png`), now)
    writeFileSync(path.join(ASIDE, `${name}.difference.png`), PNG.sync.write(picture))
  }
  return different
}
