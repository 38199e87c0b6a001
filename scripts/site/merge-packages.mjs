import {insertMember, member, parseJson, removeEntry, replaceValue, valueOf} from './json-text.mjs'
import {SiteProblem} from './site-problem.mjs'

const SECTION = 'dependencies'

/**
 * A package.json's text with the packages that our code imports. What the site has already stays as it is.
 *
 * @param {string} text
 * @param {Record<string, string>} packages wanted, by name
 * @param {{packages: Record<string, string>, packageSections: string[]}} before what an earlier run added
 */
export function addPackages(text, packages, before) {
  const notes = []
  const added = {}
  let sections = before.packageSections
  let result = text
  for (const [name, version] of Object.entries(before.packages)) {
    if (!packages[name] && currentVersion(result, name) === version) result = removePackage(result, name)
  }
  for (const [name, version] of Object.entries(packages)) {
    const current = currentVersion(result, name)
    if (current === undefined) {
      if (!dependenciesOf(result)) {
        result = insertMember(result, parsed(result), SECTION, {})
        sections = [SECTION]
      }
      result = insertMember(result, dependenciesOf(result), name, version)
      added[name] = version
    } else if (current === before.packages[name]) {
      result = replaceValue(result, member(dependenciesOf(result), name), version)
      added[name] = version
    } else if (isOlder(current, version)) {
      notes.push(`package.json has ${name} ${current}; this was tested with ${version}. It is left as it is.`)
    }
  }
  return {text: result, packages: added, packageSections: sections, notes}
}

/** The text without the packages that we added; those that were changed since stay, and are named. */
export function removePackages(text, {packages, packageSections}) {
  const notes = []
  let result = text
  for (const [name, version] of Object.entries(packages)) {
    const current = currentVersion(result, name)
    if (current === version) result = removePackage(result, name)
    else if (current !== undefined)
      notes.push(`package.json now has ${name} ${current}: it is left as it is.`)
  }
  for (const section of packageSections) {
    const document = parsed(result)
    const entry = document.entries.find(({key}) => key === section)
    if (entry?.value.type === 'object' && entry.value.entries.length === 0)
      result = removeEntry(result, document, entry)
  }
  return {text: result, notes}
}

function removePackage(text, name) {
  const dependencies = dependenciesOf(text)
  return removeEntry(
    text,
    dependencies,
    dependencies.entries.find(({key}) => key === name),
  )
}

function currentVersion(text, name) {
  const dependencies = dependenciesOf(text)
  const node = dependencies && member(dependencies, name)
  return node && String(valueOf(node))
}

function dependenciesOf(text) {
  const node = member(parsed(text), SECTION)
  if (node && node.type !== 'object')
    throw new SiteProblem(`The "${SECTION}" of package.json are not an object. Mend them first.`)
  return node
}

function parsed(text) {
  let node
  try {
    node = parseJson(text)
    // Comments are for jobs.config: npm takes none.
    JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new SiteProblem(`package.json is broken: ${error.message}. Mend it first; nothing was changed.`)
  }
  if (node.type !== 'object')
    throw new SiteProblem('package.json is not a JSON object. Mend it first; nothing was changed.')
  return node
}

/** By the first version number in each range. A range without one, such as a tag or an address, is not judged. */
function isOlder(range, than) {
  const [a, b] = [range, than].map((text) => /(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number))
  if (!a || !b) return false
  const difference = a.findIndex((part, index) => part !== b[index])
  return difference !== -1 && a[difference] < b[difference]
}
