// Builds the local dashboard's browser side into .build/frame/: the frame, the page's frame, and the page's code
// as a worker that runs it the way Velo does.
import {build as esbuild} from 'esbuild'
import {existsSync} from 'node:fs'
import {copyFile, mkdir} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import {designTokens} from './design-tokens.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const source = path.join(root, 'local/host/frame')

/**
 * @param {{outdir?: string, page?: string, sources?: string}} options `sources`: the folder that the page's
 * `backend/` and `public/` are in, as `src` is in a site
 */
export async function buildFrame({
  outdir = '.build/frame',
  page = 'src/pages/Backups.ts',
  sources = 'src',
} = {}) {
  const folder = path.resolve(root, outdir)
  await mkdir(folder, {recursive: true})
  const browser = /** @type {const} */ ({
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    sourcemap: true,
    logLevel: 'warning',
    absWorkingDir: root,
    define: {'process.env.NODE_ENV': '"production"'},
  })
  await Promise.all([
    esbuild({
      ...browser,
      entryPoints: [path.join(source, 'frame.tsx'), path.join(source, 'page-frame.ts')],
      outdir: folder,
      plugins: [designTokens()],
    }),
    esbuild({
      ...browser,
      ...pageCode(page, path.resolve(root, sources)),
      // As a site's is built.
      minify: true,
      outfile: path.join(folder, 'page-code.js'),
    }),
    ...['index.html', 'page.html', 'page-frame.css'].map((file) =>
      copyFile(path.join(source, file), path.join(folder, file)),
    ),
  ])
}

/**
 * esbuild options for a page's code: the runtime first, then the page, its web methods as calls.
 *
 * @param {string} page
 * @param {string} sources
 */
function pageCode(page, sources) {
  const runtime = path.join(source, 'velo-runtime')
  return {
    stdin: {
      contents: [path.join(runtime, 'install'), path.resolve(root, page)]
        .map((file) => `import ${JSON.stringify(file)}`)
        .join('\n'),
      resolveDir: root,
      sourcefile: 'page-code.js',
    },
    plugins: [webMethodStubs({webMethod: path.join(runtime, 'web-method'), sources})],
    alias: {public: path.join(sources, 'public')},
  }
}

/**
 * Turns a page's import of `backend/<file>.web` into a module of calls, one for each export, as Velo's bundler does:
 * the backend's own code never reaches the browser. `webMethod` is the module that makes a call.
 *
 * @param {{webMethod: string, sources?: string}} options
 * @returns {import('esbuild').Plugin}
 */
export function webMethodStubs({webMethod, sources = path.join(root, 'src')}) {
  return {
    name: 'web-method-stubs',
    setup(build) {
      build.onResolve({filter: /^backend\//}, ({path: imported, importer}) => {
        const module = imported.replace(/\.(js|ts)$/, '')
        if (module.endsWith('.web')) return {path: module, namespace: 'web-methods'}
        const text = `${imported} is backend code: a page can only import web methods, from a backend/*.web file`
        return {errors: [{text, notes: [{text: `imported by ${importer}`}]}]}
      })
      build.onLoad({filter: /.*/, namespace: 'web-methods'}, async ({path: module}) => {
        const [file] = ['.ts', '.js'].map((ending) => path.join(sources, module + ending)).filter(existsSync)
        if (!file) return {errors: [{text: `There is no ${module} in ${sources}`}]}
        const names = await exportedNames(file)
        if (names.includes('default')) {
          return {errors: [{text: `${module}: a web method needs a name; a default export has none`}]}
        }
        const lines = names.map(
          (name) => `export const ${name} = webMethod(${JSON.stringify(module)}, ${JSON.stringify(name)})`,
        )
        return {
          contents: [`import {webMethod} from ${JSON.stringify(webMethod)}`, ...lines].join('\n'),
          resolveDir: root,
          watchFiles: [file],
        }
      })
    },
  }
}

/**
 * What is left once TypeScript's types are gone: exactly what a browser would see.
 *
 * @param {string} file
 */
async function exportedNames(file) {
  const {metafile} = await esbuild({
    entryPoints: [file],
    bundle: false,
    format: 'esm',
    outdir: root,
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  return Object.values(metafile.outputs).flatMap((output) => output.exports)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildFrame()
