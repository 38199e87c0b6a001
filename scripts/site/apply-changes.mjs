import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import {readSiteFile} from './read-site-file.mjs'
import {SiteProblem} from './site-problem.mjs'

/**
 * Changes files of a site, in the order given: all of them, or none. What can go wrong half way:
 *
 * - A file or folder cannot be written (read-only, full disk, a file where a folder is needed): what was done is
 *   undone, and the error names the file.
 * - The process dies (kill, power): every file is whole, as it was or as it is to be. The first change of a plan is
 *   the record, which knows both; the next run of either command ends what this one began.
 * - Somebody changes one of the files meanwhile: it is left as they want it, and the rest is undone.
 * - Another run is at work: refused.
 *
 * Not covered: a file that an editor has open and saves again later.
 *
 * @typedef {{file: string, content: string | Buffer | null}} FileChange `null` deletes the file
 * @typedef {{emptyFolder: string}} FolderChange removes a folder where nothing is left in it
 * @typedef {FileChange | FolderChange} Change
 *
 * @param {string} root
 * @param {Change[]} changes
 * @param {(step: string) => void} onStep is told what has just been done (for tests)
 */
export function applyChanges(root, changes, onStep = () => undefined) {
  const files = changes.flatMap((change) => ('file' in change ? [change.file] : []))
  checkWritable(root, files)
  const seen = new Map(files.map((file) => [file, readSiteFile(root, file)]))
  const workplace = openWorkplace(root)
  /** @type {(() => void)[]} */
  const undo = []
  let at = "the site's folder"
  try {
    onStep('began')
    for (const change of changes) {
      if ('emptyFolder' in change) {
        at = change.emptyFolder
        const folder = path.join(root, at)
        if (removeIfEmpty(folder)) undo.push(() => mkdirSync(folder))
        onStep(`removed ${at}`)
        continue
      }
      const {file, content} = change
      at = file
      for (const folder of missingFolders(root, file)) {
        mkdirSync(path.join(root, folder))
        undo.push(() => removeIfEmpty(path.join(root, folder)))
        onStep(`made ${folder}`)
      }
      const before = readSiteFile(root, file)
      // Read again at the last moment: whoever saves the file while this runs must not lose what they wrote.
      if (!isSame(before, seen.get(file))) throw new Error('somebody changed it just now')
      const mode = before && statSync(path.join(root, file)).mode
      undo.push(() => put(root, workplace, {file, content: before ?? null}, mode))
      put(root, workplace, {file, content}, mode)
      seen.set(file, content === null ? undefined : Buffer.from(content))
      onStep(`changed ${file}`)
    }
  } catch (error) {
    throw new SiteProblem(`${at} cannot be changed (${messageOf(error)}).`, undoAll(undo))
  } finally {
    rmSync(workplace, {recursive: true, force: true})
  }
}

/**
 * The folders above a file that are not there yet, outermost first.
 *
 * @param {string} root
 * @param {string} file
 */
export function missingFolders(root, file) {
  const missing = []
  for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder)) {
    if (existsSync(path.join(root, folder))) break
    missing.unshift(folder)
  }
  return missing
}

/**
 * Those of these folders in which nothing is left, deepest first.
 *
 * @param {string[]} folders
 * @returns {FolderChange[]}
 */
export function emptied(folders) {
  return folders
    .toSorted((a, b) => b.split('/').length - a.split('/').length)
    .map((emptyFolder) => ({emptyFolder}))
}

/**
 * Refuses before anything is written, where it can be known.
 *
 * @param {string} root
 * @param {string[]} files
 */
function checkWritable(root, files) {
  const blocked = new Set()
  const check = (/** @type {string} */ name) => {
    try {
      accessSync(path.join(root, name), constants.W_OK)
    } catch {
      blocked.add(name)
    }
  }
  check('.')
  for (const file of files) {
    check(path.dirname(missingFolders(root, file)[0] ?? file))
    if (existsSync(path.join(root, file))) check(file)
  }
  if (blocked.size === 0) return
  throw new SiteProblem(
    'These cannot be written:',
    ...[...blocked].map((name) => `  ${name === '.' ? "the site's folder" : name}`),
    'Nothing was changed. Give yourself the right to write them, and try again.',
  )
}

const WORKPLACE = '.backups-for-wix-collections'

/**
 * Removes what a run that died has left of its workplace, which is of no use to anybody. Throws a SiteProblem where
 * the run is still at work.
 *
 * @param {string} root
 */
export function clearWorkplace(root) {
  const workplace = path.join(root, WORKPLACE)
  const pid = Number(readSiteFile(root, `${WORKPLACE}/pid`))
  if (pid && pid !== process.pid && isRunning(pid)) {
    throw new SiteProblem(
      `Another run (process ${pid}) is at work on this site. Wait until it has finished.`,
      `If there is none, delete the folder ${WORKPLACE} in the site.`,
    )
  }
  // Version 0.1 kept there what it needed to take back a run that had died.
  if (existsSync(path.join(workplace, 'journal.json'))) {
    throw new SiteProblem(
      'A run of version 0.1 did not finish. Nothing was changed now.',
      `Take the site back to your last commit with git (or run version 0.1 again), delete the folder ${WORKPLACE}, and try again.`,
    )
  }
  rmSync(workplace, {recursive: true, force: true})
}

/**
 * A folder in the site's own file system, where each file is written before it is moved into place. Only one run
 * can have it.
 *
 * @param {string} root
 */
function openWorkplace(root) {
  clearWorkplace(root)
  const workplace = path.join(root, WORKPLACE)
  try {
    mkdirSync(workplace)
    writeFileSync(path.join(workplace, 'pid'), String(process.pid))
  } catch (error) {
    throw new SiteProblem(
      `The site's folder cannot be written (${messageOf(error)}).`,
      'Nothing was changed.',
    )
  }
  return workplace
}

/**
 * @param {string} root
 * @param {string} workplace
 * @param {FileChange} change
 * @param {number | undefined} mode of the file that it replaces
 */
function put(root, workplace, {file, content}, mode) {
  const target = path.join(root, file)
  if (content === null) return rmSync(target, {force: true})
  const fresh = path.join(workplace, 'fresh')
  writeFileSync(fresh, content)
  if (mode !== undefined) chmodSync(fresh, mode)
  renameSync(fresh, target)
}

/**
 * @param {(() => void)[]} undo
 * @returns {string} what became of it
 */
function undoAll(undo) {
  try {
    for (const step of undo.toReversed()) step()
    return 'Nothing was changed.'
  } catch (error) {
    return `What had been written could not be taken back (${messageOf(error)}). Run this again when that is mended: it ends what it began.`
  }
}

/**
 * @param {string} folder
 * @returns {boolean} whether it was there, and is gone
 */
function removeIfEmpty(folder) {
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    const {code = ''} = /** @type {NodeJS.ErrnoException} */ (error)
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code)) throw error
    return false
  }
}

/**
 * @param {Buffer | undefined} a
 * @param {Buffer | undefined} b
 */
function isSame(a, b) {
  return a && b ? a.equals(b) : a === b
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error)
}
