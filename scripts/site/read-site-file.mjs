import {readFileSync} from 'node:fs'
import path from 'node:path'
import {SiteProblem} from './site-problem.mjs'

/**
 * A file of a site; `undefined` where there is none.
 *
 * @param {string} root
 * @param {string} file
 */
export function readSiteFile(root, file) {
  try {
    return readFileSync(path.join(root, file))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? ''))
      return undefined
    throw error
  }
}

/**
 * What a JSON file of a site holds, with or without a byte order mark in front; `undefined` where there is none.
 * Throws a SiteProblem that names the file where it is not an object.
 *
 * @param {string} root
 * @param {string} file
 * @returns {Record<string, unknown> | undefined}
 */
export function readSiteJson(root, file) {
  const content = readSiteFile(root, file)
  if (content === undefined) return undefined
  let value
  try {
    value = JSON.parse(content.toString().replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new SiteProblem(
      `${file} cannot be read: ${/** @type {Error} */ (error).message}. Mend it, or take it from git again.`,
    )
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SiteProblem(`${file} is not a JSON object. Take it from git again.`)
  }
  return value
}
