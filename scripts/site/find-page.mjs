import {existsSync, readdirSync} from 'node:fs'
import path from 'node:path'
import {findBlock} from './page-block.mjs'
import {readSiteFile} from './read-site-file.mjs'
import {SiteProblem} from './site-problem.mjs'

const PAGES = 'src/pages'

/**
 * @typedef {'dashboard' | 'site'} PageKind a page of the dashboard, or an ordinary one of the site
 * @typedef {{file: string, title: string, id: string | undefined, layout: import('./find-site.mjs').Site['layout']}} Page
 */

/**
 * The file of the page, relative to the site: the one named by `wanted` (a file, a title or a page ID), else the one
 * that has our block, else the one whose title is Backups.
 *
 * @param {import('./find-site.mjs').Site} site
 * @param {string | undefined} wanted
 */
export function findPage(site, wanted) {
  const pages = listPages(site)
  if (wanted !== undefined) return findNamed(pages, wanted).file
  const ours = pages.filter(({file}) => findBlock(readSiteFile(site.root, file)?.toString() ?? ''))
  if (ours.length === 1) return /** @type {Page} */ (ours[0]).file
  const titled = pages.filter(({title}) => title.trim().toLowerCase() === 'backups')
  if (titled.length === 1) return /** @type {Page} */ (titled[0]).file
  if (titled.length > 1) {
    throw new SiteProblem(
      'Several pages are called Backups. Name the dashboard page with --dashboard-page, or an ordinary one with --page:',
      ...titled.map((page) => `  --dashboard-page ${nameOf(page)}, or --page ${nameOf(page)}`),
    )
  }
  throw new SiteProblem(`There is no page called Backups in ${PAGES}.`, ...HOW_TO_MAKE_ONE, ...known(pages))
}

/**
 * @param {Page[]} pages
 * @param {string} wanted
 */
function findNamed(pages, wanted) {
  const name = wanted.split(path.sep).join('/')
  const named = pages.filter(
    (page) =>
      page.id === wanted ||
      page.file === name ||
      nameOf(page) === path.posix.basename(name) ||
      (page.layout === 'folders' && `${PAGES}/${name}/index.js` === page.file) ||
      (page.layout === 'folders' && page.file.endsWith(`/${name}`)),
  )
  if (named.length === 1) return /** @type {Page} */ (named[0])
  if (name.endsWith('.js') && !PAGE_FILE.test(path.posix.basename(name)) && !name.endsWith('/index.js')) {
    throw new SiteProblem(
      `${wanted} is not the code of a page: those are named <Title>.<pageId>.js, or <Title>/index.js.`,
      ...known(pages),
    )
  }
  throw new SiteProblem(`There is no page ${wanted} in ${PAGES}.`, ...known(pages), ...HOW_TO_MAKE_ONE)
}

/** Only the editor can make a page: a file that is made by hand is not deployed. */
const HOW_TO_MAKE_ONE = [
  'Make it in the editor: add a dashboard page (in Wix Studio: Pages > Add New Page > Dashboard Page > Add; in the',
  "Wix Editor: Add > Page > Dashboard Page), call it Backups, and save the site. The editor then commits the page's",
  'file to the repository: pull, and run this again. If your page has another name: --dashboard-page <file>.',
  'Where a dashboard page does not do, take an ordinary page of the site: --page <file> (docs/install.md).',
]

/** @param {Page[]} pages */
function known(pages) {
  return pages.length === 0 ? [] : ['The pages here are:', ...pages.map((page) => `  ${nameOf(page)}`)]
}

/**
 * How a person names a page: by its file, or by the folder that it is in.
 *
 * @param {Page} page
 */
function nameOf({file, layout}) {
  return path.posix.basename(layout === 'files' ? file : path.posix.dirname(file))
}

/**
 * The pages of the site's layout. Where there are none, those of the other one: an old clone may not say yet which
 * it is.
 *
 * @param {import('./find-site.mjs').Site} site
 * @returns {Page[]}
 */
function listPages({root, layout}) {
  const folder = path.join(root, PAGES)
  if (!existsSync(folder)) return []
  const found = readdirSync(folder, {withFileTypes: true})
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? pageInFolder(root, entry.name) : pageInFile(entry.name)))
  const usual = found.filter((page) => page.layout === layout)
  return usual.length > 0 ? usual : found
}

/** `<Title>.<pageId>.js`, as the editor names them. */
const PAGE_FILE = /^(.+)\.([A-Za-z0-9_-]+)\.js$/

/**
 * @param {string} name
 * @returns {Page[]}
 */
function pageInFile(name) {
  const [, title, id] = PAGE_FILE.exec(name) ?? []
  return title === undefined ? [] : [{file: `${PAGES}/${name}`, title, id, layout: 'files'}]
}

/**
 * `<Title>/index.js` beside the page's design, whose structure.xml has the page's ID. The master page is none.
 *
 * @param {string} root
 * @param {string} name
 * @returns {Page[]}
 */
function pageInFolder(root, name) {
  const file = `${PAGES}/${name}/index.js`
  if (!existsSync(path.join(root, file))) return []
  const structure = readSiteFile(root, `${PAGES}/${name}/structure.xml`)?.toString() ?? ''
  if (/<MasterPage\b/.test(structure) || name === 'masterPage') return []
  const [, id] = /<Page\s[^>]*?\bid="([^"]+)"/.exec(structure) ?? []
  return [{file, title: name, id, layout: 'folders'}]
}
