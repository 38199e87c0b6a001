import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {useStories} from '../stories/use-stories'

const LOOKS = path.join(__dirname, '../stories/looks')
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
      const file = path.join(LOOKS, `${name}.png`)
      if (process.env.UPDATE_LOOKS || !existsSync(file)) {
        mkdirSync(LOOKS, {recursive: true})
        writeFileSync(file, now)
      }
      const different = await page.evaluate(
        async ([before, after]) => {
          const pixels = async (base64: string) => {
            const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob()
            const bitmap = await createImageBitmap(blob)
            const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
            const context = canvas.getContext('2d')
            context?.drawImage(bitmap, 0, 0)
            return context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray()
          }
          const [a, b] = await Promise.all([pixels(before), pixels(after)])
          if (a.length !== b.length) return 1
          let count = 0
          for (let at = 0; at < a.length; at += 4) {
            const most = Math.max(
              ...[0, 1, 2].map((channel) => Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0))),
            )
            if (most > 32) count += 1
          }
          return count / (a.length / 4)
        },
        [readFileSync(file).toString('base64'), now.toString('base64')] as const,
      )
      if (different > MOST_DIFFERENT) {
        const aside = path.join(__dirname, '../../.build/screenshots')
        mkdirSync(aside, {recursive: true})
        writeFileSync(path.join(aside, `${name}.now.png`), now)
      }
      await page.context().close()
      expect(different).toBeLessThanOrEqual(MOST_DIFFERENT)
    },
  )
})
