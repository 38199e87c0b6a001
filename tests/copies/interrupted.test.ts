import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type {Manifest} from 'public/copies/copy-format'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'
import {runCommand, runForJson, startCommand} from './run-command'
import {startWixProxy, type Treatment, type WixProxy} from './wix-proxy'

/** Every call of a copy, one after the other, takes a while: `KILLS=all`. */
const EVERY_CALL = process.env.KILLS === 'all'
/** Else every fifth one; which one comes first changes with the day. */
const STEP = EVERY_CALL ? 1 : 5
const FIRST = EVERY_CALL ? 1 : 1 + (new Date().getUTCDate() % STEP)

let host: TestHost
let sdk: Sdk
let proxy: WixProxy
let folder: string
const at = (name: string) => path.join(folder, name)

beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
  sdk = host.sdk()
  proxy = await startWixProxy(host.url)
  folder = mkdtempSync(path.join(os.tmpdir(), 'interrupted-'))
})
afterEach(async () => {
  await proxy.close()
  await host.close()
  rmSync(folder, {recursive: true, force: true})
})

interface Copied {
  resumed: boolean
  counts: Manifest['counts']
  collections: {id: string; items: number; references: number}[]
}

const collectionIds = async () =>
  (await sdk.collections.listDataCollections({paging: {limit: 100}})).collections!.map(({_id}) => _id)

/** Ends the command when it makes its nth call; answers whether it came so far. */
async function stoppedAtCall(n: number, args: string[], signal: NodeJS.Signals) {
  const from = proxy.seen.length
  const {child, ended} = startCommand(args)
  proxy.treat = async (): Promise<Treatment> => {
    if (proxy.seen.length - from === n) {
      child.kill(signal)
      // A killed process makes no more calls; one that was asked to stop has its own to make.
      if (signal === 'SIGKILL') await ended
    }
    return 'pass'
  }
  const ran = await ended
  proxy.treat = () => 'pass'
  return {...ran, calls: proxy.seen.length - from}
}

describe.each([
  ['the site as it is now', async (): Promise<string[]> => []],
  [
    'a backup',
    async () => {
      const {backup} = await sdk.backups.createBackup()
      await host.settled()
      // What a backup holds and the site does not any more.
      await sdk.collections.deleteDataCollection('Suppliers')
      await sdk.items.remove(
        'Categories',
        (await sdk.items.query('Categories').limit(1).find()).items[0]!._id!,
      )
      return ['--backup', backup!._id!]
    },
  ],
])('a copy of %s', (_what, prepare) => {
  test('that is killed at any call is gone on with, and leaves nothing behind on the site', async () => {
    const args = (name: string) => ['copy', '--local', proxy.url, '--out', at(name), '--json', ...source]
    const source = await prepare()
    const before = await collectionIds()
    const whole = await runForJson<Copied>(args('whole.zip'))
    expect([whole.code, whole.stderr]).toEqual([0, whole.stderr])
    const calls = proxy.seen.length
    expect(await collectionIds()).toEqual(before)
    for (let n = FIRST; n <= calls; n += STEP) {
      const name = `killed-${n}.zip`
      const killed = await stoppedAtCall(n, args(name), 'SIGKILL')
      expect(readdirSync(folder)).not.toContain(name)
      expect([n, killed.code]).toEqual([n, null])
      const {code, stdout} = await runCommand(args(name))
      expect([n, code]).toEqual([n, 0])
      expect({n, copied: contentOf(JSON.parse(stdout) as Copied)}).toEqual({n, copied: contentOf(whole.json)})
      expect((await runCommand(['verify', at(name)])).code).toBe(0)
      expect(await collectionIds()).toEqual(before)
      expect(readdirSync(folder).filter((one) => !one.endsWith('.zip'))).toEqual([])
    }
  }, 600_000)

  test('that is interrupted with Ctrl-C ends with 130, tells how to go on, and leaves no private copies', async () => {
    const source = await prepare()
    const before = await collectionIds()
    const args = (name: string) => ['copy', '--local', proxy.url, '--out', at(name), ...source]
    const whole = await runForJson<Copied>(args('whole.zip'))
    const calls = proxy.seen.length
    for (let n = FIRST; n <= calls; n += STEP) {
      const name = `stopped-${n}.zip`
      const {code, stderr} = await stoppedAtCall(n, args(name), 'SIGINT')
      // At the last calls of all, there may be nothing left to stop.
      if (code === 0 && n > calls - 3) continue
      expect([n, code]).toEqual([n, 130])
      expect(stderr).toContain('Interrupted.')
      expect(await collectionIds()).toEqual(before)
      const {code: then, json} = await runForJson<Copied>(args(name))
      expect([n, then, contentOf(json)]).toEqual([n, 0, contentOf(whole.json)])
      expect(await collectionIds()).toEqual(before)
    }
  }, 600_000)

  test('that is killed can be discarded: nothing is left, here or on the site', async () => {
    const source = await prepare()
    const before = await collectionIds()
    const args = ['copy', '--local', proxy.url, '--out', at('shop.zip'), ...source]
    await stoppedAtCall(6, args, 'SIGKILL')
    const {code, json} = await runForJson<{discarded: boolean; privateCopiesRemoved: string[]}>([
      ...args,
      '--discard',
    ])
    expect([code, json.discarded]).toEqual([0, true])
    expect(readdirSync(folder)).toEqual([])
    expect(await collectionIds()).toEqual(before)
  })
})

test('an unfinished copy is not taken for another one', async () => {
  await stoppedAtCall(6, ['copy', '--local', proxy.url, '--out', at('shop.zip')], 'SIGKILL')
  const {code, stderr} = await runCommand([
    'copy',
    '--local',
    host.url,
    '--out',
    at('shop.zip'),
    '--collections',
    'Orders',
  ])
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('is of another copy that was begun and not finished'),
  ])
  const listed = await runForJson<{unfinished: string[]}>(['list', folder])
  expect(listed.json.unfinished).toEqual(['shop.zip'])
})

test('fields that point elsewhere since a copy was begun: it is not gone on with', async () => {
  await sdk.collections.createDataCollection({_id: 'Aaa', fields: [{key: 'text', type: 'TEXT'}]})
  await sdk.items.bulkInsert(
    'Aaa',
    Array.from({length: 120}, (_, n) => ({_id: `i${n}`, text: 'x'.repeat(90_000)})),
  )
  const args = ['copy', '--local', proxy.url, '--out', at('shop.zip'), '--collections', 'Aaa']
  await stoppedAtCall(7, args, 'SIGKILL')
  await sdk.collections.createDataCollectionField('Aaa', {
    field: {
      key: 'links',
      type: 'MULTI_REFERENCE',
      typeMetadata: {multiReference: {referencedCollectionId: 'Orders'}},
    },
  })
  const {code, stderr} = await runCommand(args)
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('The fields of Aaa were changed while it was copied'),
  ])
  expect((await runCommand([...args, '--discard'])).code).toBe(0)
  expect((await runCommand(args)).code).toBe(0)
})

test('private copies of a restoration that fails are removed, and the sentence says what happened', async () => {
  const {backup} = await sdk.backups.createBackup()
  await host.settled()
  const before = await collectionIds()
  await host.local('POST', 'faults', {
    operation: 'restorePartialBackup',
    effect: 'fail-restoration',
    times: 1,
  })
  const args = ['copy', '--local', proxy.url, '--out', at('shop.zip'), '--backup', backup!._id!]
  const {code, stderr} = await runCommand(args)
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('Wix could not make private copies of the backup'),
  ])
  expect(await collectionIds()).toEqual(before)
  expect((await runCommand(args)).code).toBe(0)
  expect(await collectionIds()).toEqual(before)
})

test('a restoration whose answer was lost is not asked for twice', async () => {
  const {backup} = await sdk.backups.createBackup()
  await host.settled()
  await host.local('POST', 'faults', {operation: 'restorePartialBackup', effect: 'lose-response', times: 1})
  const {code} = await runCommand([
    'copy',
    '--local',
    proxy.url,
    '--out',
    at('shop.zip'),
    '--backup',
    backup!._id!,
  ])
  expect(code).toBe(0)
  expect((await sdk.backups.listRestorations()).restorations).toHaveLength(1)
})

test('Ctrl-C while Wix is still making private copies waits for them, and removes them', async () => {
  const {backup} = await sdk.backups.createBackup()
  await host.settled()
  const before = await collectionIds()
  await host.local('POST', 'settings', {restoreMs: 1500})
  const args = ['copy', '--local', proxy.url, '--out', at('shop.zip'), '--backup', backup!._id!]
  const {child, ended} = startCommand(args)
  proxy.treat = async ({path: at}): Promise<Treatment> => {
    if (
      !child.killed &&
      at.includes('restorations') &&
      proxy.seen.some(({path}) => path.endsWith('/partial-restore'))
    )
      child.kill('SIGINT')
    return 'pass'
  }
  expect((await ended).code).toBe(130)
  expect((await sdk.backups.listRestorations()).restorations).toMatchObject([{status: 'COMPLETED'}])
  expect(await collectionIds()).toEqual(before)
})

test('references of a backup to items that are gone since are in its copy', async () => {
  const linked = (await sdk.items.queryReferenced('Products', 'farro', 'suppliers')).items.map(
    ({_id}) => _id!,
  )
  const {backup} = await sdk.backups.createBackup()
  await host.settled()
  await sdk.items.bulkRemove('Suppliers', linked)
  await runCommand(['copy', '--local', host.url, '--out', at('shop.zip'), '--backup', backup!._id!])
  await sdk.items.bulkRemove('Products', ['farro'])
  const {code} = await runCommand(['restore', at('shop.zip'), '--local', host.url, '--mode', 'keep-newer'])
  expect(code).toBe(0)
  const now = (await sdk.items.queryReferenced('Products', 'farro', 'suppliers')).items.map(({_id}) => _id!)
  expect(now.toSorted()).toEqual(linked.toSorted())
})

/** What is the same, however often it was interrupted. */
function contentOf({counts, collections}: Copied) {
  return {
    items: counts.items,
    references: counts.references,
    collections: collections.map(({id, items, references}) => ({id, items, references})),
  }
}
