// Bundles the bench and runs it: node bench/run.mjs [number of items …]. Writes bench/RESULTS.md.
import {spawnSync} from 'node:child_process'
import path from 'node:path'
import {build} from 'esbuild'
import {buildNode, root} from '../scripts/build-local.mjs'

await buildNode()
const outfile = path.join(root, '.build/local/engine-bench.cjs')
await build({
  absWorkingDir: root,
  entryPoints: ['bench/engine.bench.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
})
process.exit(
  spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], {stdio: 'inherit', cwd: root}).status ?? 1,
)
