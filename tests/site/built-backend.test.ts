import {execFileSync} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {buildSync} from 'esbuild'

/**
 * The web methods' own tests once more, on what is built for a site instead of the sources: loaded as Velo does,
 * `backend/` and `public/` being folders of the site's `src`.
 */
jest.mock('backend/backups.web', () => loadBuilt('backend/backups.web'))

let isBuilt = false
const WEB_METHOD_TESTS = path.join(__dirname, '../web-methods')

for (const file of readdirSync(WEB_METHOD_TESTS).filter((name) => name.endsWith('.test.ts'))) {
  // A test of a rule imports the rule's source: only those that call web methods say something about the build.
  if (!readFileSync(path.join(WEB_METHOD_TESTS, file), 'utf8').includes('startTestHost')) continue
  describe(`built: ${file}`, () => {
    // A process of its own each, as they have it elsewhere: what one of them uses up of Wix's quota is gone.
    jest.resetModules()
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    require(path.join(WEB_METHOD_TESTS, file))
  })
}

test('the web methods under test are the built ones', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  expect(require('backend/backups.web').isBuiltForASite).toBe(true)
})

function loadBuilt(module: string): object {
  const root = path.join(__dirname, '../..')
  const site = path.join(root, `.build/site-${process.env.JEST_WORKER_ID ?? '0'}`)
  if (!isBuilt) execFileSync(process.execPath, [path.join(root, 'scripts/build-site.mjs'), site])
  isBuilt = true
  const outfile = path.join(site, 'loaded', `${path.basename(module)}.cjs`)
  buildSync({
    entryPoints: [path.join(site, 'src', `${module}.js`)],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    alias: {backend: path.join(site, 'src/backend'), public: path.join(site, 'src/public')},
    external: ['@wix/*'],
    outfile,
    logLevel: 'warning',
  })
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const loaded = require(outfile) as object
  return {...loaded, isBuiltForASite: true}
}
