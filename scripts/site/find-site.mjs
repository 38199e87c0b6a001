import {existsSync, lstatSync, readFileSync, realpathSync, statSync} from 'node:fs'
import path from 'node:path'
import {SiteProblem} from './site-problem.mjs'

/**
 * The root of a Git-integrated Velo site: the folder given. Throws a SiteProblem that says what is missing.
 *
 * @param {string | undefined} given
 */
export function findSite(given) {
  if (given === undefined)
    throw new SiteProblem('Which site? Give the path of its repository as an argument.')
  if (!existsSync(given)) throw new SiteProblem(`There is no folder ${given}.`)
  if (!statSync(given).isDirectory())
    throw new SiteProblem(`${given} is a file. Give the folder of the site's repository.`)
  const root = realpathSync(given)
  const config = path.join(root, 'wix.config.json')
  if (!existsSync(config) || !isFolder(path.join(root, 'src'))) {
    throw new SiteProblem(
      `${given} is not the repository of a Wix site: it has no ${existsSync(config) ? 'folder src' : 'wix.config.json'}.`,
      'Connect your site to GitHub (in the editor: Code > GitHub), clone that repository, and give its path here.',
    )
  }
  const {siteId, appId} = readConfig(config)
  if (siteId === undefined && appId !== undefined) {
    throw new SiteProblem(
      `${given} is the project of a Wix app (its wix.config.json has an appId), not of a site.`,
    )
  }
  return root
}

/** Refuses a path that leads out of the site: whoever writes there would change something else. */
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

/** Editors on Windows may put it in front; JSON.parse takes it for a broken file. */
export const BYTE_ORDER_MARK = /^\uFEFF/

function readConfig(file) {
  try {
    const config = JSON.parse(readFileSync(file, 'utf8').replace(BYTE_ORDER_MARK, ''))
    if (typeof config === 'object' && config !== null) return config
  } catch (error) {
    throw new SiteProblem(
      `wix.config.json cannot be read: ${error.message}. Mend it, or take it from git again.`,
    )
  }
  throw new SiteProblem('wix.config.json is not a JSON object. Take it from git again.')
}

function isFolder(name) {
  return existsSync(name) && statSync(name).isDirectory()
}
