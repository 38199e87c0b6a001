import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {Pace} from '../../bin/site/pace'
import {startTestHost, type TestHost} from '../support/test-host'
import {runCommand, startCommand, type Ran} from './run-command'
import {startWixProxy, type Treatment, type WixProxy} from './wix-proxy'

const SITE_ID = '8e4f6a3c-2b1d-4c5e-9f70-112233445566'
const API_KEY = 'IST.eyJraWQiOiJ0ZXN0In0.a-secret/that+nobody may see'.replaceAll(' ', '-')

let host: TestHost
let peer: WixProxy
let folder: string
const at = (name: string) => path.join(folder, name)

beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
  peer = await startWixProxy(host.url)
  folder = mkdtempSync(path.join(os.tmpdir(), 'real-site-'))
})
afterEach(async () => {
  // Of every test: the key is in no file.
  for (const name of readdirSync(folder)) expect(readFileSync(at(name), 'latin1')).not.toContain(API_KEY)
  await peer.close()
  await host.close()
  rmSync(folder, {recursive: true, force: true})
})

const environment = (more: Record<string, string> = {}) => ({
  WIX_SITE_ID: SITE_ID,
  WIX_API_KEY: API_KEY,
  WIX_PEER: peer.url,
  NODE_OPTIONS: `--import=${path.join(__dirname, 'redirect-wix.mjs')}`,
  ...more,
})

async function run(args: string[], more?: Record<string, string>): Promise<Ran> {
  const ran = await runCommand(args, {env: environment(more)})
  for (const text of [ran.stdout, ran.stderr]) {
    for (const spelling of [API_KEY, encodeURIComponent(API_KEY)]) expect(text).not.toContain(spelling)
  }
  return ran
}

/** A peer that says too much: its errors quote the request's headers. */
const echoing = (status: number, code: string): Treatment & object => ({
  status,
  body: {message: code, details: {}},
})

test('every call is to Wix, with the key and the site; a copy, and a restore of it', async () => {
  expect((await run(['copy', '--out', at('shop.zip')])).code).toBe(0)
  await host.sdk().items.remove('Products', 'farro')
  expect((await run(['compare', at('shop.zip')])).code).toBe(1)
  expect((await run(['restore', at('shop.zip'), '--mode', 'keep-newer'])).code).toBe(0)
  expect((await run(['compare', at('shop.zip')])).code).toBe(0)
  expect(peer.seen.length).toBeGreaterThan(10)
  for (const {headers} of peer.seen) {
    expect(headers).toMatchObject({authorization: API_KEY, 'wix-site-id': SITE_ID})
  }
})

test('the file names the site, and not the key', async () => {
  const {stdout} = await run(['copy', '--out', at('shop.zip'), '--json'])
  expect(JSON.parse(stdout)).toMatchObject({site: {id: SITE_ID, name: 'Olive & Rye Pantry'}})
})

test('the key is not in the process’s title or arguments', async () => {
  let title = ''
  const {child, ended} = startCommand(['copy', '--out', at('shop.zip')], {env: environment()})
  peer.treat = () => {
    title +=
      readFileSync(`/proc/${child.pid}/cmdline`, 'utf8') + readFileSync(`/proc/${child.pid}/comm`, 'utf8')
    return 'pass'
  }
  expect((await ended).code).toBe(0)
  expect(title).toContain('copy')
  expect(title).not.toContain(API_KEY)
})

test.each([
  ['a wrong key', 401, 'Wix does not accept the API key (401)'],
  ['a key without the right', 403, `The API key may not do this on the site ${SITE_ID} (403`],
  ['an error that quotes the key', 400, 'Wix refused this: 400'],
  ['a site that Wix does not know', 404, 'Wix knows no such site (404)'],
])('%s: exit code 2 and a sentence that does not have the key', async (_name, status, sentence) => {
  peer.treat = ({headers}) => {
    const said = `${status === 404 ? 'Meta site not found ' : ''}${JSON.stringify(headers)} ${encodeURIComponent(String(headers.authorization))}`
    return {
      ...echoing(status, said),
      body: {message: said, details: {applicationError: {code: 'X', description: said}}},
    }
  }
  for (const args of [
    ['copy', '--out', at('shop.zip')],
    ['copy', '--out', at('shop.zip'), '--json'],
  ]) {
    const {code, stderr} = await run(args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
  }
  expect(readdirSync(folder)).toEqual([])
})

test('a key that may read but not restore: told at the first write, and nothing was written', async () => {
  await run(['copy', '--out', at('shop.zip')])
  await host.sdk().items.remove('Products', 'farro')
  peer.treat = ({path: to}) =>
    to.includes('/bulk/')
      ? {status: 403, body: {details: {applicationError: {code: 'WDE0027', description: 'No permission'}}}}
      : 'pass'
  const {code, stderr} = await run(['restore', at('shop.zip'), '--mode', 'keep-newer'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('The API key may not do this')])
  expect(await host.sdk().items.get('Products', 'farro')).toBeNull()
})

test.each([
  [{WIX_API_KEY: ''}, 'WIX_SITE_ID is set, but WIX_API_KEY is not'],
  [{WIX_SITE_ID: ''}, 'WIX_API_KEY is set, but WIX_SITE_ID is not'],
  [{WIX_SITE_ID: 'my-site'}, "WIX_SITE_ID is not a site's ID"],
  [{WIX_API_KEY: `${API_KEY}\n${API_KEY}`}, 'WIX_API_KEY holds characters that no key has'],
])('settings that cannot be used: %j', async (settings, sentence) => {
  const {code, stderr} = await run(['copy', '--out', at('x.zip')], settings)
  expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
  expect(peer.seen).toEqual([])
})

test('a site that is another one: items keep their IDs, and whose they will be is told', async () => {
  await run(['copy', '--out', at('shop.zip')])
  await host.local('POST', 'reset', {seed: 'empty'})
  const {code, stdout, stderr} = await runCommand([
    'restore',
    at('shop.zip'),
    '--local',
    host.url,
    '--mode',
    'keep-newer',
    '--json',
  ])
  expect([code, JSON.parse(stdout)]).toMatchObject([0, {isOtherSite: true}])
  expect(stderr).toContain('The copy is of another site, Olive & Rye Pantry. Items keep their IDs')
  expect(await host.sdk().items.get('Products', 'farro')).not.toBeNull()
})

describe('the pace', () => {
  const fakeClock = () => {
    let now = 0
    return {
      now: () => now,
      async wait(ms: number) {
        now += ms
      },
    }
  }

  test('never more than so many calls in any minute', async () => {
    const clock = fakeClock()
    const pace = new Pace(133, new AbortController().signal, clock)
    const started: number[] = []
    for (let n = 0; n < 1000; n++) {
      await pace.next()
      started.push(clock.now())
      // A call takes a moment.
      await clock.wait(n % 3)
    }
    for (const time of started) {
      expect(started.filter((one) => one > time - 60_000 && one <= time).length).toBeLessThanOrEqual(133)
    }
    expect(clock.now()).toBeLessThan(8 * 60_000)
  })

  test('what Wix asks to wait holds for every call', async () => {
    const clock = fakeClock()
    const pace = new Pace(Infinity, new AbortController().signal, clock)
    await pace.next()
    pace.pause(5000)
    await Promise.all([pace.next(), pace.next()])
    expect(clock.now()).toBe(5000)
  })
})
