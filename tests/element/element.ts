import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import path from 'node:path'

const root = path.join(__dirname, '../..')

/** The element's script, built as `npm start` builds it. */
export function elementScript(): string {
  execFileSync(process.execPath, [path.join(root, 'scripts/build-element.mjs')])
  return readFileSync(path.join(root, '.build/page/backups-page.js'), 'utf8')
}

export interface ElementSizes {
  raw: number
  together: number
  js: number
  css: number
}

/** What the build measured, in bytes. */
export function elementSizes(): ElementSizes {
  return JSON.parse(readFileSync(path.join(root, '.build/page/sizes.json'), 'utf8')) as ElementSizes
}
