import {existsSync, readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {findBlock} from './page-block.mjs'
import {SiteProblem} from './site-problem.mjs'

const PAGES = 'src/pages'
/** `<Title>.<pageId>.js`, as the editor names them. */
const PAGE_FILE = /^(.+)\.([A-Za-z0-9_-]+)\.js$/

/**
 * The file of the dashboard page, relative to the site: the one named by `wanted` (a file, or a page ID), else the
 * one that has our block, else the one whose title is Backups.
 *
 * @param {string} root
 * @param {string | undefined} wanted
 */
export function findPage(root, wanted) {
  const pages = listPages(root)
  if (wanted !== undefined) {
    const name = path.basename(wanted)
    const named = pages.filter((page) => page.file === name || page.id === wanted)
    if (named.length === 1) return `${PAGES}/${named[0].file}`
    if (PAGE_FILE.test(name) || !name.endsWith('.js')) {
      throw new SiteProblem(`There is no page ${wanted} in ${PAGES}.`, ...known(pages), ...HOW_TO_MAKE_ONE)
    }
    throw new SiteProblem(
      `${wanted} is not the code of a page: those are named <Title>.<pageId>.js.`,
      ...known(pages),
    )
  }
  const ours = pages.filter(({file}) => findBlock(readFileSync(path.join(root, PAGES, file), 'utf8')))
  if (ours.length === 1) return `${PAGES}/${ours[0].file}`
  const titled = pages.filter(({title}) => title.trim().toLowerCase() === 'backups')
  if (titled.length === 1) return `${PAGES}/${titled[0].file}`
  if (titled.length > 1) {
    throw new SiteProblem(
      'Several pages are called Backups. Name the dashboard page with --page:',
      ...titled.map(({file}) => `  --page ${file}`),
    )
  }
  throw new SiteProblem(`There is no page called Backups in ${PAGES}.`, ...HOW_TO_MAKE_ONE, ...known(pages))
}

/** Only the editor can make a page: a file that is made by hand is not deployed. */
const HOW_TO_MAKE_ONE = [
  'Make it in the editor: add a dashboard page (in Wix Studio: Pages > Add New Page > Dashboard Page > Add; in the',
  "Wix Editor: Add > Page > Dashboard Page), call it Backups, and save the site. The editor then commits the page's",
  'file to the repository: pull, and run this again. If your page has another name: --page <file>.',
]

function known(pages) {
  return pages.length === 0 ? [] : ['The pages here are:', ...pages.map(({file}) => `  ${file}`)]
}

function listPages(root) {
  const folder = path.join(root, PAGES)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const [, title, id] = PAGE_FILE.exec(file) ?? []
      return title === undefined ? [] : [{file, title, id}]
    })
}
