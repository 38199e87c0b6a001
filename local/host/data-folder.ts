import {mkdirSync, readdirSync, rmSync, statSync} from 'node:fs'
import path from 'node:path'
import {CLOCK_FILE} from './site-clock'

/** What belongs to us in a data folder. Nothing else is ever touched. */
const OURS = /^(meta|live|sandbox|lock)\.db(-wal|-shm|-journal)?$|^backups$|^reserve$|^clock\.json(\.tmp)?$/
const META = /^meta\.db/

/** One clear line for the person at the terminal, instead of a stack. */
export class UnusableFolder extends Error {}

/** Makes sure that the folder is there, and that it is nobody else's. */
export function prepareDataFolder(folder: string): void {
  let names: string[]
  try {
    mkdirSync(folder, {recursive: true})
    names = readdirSync(folder)
  } catch (error) {
    throw new UnusableFolder(
      `The folder ${folder} cannot be used: ${(error as Error).message}. Choose another DATA_DIR.`,
    )
  }
  if (names.includes('meta.db')) return
  // Without our own database, a folder named `backups` with something in it is somebody else's.
  const strangers = names.filter(
    (name) => !OURS.test(name) || (name === 'backups' && !isEmpty(path.join(folder, name))),
  )
  if (strangers.length > 0) {
    throw new UnusableFolder(
      `The folder ${folder} holds something else (${strangers.slice(0, 3).join(', ')}). Choose an empty one as DATA_DIR.`,
    )
  }
}

function isEmpty(folder: string): boolean {
  return statSync(folder).isDirectory() && readdirSync(folder).length === 0
}

/**
 * Removes the site's data. `meta.db` goes last: as long as it is there without the note that the site is seeded,
 * a process that died half way starts over (see open-site.ts).
 */
export function removeSiteData(folder: string): void {
  const ours = readdirSync(folder).filter((name) => OURS.test(name))
  const metaLast = ours.toSorted((a, b) => Number(META.test(a)) - Number(META.test(b)))
  for (const name of metaLast) {
    if (name !== CLOCK_FILE) rmSync(path.join(folder, name), {recursive: true, force: true})
  }
}
