import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type * as client from 'public/backups'
import type {WebMethodConnection} from '../../local/host/frame/velo-runtime/call-web-method'

const ROOT = path.join(__dirname, '../..')

export type PageImport = (connection: WebMethodConnection) => typeof client

/** `public/backups` as a page gets it: bundled as the local dashboard does, its web methods being calls over HTTP. */
export function bundleForPage(): PageImport {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'page-import-'))
  const caller = path.join(ROOT, 'local/host/frame/velo-runtime/call-web-method')
  const webMethod = path.join(folder, 'web-method.ts')
  writeFileSync(
    webMethod,
    `import {createWebMethodCaller} from ${JSON.stringify(caller)}
     const call = createWebMethodCaller(connection)
     export const webMethod = (module, method) => (...args) => call(module, method, args)`,
  )
  // In a process of its own: Jest cannot load an ES module, which the build scripts are.
  const script = `
    import {build} from 'esbuild'
    import {webMethodStubs} from './scripts/build-frame.mjs'
    const {outputFiles} = await build({
      entryPoints: ['src/public/backups.ts'],
      bundle: true,
      format: 'iife',
      globalName: 'page',
      write: false,
      alias: {public: process.cwd() + '/src/public'},
      plugins: [webMethodStubs({webMethod: process.argv[1]})],
    })
    process.stdout.write(outputFiles[0].text)`
  const code = execFileSync(process.execPath, ['--input-type=module', '-e', script, webMethod], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  rmSync(folder, {recursive: true})
  const load = new Function('connection', `${code}; return page`)
  return (connection) => load(connection) as typeof client
}
