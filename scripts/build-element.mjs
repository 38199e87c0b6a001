// Builds the page's custom element into one file: its JavaScript, and its styles in the design system's tokens.
import {build as esbuild} from 'esbuild'
import {existsSync} from 'node:fs'
import {mkdir, readFile, readdir, rename, stat, utimes, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import {gzipSync} from 'node:zlib'
import {designTokens} from './design-tokens.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const ENTRY = 'src/public/custom-elements/backups-page/backups-page.tsx'
const OUTPUT = '.build/page/backups-page.js'
const SIZES = '.build/page/sizes.json'
const INPUTS = ['src/public', 'scripts/build-element.mjs', 'scripts/design-tokens.mjs', 'package-lock.json']

/**
 * @typedef {{raw: number, together: number, js: number, css: number}} Sizes
 *
 * Builds `.build/page/backups-page.js`, unless nothing that it is made of has changed since. Answers with the
 * file and its sizes in bytes: `raw`, and gzipped, as a browser gets it, `together`, `js` and `css`.
 *
 * @returns {Promise<Sizes & {file: string, isBuilt: boolean}>}
 */
export async function buildElement() {
  const file = path.join(root, OUTPUT)
  if (await isUpToDate(file)) {
    return {file, ...JSON.parse(await readFile(path.join(root, SIZES), 'utf8')), isBuilt: false}
  }
  const begun = new Date()
  const {content, ...sizes} = await buildElementScript(ENTRY)
  await mkdir(path.dirname(file), {recursive: true})
  await put(path.join(root, SIZES), JSON.stringify(sizes), begun)
  await put(file, content, begun)
  return {file, ...sizes, isBuilt: true}
}

/**
 * An element and its styles as one script, and its sizes.
 *
 * @param {string} entry
 * @returns {Promise<Sizes & {content: string}>}
 */
export async function buildElementScript(entry) {
  const {outputFiles} = await esbuild({
    entryPoints: [entry],
    absWorkingDir: root,
    outdir: path.dirname(OUTPUT),
    bundle: true,
    write: false,
    format: 'iife',
    target: ['chrome109', 'firefox115', 'safari16.4'],
    minify: true,
    legalComments: 'none',
    plugins: [designTokens()],
    define: {'process.env.NODE_ENV': '"production"'},
    logLevel: 'warning',
  })
  const textOf = (/** @type {string} */ ending) =>
    outputFiles.find(({path: name}) => name.endsWith(ending))?.text ?? ''
  const [js, css] = [textOf('.js'), textOf('.css')]
  const content = `${insertStyles(css)}\n${js}`
  return {
    content,
    raw: Buffer.byteLength(content),
    together: gzipped(content),
    js: gzipped(js),
    css: gzipped(css),
  }
}

/** @param {string} css */
function insertStyles(css) {
  const text = JSON.stringify(css.trim())
  return `(()=>{const s=document.createElement("style");s.dataset.of="backups-page";s.textContent=${text};document.head.append(s)})();`
}

/** @param {string} text */
function gzipped(text) {
  return gzipSync(text, {level: 9}).length
}

/**
 * In one step, because `npm start` and the tests may build at the same time; and as old as its inputs were read, so
 * that what changes during a build is built next time.
 *
 * @param {string} file
 * @param {string} content
 * @param {Date} begun
 */
async function put(file, content, begun) {
  const aside = `${file}.${process.pid}`
  await writeFile(aside, content)
  await utimes(aside, begun, begun)
  await rename(aside, file)
}

/** @param {string} file */
async function isUpToDate(file) {
  if (!existsSync(file) || !existsSync(path.join(root, SIZES))) return false
  const built = (await stat(file)).mtimeMs
  const newest = await Promise.all(INPUTS.map((name) => newestChange(path.join(root, name))))
  return Math.max(...newest) < built
}

/**
 * @param {string} name
 * @returns {Promise<number>}
 */
async function newestChange(name) {
  const found = await stat(name)
  if (!found.isDirectory()) return found.mtimeMs
  const entries = await readdir(name)
  const changes = await Promise.all(entries.map((entry) => newestChange(path.join(name, entry))))
  // The folder's own time tells of files that were removed.
  return Math.max(found.mtimeMs, ...changes)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {raw, js, css, together, isBuilt} = await buildElement()
  const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`
  console.log(
    `${OUTPUT}: ${kib(together)} gzipped (JavaScript ${kib(js)}, CSS ${kib(css)}), ${(raw / 1000).toFixed(0)} kB raw${isBuilt ? '' : ', unchanged'}`,
  )
}
