import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {fingerprint} from './fingerprint.mjs'
import {SiteProblem} from './site-problem.mjs'

export const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const RELEASE = path.join(REPOSITORY, 'dist/site')

/** Builds dist/site where its sources are; a packed release has it built already. */
export async function buildRelease() {
  const builder = path.join(REPOSITORY, 'scripts/build-site.mjs')
  if (!existsSync(builder)) return
  const {buildSite} = await import(pathToFileURL(builder).href)
  await buildSite()
}

/**
 * A built release, each file checked against its manifest.
 *
 * @param {string} folder
 */
export function readRelease(folder = RELEASE) {
  const manifestFile = path.join(folder, 'manifest.json')
  if (!existsSync(manifestFile))
    throw new SiteProblem('There is nothing to add: dist/site is missing. Run npm run build first.')
  const {
    version,
    page,
    packages,
    settings = [],
    files: hashes,
  } = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const files = new Map()
  for (const [name, hash] of Object.entries(hashes)) {
    const text = readFileSync(path.join(folder, name), 'utf8')
    if (fingerprint(text) !== hash)
      throw new SiteProblem(`dist/site/${name} is damaged. Run npm run build again.`)
    files.set(name, text)
  }
  const pageCode = files.get(page.file)
  files.delete(page.file)
  const jobs = files.get(JOBS_FILE)
  files.delete(JOBS_FILE)
  return {
    version,
    page: {...page, code: pageCode},
    packages,
    settings: new Set(settings),
    jobs: jobs ? JSON.parse(jobs).jobs : [],
    files,
  }
}

export const JOBS_FILE = 'src/backend/jobs.config'
