import {existsSync, lstatSync, realpathSync, statSync} from 'node:fs'
import path from 'node:path'
import {readSiteFile, readSiteJson} from './read-site-file.mjs'
import {SiteProblem} from './site-problem.mjs'

/**
 * @typedef {object} Site a Git-integrated Velo site
 * @property {string} root its repository
 * @property {'files' | 'folders'} layout where pages live: `<Title>.<pageId>.js`, or `<Title>/index.js` in a folder
 *   with the page's design. Wix's CLI (1.1.247) tells them apart by the `uiVersion` of wix.config.json.
 */

/**
 * The site in the folder given. Throws a SiteProblem that says what is missing.
 *
 * @param {string | undefined} given
 * @returns {Site}
 */
export function findSite(given) {
  if (given === undefined)
    throw new SiteProblem('Which site? Give the path of its repository as an argument.')
  if (!existsSync(given)) throw new SiteProblem(`There is no folder ${given}.`)
  if (!statSync(given).isDirectory())
    throw new SiteProblem(`${given} is a file. Give the folder of the site's repository.`)
  const root = realpathSync(given)
  const config = readSiteJson(root, CONFIG)
  if (!config || !isFolder(path.join(root, 'src'))) {
    throw new SiteProblem(
      `${given} is not the repository of a Wix site: it has no ${config ? 'folder src' : CONFIG}.`,
      'Connect your site to GitHub (in the editor: Code > GitHub), clone that repository, and give its path here.',
    )
  }
  if (config.siteId === undefined && config.appId !== undefined) {
    throw new SiteProblem(
      `${given} is the project of a Wix app (its wix.config.json has an appId), not of a site.`,
    )
  }
  return {root, layout: config.uiVersion === undefined ? 'folders' : 'files'}
}

/**
 * What a person should know of the JSON files that Wix's own tools read, too.
 *
 * @param {string} root
 */
export function byteOrderMarkNotes(root) {
  return [CONFIG, 'package.json']
    .filter((file) => readSiteFile(root, file)?.toString().startsWith('\uFEFF'))
    .map((file) => `${file} begins with a byte order mark, which Wix's CLI cannot read: save it without.`)
}

/**
 * Refuses a path that leads out of the site: whoever writes there would change something else.
 *
 * @param {string} root
 * @param {string} file
 */
export function checkInside(root, file) {
  let at = root
  const segments = file.split('/')
  for (const [index, segment] of segments.entries()) {
    at = path.join(at, segment)
    const found = lstatSync(at, {throwIfNoEntry: false})
    if (!found) return
    const isLast = index === segments.length - 1
    if (!found.isSymbolicLink() && found.isDirectory() === isLast) {
      throw new SiteProblem(
        `${path.relative(root, at)} is a ${isLast ? 'folder' : 'file'}, where this needs a ${isLast ? 'file' : 'folder'}. Move it away first.`,
      )
    }
    if (found.isSymbolicLink()) {
      throw new SiteProblem(
        `${path.relative(root, at)} is a link to somewhere else. Replace it by a real file or folder.`,
      )
    }
  }
}

const CONFIG = 'wix.config.json'

/** @param {string} name */
function isFolder(name) {
  return existsSync(name) && statSync(name).isDirectory()
}
