import {createHash} from 'node:crypto'
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import {SiteProblem} from './site-problem.mjs'

/**
 * Changes files of a site: all of them, or none.
 *
 * Everything is staged first, in a folder of the site's own file system: the new content of each file, a copy of the
 * old one, and a journal that says what goes where. Only then files are moved into place, one rename each. What can
 * go wrong half way, and what happens then:
 *
 * - A file or folder cannot be written (read-only, full disk, a file where a folder is needed): what was done is
 *   taken back from the copies, and the error names the file.
 * - The process dies (kill, power): the journal stays. The next run of either command takes everything back first,
 *   and then begins anew. Taking back can itself be interrupted: it starts over.
 * - Somebody changes one of the files between the two: it is neither what was nor what was to be. Nothing is taken
 *   back over their change; the error names the file and where its copy is.
 * - Another run is at work: refused.
 *
 * Not covered: a file that an editor has open and saves again later.
 */

const STAGING = '.backups-for-wix-collections'

/**
 * @typedef {{file: string, content: string | Buffer | null}} Change `null` deletes the file
 *
 * @param {string} root
 * @param {Change[]} changes
 * @param {{emptyFolders?: string[], onStep?: (step: string) => void}} options folders to remove where nothing is
 *   left in them; `onStep` is told what has just been done (for tests)
 */
export function changeFiles(root, changes, {emptyFolders = [], onStep = () => undefined} = {}) {
  checkWritable(root, changes)
  const staging = path.join(root, STAGING)
  let journal
  try {
    mkdirSync(staging)
    writeFileSync(path.join(staging, 'pid'), String(process.pid))
    journal = stage(root, changes, emptyFolders)
    onStep('staged')
    writeJournal(staging, journal)
    onStep('journal')
  } catch (error) {
    rmSync(staging, {recursive: true, force: true})
    throw new SiteProblem(`The site's folder cannot be written (${error.message}).`, 'Nothing was changed.')
  }
  let at = ''
  try {
    for (const folder of journal.madeFolders) {
      at = folder
      mkdirSync(path.join(root, folder))
      onStep(`made ${folder}`)
    }
    for (const step of journal.steps) {
      at = step.file
      apply(root, step)
      onStep(`changed ${step.file}`)
    }
    for (const folder of journal.removedFolders) {
      at = folder
      removeIfEmpty(path.join(root, folder))
      onStep(`removed ${folder}`)
    }
  } catch (error) {
    takeBack(root, journal)
    throw new SiteProblem(`${at} cannot be changed (${error.message}).`, 'Nothing was changed.')
  }
  // From here on the new state holds: without a journal there is nothing to take back.
  unlinkSync(path.join(staging, 'journal.json'))
  onStep('committed')
  rmSync(staging, {recursive: true, force: true})
}

/** Whether a run that did not finish left something to take back. */
export function isUnfinished(root) {
  return existsSync(path.join(root, STAGING))
}

/** Takes back what a run that did not finish has done. Throws a SiteProblem where somebody changed a file since. */
export function takeBackUnfinished(root) {
  const staging = path.join(root, STAGING)
  if (!existsSync(staging)) return
  const pid = Number(readIfThere(path.join(staging, 'pid')))
  if (pid && pid !== process.pid && isRunning(pid)) {
    throw new SiteProblem(
      `Another run (process ${pid}) is at work on this site. Wait until it has finished.`,
      `If there is none, delete the folder ${STAGING} in the site.`,
    )
  }
  const journal = readIfThere(path.join(staging, 'journal.json'))
  if (journal === undefined) rmSync(staging, {recursive: true, force: true})
  else takeBack(root, JSON.parse(journal.toString()))
}

function stage(root, changes, emptyFolders) {
  const staging = path.join(root, STAGING)
  mkdirSync(path.join(staging, 'before'))
  mkdirSync(path.join(staging, 'after'))
  const folders = new Set()
  const steps = changes.map(({file, content}, number) => {
    const target = path.join(root, file)
    const before = readIfThere(target)
    if (before) copyFileSync(target, path.join(staging, 'before', String(number)))
    if (content !== null) {
      const staged = path.join(staging, 'after', String(number))
      writeFileSync(staged, content)
      if (before) chmodSync(staged, statSync(target).mode)
      for (const folder of missingFolders(root, file)) folders.add(folder)
    }
    return {
      file,
      number,
      before: before ? sha256(before) : null,
      after: content === null ? null : sha256(content),
    }
  })
  const removedFolders = emptyFolders.filter((folder) => existsSync(path.join(root, folder)))
  return {steps, madeFolders: [...folders], removedFolders: removedFolders.toSorted(deepestFirst)}
}

function writeJournal(staging, journal) {
  const fresh = path.join(staging, 'journal.tmp')
  const file = openSync(fresh, 'w')
  writeFileSync(file, JSON.stringify(journal))
  fsyncSync(file)
  closeSync(file)
  renameSync(fresh, path.join(staging, 'journal.json'))
}

function apply(root, {file, number, before, after}) {
  const target = path.join(root, file)
  // Read again at the last moment: whoever saves the file while this runs must not lose what they wrote.
  if (hashOf(target) !== before) throw new Error('somebody changed it just now')
  if (after === null) rmSync(target)
  else renameSync(path.join(root, STAGING, 'after', String(number)), target)
}

function takeBack(root, {steps, madeFolders, removedFolders}) {
  const staging = path.join(root, STAGING)
  const touched = steps.filter(({file, before}) => hashOf(path.join(root, file)) !== before)
  const foreign = touched.filter(({file, after}) => hashOf(path.join(root, file)) !== after)
  if (foreign.length > 0) {
    throw new SiteProblem(
      'An earlier run did not finish, and these files were changed since:',
      ...foreign.map(({file, number, before}) =>
        before ? `  ${file} (as it was: ${STAGING}/before/${number})` : `  ${file} (it did not exist)`,
      ),
      `Nothing was changed now. Put them as you want them (git can help), delete the folder ${STAGING}, and try again.`,
    )
  }
  for (const folder of removedFolders.toReversed()) mkdirSync(path.join(root, folder), {recursive: true})
  for (const {file, number, before} of touched) {
    const target = path.join(root, file)
    if (before === null) {
      rmSync(target)
      continue
    }
    const copy = path.join(staging, 'copy')
    copyFileSync(path.join(staging, 'before', String(number)), copy)
    renameSync(copy, target)
  }
  for (const folder of madeFolders.toSorted(deepestFirst)) removeIfEmpty(path.join(root, folder))
  unlinkSync(path.join(staging, 'journal.json'))
  rmSync(staging, {recursive: true, force: true})
}

/** Refuses before anything is staged, where it can be known. */
function checkWritable(root, changes) {
  const blocked = new Set()
  const check = (name) => {
    try {
      accessSync(path.join(root, name), constants.W_OK)
    } catch {
      blocked.add(name)
    }
  }
  check('.')
  for (const {file} of changes) {
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

/** The folders above a file that are not there yet, outermost first. */
export function missingFolders(root, file) {
  const missing = []
  for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder)) {
    if (existsSync(path.join(root, folder))) break
    missing.unshift(folder)
  }
  return missing
}

function removeIfEmpty(folder) {
  try {
    rmdirSync(folder)
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
  }
}

function deepestFirst(a, b) {
  return b.split('/').length - a.split('/').length
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function hashOf(file) {
  const content = readIfThere(file)
  return content === undefined ? null : sha256(content)
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex')
}
