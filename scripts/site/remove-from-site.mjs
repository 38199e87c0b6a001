// npm run remove-from-site -- <path to a site's repository>: takes out what add-to-site put in.
import {pathToFileURL} from 'node:url'
import {applyChanges, clearWorkplace, emptied} from './apply-changes.mjs'
import {runCommand} from './command-line.mjs'
import {checkInside, findSite} from './find-site.mjs'
import {gitWarning} from './git-state.mjs'
import {removeJobs} from './merge-jobs.mjs'
import {PACKAGE_FILE, removePackages} from './merge-packages.mjs'
import {findBlock, withoutBlock} from './page-block.mjs'
import {JOBS_FILE} from './read-release.mjs'
import {readSiteFile} from './read-site-file.mjs'
import * as records from './record.mjs'
import {SiteProblem} from './site-problem.mjs'

/**
 * Leaves a site as it was before add-to-site. What was changed since is refused, and named; `force` removes it.
 *
 * @param {string} given the site's folder
 * @param {{force?: string[], dryRun?: boolean, say?: (line: string) => void, onStep?: (step: string) => void}} options
 */
export function removeFromSite(given, {force = [], dryRun = false, say = () => undefined, onStep} = {}) {
  const {root} = findSite(given)
  if (!dryRun) clearWorkplace(root)
  const record = records.readRecord(root)
  if (!record) {
    say(`There is no ${records.RECORD_FILE}: nothing of this product is there to remove.`)
    return
  }
  records.tellUnfinished(record, {dryRun, say})
  for (const line of gitWarning(root)) say(line)
  const {changes, notes} = planRemoval(root, record, new Set(force))
  for (const line of notes) say(line)
  say(`Remove version ${record.version}${dryRun ? ' (dry run: nothing is written)' : ''}:`)
  for (const {file, content} of changes) say(`  ${content === null ? 'delete' : 'change'} ${file}`)
  say(`  delete ${records.RECORD_FILE}`)
  if (dryRun) return
  // The record goes last: as long as something is left, it is known.
  applyChanges(
    root,
    [...changes, ...emptied(record.folders), {file: records.RECORD_FILE, content: null}],
    onStep,
  )
  say(
    "Done. Run npx wix install in the site's folder, commit with wix.lock and push, delete the element (or its page) in the editor, and publish.",
  )
}

/**
 * @param {string} root
 * @param {import('./record.mjs').SiteRecord} record
 * @param {Set<string>} force
 */
function planRemoval(root, record, force) {
  /** @type {import('./apply-changes.mjs').FileChange[]} */
  const changes = []
  const problems = []
  const notes = []
  for (const file of records.filesIn(record)) {
    checkInside(root, file)
    const current = readSiteFile(root, file)
    const original = records.originalOf(record, file)
    if (!current || (original && current.equals(original))) continue
    if (records.isAsWritten(record, file, current) || force.has(file)) {
      changes.push({file, content: original ?? null})
    } else if (record.settings.includes(file)) {
      notes.push(`${file} has your settings: it stays. Delete it when you do not want them any more.`)
    } else {
      problems.push(`  ${file}`)
    }
  }
  for (const file of records.pagesIn(record)) {
    const text = readSiteFile(root, file)?.toString()
    const block = text === undefined ? undefined : findBlock(text)
    if (text === undefined || block === undefined) continue
    if (block !== 'broken' && (records.isBlockAsWritten(record, block.code) || force.has(file))) {
      changes.push({file, content: withoutBlock(text)})
    } else {
      problems.push(`  ${file} (our code between the marks)`)
    }
  }
  if (problems.length > 0) {
    throw new SiteProblem(
      'Nothing was removed, because these files were changed since they were written:',
      ...problems,
      'Copy what you want to keep; then remove them too, one by one, with --force <file>.',
    )
  }

  const packageText = readSiteFile(root, PACKAGE_FILE)?.toString()
  if (packageText !== undefined) {
    const packages = removePackages(packageText, record)
    notes.push(...packages.notes)
    if (packages.text !== packageText) changes.push({file: PACKAGE_FILE, content: packages.text ?? null})
  }
  const jobsText = readSiteFile(root, JOBS_FILE)?.toString()
  if (jobsText !== undefined) {
    const jobs = removeJobs(jobsText, record, force.has(JOBS_FILE))
    if (jobs !== jobsText) changes.push({file: JOBS_FILE, content: jobs ?? null})
  }
  return {changes, notes}
}

const USAGE =
  "Usage: npm run remove-from-site -- <path to the site's repository> [--force <file>]... [--dry-run]"

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runCommand(USAGE, {}, async (site, options) => removeFromSite(site, options))
}
