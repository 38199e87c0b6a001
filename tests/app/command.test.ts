import {spawn} from 'node:child_process'
import {chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const ROOT = path.join(__dirname, '../..')
const BUILT_FROM = path.join(ROOT, '.build/app/built-from')
const OTHER_ID = '11111111-2222-4333-8444-555555555555'

let folder: string
let builtFrom: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'backups-app-command-'))
  builtFrom = readFileSync(BUILT_FROM, 'utf8')
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** `npm run app`, until it says where it is, or ends. */
function runApp(env: Record<string, string>): Promise<{output: string; errors: string; code: number | null}> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['scripts/app.mjs'], {
      cwd: ROOT,
      env: {...process.env, PORT: '0', DATA_DIR: path.join(folder, 'site'), ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [output, errors] = ['', '']
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (/^App: /m.test(output)) child.kill('SIGTERM')
    })
    child.once('close', (code) => resolve({output, errors, code}))
  })
}

test('npm run app says where the dashboard is, and where the app’s endpoints are, and ends when it is told to', async () => {
  const {output, code} = await runApp({})
  const [first = '', second = '', ...others] = output.trim().split('\n')
  expect(first).toMatch(/open http:\/\/127\.0\.0\.1:\d+$/)
  expect(second).toMatch(/^App: http:\/\/127\.0\.0\.1:\d+$/)
  expect(others).toEqual([])
  expect(code).toBe(0)
})

test.each(['nonsense', '11111111', `${OTHER_ID}0`])(
  'a WIX_CLIENT_ID that is none is said, and nothing is made: %s',
  async (id) => {
    const {output, errors, code} = await runApp({WIX_CLIENT_ID: id})
    expect({output, code}).toEqual({output: '', code: 1})
    expect(errors).toContain(`WIX_CLIENT_ID must be an app's ID (a GUID), not "${id}"`)
    expect(errors).not.toContain('    at ')
    expect(existsSync(path.join(folder, 'site'))).toBe(false)
  },
)

test('a wix build that fails is told with what it said, and no site is opened', async () => {
  const npx = path.join(folder, 'npx')
  writeFileSync(npx, '#!/bin/sh\necho "The build is broken: $1 $2"\nexit 3\n')
  chmodSync(npx, 0o755)
  const {output, errors, code} = await runApp({
    WIX_CLIENT_ID: OTHER_ID,
    PATH: `${folder}:${process.env.PATH}`,
  })
  expect({output, code}).toEqual({output: '', code: 1})
  expect(errors).toContain('The build is broken: wix build')
  expect(errors).toMatch(/wix build failed \(exit code 3\): what it said is above\.\n$/)
  expect(existsSync(path.join(folder, 'site'))).toBe(false)
  // The build before it is still there.
  expect(readFileSync(BUILT_FROM, 'utf8')).toBe(builtFrom)
  expect(readdirSync(path.join(ROOT, 'app')).filter((name) => name.startsWith('dist'))).toEqual(['dist'])
})

test('a port that is taken is said in one line', async () => {
  const {createServer} = await import('node:http')
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const {port} = taken.address() as {port: number}
  const {errors, code} = await runApp({PORT: String(port)})
  taken.close()
  expect(code).toBe(1)
  expect(errors).toContain(`Port ${port} is already in use`)
  expect(errors).toContain('PORT=4401 npm run app')
})
