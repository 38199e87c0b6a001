// npm run add-to-site -- <path to a site's repository>: adds Backups for Wix collections, or updates it.
import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {pathToFileURL} from 'node:url'
import {changeFiles, missingFolders} from './change-files.mjs'
import {runCommand} from './command-line.mjs'
import {findPage} from './find-page.mjs'
import {checkInside, findSite} from './find-site.mjs'
import {fingerprint} from './fingerprint.mjs'
import {gitWarning} from './git-state.mjs'
import {addJobs} from './merge-jobs.mjs'
import {addPackages} from './merge-packages.mjs'
import {blockOf, findBlock, namesDeclaredTwice, withBlock, withoutBlock} from './page-block.mjs'
import {buildRelease, JOBS_FILE, readRelease} from './read-release.mjs'
import {printRecord, readRecord, RECORD_FILE} from './record.mjs'
import {settleUnfinished} from './settle-unfinished.mjs'
import {SiteProblem} from './site-problem.mjs'

/**
 * Adds the release to a site, or updates it. Nothing is touched that we did not write or that was changed since,
 * but for the files named in `force`. Either everything is written or nothing.
 *
 * @param {string} site
 * @param {{page?: string, force?: string[], dryRun?: boolean, release?: string, say?: (line: string) => void,
 *   onStep?: (step: string) => void}} options
 */
export function addToSite(
  site,
  {page, force = [], dryRun = false, release: folder, say = () => undefined, onStep} = {},
) {
  const root = findSite(site)
  const release = readRelease(folder)
  settleUnfinished(root, {dryRun, say})
  for (const line of gitWarning(root)) say(line)
  const plan = planAddition(root, release, {page, force: new Set(force.map((file) => siteFile(root, file)))})
  for (const line of plan.notes) say(line)
  if (plan.changes.length === 0) {
    say(`Version ${release.version} is already there: nothing to do.`)
    return plan
  }
  const verb = plan.before
    ? `Update from ${plan.before.version} to ${release.version}`
    : `Add version ${release.version}`
  say(`${verb}${dryRun ? ' (dry run: nothing is written)' : ''}:`)
  for (const {file, what} of plan.changes) say(`  ${what} ${file}`)
  if (dryRun) return plan
  changeFiles(root, plan.changes, {emptyFolders: plan.emptyFolders, onStep})
  say('Done.')
  for (const line of nextSteps(root, release, plan, site)) say(line)
  return plan
}

function planAddition(root, release, {page: wantedPage, force}) {
  const before = readRecord(root)
  const problems = []
  const notes = []
  const changes = []
  const forced = new Set()
  const replaced = {...before?.replaced}
  const mayChange = (file, reason) => {
    if (force.has(file)) return forced.add(file)
    problems.push({file, reason})
    return false
  }
  const change = (file, content) => {
    const current = read(root, file)
    if (current?.equals(Buffer.from(content ?? '')) && content !== null) return
    changes.push({file, content, what: content === null ? 'delete' : current ? 'change' : 'write'})
  }

  for (const [file, text] of release.files) {
    checkInside(root, file)
    const current = read(root, file)
    const written = before?.files[file]
    if (current && fingerprint(current) === fingerprint(text)) continue
    if (current && release.settings.has(file) && fingerprint(current) !== written && !force.has(file)) {
      notes.push(`${file} has your settings: it is left as it is.`)
      continue
    }
    if (current && written === undefined) {
      if (!mayChange(file, 'is there already, and was not written by add-to-site')) continue
      replaced[file] = current.toString('base64')
    } else if (
      current &&
      fingerprint(current) !== written &&
      !mayChange(file, 'was changed since it was written')
    ) {
      continue
    }
    change(file, text)
  }
  for (const [file, written] of Object.entries(before?.files ?? {})) {
    const current = read(root, file)
    if (release.files.has(file) || !current) continue
    if (
      fingerprint(current) !== written &&
      !mayChange(file, 'is no longer needed, but was changed since it was written')
    ) {
      continue
    }
    const original = replaced[file]
    delete replaced[file]
    change(file, original === undefined ? null : Buffer.from(original, 'base64'))
  }

  const page = findPage(root, wantedPage)
  checkInside(root, page)
  if (before && before.page.file !== page && existsSync(path.join(root, before.page.file))) {
    change(before.page.file, withoutBlock(readText(root, before.page.file)))
  }
  const pageText = readText(root, page)
  const block = findBlock(pageText)
  const wantedBlock = blockOf(release.page.code)
  if (block === 'broken') {
    throw new SiteProblem(
      `${page} has only one of the two marks around our code. Delete the mark and what is left of that code.`,
    )
  }
  const doubles = namesDeclaredTwice(pageText, release.page.names)
  if (doubles.length > 0) {
    throw new SiteProblem(
      `${page} has code of its own that declares ${doubles.join(', ')}, as ours does. Give this product a page of its own.`,
    )
  }
  const isOwnBlock = !block || block.code === wantedBlock || fingerprint(block.code) === before?.page.block
  if (
    isOwnBlock ||
    mayChange(page, 'has our code between the marks, but it was changed since it was written')
  ) {
    change(page, withBlock(pageText, release.page.code))
  }

  const packageText = read(root, 'package.json')?.toString()
  let packages = {packages: {}, packageSections: [], notes: []}
  if (packageText === undefined) {
    packages.notes.push('There is no package.json: the packages can only be installed as said below.')
  } else {
    packages = addPackages(packageText, release.packages, {packages: {}, packageSections: [], ...before})
    change('package.json', packages.text)
  }
  const jobsText = read(root, JOBS_FILE)?.toString()
  const jobs = addJobs(jobsText, release.jobs, before?.jobs ?? [])
  if (jobs.text !== undefined) change(JOBS_FILE, jobs.text)
  notes.push(...packages.notes, ...jobs.notes)

  if (problems.length > 0) throw refusal(problems)
  for (const file of force) if (!forced.has(file)) notes.push(`--force ${file} was not needed.`)

  const made = changes.flatMap(({file, content}) => (content === null ? [] : missingFolders(root, file)))
  const record = {
    version: release.version,
    files: Object.fromEntries([...release.files].map(([file, text]) => [file, fingerprint(text)])),
    page: {file: page, block: fingerprint(wantedBlock)},
    settings: [...release.settings],
    packages: packages.packages,
    packageSections: packages.packageSections,
    jobs: jobs.jobs,
    ownsJobsFile: before?.ownsJobsFile ?? (jobsText === undefined && jobs.text !== undefined),
    folders: [...new Set([...(before?.folders ?? []), ...made])].toSorted(),
    replaced,
  }
  change(RECORD_FILE, printRecord(record))
  const emptyFolders = record.folders.filter((folder) => !made.includes(folder))
  return {before, changes, notes, page, emptyFolders}
}

function refusal(problems) {
  return new SiteProblem(
    'Nothing was changed, because these files are not ours to change:',
    ...problems.map(({file, reason}) => `  ${file} ${reason}`),
    'Rename or move them, or let them be overwritten, one by one:',
    `  ${problems.map(({file}) => `--force ${quoted(file)}`).join(' ')}`,
  )
}

function nextSteps(root, {version, page, packages}, plan, site) {
  const installed = read(root, 'src/velo.dependencies.json')?.toString() ?? ''
  const missing = Object.entries(packages).filter(([name]) => !installed.includes(`"${name}"`))
  const steps = [
    // Wix installs for a site what its own CLI or the editor installed; package.json alone is for tools [assumed].
    ...(missing.length > 0
      ? [
          `in the site's folder, npx wix install ${missing.map(([name, range]) => `${name}@${range.slice(1)}`).join(' ')}`,
        ]
      : []),
    `commit (with ${RECORD_FILE}) and push, for example: git add -A && git commit -m "Backups for Wix collections ${version}"`,
    ...(plan.before
      ? []
      : [
          `in the editor, on the page of ${plan.page}: add a custom element, choose the Velo file backups-page.js, ` +
            `tag name ${page.element.tagName}, ID ${page.element.id}`,
        ]),
    'publish the site',
  ]
  return [
    'Next:',
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    'docs/install.md shows each step, and what the first errors mean.',
    `To take it back: npm run remove-from-site -- ${quoted(site)}`,
  ]
}

/** A file as the plan names it, whether it was given from the site's folder or from here. */
function siteFile(root, file) {
  const absolute = path.resolve(file)
  const relative = absolute.startsWith(root + path.sep) ? path.relative(root, absolute) : path.normalize(file)
  return relative.split(path.sep).join('/')
}

function quoted(name) {
  return /^[\w./@-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`
}

function read(root, file) {
  try {
    return readFileSync(path.join(root, file))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function readText(root, file) {
  return readFileSync(path.join(root, file), 'utf8')
}

const USAGE = `Usage: npm run add-to-site -- <path to the site's repository> [--page <file or page ID>] [--force <file>]... [--dry-run]`

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runCommand(USAGE, async (site, options) => {
    // What is wrong with the site is told at once, before anything is built.
    findSite(site)
    await buildRelease()
    addToSite(site, options)
  })
}
