import {readFileSync, renameSync, writeFileSync} from 'node:fs'
import path from 'node:path'

/** The local site's time: the machine's, plus what was advanced by hand. Kept with the data, since its dates depend on it. */
export interface SiteClock {
  now(): number
  advance(ms: number): void
  reset(): void
}

export function openSiteClock(folder: string, machineNow: () => number): SiteClock {
  const file = path.join(folder, CLOCK_FILE)
  let offset = readOffset(file)
  return {
    now: () => machineNow() + offset,
    advance(ms) {
      // Only forward: a site's history has no dates in its future.
      write(file, offset + ms)
      offset += ms
    },
    reset() {
      write(file, 0)
      offset = 0
    },
  }
}

export const CLOCK_FILE = 'clock.json'

function readOffset(file: string): number {
  try {
    const {offset} = JSON.parse(readFileSync(file, 'utf8')) as {offset?: unknown}
    if (typeof offset === 'number' && Number.isFinite(offset)) return offset
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
  }
  throw new Error(`The file ${file} is damaged. Delete it to set the local clock back to the machine's time.`)
}

function write(file: string, offset: number): void {
  writeFileSync(`${file}.tmp`, JSON.stringify({offset}))
  renameSync(`${file}.tmp`, file)
}
