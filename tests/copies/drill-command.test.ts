import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'
import {runCommand, runForJson, startCommand} from './run-command'
import {startWixProxy, type Treatment, type WixProxy} from './wix-proxy'

jest.setTimeout(180_000)

let host: TestHost
let sdk: Sdk
let proxy: WixProxy
let folder: string
let backupId: string

beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
  sdk = host.sdk()
  proxy = await startWixProxy(host.url)
  folder = mkdtempSync(path.join(os.tmpdir(), 'drills-'))
  backupId = (await sdk.backups.createBackup()).backup!._id!
  await host.settled()
})
afterEach(async () => {
  await proxy.close()
  await host.close()
  rmSync(folder, {recursive: true, force: true})
})

interface Proven {
  proven: boolean
  backup: {id: string}
  items: number
  of: number
  ms: number
  collections: {
    collectionId: string
    items: number
    of: number
    differing: {itemId: string; fields: string[]}[]
    missing: number | null
  }[]
}

const args = (...more: string[]) => ['drill', '--local', proxy.url, ...more]
const drill = (...more: string[]) => runForJson<Proven>(args(...more), {cwd: folder})
const collectionIds = async () =>
  (await sdk.collections.listDataCollections({paging: {limit: 100}})).collections!.map(({_id}) => _id)

test('the newest backup: a sample comes back as it was, is measured, and leaves nothing', async () => {
  const before = await collectionIds()
  const {code, json} = await drill()
  expect(code).toBe(0)
  expect(json).toMatchObject({proven: true, backup: {id: backupId}})
  expect(json.collections).toHaveLength(3)
  for (const {collectionId, items, of, differing, missing} of json.collections) {
    expect([items, of, differing, missing]).toEqual([
      await sdk.items.query(collectionId).count(),
      items,
      [],
      0,
    ])
  }
  expect(json.ms).toBeGreaterThan(0)
  expect(await collectionIds()).toEqual(before)
  expect(readdirSync(folder)).toEqual([])
  const {stdout} = await runCommand(args(), {cwd: folder})
  expect(stdout).toMatch(/\nThe backup of .+: (\d+) of \1 items, \d+ s\.\n$/)
})

test('what the site has changed, deleted, and added since, is no reason to doubt', async () => {
  await host.local('POST', 'clock', {advanceMs: 60_000})
  const {items} = await sdk.items.query('Suppliers').limit(2).find()
  await sdk.items.update('Suppliers', {...items[0]!, name: 'Another name'} as {_id: string})
  await sdk.items.insert('Suppliers', {_id: 'new', name: 'New'})
  const {code, json} = await drill(backupId, '--collections', 'Suppliers')
  expect([code, json.proven, json.of]).toEqual([0, true, (await sdk.items.query('Suppliers').count()) - 1])
})

test('a collection that the site has no longer comes back all the same', async () => {
  const count = await sdk.items.query('Suppliers').count()
  await sdk.collections.deleteDataCollection('Suppliers')
  const {json} = await drill(backupId, '--collections', 'Suppliers')
  expect(json.collections).toMatchObject([{collectionId: 'Suppliers', items: count, of: count, missing: 0}])
})

test('what differs without having been changed since is named, and ends with 1', async () => {
  await host.local('POST', 'clock', {advanceMs: 60_000})
  // Deleting a product clears what pointed at it, and dates no order.
  const order = (await sdk.items.query('Orders').limit(1).find()).items[0]!
  await sdk.items.remove('Products', String(order.product))
  const {code, json} = await drill(backupId, '--collections', 'Orders')
  expect([code, json.proven]).toEqual([1, false])
  const [orders] = json.collections
  expect(orders!.differing).toContainEqual(expect.objectContaining({itemId: order._id, fields: ['product']}))
  expect(orders!.items).toBe(orders!.of - orders!.differing.length)
})

test('killed or interrupted at any call: whoever drills next finds what is left, and removes it', async () => {
  const before = await collectionIds()
  for (let n = 1; ; n += 3) {
    const signal = n % 2 === 1 ? 'SIGKILL' : 'SIGINT'
    const from = proxy.seen.length
    const {child, ended} = startCommand(args('--collections', 'Orders'), {cwd: folder})
    proxy.treat = async (): Promise<Treatment> => {
      if (proxy.seen.length - from === n) {
        child.kill(signal)
        if (signal === 'SIGKILL') await ended
      }
      return 'pass'
    }
    const {code} = await ended
    proxy.treat = () => 'pass'
    if (code === 0) break
    if (signal === 'SIGINT') {
      expect(code).toBe(130)
      expect(await collectionIds()).toEqual(before)
      expect(existsSync(path.join(folder, 'backups-drill.journal'))).toBe(false)
    }
    await host.settled()
    const again = await drill('--collections', 'Orders')
    expect([again.code, again.json.proven]).toEqual([0, true])
    expect(await collectionIds()).toEqual(before)
  }
})

test.each([
  ['a backup that is not there', ['11111111-1111-4111-8111-111111111111'], 'There is no backup with the ID'],
  [
    'a collection that is not in it',
    ['--collections', 'Nowhere'],
    'There is no collection Nowhere in the backup',
  ],
  ['two backups', ['a', 'b'], 'drill does not know what to do with "b"'],
])('%s: a sentence, exit code 2, and nothing is made', async (_what, more, sentence) => {
  const before = await collectionIds()
  const {code, stderr} = await runCommand(args(...more), {cwd: folder})
  expect(code).toBe(2)
  expect(stderr).toContain(sentence)
  expect(await collectionIds()).toEqual(before)
  expect(readdirSync(folder)).toEqual([])
})

test('no backup at all', async () => {
  for (const {_id} of (await sdk.backups.listBackups()).backups!) await sdk.backups.deleteBackup(_id!)
  const {code, json} = await runForJson<{error: {code: string}}>(args(), {cwd: folder})
  expect([code, json.error.code]).toEqual([2, 'BACKUP_NOT_FOUND'])
})
