import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {fingerprint} from './fingerprint.mjs'
import {SiteProblem} from './site-problem.mjs'

export const JOBS_FILE = 'src/backend/jobs.config'
/** Wix takes a site's handlers of data events from one file. */
const EVENTS_FILE = 'src/backend/events.js'

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const RELEASE = path.join(REPOSITORY, 'dist/site')

/**
 * @typedef {{file: string, names: string[]}} PageCode a file of the release that holds a page's code, and what that
 *   code declares
 *
 * @typedef {object} Manifest what is built, as dist/site/manifest.json says
 * @property {string} version
 * @property {{tagName: string, id: string}} element
 * @property {Record<import('./find-page.mjs').PageKind, PageCode>} pages
 * @property {Record<string, string>} packages
 * @property {string[]} settings
 * @property {{files: string[], page: PageCode}} probe what only goes onto a site that is to be asked
 * @property {Record<string, string>} files SHA-256 by file
 *
 * @typedef {object} Release
 * @property {string} version
 * @property {{tagName: string, id: string}} element
 * @property {{code: string, names: string[]}} page
 * @property {Record<string, string>} packages
 * @property {Set<string>} settings files that are the site's to change
 * @property {Set<string>} optional files that are left out where the site has one of its own
 * @property {import('./record.mjs').Job[]} jobs
 * @property {Map<string, string>} files
 */

/** Builds dist/site where its sources are; a packed release has it built already. */
export async function buildRelease() {
  const builder = path.join(REPOSITORY, 'scripts/build-site.mjs')
  if (!existsSync(builder)) return
  const {buildSite} = await import(pathToFileURL(builder).href)
  await buildSite()
}

/**
 * A built release, each file checked against its manifest: what goes onto a site with this kind of page.
 *
 * @param {{folder?: string | undefined, kind: import('./find-page.mjs').PageKind, probe: boolean}} options
 * @returns {Release}
 */
export function readRelease({folder = RELEASE, kind, probe}) {
  const manifestFile = path.join(folder, 'manifest.json')
  if (!existsSync(manifestFile))
    throw new SiteProblem('There is nothing to add: dist/site is missing. Run npm run build first.')
  /** @type {Manifest} */
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const built = new Map(
    Object.entries(manifest.files).map(([name, hash]) => {
      const text = readFileSync(path.join(folder, name), 'utf8')
      if (fingerprint(text) !== hash)
        throw new SiteProblem(`dist/site/${name} is damaged. Run npm run build again.`)
      return [name, text]
    }),
  )
  const pages = [manifest.pages[kind], ...(probe ? [manifest.probe.page] : [])]
  const merged = [...Object.values(manifest.pages), manifest.probe.page].map(({file}) => file)
  const left = new Set([...merged, JOBS_FILE, ...(probe ? [] : manifest.probe.files)])
  const jobs = built.get(JOBS_FILE)
  return {
    version: manifest.version,
    element: manifest.element,
    page: {
      code: pages.map(({file}) => built.get(file)).join('\n'),
      names: pages.flatMap(({names}) => names),
    },
    packages: manifest.packages,
    settings: new Set(manifest.settings),
    optional: new Set(manifest.probe.files.filter((file) => file === EVENTS_FILE)),
    jobs: jobs === undefined ? [] : JSON.parse(jobs).jobs,
    files: new Map([...built].filter(([name]) => !left.has(name))),
  }
}
