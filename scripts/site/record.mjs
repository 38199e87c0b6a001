import {readSiteJson} from './read-site-file.mjs'
import {fingerprint} from './fingerprint.mjs'
import {SiteProblem} from './site-problem.mjs'

/** What add-to-site wrote into a site. Outside `src/`, so that Wix does not deploy it; to be committed with the rest. */
export const RECORD_FILE = 'backups-for-wix-collections.json'
const FORMAT = 1

/**
 * @typedef {object} SiteRecord
 * @property {string} version
 * @property {Record<string, string>} files fingerprints of the files that are wholly ours
 * @property {string[]} settings those of them that are the site's to change
 * @property {{file: string, block: string, kind?: import('./find-page.mjs').PageKind}} page the page's file, the
 *   fingerprint of our block in it, and what kind of page it is (version 0.1 knew dashboard pages only)
 * @property {Record<string, string>} packages those that we added to package.json
 * @property {string[]} packageSections the sections of package.json that we added
 * @property {boolean} [ownsPackageFile] whether we made package.json
 * @property {Job[]} jobs those that we added to jobs.config
 * @property {boolean} ownsJobsFile whether we made jobs.config
 * @property {string[]} folders those that we made
 * @property {Record<string, string>} replaced what stood in files that were overwritten with --force (base64)
 * @property {SiteRecord[]} [unfinished] while a run is at work: the records that held before it. The record is
 *   written before anything else, so that a run which died is known, and what it wrote by then is known as ours.
 *
 * @typedef {{functionLocation: string, functionName: string}} Job and whatever else it has
 */

/**
 * @param {string} root
 * @returns {SiteRecord | undefined}
 */
export function readRecord(root) {
  const file = readSiteJson(root, RECORD_FILE)
  if (file === undefined) return undefined
  const {note: _, format, ...record} = file
  if (typeof format === 'number' && format > FORMAT) {
    throw new SiteProblem(
      `${RECORD_FILE} was written by a newer version (${record.version}). Use that version of add-to-site.`,
    )
  }
  if (!isRecord(record)) {
    throw new SiteProblem(`${RECORD_FILE} is not what add-to-site wrote. Take it from git again.`)
  }
  return record
}

/** @param {SiteRecord} record */
export function printRecord(record) {
  const note =
    'Written by add-to-site, read by its updates and by remove-from-site. Commit it; do not edit it.'
  return `${JSON.stringify({note, format: FORMAT, ...record}, null, 2)}\n`
}

/**
 * The record while a run is at work that comes from `before` and leads to `record`.
 *
 * @param {SiteRecord} record
 * @param {SiteRecord | undefined} before
 * @returns {SiteRecord}
 */
export function unfinishedRecord(record, before) {
  return {...record, unfinished: recordsIn(before).map(({unfinished: _, ...rest}) => rest)}
}

/**
 * Every record that may hold: one, but after a run that died also those before it, newest first.
 *
 * @param {SiteRecord | undefined} record
 */
export function recordsIn(record) {
  return record ? [record, ...(record.unfinished ?? [])] : []
}

/**
 * Whether a file is as we wrote it.
 *
 * @param {SiteRecord | undefined} record
 * @param {string} file
 * @param {Buffer} content
 */
export function isAsWritten(record, file, content) {
  return recordsIn(record).some(({files}) => files[file] === fingerprint(content))
}

/**
 * What stood in a file before it was overwritten with --force.
 *
 * @param {SiteRecord | undefined} record
 * @param {string} file
 */
export function originalOf(record, file) {
  const original = recordsIn(record).find(({replaced}) => replaced?.[file] !== undefined)?.replaced[file]
  return original === undefined ? undefined : Buffer.from(original, 'base64')
}

/**
 * Whether the page's block is as we wrote it.
 *
 * @param {SiteRecord | undefined} record
 * @param {string} code
 */
export function isBlockAsWritten(record, code) {
  return recordsIn(record).some(({page}) => page.block === fingerprint(code))
}

/**
 * Every file that we wrote, or may have written.
 *
 * @param {SiteRecord | undefined} record
 */
export function filesIn(record) {
  return [...new Set(recordsIn(record).flatMap(({files}) => Object.keys(files)))]
}

/**
 * Every page whose file may have our block.
 *
 * @param {SiteRecord | undefined} record
 */
export function pagesIn(record) {
  return [...new Set(recordsIn(record).map(({page}) => page.file))]
}

/**
 * Refuses to look at what a run that died has left, where nothing may be written: it has to be ended first.
 *
 * @param {SiteRecord | undefined} record
 * @param {{dryRun: boolean, say: (line: string) => void}} options
 */
export function tellUnfinished(record, {dryRun, say}) {
  if (!record?.unfinished) return
  if (dryRun) {
    throw new SiteProblem(
      'An earlier run did not finish. Run this without --dry-run: it ends what that began.',
    )
  }
  say('An earlier run did not finish: this one ends what it began.')
}

/**
 * @param {unknown} value
 * @returns {value is SiteRecord}
 */
function isRecord(value) {
  if (!isObject(value)) return false
  const {files, settings, page, packages, packageSections, jobs, folders, replaced, unfinished} = value
  return (
    [files, page, packages, replaced].every(isObject) &&
    [settings, packageSections, jobs, folders, unfinished ?? []].every(Array.isArray) &&
    /** @type {unknown[]} */ (unfinished ?? []).every(isRecord)
  )
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null
}
