import {execFile} from 'node:child_process'
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {promisify} from 'node:util'
import vm from 'node:vm'

const run = promisify(execFile)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'web-method-stubs-'))
  await mkdir(path.join(folder, 'backend'))
  await file(
    'web-method.ts',
    'export const webMethod = (module, method) => (...args) => [module, method, args]',
  )
  await file(
    'backend/things.web.ts',
    `import {Permissions, webMethod} from '@wix/web-methods'
     import {secret} from './secret'
     export interface Thing {id: string}
     export type {Other} from './secret'
     export const listThings = webMethod(Permissions.Admin, () => secret)
     export const removeThing: (id: string) => Promise<void> = webMethod(Permissions.Admin, async (id: string) => {})`,
  )
  await file('backend/secret.ts', `export const secret = 'KEEP-ME-OUT-OF-THE-BROWSER'`)
  await file('backend/unnamed.web.ts', 'export default () => 1')
})

afterAll(() => rm(folder, {recursive: true}))

describe('a page’s import of a web method', () => {
  it('becomes a module of calls, one for each export that is a value', async () => {
    const code = await bundle(`export * from 'backend/things.web'`)
    const page = evaluate(code)
    expect(Object.keys(page).sort()).toEqual(['listThings', 'removeThing'])
    expect(page.removeThing!('id-1', {now: true})).toEqual([
      'backend/things.web',
      'removeThing',
      ['id-1', {now: true}],
    ])
  })

  it('leaves the backend’s own code out of the browser', async () => {
    const code = await bundle(`export {listThings} from 'backend/things.web'`)
    expect(code).not.toContain('KEEP-ME-OUT')
    expect(code).not.toContain('@wix/web-methods')
  })

  it('may be written with the extension that Velo has', async () => {
    const page = evaluate(await bundle(`export * from 'backend/things.web.js'`))
    expect(page.listThings!()).toEqual(['backend/things.web', 'listThings', []])
  })

  it.each([
    ['backend code that is not a web method', `import 'backend/secret'`, 'backend/secret is backend code'],
    ['a web method that does not exist', `export {nope} from 'backend/things.web'`, 'No matching export'],
    ['a file that does not exist', `export {a} from 'backend/none.web'`, 'There is no backend/none.web'],
    [
      'a web method without a name',
      `export {default} from 'backend/unnamed.web'`,
      'a web method needs a name',
    ],
  ])('is refused for %s', async (_what, source, message) => {
    await expect(bundle(source)).rejects.toThrow(message)
  })
})

const file = (name: string, text: string) => writeFile(path.join(folder, name), text)

/** In a process of its own: Jest on Node 20 cannot load an ES module, which the build scripts are. */
async function bundle(contents: string): Promise<string> {
  const script = `
    import {build} from 'esbuild'
    import {webMethodStubs} from './scripts/build-frame.mjs'
    const [folder, contents] = process.argv.slice(1)
    const {outputFiles} = await build({
      stdin: {contents, resolveDir: folder},
      bundle: true,
      format: 'iife',
      globalName: 'page',
      write: false,
      plugins: [webMethodStubs({webMethod: folder + '/web-method.ts', sources: folder})],
    })
    process.stdout.write(outputFiles[0].text)`
  const root = path.join(__dirname, '../..')
  return (await run(process.execPath, ['--input-type=module', '-e', script, folder, contents], {cwd: root}))
    .stdout
}

function evaluate(code: string) {
  return vm.runInNewContext(`${code}; page`) as Record<string, (...args: unknown[]) => unknown>
}
