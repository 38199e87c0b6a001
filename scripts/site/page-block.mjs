/**
 * The page's code in the site's own page file, which the editor made and owns: a block between two marks, on top.
 * What stands outside the block is the site's and never touched.
 */

const BEGIN = '// >>> Backups for Wix collections: written by add-to-site, replaced on every update'
const END = '// <<< Backups for Wix collections'
// A byte order mark, where there is one, stays in front of the block.
const ANY_BEGIN = /(?<=^\uFEFF?)[ \t]*\/\/ >>> Backups for Wix collections[^\r\n]*/m
const ANY_END = /^[ \t]*\/\/ <<< Backups for Wix collections[^\r\n]*/m

/**
 * @typedef {{start: number, end: number, code: string}} Block
 *
 * The block of a page's text: `undefined` where there is none, `broken` where only one of its marks is left.
 *
 * @param {string} text
 * @returns {Block | 'broken' | undefined}
 */
export function findBlock(text) {
  const begin = ANY_BEGIN.exec(text)
  const end = ANY_END.exec(text)
  if (!begin && !end) return undefined
  if (!begin || !end || end.index < begin.index) return 'broken'
  const after = end.index + end[0].length
  const lineEnd = /^\r?\n/.exec(text.slice(after))?.[0].length ?? 0
  return {
    start: begin.index,
    end: after + lineEnd,
    code: text.slice(begin.index, after).replaceAll('\r\n', '\n'),
  }
}

/**
 * The text with the block: in place of the one that is there, or on top.
 *
 * @param {string} text
 * @param {string} code
 */
export function withBlock(text, code) {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const block = `${blockOf(code)}\n`.replaceAll('\n', lineEnd)
  const found = findBlock(text)
  if (isWhole(found)) return text.slice(0, found.start) + block + text.slice(found.end)
  const top = text.startsWith('\uFEFF') ? 1 : 0
  return text.slice(0, top) + block + text.slice(top)
}

/** @param {string} text */
export function withoutBlock(text) {
  const found = findBlock(text)
  return isWhole(found) ? text.slice(0, found.start) + text.slice(found.end) : text
}

/**
 * What `findBlock` answers as `code` for a block that nobody has changed.
 *
 * @param {string} code
 */
export function blockOf(code) {
  return `${BEGIN}\n${code.trimEnd()}\n${END}`
}

/**
 * @param {ReturnType<typeof findBlock>} found
 * @returns {found is Block}
 */
function isWhole(found) {
  return found !== undefined && found !== 'broken'
}

/**
 * Which of the block's names the page's own code declares too: two in one module do not load.
 *
 * @param {string} text
 * @param {string[]} names
 */
export function namesDeclaredTwice(text, names) {
  const own = withoutBlock(text).replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, ' ')
  return names.filter((name) => {
    const declared = new RegExp(`\\b(?:const|let|var|function\\*?|class)\\s+(?:[{[][^}\\]]*\\b)?${name}\\b`)
    const imported = new RegExp(`\\bimport\\b[^'"]*\\b${name}\\b[^'"]*\\bfrom\\b`)
    return declared.test(own) || imported.test(own)
  })
}
