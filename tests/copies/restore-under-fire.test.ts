import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {compareCopy} from 'public/copies/compare-copy'
import {openCopy} from 'public/copies/open-copy'
import type {RestoreMode, RestoreReport} from 'public/copies/restore-copy'
import {listCollections} from '../../bin/site/collections'
import {siteItems} from '../../bin/site/items'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'
import {asFile} from './make-copy'
import {runCommand, startCommand} from './run-command'
import {callsTo, copySite, restoreSite} from './site-over-http'
import {startWixProxy, type SeenCall, type Treatment, type WixProxy} from './wix-proxy'

/** Every call, one after the other, takes a while: `KILLS=all`. Else some of them; which ones changes with the day. */
const STEP = process.env.KILLS === 'all' ? 1 : 5
const FIRST = 1 + (new Date().getUTCDate() % STEP)

let host: TestHost
let sdk: Sdk
let proxy: WixProxy

beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
  sdk = host.sdk()
  proxy = await startWixProxy(host.url)
})
afterEach(async () => {
  await proxy.close()
  await host.close()
})

/** Something of everything is different from the copy. */
async function damageSite(): Promise<void> {
  await host.local('POST', 'clock', {advanceMs: 60_000})
  await sdk.collections.deleteDataCollection('Suppliers')
  await sdk.items.bulkRemove('Products', ['farro', 'honeycomb'])
  const oil = (await sdk.items.get('Products', 'early-harvest-olive-oil'))!
  await sdk.items.update('Products', {...oil, name: 'Renamed since'})
  await sdk.items.insert('Categories', {_id: 'added', name: 'Added since'})
  await host.local('POST', 'clock', {advanceMs: 60_000})
}

async function differences(bytes: Buffer) {
  const calls = callsTo(host.url)
  const copy = await openCopy(asFile(bytes))
  const found: Record<string, unknown> = {}
  const {collections} = copy.manifest
  for await (const {collectionId, deleted, changed, added} of compareCopy({
    copy,
    collections,
    site: siteItems(calls),
    live: await listCollections(calls),
  })) {
    if (deleted.length + changed.length > 0 || added !== 0)
      found[collectionId] = {
        deleted: deleted.map(({itemId}) => itemId),
        changed: changed.map(({itemId}) => itemId),
        added,
      }
  }
  return found
}

const isWrite = ({method, path: at}: SeenCall) => method !== 'GET' && !/query|count/.test(at)

const sums = ({collections, references}: RestoreReport) => ({
  inserted: collections.reduce((sum, one) => sum + one.inserted, 0),
  updated: collections.reduce((sum, one) => sum + one.updated, 0),
  removed: collections.reduce((sum, one) => sum + one.removed, 0),
  kept: collections.flatMap(({conflicts}) => conflicts.map(({itemId}) => itemId)),
  failed: collections.flatMap(({failed}) => failed),
  references: {...references, written: references.written + references.mended, mended: 0},
})

/** With `keep-newer` what is newer stays. */
const LEFT: Record<RestoreMode, unknown> = {
  'keep-newer': {
    Products: {deleted: [], changed: ['early-harvest-olive-oil'], added: 0},
    Categories: {deleted: [], changed: [], added: 1},
  },
  replace: {},
  beside: {},
}

describe.each(['keep-newer', 'replace'] as const)('%s', (mode) => {
  test.each<[string, Treatment]>([
    ['was lost', 'lose'],
    ['did not come, because the call did not arrive', 'refuse'],
    ['was an error of Wix', {status: 503}],
    ['was to wait a minute', {status: 429}],
  ])(
    'whichever call it was whose answer %s: the same in the end, and counted the same',
    async (_name, treatment) => {
      const bytes = await copySite(callsTo(host.url))
      await damageSite()
      const state = await openState()
      const expected = sums(await restoreSite(callsTo(proxy.url), bytes, {mode}))
      expect(await differences(bytes)).toEqual(LEFT[mode])
      const calls = proxy.seen.length
      for (let n = FIRST; n <= calls; n += STEP) {
        await state.back()
        proxy.seen.length = 0
        proxy.treat = ({number}) => (number === n ? treatment : 'pass')
        const report = await restoreSite(callsTo(proxy.url), bytes, {mode})
        expect({n, ...sums(report)}).toEqual({n, ...expected})
        expect({n, left: await differences(bytes)}).toEqual({n, left: LEFT[mode]})
      }
    },
    300_000,
  )

  test('killed at any write, and run again: the same in the end', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'fire-'))
    const file = path.join(folder, 'shop.zip')
    const bytes = await copySite(callsTo(host.url))
    writeFileSync(file, bytes)
    await damageSite()
    const state = await openState()
    const args = ['restore', file, '--local', proxy.url, '--mode', mode]
    if (mode === 'replace') args.push('--overwrite', '--no-safety-backup')
    await restoreSite(callsTo(proxy.url), bytes, {mode})
    const writes = proxy.seen.filter(isWrite).length
    expect(writes).toBeGreaterThan(3)
    for (let n = 1 + (FIRST % 3); n <= writes; n += Math.min(STEP, 3)) {
      await state.back()
      let written = 0
      const {child, ended} = startCommand(args)
      proxy.treat = async (call): Promise<Treatment> => {
        if (!isWrite(call) || ++written !== n) return 'pass'
        child.kill('SIGKILL')
        await ended
        return 'pass'
      }
      await ended
      proxy.treat = () => 'pass'
      const {code} = await runCommand(args)
      expect([n, code]).toEqual([n, mode === 'replace' ? 0 : 1])
      expect({n, left: await differences(bytes)}).toEqual({n, left: LEFT[mode]})
    }
    rmSync(folder, {recursive: true, force: true})
  }, 300_000)
})

test('a write that is never answered ends it with a sentence; run again, it goes on', async () => {
  const bytes = await copySite(callsTo(host.url))
  await damageSite()
  proxy.treat = (call) => (call.path.endsWith('/bulk/items/insert') ? 'refuse' : 'pass')
  await expect(restoreSite(callsTo(proxy.url), bytes)).rejects.toThrow('Wix did not say whether items of')
  proxy.treat = () => 'pass'
  await restoreSite(callsTo(proxy.url), bytes)
  expect(await differences(bytes)).toEqual(LEFT['keep-newer'])
})

test('items that Wix refuses are told one by one, and the others come back', async () => {
  const bytes = await copySite(callsTo(host.url))
  await sdk.items.bulkRemove('Products', ['farro', 'honeycomb'])
  proxy.treat = async ({path: at, body}): Promise<Treatment> => {
    if (!at.endsWith('/bulk/items/insert')) return 'pass'
    const {dataCollectionId, dataItems} = JSON.parse(body) as {
      dataCollectionId: string
      dataItems: {id: string; data: object}[]
    }
    const others = dataItems.filter(({id}) => id !== 'farro')
    await sdk.items.bulkInsert(
      dataCollectionId,
      others.map(({id, data}) => ({...data, _id: id})),
    )
    const error = {code: 'WDE0080', description: 'Validation failed'}
    return {
      status: 200,
      body: {
        results: dataItems.map(({id}, originalIndex) => ({
          itemMetadata: {id, originalIndex, success: id !== 'farro', ...(id === 'farro' && {error})},
        })),
      },
    }
  }
  const report = await restoreSite(callsTo(proxy.url), bytes, {only: ['Products']})
  expect(report.collections[0]).toMatchObject({
    inserted: 1,
    failed: [{itemId: 'farro', reason: 'WDE0080 Validation failed'}],
  })
})

/** The site as it is now, to go back to as often as needed. */
async function openState() {
  const {backup} = await sdk.backups.createBackup()
  await host.settled()
  const {collections = []} = await sdk.collections.listDataCollections()
  return {
    async back() {
      const now = (await sdk.collections.listDataCollections()).collections ?? []
      for (const {_id} of now) {
        if (!collections.some((one) => one._id === _id)) await sdk.collections.deleteDataCollection(_id!)
      }
      await sdk.backups.restoreBackup(backup!._id!)
      await host.settled()
    },
  }
}
