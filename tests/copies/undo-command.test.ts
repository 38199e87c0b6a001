import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type {RestoreReport} from 'public/copies/restore-copy'
import type {UndoReport} from 'public/copies/undo-restore'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'
import {runCommand, runForJson, startCommand} from './run-command'
import {startWixProxy, type Treatment, type WixProxy} from './wix-proxy'

jest.setTimeout(300_000)

let host: TestHost
let sdk: Sdk
let proxy: WixProxy
let folder: string
let file: string

beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
  sdk = host.sdk()
  proxy = await startWixProxy(host.url)
  folder = mkdtempSync(path.join(os.tmpdir(), 'undos-'))
  file = path.join(folder, 'shop.zip')
})
afterEach(async () => {
  await proxy.close()
  await host.close()
  rmSync(folder, {recursive: true, force: true})
})

/** A product with references of both kinds, and two that orders point at. */
const OIL = 'early-harvest-olive-oil'
const GONE = ['farro', 'honeycomb']

const later = () => host.local('POST', 'clock', {advanceMs: 60_000})
const restoreArgs = () => ['restore', file, '--local', proxy.url, '--mode', 'keep-newer']
const restore = () => runForJson<RestoreReport & {receipt: string}>(restoreArgs())
const undo = (receipt: string) => runForJson<UndoReport>(['undo', receipt, '--local', proxy.url])

const pointTo = async (order: string, product: string) => {
  await later()
  await sdk.items.patch('Orders', order, [{fieldPath: 'product', action: 'SET_FIELD', value: product}])
}
const rename = async (id: string, name: string) => {
  await later()
  await sdk.items.patch('Products', id, [{fieldPath: 'name', action: 'SET_FIELD', value: name}])
}

/** What everybody sees, without what Wix sets by itself. */
async function content(): Promise<Record<string, Record<string, unknown>>> {
  const found: Record<string, Record<string, unknown>> = {}
  for (const id of ['Products', 'Orders', 'Categories', 'Suppliers']) {
    const {items} = await sdk.items.query(id).limit(1000).find()
    found[id] = Object.fromEntries(
      await Promise.all(
        items.map(async ({_id, _createdDate, _updatedDate, _owner, ...rest}) => {
          void [_createdDate, _updatedDate, _owner]
          const suppliers = id === 'Products' ? await suppliersOf(_id) : undefined
          return [_id, {...rest, suppliers}]
        }),
      ),
    ) as Record<string, unknown>
  }
  return found
}

const suppliersOf = async (id: string) =>
  (await sdk.items.queryReferenced('Products', id, 'suppliers')).items.map(({_id}) => _id).toSorted()

/** The copy is newer than the oil on the site, and two products are missing there. */
async function disaster() {
  const {backup} = await sdk.backups.createBackup()
  await host.settled()
  await rename(OIL, 'Renamed before the copy')
  const other = (await sdk.items.query('Suppliers').limit(1000).find()).items.map(({_id}) => _id)
  const now = await suppliersOf(OIL)
  await sdk.items.replaceReferences('Products', 'suppliers', OIL, [other.find((id) => !now.includes(id))!])
  await later()
  await runCommand(['copy', '--local', host.url, '--out', file])
  await sdk.backups.restorePartialBackup(backup!._id!, [{dataCollectionId: 'Products'}])
  await host.settled()
  await sdk.items.bulkRemove('Products', GONE)
  return content()
}

test('what came back is gone again, what was changed is what it was; asked again, there is nothing to do', async () => {
  const before = await disaster()
  const {json, stderr} = await restore()
  expect(json.collections.find(({collectionId}) => collectionId === 'Products')).toMatchObject({
    inserted: 2,
    updated: 1,
    conflicts: [],
  })
  expect(stderr).not.toContain('undo')
  const {receipt} = json
  expect(path.dirname(receipt)).toBe(folder)
  expect(path.basename(receipt)).toMatch(/^shop\.zip\.restored-/)
  const restored = await content()
  expect(restored.Products![OIL]).toMatchObject({name: 'Renamed before the copy'})
  await later()
  const undone = await undo(receipt)
  expect([undone.code, undone.json]).toMatchObject([0, {removed: 2, changedBack: 1, kept: []}])
  expect(await content()).toEqual(before)
  const again = await undo(receipt)
  expect([again.code, again.json.removed, again.json.kept]).toEqual([0, 0, []])
  expect(await content()).toEqual(before)
})

test('what was changed since, or is referred to by now, stays and is named: exit code 1', async () => {
  await disaster()
  const {receipt} = (await restore()).json
  const orders = (await sdk.items.query('Orders').limit(1000).find()).items
  const free = orders.find(({product}) => !GONE.includes(String(product)))!
  await rename('farro', 'Renamed since')
  await pointTo(free._id, 'honeycomb')
  await sdk.items.insertReference('Products', 'suppliers', OIL, [
    (await sdk.items.query('Suppliers').limit(1000).find()).items.at(-1)!._id,
  ])
  const since = await content()
  const {code, json} = await undo(receipt)
  expect(code).toBe(1)
  expect(json.kept.toSorted((a, b) => a.itemId.localeCompare(b.itemId))).toEqual([
    {collectionId: 'Products', itemId: OIL, because: 'CHANGED'},
    {collectionId: 'Products', itemId: 'farro', because: 'CHANGED'},
    {collectionId: 'Products', itemId: 'honeycomb', because: 'REFERRED'},
  ])
  expect(await content()).toEqual(since)
})

test('an order that pointed at it then is no reason to keep it: the restore has pointed it there again', async () => {
  const before = await disaster()
  const {json} = await restore()
  expect(json.references.mended).toBeGreaterThan(0)
  expect((await undo(json.receipt)).json.kept).toEqual([])
  expect(await content()).toEqual(before)
})

test('the restore was killed, and gone on with: its Undo is as exact', async () => {
  const before = await disaster()
  const state = (await sdk.backups.createBackup()).backup!._id!
  await host.settled()
  for (let n = 2; ; n += 4) {
    const from = proxy.seen.length
    const {child, ended} = startCommand(restoreArgs())
    proxy.treat = async (): Promise<Treatment> => {
      if (proxy.seen.length - from === n) {
        child.kill('SIGKILL')
        await ended
      }
      return 'pass'
    }
    const {code} = await ended
    proxy.treat = () => 'pass'
    const receipt =
      code === null
        ? (await restore()).json.receipt
        : path.join(
            folder,
            readdirSync(folder).find((name) => name.includes('.restored-'))!,
          )
    expect({n, kept: (await undo(receipt)).json.kept}).toEqual({n, kept: []})
    expect({n, content: await content()}).toEqual({n, content: before})
    rmSync(receipt)
    await sdk.backups.restoreBackup(state)
    await host.settled()
    if (code !== null) break
  }
})

test.each([
  ['was lost', 'lose'],
  ['did not come, because the call did not arrive', 'refuse'],
] as [string, Treatment][])(
  'whichever call of Undo it was whose answer %s: the same in the end',
  async (_name, treatment) => {
    const before = await disaster()
    const {receipt} = (await restore()).json
    const state = (await sdk.backups.createBackup()).backup!._id!
    await host.settled()
    const from = proxy.seen.length
    await undo(receipt)
    const calls = proxy.seen.length - from
    for (let n = 1; n <= calls; n += 2) {
      await sdk.backups.restoreBackup(state)
      await host.settled()
      const first = proxy.seen.length
      proxy.treat = () => (proxy.seen.length - first === n ? treatment : 'pass')
      await undo(receipt)
      proxy.treat = () => 'pass'
      // Whoever was stopped by it runs the same command again.
      expect({n, kept: (await undo(receipt)).json.kept}).toEqual({n, kept: []})
      expect({n, content: await content()}).toEqual({n, content: before})
    }
  },
)

test('what is no receipt, of another site, or of a restore that did not end, is refused', async () => {
  const at = (name: string) => path.join(folder, name)
  writeFileSync(at('a'), 'no')
  writeFileSync(at('b'), '{"restoring":2}\n')
  const header = {restoring: 1, site: 'local', sha256: '', mode: 'keep-newer', collections: null}
  writeFileSync(at('c'), `${JSON.stringify(header)}\n["INSERT","Products",["farro"]]\n`)
  writeFileSync(at('d'), `${JSON.stringify({...header, site: 'other'})}\n["WROTE","Products",["farro"],[]]\n`)
  const before = await content()
  const codeOf = async (name: string) => {
    const {code, json} = await runForJson<{error: {code: string}}>(['undo', at(name), '--local', host.url])
    return [code, json.error.code]
  }
  expect(await codeOf('a')).toEqual([2, 'NOT_A_RECEIPT'])
  expect(await codeOf('b')).toEqual([2, 'NOT_A_RECEIPT'])
  expect(await codeOf('c')).toEqual([2, 'NOT_FINISHED'])
  expect(await codeOf('d')).toEqual([2, 'OTHER_SITE'])
  expect(await codeOf('e')).toEqual([2, 'ENOENT'])
  expect(await content()).toEqual(before)
})

test('single items of the copy, and both values of what was changed', async () => {
  await disaster()
  const before = await content()
  const compared = await runForJson<{collections: {changed: {itemId: string; values: object}[]}[]}>([
    ...['compare', file, '--local', host.url, '--collections', 'Products', '--values'],
  ])
  expect(compared.json.collections[0]!.changed).toMatchObject([
    {
      itemId: OIL,
      values: {name: {then: 'Renamed before the copy', now: before.Products![OIL] && expect.any(String)}},
    },
  ])
  const {stdout} = await runCommand(['compare', file, '--local', host.url, '--values'])
  expect(stdout).toMatch(/\n {4}name: "Renamed before the copy" → ".+"\n/)

  const some = ['--collections', 'Products', '--items', 'farro']
  const {code, json} = await runForJson<RestoreReport & {receipt: string}>([...restoreArgs(), ...some])
  expect([code, json.collections]).toMatchObject([
    0,
    [{inserted: 1, updated: 0, unchanged: 0, conflicts: []}],
  ])
  const now = await content()
  expect(Object.keys(now.Products!)).toEqual(expect.arrayContaining(['farro']))
  expect(now.Products!.honeycomb).toBeUndefined()
  expect(now.Products![OIL]).toEqual(before.Products![OIL])
  expect((await undo(json.receipt)).json).toMatchObject({removed: 1, kept: []})
  expect(await content()).toEqual(before)

  for (const [more, reason] of [
    [['--collections', 'Products', '--items', 'nowhere'], 'ITEM_NOT_FOUND'],
    [['--items', 'farro'], 'USAGE'],
    [['--collections', 'Products', '--items', ','], 'USAGE'],
  ] as const) {
    const refused = await runForJson<{error: {code: string}}>([...restoreArgs(), ...more])
    expect([refused.code, refused.json.error.code]).toEqual([2, reason])
  }
  expect(await content()).toEqual(before)
})
