/**
 * Adds to a JSON file and takes away from it without touching the rest: order, indentation, line ends and
 * comments (which Wix's samples of jobs.config have) stay as they are. What was added and is taken away again
 * leaves the text as it was.
 *
 * A node is `{type, start, end}`: an `object` has `entries` of `{key, value, start, end}`, an `array` has `entries`
 * of `{value, start, end}`.
 */

/** Reads a text into nodes. Throws a SyntaxError that names the line. */
export function parseJson(text) {
  const reader = {text, at: text.startsWith('\uFEFF') ? 1 : 0}
  const node = readValue(reader)
  skipSpace(reader)
  if (reader.at < text.length) throw unexpected(reader)
  return node
}

/** The value of a node as JavaScript. */
export function valueOf(node) {
  if (node.type === 'array') return node.entries.map(({value}) => valueOf(value))
  if (node.type === 'object')
    return Object.fromEntries(node.entries.map(({key, value}) => [key, valueOf(value)]))
  return node.value
}

/** The node of an object's member; the last one, as for JSON.parse, if there are several. */
export function member(node, key) {
  return node.entries.findLast((entry) => entry.key === key)?.value
}

/** Inserts a member: where the order of the keys puts it if they are sorted, else at the end. */
export function insertMember(text, object, key, value) {
  const keys = object.entries.map((entry) => entry.key)
  const isSorted = keys.every((name, index) => index === 0 || keys[index - 1] < name)
  const place = isSorted && keys.length > 1 ? keys.findIndex((name) => name > key) : -1
  return insert(text, object, place === -1 ? keys.length : place, (indent) => {
    return `${JSON.stringify(key)}: ${printed(text, value, indent)}`
  })
}

/** Inserts an item at the end of an array. */
export function appendItem(text, array, value) {
  return insert(text, array, array.entries.length, (indent) => printed(text, value, indent))
}

/** Puts a plain value in place of another. */
export function replaceValue(text, node, value) {
  return text.slice(0, node.start) + JSON.stringify(value) + text.slice(node.end)
}

/** Takes out an entry of an object or an array, with the comma and the space that belong to it. */
export function removeEntry(text, container, entry) {
  const index = container.entries.indexOf(entry)
  const next = container.entries[index + 1]
  const previous = container.entries[index - 1]
  if (next) return text.slice(0, entry.start) + text.slice(next.start)
  if (previous) return text.slice(0, previous.end) + text.slice(entry.end)
  return text.slice(0, container.start + 1) + text.slice(container.end - 1)
}

function insert(text, container, index, print) {
  const {entries} = container
  if (entries.length === 0) {
    const outer = indentAt(text, container.start)
    const inner = outer + indentUnit(text)
    const end = lineEnd(text)
    const inside = `${end}${inner}${print(inner)}${end}${outer}`
    return text.slice(0, container.start + 1) + inside + text.slice(container.end - 1)
  }
  const beside = entries[Math.min(index, entries.length - 1)]
  const space = spaceBefore(text, beside.start)
  const entry = print(space.slice(space.lastIndexOf('\n') + 1))
  if (index < entries.length)
    return `${text.slice(0, beside.start)}${entry},${space}${text.slice(beside.start)}`
  return `${text.slice(0, beside.end)},${space}${entry}${text.slice(beside.end)}`
}

function printed(text, value, indent) {
  return JSON.stringify(value, null, indentUnit(text)).replaceAll('\n', `${lineEnd(text)}${indent}`)
}

function spaceBefore(text, at) {
  return /\s*$/.exec(text.slice(0, at))[0]
}

/** What the line of a position begins with. */
function indentAt(text, at) {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))[0]
}

function indentUnit(text) {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
}

function lineEnd(text) {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const WORD = /true|false|null/y
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/y

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

function readEntries(reader, close, readEntry) {
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

function readItem(reader) {
  const value = readValue(reader)
  return {value, start: value.start, end: value.end}
}

function skipSpace(reader) {
  match(reader, SPACE)
}

function take(reader, character) {
  if (reader.text[reader.at] !== character) return false
  reader.at += 1
  return true
}

function match(reader, pattern) {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0]
  if (found !== undefined) reader.at += found.length
  return found
}

function unexpected({text, at}) {
  const line = text.slice(0, at).split('\n').length
  const what = at >= text.length ? 'the end of the file' : JSON.stringify(text.slice(at, at + 10))
  return new SyntaxError(`unexpected ${what} in line ${line}`)
}
