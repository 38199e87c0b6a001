// Bundles the benches and runs them: node bench/run.mjs [number of items …] for the engine alone at these sizes.
// Each writes its table: RESULTS.md (engine), RESULTS-WEB-METHODS.md, RESULTS-PAGE.md. `node bench/run.mjs app`: the
// app alone (RESULTS-APP.md), whose packages are its own.
import {spawnSync} from 'node:child_process'
import path from 'node:path'
import {build} from 'esbuild'
import {buildApp} from '../scripts/build-app.mjs'
import {buildNode, root} from '../scripts/build-local.mjs'

await buildNode()
const sizes = process.argv.slice(2)
if (sizes[0] === 'app') {
  await buildApp()
  await runBundled('app', [])
  process.exit()
}
await runBundled('engine', sizes)
if (sizes.length === 0) {
  await runBundled('web-methods', [])
  run([path.join(root, 'bench/page.bench.mjs')])
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function runBundled(name, args) {
  const outfile = path.join(root, `.build/local/${name}-bench.cjs`)
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/${name}.bench.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
  })
  run([outfile, ...args])
}

/** @param {string[]} args */
function run(args) {
  const {status} = spawnSync(process.execPath, args, {stdio: 'inherit', cwd: root})
  if (status !== 0) process.exit(status ?? 1)
}
