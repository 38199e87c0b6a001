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
const STYLES = [`${ELEMENT}/markup/markup.css`, `${ELEMENT}/backups-page.css`]
// The design system asks for React. Preact speaks the same, in a tenth of the bytes, and starts sooner.
const PREACT = {
  react: 'preact/compat',
  'react-dom': 'preact/compat',
  'react-dom/client': 'preact/compat/client',
  'react-dom/server': 'preact/compat',
  'react/jsx-runtime': 'preact/jsx-runtime',
}
const PLACEHOLDER = '"@design-system-styles@"'
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
  const {content, ...sizes} = await buildScript()
  await mkdir(path.dirname(file), {recursive: true})
  await put(path.join(root, SIZES), JSON.stringify(sizes), begun)
  await put(file, content, begun)
  return {file, ...sizes, isBuilt: true}
}

/**
 * The element's script, with its styles, and its sizes. What the design system's own components need comes when
 * they are first drawn, so that it costs the table no time; its fonts come first, so that no text moves later.
 */
async function buildScript() {
  const {js, designSystem} = await bundleWithDesignSystem(`${ELEMENT}/backups-page.tsx`, PREACT)
  const own = await minifiedCss(designSystem.fonts, ...(await Promise.all(STYLES.map(read))))
  const later = await minifiedCss(designSystem.rules)
  const content = `${insertStyles(own)}\n${js.replace(PLACEHOLDER, () => JSON.stringify(later))}`
  return {content, js: gzipped(js), css: gzipped(own + later), together: gzipped(content)}
}

/** A page as the design system asks for it, with React and all its styles first: bench/page.bench.mjs compares it. */
export async function buildUsualScript(entry) {
  const {js, designSystem} = await bundleWithDesignSystem(entry, {})
  const content = `${insertStyles(await minifiedCss(designSystem.fonts, designSystem.rules))}\n${js}`
  return {content, together: gzipped(content)}
}

async function bundleWithDesignSystem(entry, alias) {
  const {js, modules} = await bundle(entry, alias)
  const sources = modules.filter((name) => name.endsWith('.classes.js')).map((name) => readFile(name, 'utf8'))
  return {js, designSystem: await keepUsedCss(await read(DESIGN_SYSTEM_CSS), js, await Promise.all(sources))}
}

// In one step, because `npm start` and the tests may build at the same time; and as old as its inputs were read, so
// that what changes during a build is built next time.
async function put(file, content, begun) {
  const aside = `${file}.${process.pid}`
  await writeFile(aside, content)
  await utimes(aside, begun, begun)
  await rename(aside, file)
}

async function bundle(entry, alias) {
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
    alias,
    loader: {'.svg': 'dataurl'},
    define: {'process.env.NODE_ENV': '"production"', DESIGN_SYSTEM_STYLES: PLACEHOLDER},
    logLevel: 'warning',
  })
  const output = Object.entries(result.metafile.outputs).find(([name]) => name.endsWith('.js'))?.[1]
  const js = result.outputFiles.find(({path: name}) => name.endsWith('.js'))?.text
  const modules = Object.entries(output?.inputs ?? {})
    .filter(([, {bytesInOutput}]) => bytesInOutput > 0)
    .map(([name]) => path.join(root, name))
  return {js, modules}
}

async function minifiedCss(...parts) {
  const {code} = await transform(parts.join('\n'), {loader: 'css', minify: true})
  return code
}

function read(name) {
  return readFile(path.join(root, name), 'utf8')
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
