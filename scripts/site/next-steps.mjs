import {readSiteFile} from './read-site-file.mjs'
import {RECORD_FILE} from './record.mjs'

/**
 * What a person does after the files were written, in an order in which nothing is missing on the published site.
 *
 * @param {import('./find-site.mjs').Site} site
 * @param {import('./read-release.mjs').Release} release
 * @param {{page: {file: string, kind: import('./find-page.mjs').PageKind}, probe: boolean, isNew: boolean}} what
 */
export function nextSteps({root, layout}, {version, element, packages}, {page, probe, isNew}) {
  const isLocked = areLocked(root, packages)
  const placed = `add a custom element, choose the Velo file backups-page.js, tag name ${element.tagName}, ID ${element.id}`
  const steps = [
    ...(isLocked
      ? []
      : ["in the site's folder: npx wix install (it installs what package.json says, and writes wix.lock)"]),
    `commit with ${RECORD_FILE} and wix.lock, and push, for example: git add -A && git commit -m ${quoted(`Backups for Wix collections ${version}`)} && git push`,
    ...(isNew
      ? [
          page.kind === 'dashboard'
            ? `in the editor, on the dashboard page of ${page.file}: ${placed}; save`
            : `in the editor, on the page of ${page.file}: hide it from the menu and from search engines, let only members with a role of your choice see it, ${placed}; save`,
        ]
      : []),
    layout === 'files'
      ? 'press Publish in the editor (wix publish deploys the design that wix.config.json names: before it, run wix dev, save in the editor, commit wix.config.json, push)'
      : "press Publish in the editor (before wix publish, run wix dev and save in the editor, so that the page's design is in src/pages; commit, push)",
    ...(probe
      ? [
          "open the page with the browser's console: the table is printed there. Then run this again without --probe, commit, push and publish",
        ]
      : []),
  ]
  return [
    'Next:',
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    'docs/install.md shows each step, and what the first errors mean.',
  ]
}

/**
 * Whether wix.lock, which is deployed with package.json, knows these packages already.
 *
 * @param {string} root
 * @param {Record<string, string>} packages
 */
function areLocked(root, packages) {
  const lock = readSiteFile(root, 'wix.lock')?.toString() ?? ''
  return Object.entries(packages).every(([name, range]) => lock.includes(`${name}@${range}`))
}

/** @param {string} name */
export function quoted(name) {
  return /^[\w./@-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`
}
