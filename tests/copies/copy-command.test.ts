import {randomBytes} from 'node:crypto'
import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type {Manifest} from 'public/copies/copy-format'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'
import {runCommand, runForJson, startCommand} from './run-command'
import {startWixProxy, type Treatment, type WixProxy} from './wix-proxy'

let host: TestHost
let sdk: Sdk
let proxy: WixProxy
let folder: string
const at = (name: string) => path.join(folder, name)

beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
  sdk = host.sdk()
  proxy = await startWixProxy(host.url)
  folder = mkdtempSync(path.join(os.tmpdir(), 'copies-'))
})
afterEach(async () => {
  await proxy.close()
  await host.close()
  rmSync(folder, {recursive: true, force: true})
})

interface Copied {
  file: string
  bytes: number
  sha256: string
  source: Manifest['source']
  moment: string
  counts: Manifest['counts']
  collections: {id: string; items: number; references: number; changedMeanwhile: unknown}[]
  leftOut: Manifest['leftOut']
  resumed: boolean
}
interface Failed {
  error: {code: string; message: string}
}

describe('copy', () => {
  test('writes one file, which verifies, and leaves nothing beside it', async () => {
    const {code, json} = await runForJson<Copied>(['copy', '--local', host.url, '--out', at('shop.zip')])
    expect(code).toBe(0)
    expect(json).toMatchObject({file: at('shop.zip'), source: {kind: 'site'}, resumed: false})
    expect(json.collections.map(({id}) => id)).toEqual(['Categories', 'Orders', 'Products', 'Suppliers'])
    expect(readdirSync(folder)).toEqual(['shop.zip'])
    const verified = await runForJson<{ok: boolean; counts: unknown}>(['verify', at('shop.zip')])
    expect(verified).toMatchObject({code: 0, json: {ok: true, counts: json.counts, sha256: json.sha256}})
  })

  test('says to a person what it did, on standard output, and prints no JSON', async () => {
    const {code, stdout} = await runCommand(['copy', '--local', host.url, '--out', at('shop.zip')])
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/shop\.zip: [\d,]+ items of 4 collections, [\d.]+ kB\.\n$/),
    ])
  })

  test('has the moment of the site: its clock, not this machine’s', async () => {
    await host.local('POST', 'clock', {advanceMs: 86_400_000_000})
    const before = await host.local<{now: string}>('GET', 'clock')
    const {json} = await runForJson<Copied>(['copy', '--local', host.url, '--out', at('later.zip')])
    expect(Math.abs(Date.parse(json.moment) - Date.parse(before.now))).toBeLessThan(60_000)
  })

  test('chooses collections, in any order, and says so in the file', async () => {
    const {json} = await runForJson<Copied>([
      'copy',
      '--local',
      host.url,
      '--out',
      at('some.zip'),
      '--collections',
      'Products, Categories',
    ])
    expect(json.collections.map(({id}) => id)).toEqual(['Categories', 'Products'])
    const {json: listed} = await runForJson<{copies: {collections: string[]}[]}>(['list', folder])
    expect(listed.copies[0]!.collections).toEqual(['Categories', 'Products'])
  })

  test('leaves out what apps and other databases keep, and says what', async () => {
    await host.site.engine.createCollection({id: 'Stores/Products', type: 'WIX_APP'})
    const {json, stderr} = await runForJson<Copied>(['copy', '--local', host.url, '--out', at('shop.zip')])
    expect(json.leftOut).toEqual([{id: 'Stores/Products', reason: 'WIX_APP'}])
    expect(stderr).toContain('Not in the copy: Stores/Products')
    expect(json.collections).toHaveLength(4)
  })

  test('tells what changed while it was read', async () => {
    await fill('Many', 3000)
    let pages = 0
    proxy.treat = async ({path: at, body}): Promise<Treatment> => {
      const isPage = at === '/wix-data/v2/items/query' && body.includes('"Many"') && body.includes('"$gt"')
      if (isPage && ++pages === 1) {
        await host.local('POST', 'clock', {advanceMs: 1000})
        await sdk.items.update('Many', {_id: '000001', text: 'changed'})
        await sdk.items.insert('Many', {_id: '000001-added', text: 'added'})
        await sdk.items.remove('Many', '000002')
        await sdk.items.remove('Many', '000003')
      }
      return 'pass'
    }
    const {code, json, stderr} = await runForJson<Copied>([
      'copy',
      '--local',
      proxy.url,
      '--out',
      at('shop.zip'),
    ])
    expect(code).toBe(0)
    expect(json.collections.find(({id}) => id === 'Many')!.changedMeanwhile).toEqual({
      changed: 2,
      difference: -1,
    })
    expect(stderr).toContain('While Many was copied: 2 items were added or changed; there are 1 fewer now')
  })

  test('waits as long as Wix asks, and goes on', async () => {
    const started: number[] = []
    proxy.treat = ({number}) => {
      started.push(performance.now())
      return number === 3 || number === 4 ? {status: 429, headers: {'retry-after': '1'}} : 'pass'
    }
    const {code, stderr} = await runCommand(['copy', '--local', proxy.url, '--out', at('shop.zip')])
    expect(code).toBe(0)
    expect(started[3]! - started[2]!).toBeGreaterThan(990)
    expect(stderr).toContain('Wix asks to wait: going on in 1 s.')
  })

  test.each(['throttle', 'unavailable', 'lose-response'])('goes on after the fault "%s"', async (effect) => {
    await host.local('POST', 'faults', {operation: 'queryDataItems', effect, times: 2})
    await host.local('POST', 'faults', {operation: 'listDataCollections', effect, times: 1})
    const {code} = await runCommand(['copy', '--local', host.url, '--out', at('shop.zip')])
    expect(code).toBe(0)
  })

  test('at an answer that Wix will not take back, stops with a sentence and leaves no file', async () => {
    proxy.treat = ({path: at}) =>
      at === '/wix-data/v2/items/query'
        ? {
            status: 403,
            body: {details: {applicationError: {code: 'WDE0027', description: 'No permission to read'}}},
          }
        : 'pass'
    const {code, json, stderr} = await runForJson<Failed>([
      'copy',
      '--local',
      proxy.url,
      '--out',
      at('shop.zip'),
    ])
    expect(code).toBe(2)
    expect(json.error).toMatchObject({
      code: 'WDE0027',
      message: expect.stringContaining('No permission to read'),
    })
    expect(stderr).toContain('No permission to read')
    expect(readdirSync(folder)).toEqual([])
  })

  test('never writes over a file, unless it is told to', async () => {
    writeFileSync(at('shop.zip'), 'mine')
    const refused = await runForJson<Failed>(['copy', '--local', host.url, '--out', at('shop.zip')])
    expect([refused.code, refused.json.error.code]).toEqual([2, 'WOULD_OVERWRITE'])
    expect(readFileSync(at('shop.zip'), 'utf8')).toBe('mine')
    expect(
      (await runCommand(['copy', '--local', host.url, '--out', at('shop.zip'), '--overwrite'])).code,
    ).toBe(0)
    expect((await runCommand(['verify', at('shop.zip')])).code).toBe(0)
  })

  test('two at once for one file: one of them writes it', async () => {
    const both = await Promise.all(
      [1, 2].map(() => runCommand(['copy', '--local', host.url, '--out', at('shop.zip')])),
    )
    const codes = both.map(({code}) => code).sort()
    expect([
      [0, 0],
      [0, 2],
    ]).toContainEqual(codes)
    expect((await runCommand(['verify', at('shop.zip')])).code).toBe(0)
    expect(readdirSync(folder)).toEqual(['shop.zip'])
  })

  test.each([
    ['a folder that is not there', ['--out', '/nowhere/shop.zip'], 'There is no folder /nowhere'],
    ['a folder in place of a file', ['--out', os.tmpdir()], 'is a folder'],
    [
      'a collection that is not there',
      ['--out', 'x.zip', '--collections', 'Nothing'],
      'There is no collection Nothing in the site. It has Categories',
    ],
    [
      'a backup that is not there',
      ['--out', 'x.zip', '--backup', '11111111-1111-4111-8111-111111111111'],
      'There is no backup with the ID 11111111',
    ],
    ['no --out', [], 'copy needs --out'],
    ['an option of another command', ['--out', 'x.zip', '--mode', 'beside'], 'copy does not take --mode'],
    ['an unknown option', ['--out', 'x.zip', '--colections', 'A'], "Unknown option '--colections'"],
    ['one word too many', ['--out', 'x.zip', 'y.zip'], 'does not know what to do with "y.zip"'],
    ['no collections', ['--out', 'x.zip', '--collections', ' , '], '--collections takes the IDs'],
  ])('%s: exit code 2 and a sentence, without a stack', async (_name, args, sentence) => {
    const {code, stdout, stderr} = await runCommand(['copy', '--local', host.url, ...args], {cwd: folder})
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(sentence)
    expect(stderr).not.toContain('    at ')
    expect(readdirSync(folder)).toEqual([])
  })

  test.each([
    ['nothing there', 'http://127.0.0.1:1', 'No local site answers at http://127.0.0.1:1'],
    ['no address', 'over there', '--local takes the address of npm start'],
  ])('a local site with %s', async (_name, address, sentence) => {
    const {code, stderr} = await runCommand(['copy', '--local', address, '--out', at('x.zip')])
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
  })

  test('without any site, asks which one', async () => {
    const {code, stderr} = await runCommand(['copy', '--out', at('x.zip')])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('Set WIX_SITE_ID and WIX_API_KEY, or pass --local'),
    ])
  })

  test('whoever reads its output may go away', async () => {
    for (const args of [[], ['--json']]) {
      const {child, ended} = startCommand([
        'copy',
        '--local',
        host.url,
        '--out',
        at('shop.zip'),
        '--overwrite',
        ...args,
      ])
      child.stdout!.destroy()
      child.stderr!.destroy()
      expect((await ended).code).toBe(0)
      expect((await runCommand(['verify', at('shop.zip')])).code).toBe(0)
    }
  })

  test('on a disk that takes no more, stops with a sentence; with room again, goes on', async () => {
    await fill('Many', 2000, 2000)
    // No file may have more than 128 KB.
    const shell = 'ulimit -f 128'
    const limited = await runCommand(['copy', '--local', host.url, '--out', at('shop.zip')], {shell})
    expect([limited.code, limited.stderr]).toEqual([
      2,
      expect.stringContaining('would be larger than files may be here'),
    ])
    expect(existsSync(at('shop.zip'))).toBe(false)
    const {code, json} = await runForJson<Copied>(['copy', '--local', host.url, '--out', at('shop.zip')])
    expect([code, json.resumed]).toEqual([0, true])
    expect((await runCommand(['verify', at('shop.zip')])).code).toBe(0)
  })
})

describe('verify', () => {
  test('damage is exit code 1, with a sentence, and JSON where it is asked for', async () => {
    await runCommand(['copy', '--local', host.url, '--out', at('shop.zip')])
    const bytes = readFileSync(at('shop.zip'))
    bytes[1000]! ^= 1
    writeFileSync(at('flipped.zip'), bytes)
    writeFileSync(at('cut.zip'), bytes.subarray(0, 3000))
    writeFileSync(at('empty.zip'), '')
    writeFileSync(
      at('text.zip'),
      'not a copy at all, but long enough to have a comment of that length: '.repeat(9),
    )
    for (const name of ['flipped.zip', 'cut.zip', 'empty.zip', 'text.zip']) {
      const {code, json, stderr} = await runForJson<Failed>(['verify', at(name)])
      expect([name, code, json.error.code]).toEqual([name, 1, 'DAMAGED'])
      expect(stderr).toContain(json.error.message)
    }
  })

  test.each([
    ['a file that is not there', 'nothing.zip', 'There is no'],
    ['a folder', '.', 'is a folder|is not a file'],
  ])('%s is exit code 2', async (_name, file, sentence) => {
    const {code, stderr} = await runCommand(['verify', at(file)])
    expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)])
  })
})

describe('list', () => {
  const days = async (...offsets: number[]) => {
    let now = 0
    for (const day of offsets) {
      if (day > now) await host.local('POST', 'clock', {advanceMs: (day - now) * 86_400_000})
      now = day
      await runCommand([
        'copy',
        '--local',
        host.url,
        '--collections',
        'Suppliers',
        '--out',
        at(`day-${String(day).padStart(2, '0')}.zip`),
      ])
    }
  }
  interface Listed {
    copies: {file: string; whole: boolean; keep: boolean | null; reasons: string[]; deleted: boolean}[]
    unfinished: string[]
    deleted: string[]
  }

  test('says of each copy why it stays or goes; deletes with --prune alone', async () => {
    await days(0, 1, 2, 3)
    const {code, json} = await runForJson<Listed>(['list', folder, '--keep', 'daily=2'])
    expect(code).toBe(0)
    expect(json.copies.map(({file, keep}) => [file, keep])).toEqual([
      ['day-03.zip', true],
      ['day-02.zip', true],
      ['day-01.zip', false],
      ['day-00.zip', false],
    ])
    for (const {reasons} of json.copies) expect(reasons.join()).toMatch(/daily|superseded by day-02\.zip/)
    expect(readdirSync(folder)).toHaveLength(4)
    const pruned = await runForJson<Listed>(['list', folder, '--keep', 'daily=2', '--prune'])
    expect(pruned.json.deleted.toSorted()).toEqual(['day-00.zip', 'day-01.zip'])
    expect(readdirSync(folder).toSorted()).toEqual(['day-02.zip', 'day-03.zip'])
  })

  test('a damaged copy stands in for none, is never deleted, and is exit code 1', async () => {
    await days(0, 1, 2)
    const newest = readFileSync(at('day-02.zip'))
    newest[500]! ^= 4
    writeFileSync(at('day-02.zip'), newest)
    const {code, json} = await runForJson<Listed>(['list', folder, '--keep', 'daily=1', '--prune'])
    expect(code).toBe(1)
    expect(json.copies.find(({file}) => file === 'day-02.zip')).toMatchObject({
      whole: false,
      keep: null,
      deleted: false,
    })
    expect(readdirSync(folder).toSorted()).toEqual(['day-01.zip', 'day-02.zip'])
  })

  test('an empty folder, a folder that is not there, a rule that is none', async () => {
    mkdirSync(at('empty'))
    expect(await runCommand(['list', at('empty')])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('There are no copies'),
    })
    expect((await runCommand(['list', at('nowhere')])).code).toBe(2)
    for (const keep of ['daily', 'daily=x', 'hourly=3', 'daily=1,daily=2', '', 'daily=0', 'daily=-1']) {
      expect([keep, (await runCommand(['list', folder, '--keep', keep])).code]).toEqual([keep, 2])
    }
    expect((await runCommand(['list', folder, '--prune'])).code).toBe(2)
  })
})

test('the reader of twenty lines reads a copy, and finds that one was changed', async () => {
  const page = readFileSync(path.join(__dirname, '../../docs/copy-format.md'), 'utf8')
  const [, reader = ''] = /```js\n([^]*?)```/.exec(page) ?? []
  expect(
    reader.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import')).length,
  ).toBeLessThanOrEqual(20)
  writeFileSync(at('reader.mjs'), reader)
  await runCommand(['copy', '--local', host.url, '--out', at('shop.zip')])
  const read = execFileSync(process.execPath, [at('reader.mjs'), at('shop.zip')], {encoding: 'utf8'})
  const items = await sdk.items.query('Products').limit(1000).find()
  for (const {_id} of items.items) expect(read).toContain(`_id: '${_id}'`)
  expect(read).toMatch(/^Suppliers \{/m)
  const bytes = readFileSync(at('shop.zip'))
  bytes[700]! ^= 1
  writeFileSync(at('shop.zip'), bytes)
  expect(() => execFileSync(process.execPath, [at('reader.mjs'), at('shop.zip')], {stdio: 'pipe'})).toThrow(
    'damaged',
  )
})

async function fill(id: string, count: number, size = 10) {
  await sdk.collections.createDataCollection({_id: id, fields: [{key: 'text', type: 'TEXT'}]})
  for (let from = 0; from < count; from += 1000) {
    await sdk.items.bulkInsert(
      id,
      Array.from({length: Math.min(1000, count - from)}, (_, n) => ({
        _id: String(from + n).padStart(6, '0'),
        // What hardly compresses.
        text: randomBytes(size).toString('base64url').slice(0, size),
      })),
    )
  }
}
