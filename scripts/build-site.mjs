// Builds dist/site/: what a Git-integrated Velo site needs, as JavaScript. TypeScript is not documented for Velo
// sites, so none of it is shipped.
import {build as esbuild} from 'esbuild'
import {createHash} from 'node:crypto'
import {existsSync, readdirSync} from 'node:fs'
import {chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import prettier from 'prettier'
import ts from 'typescript'
import {buildElement} from './build-element.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The page's code, by the kind of page that it is for. */
const PAGES = {dashboard: 'src/pages/Backups.ts', site: 'src/pages/BackupsOnSite.ts'}
const ELEMENT = 'src/public/custom-elements/backups-page.js'
const JOBS = 'src/backend/jobs.config'
/** What the page's code and the install page call the element. */
const PAGE_ELEMENT = {tagName: 'backups-page', id: 'backupsPage'}

/** What asks Wix from the site's own code (add-to-site --probe): bundles, and what Wix wants to find by its name. */
const PROBE_BUNDLES = {
  'src/backend/backups-probe.js': 'local/probe/site/backend.ts',
  'src/public/backups-probe.js': 'local/probe/site/print-probe.ts',
}
const PROBE_FILES = {
  'src/backend/backups-probe.web.js': `import {Permissions, webMethod} from '@wix/web-methods'
import {askElevated} from 'backend/backups-probe'

export const askWix = webMethod(Permissions.Admin, askElevated)
`,
  'src/backend/events.js': `import {writeDown} from 'backend/backups-probe'

export function wixData_onDataItemCreated(event) {
  return writeDown('created', event)
}

export function wixData_onDataItemUpdated(event) {
  return writeDown('updated', event)
}

export function wixData_onDataItemDeleted(event) {
  return writeDown('deleted', event)
}
`,
}
const PROBE_PAGE = 'src/pages/BackupsProbe.js'
const PROBE_PAGE_CODE = `import {askWix} from 'backend/backups-probe.web'
import {printProbe} from 'public/backups-probe'

$w.onReady(() => printProbe(askWix))
`

/** Written once, and then the site's: an update leaves it alone when it was changed. */
const SETTINGS = ['src/backend/backups-settings.ts']
const SHIPPED_SETTINGS =
  '// Part of Backups for Wix collections. Yours to change: an update leaves a changed file alone.'
const SHIPPED =
  '// Part of Backups for Wix collections, which writes this file again on every update: change it in a copy.'

/** @typedef {Map<string, string>} Files texts by path, from the site's folder or this one */

/**
 * Builds `dist/site/` anew: modules as one readable file each, comments kept; the element as one bundle; the
 * page's code for each kind of page, which add-to-site merges into the site's own page file; and `manifest.json`
 * with the version, the packages that the code imports, and the SHA-256 of each file. Answers with the manifest.
 *
 * @param {{outdir?: string}} options
 */
export async function buildSite({outdir = 'dist/site'} = {}) {
  const modules = await walkModules(entryPoints())
  /** @type {Files} */
  const files = new Map()
  for (const [source, js] of modules) files.set(outputOf(source), await toShipped(source, js))
  const {version, dependencies} = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  for (const [file, source] of Object.entries(PROBE_BUNDLES))
    files.set(file, await bundleProbe(source, version))
  for (const [file, text] of Object.entries(PROBE_FILES)) files.set(file, `${SHIPPED}\n${text}`)
  files.set(PROBE_PAGE, PROBE_PAGE_CODE)
  await checkModules(files)
  files.set(ELEMENT, await readFile((await buildElement()).file, 'utf8'))
  if (existsSync(path.join(root, JOBS))) files.set(JOBS, await readFile(path.join(root, JOBS), 'utf8'))

  /** @type {import('./site/read-release.mjs').Manifest} */
  const manifest = {
    version,
    element: PAGE_ELEMENT,
    pages: {dashboard: pageCode(PAGES.dashboard, files), site: pageCode(PAGES.site, files)},
    probe: {
      files: [...Object.keys(PROBE_BUNDLES), ...Object.keys(PROBE_FILES)],
      page: pageCode(PROBE_PAGE, files),
    },
    settings: SETTINGS.map(outputOf).filter((name) => files.has(name)),
    packages: Object.fromEntries(
      importedPackages(files).map((name) => {
        if (!dependencies[name]) throw new Error(`${name} is imported, but not among the dependencies`)
        return [name, `^${dependencies[name].replace(/^[^\d]*/, '')}`]
      }),
    ),
    files: Object.fromEntries(
      [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => [name, sha256(text)]),
    ),
  }
  await replaceFolder(path.resolve(root, outdir), files, manifest)
  return manifest
}

/** Everything that site code may import, and the pages. What these import in `src/public` comes along. */
function entryPoints() {
  /** @type {(folder: string, recursive: boolean) => string[]} */
  const filesIn = (folder, recursive) =>
    readdirSync(path.join(root, folder), {recursive, encoding: 'utf8'})
      .filter((name) => name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(name))
      .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
  return [...filesIn('src/backend', true), ...filesIn('src/public', false), ...Object.values(PAGES)]
}

/**
 * Sources as JavaScript, by path: from the entry points along their imports, without those that hold nothing but
 * types.
 *
 * @param {string[]} entries
 */
async function walkModules(entries) {
  /** @type {Files} */
  const found = new Map()
  const queue = [...entries]
  for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
    if (found.has(source)) continue
    const js = transpile(source, await readFile(path.join(root, source), 'utf8'))
    found.set(source, js)
    for (const specifier of importsOf(source, js)) {
      const imported = sourceOf(source, specifier)
      if (imported) queue.push(imported)
    }
  }
  for (const [source, js] of found) {
    const code = js.replaceAll(BLANK_LINE, '').replaceAll(BLANK_STATEMENT, '')
    if (/^\s*(\/\/[^\n]*\s*|\/\*[^]*?\*\/\s*)*export \{\s*\};\s*$/.test(code)) found.delete(source)
  }
  return found
}

/**
 * The source that an import leads to; `undefined` for a package.
 *
 * @param {string} importer
 * @param {string} specifier
 */
function sourceOf(importer, specifier) {
  const base = specifier.startsWith('.')
    ? path.posix.join(path.posix.dirname(importer), specifier)
    : /^(backend|public)\//.test(specifier)
      ? `src/${specifier}`
      : undefined
  if (base === undefined) return undefined
  const source = `${base.replace(/\.js$/, '')}.ts`
  if (!existsSync(path.join(root, source)))
    throw new Error(`${importer} imports ${specifier}: there is no ${source}`)
  return source
}

/** @param {string} source */
function outputOf(source) {
  return source.replace(/\.ts$/, '.js')
}

/**
 * @param {string} source
 * @param {string} transpiled
 */
async function toShipped(source, transpiled) {
  const js = transpiled
    .split('\n')
    .map((line) => ([BLANK_LINE, BLANK_STATEMENT].includes(line.trim()) ? '' : line))
    .join('\n')
  const options = await prettier.resolveConfig(path.join(root, source))
  const formatted = await prettier.format(withSiteImports(source, js), {...options, parser: 'babel'})
  // The page's code lands between marks in the site's own file, which say as much.
  if (Object.values(PAGES).includes(source)) return formatted
  return `${SETTINGS.includes(source) ? SHIPPED_SETTINGS : SHIPPED}\n${formatted}`
}

/**
 * @param {string} source
 * @param {string} version
 */
async function bundleProbe(source, version) {
  const {outputFiles} = await esbuild({
    entryPoints: [source],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2021',
    external: ['@wix/*'],
    define: {VERSION: JSON.stringify(version)},
    logLevel: 'warning',
  })
  const [bundle] = outputFiles
  if (!bundle) throw new Error(`${source}: nothing was built`)
  return `${SHIPPED}\n${bundle.text}`
}

/**
 * TypeScript drops blank lines, but keeps comments and statements: a blank line travels as one of these. Between
 * statements as a statement, so that a comment above it is not taken for a type's, and dropped with the type.
 */
const BLANK_LINE = '//:blank line:'
const BLANK_STATEMENT = "':blank line:';"

/**
 * @param {string} source
 * @param {string} text
 */
function transpile(source, text) {
  const {outputText, diagnostics} = ts.transpileModule(markBlankLines(source, text), {
    fileName: source,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2021,
      module: ts.ModuleKind.ESNext,
      isolatedModules: true,
      removeComments: false,
      newLine: ts.NewLineKind.LineFeed,
    },
  })
  const problem = diagnostics?.[0]
  if (problem) throw new Error(`${source}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`)
  return outputText
}

/**
 * @param {string} source
 * @param {string} text
 */
function markBlankLines(source, text) {
  const file = ts.createSourceFile(source, text, ts.ScriptTarget.Latest, true)
  /** @type {{from: number, to: number}[]} */
  const literals = []
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      literals.push({from: node.getStart(file), to: node.end})
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  // Comments are not nodes: a blank line inside one must stay as it is.
  for (const {0: comment, index} of text.matchAll(/\/\*[^]*?\*\//g))
    literals.push({from: index, to: index + comment.length})
  const statements = file.statements.map((statement) => ({from: statement.getStart(file), to: statement.end}))
  return text.replace(/^[ \t]*$/gm, (/** @type {string} */ blank, /** @type {number} */ at) => {
    const isWithin = (/** @type {{from: number, to: number}} */ {from, to}) => at > from && at < to
    if (literals.some(isWithin)) return blank
    return statements.some(isWithin) ? BLANK_LINE : BLANK_STATEMENT
  })
}

/**
 * Velo resolves imports between site files from `backend/` and `public/`; it documents no relative ones.
 *
 * @param {string} source
 * @param {string} js
 */
function withSiteImports(source, js) {
  const file = ts.createSourceFile(outputOf(source), js, ts.ScriptTarget.Latest, true)
  const edits = specifierNodes(file)
    .filter(({text}) => text.startsWith('.'))
    .map((node) => ({
      from: node.getStart(file) + 1,
      to: node.end - 1,
      text: (sourceOf(source, node.text) ?? node.text).replace(/^src\//, '').replace(/\.ts$/, ''),
    }))
  return edits.reduceRight((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), js)
}

/**
 * @param {string} name
 * @param {string} js
 */
function importsOf(name, js) {
  const file = ts.createSourceFile(outputOf(name), js, ts.ScriptTarget.Latest, true)
  return specifierNodes(file).map(({text}) => text)
}

/** @param {ts.SourceFile} file */
function specifierNodes(file) {
  return file.statements.flatMap((statement) => {
    const isLinked = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
    const specifier = isLinked ? statement.moduleSpecifier : undefined
    return specifier && ts.isStringLiteral(specifier) ? [specifier] : []
  })
}

/**
 * Each file is an ES module with static exports, and each import leads to a file that is shipped or to a package.
 *
 * @param {Files} files
 */
async function checkModules(files) {
  const pages = [...Object.values(PAGES).map(outputOf), PROBE_PAGE]
  for (const [name, js] of files) {
    const {metafile} = await esbuild({
      stdin: {contents: js, sourcefile: name, resolveDir: root},
      bundle: false,
      format: 'esm',
      write: false,
      metafile: true,
      logLevel: 'silent',
      outdir: root,
    })
    const exported = Object.values(metafile.outputs).flatMap((output) => output.exports)
    if (exported.length === 0 && !pages.includes(name)) throw new Error(`${name} exports nothing`)
    for (const specifier of importsOf(name, js)) {
      if (/^(backend|public)\//.test(specifier)) {
        if (!files.has(`src/${specifier}.js`))
          throw new Error(`${name} imports ${specifier}, which is not shipped`)
      } else if (!/^(@[\w.-]+\/)?[\w-][\w.-]*$/.test(specifier)) {
        throw new Error(`${name} imports ${specifier}: a site cannot resolve that`)
      }
    }
  }
}

/** @param {Files} files */
function importedPackages(files) {
  const specifiers = [...files]
    .filter(([name]) => name.endsWith('.js') && name !== ELEMENT)
    .flatMap(([name, js]) => importsOf(name, js))
  return [...new Set(specifiers.filter((specifier) => !/^(backend|public)\//.test(specifier)))].toSorted()
}

/**
 * @param {string} source
 * @param {Files} files
 */
function pageCode(source, files) {
  const file = outputOf(source)
  return {file, names: topLevelNames(file, files.get(file) ?? '')}
}

/**
 * What the page's code declares: in the site's page file, these names must be free.
 *
 * @param {string} name
 * @param {string} js
 */
function topLevelNames(name, js) {
  const file = ts.createSourceFile(name, js, ts.ScriptTarget.Latest, true)
  /** @type {string[]} */
  const names = []
  const addBinding = (/** @type {ts.BindingName} */ binding) => {
    if (ts.isIdentifier(binding)) names.push(binding.text)
    else
      for (const element of binding.elements) if (!ts.isOmittedExpression(element)) addBinding(element.name)
  }
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const {name: whole, namedBindings} = statement.importClause ?? {}
      if (whole) addBinding(whole)
      if (namedBindings && ts.isNamespaceImport(namedBindings)) addBinding(namedBindings.name)
      if (namedBindings && ts.isNamedImports(namedBindings)) {
        for (const element of namedBindings.elements) addBinding(element.name)
      }
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) addBinding(declaration.name)
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      addBinding(statement.name)
    }
  }
  return names.toSorted()
}

/**
 * Built beside and moved into place: whoever reads it while it is built finds one whole release.
 *
 * @param {string} folder
 * @param {Files} files
 * @param {import('./site/read-release.mjs').Manifest} manifest
 */
async function replaceFolder(folder, files, manifest) {
  await mkdir(path.dirname(folder), {recursive: true})
  const fresh = await mkdtemp(`${folder}-`)
  // A temporary folder is for its maker alone; a release is for everyone.
  await chmod(fresh, 0o755)
  for (const [name, text] of files) {
    await mkdir(path.dirname(path.join(fresh, name)), {recursive: true})
    await writeFile(path.join(fresh, name), text)
  }
  await writeFile(path.join(fresh, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const old = `${fresh}.old`
  await rename(folder, old).catch(unless('ENOENT'))
  // Two builds at once, of the same sources: the one that is there is as good.
  await rename(fresh, folder).catch(unless('ENOTEMPTY', 'EEXIST'))
  for (const rest of [old, fresh]) await rm(rest, {recursive: true, force: true})
}

/** @param {string[]} codes */
function unless(...codes) {
  return (/** @type {NodeJS.ErrnoException} */ error) => {
    if (!codes.includes(error.code ?? '')) throw error
  }
}

/** @param {string} text */
function sha256(text) {
  return createHash('sha256').update(text).digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdir = process.argv[2] ?? 'dist/site'
  const {version, files} = await buildSite({outdir})
  console.log(`${outdir}: version ${version}, ${Object.keys(files).length} files`)
}
