import {insertMember, member, parseJson, removeEntry, replaceValue, valueOf} from './json-text.mjs'
import {recordsIn} from './record.mjs'
import {SiteProblem} from './site-problem.mjs'

export const PACKAGE_FILE = 'package.json'
/** What Wix deploys, with wix.lock. */
const SECTION = 'dependencies'

/**
 * A package.json's text with the packages that our code imports. What the site has already stays as it is.
 *
 * @param {string | undefined} text `undefined` where there is no package.json
 * @param {Record<string, string>} packages wanted, by name
 * @param {import('./record.mjs').SiteRecord | undefined} before what an earlier run added
 */
export function addPackages(text, packages, before) {
  const notes = []
  /** @type {Record<string, string>} */
  const added = {}
  const records = recordsIn(before)
  let sections = before?.packageSections ?? []
  let result = text ?? '{}\n'
  for (const [name, version] of records.flatMap((record) => Object.entries(record.packages))) {
    if (!packages[name] && currentVersion(result, name) === version) result = removePackage(result, name)
  }
  for (const [name, version] of Object.entries(packages)) {
    const current = currentVersion(result, name)
    if (current === undefined) {
      if (!dependenciesOf(result)) {
        result = insertMember(result, parsed(result), SECTION, {})
        sections = [SECTION]
      }
      result = insertMember(result, wanted(dependenciesOf(result)), name, version)
      added[name] = version
    } else if (records.some((record) => record.packages[name] === current)) {
      result = replaceValue(result, wanted(member(wanted(dependenciesOf(result)), name)), version)
      added[name] = version
    } else if (isOlder(current, version)) {
      notes.push(
        `${PACKAGE_FILE} has ${name} ${current}; this was tested with ${version}. It is left as it is.`,
      )
    }
  }
  return {text: result, packages: added, packageSections: sections, notes}
}

/**
 * The text without the packages that we added, `undefined` where nothing is left of a file that we made. Packages
 * that were changed since stay, and are named.
 *
 * @param {string} text
 * @param {import('./record.mjs').SiteRecord} record
 */
export function removePackages(text, record) {
  const notes = []
  let result = text
  for (const name of new Set(recordsIn(record).flatMap(({packages}) => Object.keys(packages)))) {
    const current = currentVersion(result, name)
    if (current === undefined) continue
    if (recordsIn(record).some(({packages}) => packages[name] === current))
      result = removePackage(result, name)
    else notes.push(`${PACKAGE_FILE} now has ${name} ${current}: it is left as it is.`)
  }
  for (const section of record.packageSections) {
    const document = parsed(result)
    const entry = document.entries.find(({key}) => key === section)
    if (entry?.value.type === 'object' && entry.value.entries.length === 0)
      result = removeEntry(result, document, entry)
  }
  const isGone = record.ownsPackageFile === true && parsed(result).entries.length === 0
  return {text: isGone ? undefined : result, notes}
}

/**
 * @param {string} text
 * @param {string} name
 */
function removePackage(text, name) {
  const dependencies = wanted(dependenciesOf(text))
  return removeEntry(text, dependencies, wanted(dependencies.entries.find(({key}) => key === name)))
}

/**
 * @param {string} text
 * @param {string} name
 */
function currentVersion(text, name) {
  const dependencies = dependenciesOf(text)
  const node = dependencies && member(dependencies, name)
  return node && String(valueOf(node))
}

/** @param {string} text */
function dependenciesOf(text) {
  const node = member(parsed(text), SECTION)
  if (node && node.type !== 'object')
    throw new SiteProblem(`The "${SECTION}" of ${PACKAGE_FILE} are not an object. Mend them first.`)
  return node
}

/** @param {string} text */
function parsed(text) {
  let node
  try {
    node = parseJson(text)
    // Comments are for jobs.config: npm takes none.
    JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new SiteProblem(
      `${PACKAGE_FILE} is broken: ${/** @type {Error} */ (error).message}. Mend it first; nothing was changed.`,
    )
  }
  if (node.type !== 'object')
    throw new SiteProblem(`${PACKAGE_FILE} is not a JSON object. Mend it first; nothing was changed.`)
  return node
}

/**
 * By the first version number in each range. A range without one, such as a tag or an address, is not judged.
 *
 * @param {string} range
 * @param {string} than
 */
function isOlder(range, than) {
  const [a, b] = [versionIn(range), versionIn(than)]
  const difference = a.findIndex((part, index) => part !== b[index])
  return b.length > 0 && difference !== -1 && Number(a[difference]) < Number(b[difference])
}

/** @param {string} range */
function versionIn(range) {
  return /(\d+)\.(\d+)\.(\d+)/.exec(range)?.slice(1).map(Number) ?? []
}

/**
 * @template T
 * @param {T | undefined} value
 * @returns {T}
 */
function wanted(value) {
  if (value === undefined) throw new Error('It was there a moment ago.')
  return value
}
