// Builds what `npm start` and the tests run, into .build/. Under a second for the host, a few for the page.
import {build as esbuild} from 'esbuild'
import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import path from 'node:path'
import {buildElement} from './build-element.mjs'
import {buildFrame} from './build-frame.mjs'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const node = /** @type {const} */ ({
  bundle: true,
  platform: 'node',
  target: 'node20',
  // CommonJS, and packages left to `require`: @wix/web-methods' ESM build does not load natively on Node 20.
  format: 'cjs',
  packages: 'external',
  outExtension: {'.js': '.cjs'},
  sourcemap: true,
  logLevel: 'warning',
  absWorkingDir: root,
})

export function buildNode() {
  return withoutKey(bundleNode)
}

export function build() {
  return withoutKey(async () => {
    await Promise.all([bundleNode(), buildFrame(), buildElement()])
  })
}

/**
 * esbuild's process outlives the build, and keeps the environment that it was started with: a key is not for it.
 *
 * @param {() => Promise<void>} work
 */
async function withoutKey(work) {
  const {WIX_API_KEY: key} = process.env
  delete process.env.WIX_API_KEY
  try {
    await work()
  } finally {
    if (key !== undefined) process.env.WIX_API_KEY = key
  }
}

async function bundleNode() {
  const entryPoints = {
    'engine-worker': 'local/engine/worker.ts',
    host: 'local/host/main.ts',
    'app-host': 'local/host/app/main.ts',
    import: 'local/host/import/import-main.ts',
    probe: 'local/probe/main.ts',
  }
  await esbuild({
    ...node,
    entryPoints: Object.fromEntries(
      Object.entries(entryPoints).filter(([, file]) => existsSync(path.join(root, file))),
    ),
    outdir: '.build/local',
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
