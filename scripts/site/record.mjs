import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {BYTE_ORDER_MARK} from './find-site.mjs'
import {SiteProblem} from './site-problem.mjs'

/** What add-to-site wrote into a site. Outside `src/`, so that Wix does not deploy it; to be committed with the rest. */
export const RECORD_FILE = 'backups-for-wix-collections.json'
const FORMAT = 1

/**
 * @typedef {object} SiteRecord
 * @property {string} version
 * @property {Record<string, string>} files fingerprints of the files that are wholly ours
 * @property {string[]} settings those of them that are the site's to change
 * @property {{file: string, block: string}} page the page's file, and the fingerprint of our block in it
 * @property {Record<string, string>} packages those that we added to package.json
 * @property {string[]} packageSections the sections of package.json that we added
 * @property {object[]} jobs those that we added to jobs.config
 * @property {boolean} ownsJobsFile whether we made jobs.config
 * @property {string[]} folders those that we made
 * @property {Record<string, string>} replaced what stood in files that were overwritten with --force (base64)
 */

/**
 * @param {string} root
 * @returns {SiteRecord | undefined}
 */
export function readRecord(root) {
  const file = path.join(root, RECORD_FILE)
  if (!existsSync(file)) return undefined
  let record
  try {
    record = JSON.parse(readFileSync(file, 'utf8').replace(BYTE_ORDER_MARK, ''))
  } catch (error) {
    throw new SiteProblem(`${RECORD_FILE} cannot be read: ${error.message}. Take it from git again.`)
  }
  if (typeof record?.files !== 'object' || typeof record.page !== 'object') {
    throw new SiteProblem(`${RECORD_FILE} is not what add-to-site wrote. Take it from git again.`)
  }
  if (record.format !== FORMAT) {
    throw new SiteProblem(
      `${RECORD_FILE} was written by a newer version (${record.version}). Use that version of add-to-site.`,
    )
  }
  return record
}

/** @param {SiteRecord} record */
export function printRecord(record) {
  const note =
    'Written by add-to-site, read by its updates and by remove-from-site. Commit it; do not edit it.'
  return `${JSON.stringify({note, format: FORMAT, ...record}, null, 2)}\n`
}
