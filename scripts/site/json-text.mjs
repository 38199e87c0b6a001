/**
 * Adds to a JSON file and takes away from it without touching the rest: order, indentation, line ends and
 * comments (which Wix's samples of jobs.config have) stay as they are. What was added and is taken away again
 * leaves the text as it was; `jsonc-parser` does not promise that, and formats a file that is written tightly.
 *
 * @typedef {{start: number, end: number}} Span
 * @typedef {Span & {type: 'value', value: unknown}} ValueNode
 * @typedef {Span & {key: string, value: JsonNode}} Member
 * @typedef {Span & {value: JsonNode}} Item
 * @typedef {Span & {type: 'object', entries: Member[]}} ObjectNode
 * @typedef {Span & {type: 'array', entries: Item[]}} ArrayNode
 * @typedef {ValueNode | ObjectNode | ArrayNode} JsonNode
 * @typedef {{text: string, at: number}} Reader
 */

/**
 * Reads a text into nodes. Throws a SyntaxError that names the line.
 *
 * @param {string} text
 */
export function parseJson(text) {
  /** @type {Reader} */
  const reader = {text, at: text.startsWith('\uFEFF') ? 1 : 0}
  const node = readValue(reader)
  skipSpace(reader)
  if (reader.at < text.length) throw unexpected(reader)
  return node
}

/**
 * The value of a node as JavaScript.
 *
 * @param {JsonNode} node
 * @returns {unknown}
 */
export function valueOf(node) {
  if (node.type === 'array') return node.entries.map(({value}) => valueOf(value))
  if (node.type === 'object')
    return Object.fromEntries(node.entries.map(({key, value}) => [key, valueOf(value)]))
  return node.value
}

/**
 * The node of an object's member; the last one, as for JSON.parse, if there are several.
 *
 * @param {ObjectNode} node
 * @param {string} key
 */
export function member(node, key) {
  return node.entries.findLast((entry) => entry.key === key)?.value
}

/**
 * Inserts a member: where the order of the keys puts it if they are sorted, else at the end.
 *
 * @param {string} text
 * @param {ObjectNode} object
 * @param {string} key
 * @param {unknown} value
 */
export function insertMember(text, object, key, value) {
  const keys = object.entries.map((entry) => entry.key)
  const isSorted = keys.every((name, index) => index === 0 || (keys[index - 1] ?? '') < name)
  const place = isSorted && keys.length > 1 ? keys.findIndex((name) => name > key) : -1
  return insert(text, object, place === -1 ? keys.length : place, (indent) => {
    return `${JSON.stringify(key)}: ${printed(text, value, indent)}`
  })
}

/**
 * Inserts an item at the end of an array.
 *
 * @param {string} text
 * @param {ArrayNode} array
 * @param {unknown} value
 */
export function appendItem(text, array, value) {
  return insert(text, array, array.entries.length, (indent) => printed(text, value, indent))
}

/**
 * Puts a plain value in place of another.
 *
 * @param {string} text
 * @param {JsonNode} node
 * @param {unknown} value
 */
export function replaceValue(text, node, value) {
  return text.slice(0, node.start) + JSON.stringify(value) + text.slice(node.end)
}

/**
 * Takes out an entry of an object or an array, with the comma and the space that belong to it.
 *
 * @param {string} text
 * @param {ObjectNode | ArrayNode} container
 * @param {Member | Item} entry
 */
export function removeEntry(text, container, entry) {
  /** @type {Span[]} */
  const entries = container.entries
  const index = entries.indexOf(entry)
  const next = entries[index + 1]
  const previous = entries[index - 1]
  if (next) return text.slice(0, entry.start) + text.slice(next.start)
  if (previous) return text.slice(0, previous.end) + text.slice(entry.end)
  return text.slice(0, container.start + 1) + text.slice(container.end - 1)
}

/**
 * @param {string} text
 * @param {ObjectNode | ArrayNode} container
 * @param {number} index
 * @param {(indent: string) => string} print
 */
function insert(text, container, index, print) {
  const {entries} = container
  const beside = entries[Math.min(index, entries.length - 1)]
  if (!beside) {
    const outer = indentAt(text, container.start)
    const inner = outer + indentUnit(text)
    const end = lineEnd(text)
    const inside = `${end}${inner}${print(inner)}${end}${outer}`
    return text.slice(0, container.start + 1) + inside + text.slice(container.end - 1)
  }
  const space = spaceBefore(text, beside.start)
  const entry = print(space.slice(space.lastIndexOf('\n') + 1))
  if (index < entries.length)
    return `${text.slice(0, beside.start)}${entry},${space}${text.slice(beside.start)}`
  return `${text.slice(0, beside.end)},${space}${entry}${text.slice(beside.end)}`
}

/**
 * @param {string} text
 * @param {unknown} value
 * @param {string} indent
 */
function printed(text, value, indent) {
  return JSON.stringify(value, null, indentUnit(text)).replaceAll('\n', `${lineEnd(text)}${indent}`)
}

/**
 * @param {string} text
 * @param {number} at
 */
function spaceBefore(text, at) {
  return /\s*$/.exec(text.slice(0, at))?.[0] ?? ''
}

/**
 * What the line of a position begins with.
 *
 * @param {string} text
 * @param {number} at
 */
function indentAt(text, at) {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? ''
}

/** @param {string} text */
function indentUnit(text) {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
}

/** @param {string} text */
function lineEnd(text) {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const WORD = /true|false|null/y
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/y

/**
 * @param {Reader} reader
 * @returns {JsonNode}
 */
function readValue(reader) {
  skipSpace(reader)
  const start = reader.at
  if (take(reader, '{')) return {type: 'object', start, ...readEntries(reader, '}', readMember)}
  if (take(reader, '[')) return {type: 'array', start, ...readEntries(reader, ']', readItem)}
  for (const pattern of [STRING, NUMBER, WORD]) {
    const found = match(reader, pattern)
    if (found !== undefined) return {type: 'value', start, end: reader.at, value: JSON.parse(found)}
  }
  throw unexpected(reader)
}

/**
 * @template Entry
 * @param {Reader} reader
 * @param {string} close
 * @param {(reader: Reader) => Entry} readEntry
 */
function readEntries(reader, close, readEntry) {
  /** @type {Entry[]} */
  const entries = []
  skipSpace(reader)
  if (take(reader, close)) return {entries, end: reader.at}
  for (;;) {
    entries.push(readEntry(reader))
    skipSpace(reader)
    if (take(reader, close)) return {entries, end: reader.at}
    if (!take(reader, ',')) throw unexpected(reader)
  }
}

/**
 * @param {Reader} reader
 * @returns {Member}
 */
function readMember(reader) {
  skipSpace(reader)
  const start = reader.at
  const key = match(reader, STRING)
  if (key === undefined) throw unexpected(reader)
  skipSpace(reader)
  if (!take(reader, ':')) throw unexpected(reader)
  const value = readValue(reader)
  return {key: JSON.parse(key), value, start, end: value.end}
}

/**
 * @param {Reader} reader
 * @returns {Item}
 */
function readItem(reader) {
  const value = readValue(reader)
  return {value, start: value.start, end: value.end}
}

/** @param {Reader} reader */
function skipSpace(reader) {
  match(reader, SPACE)
}

/**
 * @param {Reader} reader
 * @param {string} character
 */
function take(reader, character) {
  if (reader.text[reader.at] !== character) return false
  reader.at += 1
  return true
}

/**
 * @param {Reader} reader
 * @param {RegExp} pattern
 */
function match(reader, pattern) {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0]
  if (found !== undefined) reader.at += found.length
  return found
}

/** @param {Reader} reader */
function unexpected({text, at}) {
  const line = text.slice(0, at).split('\n').length
  const what = at >= text.length ? 'the end of the file' : JSON.stringify(text.slice(at, at + 10))
  return new SyntaxError(`unexpected ${what} in line ${line}`)
}
