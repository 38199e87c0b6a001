// Builds the page's custom element into one file: its JavaScript, React, the design system's components, and of
// the design system's CSS what these can use.
import {build as esbuild, transform} from 'esbuild'
import {existsSync} from 'node:fs'
import {mkdir, readFile, readdir, rename, stat, utimes, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import {gzipSync} from 'node:zlib'
import {keepUsedCss} from './keep-used-css.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const ELEMENT = 'src/public/custom-elements/backups-page'
const DESIGN_SYSTEM_CSS = 'node_modules/@wix/design-system/styles.global.css'
const OUTPUT = '.build/page/backups-page.js'
const SIZES = '.build/page/sizes.json'
const INPUTS = ['src/public', 'scripts/build-element.mjs', 'scripts/keep-used-css.mjs', 'package-lock.json']

/**
 * Builds `.build/page/backups-page.js`, unless nothing that it is made of has changed since. Answers with the
 * file and its sizes in bytes: `js` and `css` are gzipped, as a browser gets them.
 */
export async function buildElement() {
  const file = path.join(root, OUTPUT)
  if (await isUpToDate(file)) {
    return {file, ...JSON.parse(await readFile(path.join(root, SIZES), 'utf8')), isBuilt: false}
  }
  const begun = new Date()
  const {content, ...sizes} = await buildScript(`${ELEMENT}/backups-page.tsx`, `${ELEMENT}/backups-page.css`)
  await mkdir(path.dirname(file), {recursive: true})
  await put(path.join(root, SIZES), JSON.stringify(sizes), begun)
  await put(file, content, begun)
  return {file, ...sizes, isBuilt: true}
}

/** One script, with its styles, and its sizes: of the element, and of what bench/page.bench.mjs compares it with. */
export async function buildScript(entry, ownCss) {
  const {js, modules} = await bundle(entry)
  const css = await styles(js, modules, ownCss)
  const content = `${insertStyles(css)}\n${js}`
  return {content, js: gzipped(js), css: gzipped(css), together: gzipped(content)}
}

// In one step, because `npm start` and the tests may build at the same time; and as old as its inputs were read, so
// that what changes during a build is built next time.
async function put(file, content, begun) {
  const aside = `${file}.${process.pid}`
  await writeFile(aside, content)
  await utimes(aside, begun, begun)
  await rename(aside, file)
}

async function bundle(entry) {
  const result = await esbuild({
    entryPoints: [entry],
    absWorkingDir: root,
    outdir: path.dirname(OUTPUT),
    bundle: true,
    write: false,
    format: 'iife',
    target: ['chrome109', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    minify: true,
    metafile: true,
    legalComments: 'none',
    loader: {'.svg': 'dataurl'},
    define: {'process.env.NODE_ENV': '"production"'},
    logLevel: 'warning',
  })
  const output = Object.entries(result.metafile.outputs).find(([name]) => name.endsWith('.js'))?.[1]
  const js = result.outputFiles.find(({path: name}) => name.endsWith('.js'))?.text
  const modules = Object.entries(output?.inputs ?? {})
    .filter(([, {bytesInOutput}]) => bytesInOutput > 0)
    .map(([name]) => path.join(root, name))
  return {js, modules}
}

async function styles(js, modules, ownCss) {
  const [all, own] = await Promise.all(
    [DESIGN_SYSTEM_CSS, ownCss].map((name) => (name ? readFile(path.join(root, name), 'utf8') : '')),
  )
  const sources = await Promise.all(
    modules.filter((name) => name.endsWith('.classes.js')).map((name) => readFile(name, 'utf8')),
  )
  const {code} = await transform(`${await keepUsedCss(all, js, sources)}\n${own}`, {
    loader: 'css',
    minify: true,
  })
  return code
}

function insertStyles(css) {
  const text = JSON.stringify(css.trim())
  return `(()=>{const s=document.createElement("style");s.dataset.of="backups-page";s.textContent=${text};document.head.append(s)})();`
}

function gzipped(text) {
  return gzipSync(text, {level: 9}).length
}

async function isUpToDate(file) {
  if (!existsSync(file) || !existsSync(path.join(root, SIZES))) return false
  const built = (await stat(file)).mtimeMs
  const newest = await Promise.all(INPUTS.map((name) => newestChange(path.join(root, name))))
  return Math.max(...newest) < built
}

async function newestChange(name) {
  const found = await stat(name)
  if (!found.isDirectory()) return found.mtimeMs
  const entries = await readdir(name)
  const changes = await Promise.all(entries.map((entry) => newestChange(path.join(name, entry))))
  // The folder's own time tells of files that were removed.
  return Math.max(found.mtimeMs, ...changes)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {js, css, together, isBuilt} = await buildElement()
  const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`
  console.log(
    `${OUTPUT}: ${kib(together)} gzipped (JavaScript ${kib(js)}, CSS ${kib(css)})${isBuilt ? '' : ', unchanged'}`,
  )
}
