// npm run add-to-site -- <path to a site's repository>: adds Backups for Wix collections, or updates it.
import path from 'node:path'
import {pathToFileURL} from 'node:url'
import {applyChanges, clearWorkplace, emptied, missingFolders} from './apply-changes.mjs'
import {runCommand} from './command-line.mjs'
import {findPage} from './find-page.mjs'
import {byteOrderMarkNotes, checkInside, findSite} from './find-site.mjs'
import {fingerprint} from './fingerprint.mjs'
import {gitWarning} from './git-state.mjs'
import {addJobs} from './merge-jobs.mjs'
import {addPackages, PACKAGE_FILE} from './merge-packages.mjs'
import {nextSteps, quoted} from './next-steps.mjs'
import {refuseOldDependencies} from './old-dependencies.mjs'
import {blockOf, findBlock, namesDeclaredTwice, withBlock, withoutBlock} from './page-block.mjs'
import {buildRelease, JOBS_FILE, readRelease} from './read-release.mjs'
import {readSiteFile} from './read-site-file.mjs'
import * as records from './record.mjs'
import {SiteProblem} from './site-problem.mjs'

/**
 * @typedef {import('./apply-changes.mjs').FileChange & {what: 'write' | 'change' | 'delete'}} PlannedChange
 *
 * @typedef {object} Addition what is to be done, before anything is done
 * @property {import('./record.mjs').SiteRecord | undefined} before
 * @property {import('./record.mjs').SiteRecord} record
 * @property {PlannedChange[]} changes
 * @property {string[]} notes
 *
 * @typedef {object} AddOptions
 * @property {string | undefined} [page] an ordinary page of the site
 * @property {string | undefined} [dashboardPage] a dashboard page that is not called Backups
 * @property {boolean | undefined} [probe] also what asks Wix from the site's own code, until the next run without it
 * @property {string[]} [force] files that may be overwritten
 * @property {boolean} [dryRun]
 * @property {string} [release] the folder of a built release
 * @property {(line: string) => void} [say]
 * @property {(step: string) => void} [onStep]
 */

/**
 * Adds the release to a site, or updates it. Nothing is touched that we did not write or that was changed since,
 * but for the files named in `force`. Either everything is written or nothing.
 *
 * @param {string} given the site's folder
 * @param {AddOptions} options
 */
export function addToSite(given, options = {}) {
  const {force = [], dryRun = false, probe = false, say = () => undefined, onStep} = options
  const site = findSite(given)
  refuseOldDependencies(site)
  if (!dryRun) clearWorkplace(site.root)
  const before = records.readRecord(site.root)
  records.tellUnfinished(before, {dryRun, say})
  for (const line of [...gitWarning(site.root), ...byteOrderMarkNotes(site.root)]) say(line)
  const page = choosePage(site, before, options)
  const release = readRelease({folder: options.release, kind: page.kind, probe})
  const forced = new Set(force.map((file) => siteFile(site.root, file)))
  const {record, changes, notes} = planAddition(site.root, release, {before, page, force: forced})
  for (const line of notes) say(line)
  if (changes.length === 0) {
    say(`Version ${release.version} is already there: nothing to do.`)
    return
  }
  say(`${headingOf(before, release.version)}${dryRun ? ' (dry run: nothing is written)' : ''}:`)
  for (const {file, what} of changes) say(`  ${what} ${file}`)
  if (dryRun) return
  applyChanges(
    site.root,
    [
      {
        file: records.RECORD_FILE,
        content: records.printRecord(records.unfinishedRecord(record, before)),
      },
      ...changes.filter(({file}) => file !== records.RECORD_FILE),
      ...emptied(record.folders),
      {file: records.RECORD_FILE, content: records.printRecord(record)},
    ],
    onStep,
  )
  say('Done.')
  for (const line of nextSteps(site, release, {page, probe, isNew: before === undefined})) say(line)
  say(`To take it back: npm run remove-from-site -- ${quoted(given)}`)
}

/**
 * The page, and whether it is one of the dashboard: as it was named, else as it was, else a dashboard page.
 *
 * @param {import('./find-site.mjs').Site} site
 * @param {import('./record.mjs').SiteRecord | undefined} before
 * @param {AddOptions} options
 * @returns {{file: string, kind: import('./find-page.mjs').PageKind}}
 */
function choosePage(site, before, {page, dashboardPage}) {
  if (page !== undefined && dashboardPage !== undefined) {
    throw new SiteProblem('A site has one page for this: give --page or --dashboard-page, not both.')
  }
  const file = findPage(site, dashboardPage ?? page)
  checkInside(site.root, file)
  if (dashboardPage !== undefined) return {file, kind: 'dashboard'}
  // Version 0.1 knew dashboard pages only, and named them with --page.
  const wasNamedBy01 = before?.page.file === file && before.page.kind === undefined
  if (page !== undefined && !wasNamedBy01) return {file, kind: 'site'}
  return {file, kind: before?.page.kind ?? 'dashboard'}
}

/**
 * @param {string} root
 * @param {import('./read-release.mjs').Release} release
 * @param {{before: import('./record.mjs').SiteRecord | undefined, page: {file: string,
 *   kind: import('./find-page.mjs').PageKind}, force: Set<string>}} options
 * @returns {Addition}
 */
function planAddition(root, release, {before, page, force}) {
  /** @type {{file: string, reason: string}[]} */
  const problems = []
  /** @type {string[]} */
  const notes = []
  /** @type {PlannedChange[]} */
  const changes = []
  const used = new Set()
  const replaced = {...before?.replaced}
  /** @type {(file: string, reason: string) => boolean} */
  const mayChange = (file, reason) => {
    if (force.has(file)) used.add(file)
    else problems.push({file, reason})
    return force.has(file)
  }
  /** @type {(file: string, content: string | Buffer | null) => void} */
  const change = (file, content) => {
    const current = readSiteFile(root, file)
    if (content === null ? !current : current?.equals(Buffer.from(content))) return
    changes.push({file, content, what: content === null ? 'delete' : current ? 'change' : 'write'})
  }

  const files = new Map(release.files)
  for (const [file, text] of release.files) {
    checkInside(root, file)
    const current = readSiteFile(root, file)
    if (current && fingerprint(current) === fingerprint(text)) continue
    const isOurs = !current || records.isAsWritten(before, file, current)
    if (current && !isOurs && release.optional.has(file)) {
      notes.push(`${file} is yours: it stays, and the probe is told of no data events.`)
      files.delete(file)
      continue
    }
    if (current && !isOurs && release.settings.has(file) && !force.has(file)) {
      notes.push(`${file} has your settings: it is left as it is.`)
      continue
    }
    if (current && !isOurs) {
      const isKnown = records.filesIn(before).includes(file)
      const reason = isKnown
        ? 'was changed since it was written'
        : 'is there already, and was not written by add-to-site'
      if (!mayChange(file, reason)) continue
      if (!isKnown) replaced[file] = current.toString('base64')
    }
    change(file, text)
  }
  for (const file of records.filesIn(before).filter((name) => !files.has(name))) {
    const current = readSiteFile(root, file)
    const original = records.originalOf(before, file)
    delete replaced[file]
    if (!current || (original && current.equals(original))) continue
    const isOurs = records.isAsWritten(before, file, current)
    if (isOurs || mayChange(file, 'is no longer needed, but was changed since it was written')) {
      change(file, original ?? null)
    }
  }

  for (const file of records.pagesIn(before).filter((name) => name !== page.file)) {
    const text = readSiteFile(root, file)?.toString() ?? ''
    const block = wholeBlock(file, text)
    if (!block) continue
    const isOurs = records.isBlockAsWritten(before, block.code)
    if (isOurs || mayChange(file, CHANGED_BLOCK)) change(file, withoutBlock(text))
  }
  const pageText = readSiteFile(root, page.file)?.toString() ?? ''
  const block = wholeBlock(page.file, pageText)
  const wantedBlock = blockOf(release.page.code)
  const doubles = namesDeclaredTwice(pageText, release.page.names)
  if (doubles.length > 0) {
    throw new SiteProblem(
      `${page.file} has code of its own that declares ${doubles.join(', ')}, as ours does. Give this product a page of its own.`,
    )
  }
  const isOwnBlock = !block || block.code === wantedBlock || records.isBlockAsWritten(before, block.code)
  if (isOwnBlock || mayChange(page.file, CHANGED_BLOCK)) {
    change(page.file, withBlock(pageText, release.page.code))
  }

  const packageText = readSiteFile(root, PACKAGE_FILE)?.toString()
  const packages = addPackages(packageText, release.packages, before)
  change(PACKAGE_FILE, packages.text)
  const jobsText = readSiteFile(root, JOBS_FILE)?.toString()
  const jobs = addJobs(jobsText, release.jobs, before)
  if (jobs.text !== undefined) change(JOBS_FILE, jobs.text)
  notes.push(...packages.notes, ...jobs.notes)

  if (problems.length > 0) throw refusal(problems)
  for (const file of force) if (!used.has(file)) notes.push(`--force ${file} was not needed.`)

  const made = changes.flatMap(({file, content}) => (content === null ? [] : missingFolders(root, file)))
  /** @type {import('./record.mjs').SiteRecord} */
  const record = {
    version: release.version,
    files: Object.fromEntries([...files].map(([file, text]) => [file, fingerprint(text)])),
    page: {file: page.file, block: fingerprint(wantedBlock), kind: page.kind},
    settings: [...release.settings],
    packages: packages.packages,
    packageSections: packages.packageSections,
    ownsPackageFile: before?.ownsPackageFile ?? packageText === undefined,
    jobs: jobs.jobs,
    ownsJobsFile: before?.ownsJobsFile ?? (jobsText === undefined && jobs.text !== undefined),
    folders: [...new Set([...(before?.folders ?? []), ...made])].toSorted(),
    replaced,
  }
  change(records.RECORD_FILE, records.printRecord(record))
  return {before, record, changes, notes}
}

const CHANGED_BLOCK = 'has our code between the marks, but it was changed since it was written'

/**
 * @param {string} file
 * @param {string} text
 */
function wholeBlock(file, text) {
  const block = findBlock(text)
  if (block !== 'broken') return block
  throw new SiteProblem(
    `${file} has only one of the two marks around our code. Delete the mark and what is left of that code.`,
  )
}

/** @param {{file: string, reason: string}[]} problems */
function refusal(problems) {
  return new SiteProblem(
    'Nothing was changed, because these files are not ours to change:',
    ...problems.map(({file, reason}) => `  ${file} ${reason}`),
    'Rename or move them, or let them be overwritten, one by one:',
    `  ${problems.map(({file}) => `--force ${quoted(file)}`).join(' ')}`,
  )
}

/**
 * @param {import('./record.mjs').SiteRecord | undefined} before
 * @param {string} version
 */
function headingOf(before, version) {
  if (!before) return `Add version ${version}`
  return before.version === version ? `Version ${version}` : `Update from ${before.version} to ${version}`
}

/**
 * A file as the plan names it, whether it was given from the site's folder or from here.
 *
 * @param {string} root
 * @param {string} file
 */
function siteFile(root, file) {
  const absolute = path.resolve(file)
  const relative = absolute.startsWith(root + path.sep) ? path.relative(root, absolute) : path.normalize(file)
  return relative.split(path.sep).join('/')
}

const USAGE = `Usage: npm run add-to-site -- <path to the site's repository> [--page <file or page ID> | --dashboard-page <file or page ID>] [--probe] [--force <file>]... [--dry-run]`

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const own = /** @type {const} */ ({
    page: {type: 'string'},
    'dashboard-page': {type: 'string'},
    probe: {type: 'boolean', default: false},
  })
  await runCommand(USAGE, own, async (site, options, {page, 'dashboard-page': dashboardPage, probe}) => {
    // What is wrong with the site is told at once, before anything is built.
    refuseOldDependencies(findSite(site))
    await buildRelease()
    addToSite(site, {
      ...options,
      page: typeof page === 'string' ? page : undefined,
      dashboardPage: typeof dashboardPage === 'string' ? dashboardPage : undefined,
      probe: probe === true,
    })
  })
}
