import {mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type {CollectionComparison} from 'public/copies/compare-copy'
import type {RestoreReport} from 'public/copies/restore-copy'
import type {SchemaChange} from 'public/copies-contract'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'
import {runCommand, runForJson} from './run-command'
import {startWixProxy, type Treatment, type WixProxy} from './wix-proxy'

let host: TestHost
let sdk: Sdk
let proxy: WixProxy
let folder: string
let file: string

beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
  sdk = host.sdk()
  proxy = await startWixProxy(host.url)
  folder = mkdtempSync(path.join(os.tmpdir(), 'restores-'))
  file = path.join(folder, 'shop.zip')
})
afterEach(async () => {
  await proxy.close()
  await host.close()
  rmSync(folder, {recursive: true, force: true})
})

type Restored = RestoreReport & {
  schema: SchemaChange[]
  safetyBackup: {id: string} | null
  isOtherSite: boolean
}
interface Compared {
  same: boolean
  collections: CollectionComparison[]
}
interface Failed {
  error: {code: string; message: string}
}

const copy = () => runForJson<{counts: {items: number}}>(['copy', '--local', host.url, '--out', file])
const compare = (...args: string[]) => runForJson<Compared>(['compare', file, '--local', host.url, ...args])
const restore = (mode: string, ...args: string[]) =>
  runForJson<Restored>(['restore', file, '--local', proxy.url, '--mode', mode, ...args])
const of = (report: {collections: {collectionId: string}[]}, id: string) =>
  report.collections.find(({collectionId}) => collectionId === id)! as never
const later = () => host.local('POST', 'clock', {advanceMs: 60_000})
const links = async (id: string) =>
  (await sdk.items.queryReferenced('Products', id, 'suppliers')).items.map(({_id}) => _id).toSorted()

/** A product with references of both kinds. */
const OIL = 'early-harvest-olive-oil'

describe('compare', () => {
  test('a site that is as it was: exit code 0', async () => {
    await copy()
    const {code, json} = await compare()
    expect([code, json.same]).toEqual([0, true])
    for (const {deleted, changed, added} of json.collections)
      expect([deleted, changed, added]).toEqual([[], [], 0])
  })

  test('names what is deleted and changed, and counts what is added and unchanged: exit code 1', async () => {
    await copy()
    await later()
    const before = await sdk.items.query('Suppliers').limit(1000).find()
    const [first, second] = before.items
    await sdk.items.remove('Suppliers', first!._id!)
    await sdk.items.update('Suppliers', {...second!, name: 'Another name'} as {_id: string})
    await sdk.items.insert('Suppliers', {_id: 'new', name: 'New'})
    const {code, json} = await compare('--collections', 'Suppliers')
    expect(code).toBe(1)
    expect(json.collections).toMatchObject([
      {
        collectionId: 'Suppliers',
        exists: true,
        deleted: [{itemId: first!._id}],
        changed: [{itemId: second!._id, fields: ['name']}],
        added: 1,
        unchanged: before.items.length - 2,
      },
    ])
  })

  test('a multi-reference that was taken away or added is a change', async () => {
    await copy()
    const [supplier] = await links(OIL)
    await sdk.items.removeReference('Products', 'suppliers', OIL, supplier!)
    const {json} = await compare('--collections', 'Products')
    expect(json.collections[0]!.changed).toMatchObject([{itemId: OIL, fields: ['suppliers']}])
  })

  test('a collection that is gone, and fields that are others now', async () => {
    await copy()
    await sdk.collections.deleteDataCollection('Orders')
    const {json} = await compare('--collections', 'Orders')
    expect(json.collections).toMatchObject([{exists: false, added: 0, unchanged: 0}])
    expect(json.collections[0]!.deleted.length).toBeGreaterThan(0)
  })
})

describe('restore --mode keep-newer', () => {
  test('a collection that was deleted with its schema comes back, with all references to it and from it', async () => {
    await copy()
    const {collection: before} = await definition('Suppliers')
    const linked = await links(OIL)
    await sdk.collections.deleteDataCollection('Suppliers')
    await sdk.collections.deleteDataCollection('Categories')
    expect(await links(OIL).catch(() => [])).toEqual([])
    const {code, json} = await restore('keep-newer')
    expect(code).toBe(0)
    expect(json.created.toSorted()).toEqual(['Categories', 'Suppliers'])
    const {collection: after} = await definition('Suppliers')
    expect(after).toMatchObject({
      displayName: before.displayName,
      fields: before.fields,
      permissions: before.permissions,
    })
    expect(await links(OIL)).toEqual(linked)
    expect((await compare()).json.same).toBe(true)
    expect(json.references.mended).toBeGreaterThan(0)
  })

  test('only the chosen collection is written, but what pointed to it points to it again', async () => {
    await copy()
    const linked = await links(OIL)
    await sdk.collections.deleteDataCollection('Suppliers')
    await sdk.items.remove('Orders', (await sdk.items.query('Orders').limit(1).find()).items[0]!._id!)
    const {json} = await restore('keep-newer', '--collections', 'Suppliers')
    expect(json.collections.map(({collectionId}) => collectionId)).toEqual(['Suppliers'])
    expect(await links(OIL)).toEqual(linked)
    expect((await compare('--collections', 'Orders')).json.collections[0]!.deleted).toHaveLength(1)
  })

  test('what is newer on the site stays and is listed: exit code 1', async () => {
    await copy()
    await later()
    const oil = (await sdk.items.get('Products', OIL))!
    await sdk.items.update('Products', {...oil, name: 'Renamed since', price: 1})
    await sdk.items.remove('Products', 'farro')
    const {code, json} = await restore('keep-newer')
    expect(code).toBe(1)
    expect(of(json, 'Products')).toMatchObject({
      inserted: 1,
      conflicts: [{itemId: OIL, fields: ['name', 'price'], reason: 'NEWER'}],
    })
    expect(await sdk.items.get('Products', OIL)).toMatchObject({name: 'Renamed since', price: 1})
    expect(await sdk.items.get('Products', 'farro')).not.toBeNull()
  })

  test('what is older on the site than in the copy is brought up to it', async () => {
    const {backup} = await sdk.backups.createBackup()
    await host.settled()
    await later()
    const oil = (await sdk.items.get('Products', OIL))!
    await sdk.items.update('Products', {...oil, name: 'As copied'})
    await copy()
    await sdk.backups.restoreBackup(backup!._id!)
    await host.settled()
    expect(await sdk.items.get('Products', OIL)).toMatchObject({name: oil.name})
    const {code, json} = await restore('keep-newer')
    expect([code, of(json, 'Products')]).toMatchObject([0, {updated: 1, conflicts: []}])
    expect(await sdk.items.get('Products', OIL)).toMatchObject({name: 'As copied'})
  })

  test('a reference that somebody took away, of something that was there all along, stays away and is listed', async () => {
    await copy()
    const [supplier] = await links(OIL)
    await sdk.items.removeReference('Products', 'suppliers', OIL, supplier!)
    const {code, json} = await restore('keep-newer')
    expect([code, of(json, 'Products')]).toMatchObject([
      1,
      {conflicts: [{itemId: OIL, fields: ['suppliers']}]},
    ])
    expect(await links(OIL)).not.toContain(supplier)
  })

  test('says what Wix sets itself, and of how many items', async () => {
    await copy()
    await sdk.collections.deleteDataCollection('Suppliers')
    const {json} = await restore('keep-newer', '--collections', 'Suppliers')
    // What points to suppliers are links, which are no part of an item.
    const {inserted} = of(json, 'Suppliers') as {inserted: number}
    expect(inserted).toBeGreaterThan(0)
    expect(json.setByWix).toMatchObject({_createdDate: inserted, _updatedDate: inserted})
  })

  test('--dry-run says what would be done, and writes nothing', async () => {
    await copy()
    await sdk.collections.deleteDataCollection('Suppliers')
    await sdk.items.remove('Products', 'farro')
    const {code, json} = await restore('keep-newer', '--dry-run')
    expect(code).toBe(0)
    expect(json.created).toEqual(['Suppliers'])
    expect(of(json, 'Products')).toMatchObject({inserted: 1})
    expect(writes()).toEqual([])
  })

  test('twice: the second time there is nothing to do', async () => {
    await copy()
    await sdk.collections.deleteDataCollection('Categories')
    await restore('keep-newer')
    proxy.seen.length = 0
    const {code, json} = await restore('keep-newer')
    expect(code).toBe(0)
    for (const {inserted, updated, conflicts} of json.collections)
      expect([inserted, updated, conflicts]).toEqual([0, 0, []])
    expect(writes()).toEqual([])
  })
})

describe('fields that are not as they were', () => {
  test('are told before anything is written', async () => {
    await createItems('Notes', [
      ['text', 'TEXT'],
      ['count', 'NUMBER'],
      ['kept', 'TEXT'],
    ])
    await copy()
    await sdk.collections.deleteDataCollection('Notes')
    await createItems(
      'Notes',
      [
        ['count', 'TEXT'],
        ['kept', 'TEXT'],
      ],
      false,
    )
    let told = ''
    proxy.treat = ({path: at}) => {
      if (at.includes('/bulk/')) told = 'written'
      return 'pass'
    }
    const {stderr, json} = await restore('keep-newer', '--collections', 'Notes', '--dry-run')
    expect(json.schema).toEqual([
      {collectionId: 'Notes', field: 'text', change: 'REMOVED', then: 'TEXT', now: null},
      {collectionId: 'Notes', field: 'count', change: 'RETYPED', then: 'NUMBER', now: 'TEXT'},
    ])
    expect(stderr).toContain('Notes.count was NUMBER and is TEXT now')
    expect(told).toBe('')
    expect((await restore('keep-newer', '--collections', 'Notes')).stderr).toContain(
      'Notes.text (TEXT) is no field',
    )
    expect(told).toBe('written')
  })
})

describe('references in a circle', () => {
  test('come back: collections first, then the fields that close the circle, then items, then links', async () => {
    await createItems('People', [['name', 'TEXT']])
    await createItems('Teams', [
      ['lead', 'REFERENCE', 'People'],
      ['members', 'MULTI_REFERENCE', 'People'],
    ])
    await sdk.collections.deleteDataCollection('People')
    await createItems('People', [
      ['name', 'TEXT'],
      ['team', 'REFERENCE', 'Teams'],
      ['friends', 'MULTI_REFERENCE', 'People'],
    ])
    await sdk.items.update('Teams', {_id: 'one', lead: 'one'})
    await sdk.items.insertReference('Teams', 'members', 'one', ['one', 'two'])
    await sdk.items.update('People', {_id: 'two', name: 'Two', team: 'one'})
    await sdk.items.insertReference('People', 'friends', 'one', ['two', 'one'])
    await copy()
    await sdk.collections.deleteDataCollection('People')
    await sdk.collections.deleteDataCollection('Teams')
    const {code, json} = await restore('keep-newer')
    expect([code, json.fieldsLeftOut]).toEqual([0, []])
    expect((await compare()).json).toMatchObject({same: true})
    expect((await sdk.items.queryReferenced('Teams', 'one', 'members')).items).toHaveLength(2)
    expect(await sdk.items.get('People', 'two')).toMatchObject({team: 'one'})
  })

  test('a field into a collection that is nowhere is left out, and told', async () => {
    await createItems('Parents', [['name', 'TEXT']])
    await createItems('Children', [['parent', 'REFERENCE', 'Parents']])
    await copy()
    await sdk.collections.deleteDataCollection('Children')
    await sdk.collections.deleteDataCollection('Parents')
    const {json} = await restore('keep-newer', '--collections', 'Children')
    expect(json.fieldsLeftOut).toEqual([{collectionId: 'Children', field: 'parent', into: 'Parents'}])
    expect(of(json, 'Children')).toMatchObject({inserted: 2})
  })
})

describe('restore --mode beside', () => {
  test('makes a new collection with the copy’s schema, and leaves the original alone', async () => {
    await copy()
    await later()
    await sdk.items.remove('Products', 'farro')
    const {code, json} = await restore('beside', '--collections', 'Products')
    expect(code).toBe(0)
    const {into} = of(json, 'Products') as {into: string}
    const {collection} = await definition(into)
    expect(collection.fields).toEqual((await definition('Products')).collection.fields)
    expect(await sdk.items.get(into, 'farro')).not.toBeNull()
    expect(await sdk.items.get('Products', 'farro')).toBeNull()
    expect((await sdk.items.queryReferenced(into, OIL, 'suppliers')).items).toHaveLength(
      (await links(OIL)).length,
    )
  })

  test('once more goes on with what is there', async () => {
    await copy()
    await restore('beside', '--collections', 'Products')
    const count = (await sdk.collections.listDataCollections()).collections!.length
    const {code, json} = await restore('beside', '--collections', 'Products')
    expect([code, of(json, 'Products')]).toMatchObject([0, {inserted: 0, created: false}])
    expect((await sdk.collections.listDataCollections()).collections).toHaveLength(count)
  })
})

describe('restore --mode replace', () => {
  test('without --overwrite does nothing, and says what it would overwrite', async () => {
    await copy()
    const {code, json} = (await restore('replace', '--collections', 'Products')) as unknown as {
      code: number
      json: Failed
    }
    expect([code, json.error.code]).toEqual([2, 'WOULD_OVERWRITE'])
    expect(json.error.message).toContain('Products')
    expect(proxy.seen).toEqual([])
  })

  test('makes the collections exactly what the copy holds, after a safety backup', async () => {
    await copy()
    await later()
    const oil = (await sdk.items.get('Products', OIL))!
    await sdk.items.update('Products', {...oil, name: 'Renamed since'})
    await sdk.items.remove('Products', 'farro')
    await sdk.items.insert('Products', {_id: 'added', name: 'Added since'})
    await sdk.items.insertReference('Products', 'suppliers', 'added', (await links(OIL))[0]!)
    await sdk.items.replaceReferences('Products', 'suppliers', OIL, [])
    await later()
    const before = await sdk.backups.listBackups()
    const {code, json} = await restore('replace', '--overwrite')
    expect(code).toBe(0)
    expect(of(json, 'Products')).toMatchObject({
      inserted: 1,
      updated: 1,
      removed: 1,
      conflicts: [],
      failed: [],
    })
    expect((await compare()).json.same).toBe(true)
    const after = await sdk.backups.listBackups()
    expect(after.backups!.map(({_id}) => _id)).toEqual([
      json.safetyBackup!.id,
      ...before.backups!.map(({_id}) => _id),
    ])
    // It holds what was there before.
    await sdk.backups.restoreBackup(json.safetyBackup!.id)
    await host.settled()
    expect(await sdk.items.get('Products', 'added')).not.toBeNull()
  })

  test('where the safety backup would evict one, names it, does nothing, and offers the ways out', async () => {
    for (let n = 0; n < 3; n++) {
      await sdk.backups.createBackup()
      await host.settled()
      await later()
    }
    await copy()
    await later()
    await sdk.items.remove('Products', 'farro')
    const onDemand = (await sdk.backups.listBackups({status: ['READY'], type: ['ON_DEMAND']})).backups!
    const oldest = onDemand.at(-1)!._id!
    const refused = (await restore('replace', '--overwrite')) as unknown as {code: number; json: Failed}
    expect([refused.code, refused.json.error.code]).toEqual([2, 'WOULD_EVICT'])
    expect(refused.json.error.message).toMatch(new RegExp(`${oldest}.*--evict ${oldest}.*--no-safety-backup`))
    expect(await sdk.items.get('Products', 'farro')).toBeNull()
    const wrong = await restore('replace', '--overwrite', '--evict', onDemand[0]!._id!)
    expect(wrong.code).toBe(2)
    const accepted = await restore('replace', '--overwrite', '--evict', oldest)
    expect(accepted.code).toBe(0)
    expect(await sdk.items.get('Products', 'farro')).not.toBeNull()
    expect(
      (await sdk.backups.listBackups({status: ['READY'], type: ['ON_DEMAND']})).backups!.map(({_id}) => _id),
    ).not.toContain(oldest)
  })

  test('--no-safety-backup does without one', async () => {
    await copy()
    const {code, json} = await restore('replace', '--overwrite', '--no-safety-backup')
    expect([code, json.safetyBackup]).toEqual([0, null])
    expect(proxy.seen.some(({path: at}) => at.includes('/backups'))).toBe(false)
  })

  test('a safety backup that fails stops it', async () => {
    await copy()
    await sdk.items.remove('Products', 'farro')
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'fail-backup', times: 1})
    const {code, json} = (await restore('replace', '--overwrite')) as unknown as {code: number; json: Failed}
    expect([code, json.error.code]).toEqual([2, 'BACKUP_FAILED'])
    expect(await sdk.items.get('Products', 'farro')).toBeNull()
  })

  test('a safety backup whose answer was lost is not created twice', async () => {
    await copy()
    await later()
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'lose-response', times: 1})
    const before = (await sdk.backups.listBackups()).backups!.length
    const {code, json} = await restore('replace', '--overwrite')
    expect(code).toBe(0)
    const after = (await sdk.backups.listBackups()).backups!
    expect(after).toHaveLength(before + 1)
    expect(after[0]!._id).toBe(json.safetyBackup!.id)
  })
})

describe('a site that changes meanwhile', () => {
  /** Does something once, right before the first call that fits. */
  const before = (fits: string, doing: () => Promise<unknown>) => {
    let done = false
    proxy.treat = async ({path: at}): Promise<Treatment> => {
      if (!done && at.includes(fits)) {
        done = true
        await later()
        await doing()
      }
      return 'pass'
    }
  }

  test('an item that is changed between being read and being written stays as it is, and is told', async () => {
    await copy()
    await later()
    const oil = (await sdk.items.get('Products', OIL))!
    await sdk.items.update('Products', {...oil, name: 'Renamed since'})
    before('/bulk/items/update', () => sdk.items.update('Products', {...oil, name: 'Renamed again'}))
    const {code, json} = await restore('replace', '--overwrite')
    expect([code, of(json, 'Products')]).toMatchObject([
      1,
      {updated: 0, conflicts: [{itemId: OIL, reason: 'CHANGED_MEANWHILE'}]},
    ])
    expect(await sdk.items.get('Products', OIL)).toMatchObject({name: 'Renamed again'})
  })

  test('an item that comes back by another hand first is not written over', async () => {
    await copy()
    await sdk.items.remove('Products', 'farro')
    before('/bulk/items/insert', () => sdk.items.insert('Products', {_id: 'farro', name: 'Somebody else’s'}))
    const {code, json} = await restore('replace', '--overwrite')
    expect([code, of(json, 'Products')]).toMatchObject([
      1,
      {inserted: 0, conflicts: [{itemId: 'farro', reason: 'CHANGED_MEANWHILE'}]},
    ])
    expect(await sdk.items.get('Products', 'farro')).toMatchObject({name: 'Somebody else’s'})
  })

  test('an item that is added while it is replaced stays, and is told', async () => {
    await copy()
    await later()
    await sdk.items.insert('Products', {_id: 'old', name: 'Added before'})
    await later()
    before('/items/query', () => sdk.items.insert('Products', {_id: 'submission', name: 'Just sent'}))
    const {code, json} = await restore('replace', '--overwrite')
    expect([code, of(json, 'Products')]).toMatchObject([
      1,
      {removed: 1, conflicts: [{itemId: 'submission', reason: 'CHANGED_MEANWHILE'}]},
    ])
    expect(await sdk.items.get('Products', 'submission')).not.toBeNull()
  })

  test('an item that is changed before it is removed stays', async () => {
    await copy()
    await later()
    const added = await sdk.items.insert('Products', {_id: 'old', name: 'Added before'})
    await later()
    before('/bulk/items/remove', () => sdk.items.update('Products', {...added, name: 'Edited'}))
    const {json} = await restore('replace', '--overwrite')
    expect(of(json, 'Products')).toMatchObject({removed: 0, conflicts: [{itemId: 'old'}]})
    expect(await sdk.items.get('Products', 'old')).toMatchObject({name: 'Edited'})
  })
})

describe('what cannot work', () => {
  test.each([
    ['no mode', [], 'restore needs --mode'],
    ['an unknown mode', ['--mode', 'merge'], 'not "merge"'],
    ['--overwrite without replace', ['--mode', 'keep-newer', '--overwrite'], 'go with --mode replace'],
    [
      'a collection that the copy has not',
      ['--mode', 'keep-newer', '--collections', 'Nothing'],
      'There is no collection Nothing in the copy',
    ],
  ])('%s: exit code 2', async (_name, args, sentence) => {
    await copy()
    const {code, stderr} = await runCommand(['restore', file, '--local', host.url, ...args])
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
  })

  test('a damaged copy is never written from', async () => {
    await copy()
    const {readFileSync, writeFileSync} = await import('node:fs')
    const bytes = readFileSync(file)
    bytes[2000]! ^= 1
    writeFileSync(file, bytes)
    const {code} = await runCommand(['restore', file, '--local', proxy.url, '--mode', 'keep-newer'])
    expect([code, proxy.seen]).toEqual([1, []])
  })
})

interface Definition {
  collection: {displayName: string; fields: unknown[]; permissions: unknown}
}

async function definition(id: string): Promise<Definition> {
  const response = await fetch(`${host.url}/wix-data/v2/collections/${id}`, {
    headers: {authorization: 'local-owner'},
  })
  return (await response.json()) as Definition
}

async function createItems(id: string, fields: [key: string, type: string, into?: string][], fill = true) {
  await sdk.collections.createDataCollection({
    _id: id,
    fields: fields.map(([key, type, into]) => ({
      key,
      displayName: key,
      type: type as 'TEXT',
      ...(into !== undefined && {
        typeMetadata: {
          [type === 'REFERENCE' ? 'reference' : 'multiReference']: {referencedCollectionId: into},
        },
      }),
    })),
  })
  if (fill)
    await sdk.items.bulkInsert(id, [
      {_id: 'one', name: 'One'},
      {_id: 'two', name: 'Two'},
    ])
}

function writes(): string[] {
  return proxy.seen
    .map(({method, path: at}) => `${method} ${at}`)
    .filter((call) => !/^GET|query|count/.test(call))
}
