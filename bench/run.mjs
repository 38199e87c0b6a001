// Bundles the benches and runs them: npm run bench [engine | web-methods | page | app | recovery | copies] [number of
// items …]. Without a name: engine, web-methods and page. Numbers of items are the engine's, or of copies where that is
// named alone. Each writes its table, RESULTS….md. The app's packages are its own.
import {spawnSync} from 'node:child_process'
import path from 'node:path'
import {build} from 'esbuild'
import {buildApp} from '../scripts/build-app.mjs'
import {buildNode, root} from '../scripts/build-local.mjs'

const BENCHES = {
  engine: engineBench,
  'web-methods': () => runBundled('web-methods', []),
  page: () => run([path.join(root, 'bench/page.bench.mjs')]),
  app: async () => {
    await buildApp()
    await runBundled('app', [])
  },
  recovery: () => runBundled('recovery', []),
  copies: copiesBench,
}
const ALL = ['engine', 'web-methods', 'page']

const args = process.argv.slice(2)
const wrong = args.find((arg) => !(arg in BENCHES) && !/^[1-9]\d*$/.test(arg))
if (wrong !== undefined) {
  process.stderr.write(
    `"${wrong}" is neither a bench (${Object.keys(BENCHES).join(', ')}) nor a number of items for the engine's.\n`,
  )
  process.exit(1)
}

await buildNode()
const sizes = args.filter((arg) => !(arg in BENCHES))
const named = args.filter((arg) => arg in BENCHES)
const wanted = named.length > 0 ? named : sizes.length > 0 ? ['engine'] : ALL
for (const name of /** @type {(keyof typeof BENCHES)[]} */ (wanted)) await BENCHES[name]()

async function engineBench() {
  await bundle('bench/history.bench.ts')
  await runBundled('engine', sizes)
}

async function copiesBench() {
  await bundle('bench/sdk-alone.ts')
  await runBundled('copies', named.length === 1 ? sizes : [])
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function runBundled(name, args) {
  run([await bundle(`bench/${name}.bench.ts`), ...args])
}

/** @param {string} source */
async function bundle(source) {
  const name = path.basename(source, '.ts').replace('.', '-')
  const outfile = path.join(root, `.build/local/${name}.cjs`)
  await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
  })
  return outfile
}

/** @param {string[]} args */
function run(args) {
  const {status} = spawnSync(process.execPath, args, {stdio: 'inherit', cwd: root})
  if (status !== 0) process.exit(status ?? 1)
}
