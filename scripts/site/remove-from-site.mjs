// npm run remove-from-site -- <path to a site's repository>: takes out what add-to-site put in.
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {pathToFileURL} from 'node:url'
import {changeFiles} from './change-files.mjs'
import {runCommand} from './command-line.mjs'
import {checkInside, findSite} from './find-site.mjs'
import {fingerprint} from './fingerprint.mjs'
import {gitWarning} from './git-state.mjs'
import {removeJobs} from './merge-jobs.mjs'
import {removePackages} from './merge-packages.mjs'
import {findBlock, withoutBlock} from './page-block.mjs'
import {JOBS_FILE} from './read-release.mjs'
import {readRecord, RECORD_FILE} from './record.mjs'
import {settleUnfinished} from './settle-unfinished.mjs'
import {SiteProblem} from './site-problem.mjs'

/**
 * Leaves a site as it was before add-to-site. What was changed since is refused, and named; `force` removes it.
 *
 * @param {string} site
 * @param {{force?: string[], dryRun?: boolean, say?: (line: string) => void, onStep?: (step: string) => void}} options
 */
export function removeFromSite(site, {force = [], dryRun = false, say = () => undefined, onStep} = {}) {
  const root = findSite(site)
  settleUnfinished(root, {dryRun, say})
  const record = readRecord(root)
  if (!record) {
    say(`There is no ${RECORD_FILE}: nothing of this product is there to remove.`)
    return
  }
  for (const line of gitWarning(root)) say(line)
  const {changes, notes} = planRemoval(root, record, new Set(force))
  for (const line of notes) say(line)
  say(`Remove version ${record.version}${dryRun ? ' (dry run: nothing is written)' : ''}:`)
  for (const {file, content} of changes) say(`  ${content === null ? 'delete' : 'change'} ${file}`)
  if (dryRun) return
  changeFiles(root, changes, {emptyFolders: record.folders, onStep})
  say('Done. Commit and push, delete the element (or its page) in the editor, and publish.')
}

function planRemoval(root, record, force) {
  const changes = []
  const problems = []
  const notes = []
  for (const [file, written] of Object.entries(record.files)) {
    checkInside(root, file)
    const current = read(root, file)
    if (!current) continue
    if (fingerprint(current) !== written && !force.has(file)) {
      if (record.settings.includes(file)) {
        notes.push(`${file} has your settings: it stays. Delete it when you do not want them any more.`)
      } else {
        problems.push(`  ${file}`)
      }
      continue
    }
    const original = record.replaced?.[file]
    changes.push({file, content: original === undefined ? null : Buffer.from(original, 'base64')})
  }

  const page = read(root, record.page.file)?.toString()
  const block = page === undefined ? undefined : findBlock(page)
  if (
    block === 'broken' ||
    (block && fingerprint(block.code) !== record.page.block && !force.has(record.page.file))
  ) {
    problems.push(`  ${record.page.file} (our code between the marks)`)
  } else if (block) {
    changes.push({file: record.page.file, content: withoutBlock(page)})
  }
  if (problems.length > 0) {
    throw new SiteProblem(
      'Nothing was removed, because these files were changed since they were written:',
      ...problems,
      'Copy what you want to keep; then remove them too, one by one, with --force <file>.',
    )
  }

  const packageText = read(root, 'package.json')?.toString()
  if (packageText !== undefined) {
    const packages = removePackages(packageText, record)
    notes.push(...packages.notes)
    if (packages.text !== packageText) changes.push({file: 'package.json', content: packages.text})
  }
  const jobsText = read(root, JOBS_FILE)?.toString()
  if (jobsText !== undefined) {
    const jobs = removeJobs(jobsText, record, force.has(JOBS_FILE))
    if (jobs !== jobsText) changes.push({file: JOBS_FILE, content: jobs ?? null})
  }
  changes.push({file: RECORD_FILE, content: null})
  return {changes, notes}
}

function read(root, file) {
  try {
    return readFileSync(path.join(root, file))
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  }
}

const USAGE =
  "Usage: npm run remove-from-site -- <path to the site's repository> [--force <file>]... [--dry-run]"

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runCommand(USAGE, async (site, options) => removeFromSite(site, options))
}
