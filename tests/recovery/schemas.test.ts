import type {Backup} from 'public/contract'
import type {DefinitionJson, RecreatedCollection, SchemaSince} from 'public/copies-contract'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'

let host: TestHost
beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
})
afterEach(() => host.close())

/** The demo shop has used its slots: the oldest goes. */
async function backUp(): Promise<Backup> {
  let made = await host.call<Backup>('createBackup', [{}])
  if (!made.ok && made.error.code === 'WOULD_EVICT') {
    made = await host.call<Backup>('createBackup', [{evict: made.error.backup!.id}])
  }
  await host.settled()
  return valueOf(made)
}

/** A look makes the history, after it was said. */
async function makeHistory(): Promise<void> {
  const {id} = await backUp()
  const look = valueOf(await host.call<{id: string}>('lookInside', [id, ['Categories']]))
  await host.settled()
  valueOf(await host.call('closeLook', [look.id]))
}

const ids = async () =>
  (await host.sdk().collections.listDataCollections({paging: {limit: 100}})).collections!.map(({_id}) => _id!)
const kept = async () =>
  (await host.sdk().items.query('BackupsHistory').eq('kind', 'SCHEMA').limit(100).find()).items as {
    _id: string
    body: {backupId: string; definitions: DefinitionJson[]}
  }[]
const since = async (backupId: string) =>
  valueOf(await host.call<SchemaSince | null>('compareSchema', [backupId]))
/** What a person made of it, without what Wix counts. */
const madeOf = ({displayName, fields = [], permissions}: Awaited<ReturnType<typeof definitionOf>>) => ({
  displayName,
  permissions,
  fields: fields.map(({key, type, typeMetadata}) => ({key, type, typeMetadata})),
})
const definitionOf = (id: string) => host.sdk().collections.getDataCollection(id)

test('site code makes no history: nothing is kept, nothing is told, and one call is all that it costs', async () => {
  const asked = jest.spyOn(globalThis, 'fetch')
  const backup = await backUp()
  const ofCollections = asked.mock.calls
    .map(([url]) => String(url))
    .filter((url) => url.includes('/v2/collections'))
  expect(ofCollections).toEqual([expect.stringContaining('/v2/collections/BackupsHistory')])
  asked.mockRestore()
  expect(await ids()).not.toContain('BackupsHistory')
  expect(await since(backup.id)).toBeNull()
})

test('what collections look like is kept with a backup, without what is nobody’s content', async () => {
  await makeHistory()
  const backup = await backUp()
  const [entry] = await kept()
  expect(entry!.body.backupId).toBe(backup.id)
  expect(entry!.body.definitions.map(({id}) => id).toSorted()).toEqual([
    'Categories',
    'Orders',
    'Products',
    'Suppliers',
  ])
  expect(await since(backup.id)).toEqual({changes: [], deleted: []})
})

test('a deleted collection is told and made again as it was; restoring brings its items', async () => {
  await makeHistory()
  const before = await definitionOf('Suppliers')
  const count = await host.sdk().items.query('Suppliers').count()
  const backup = await backUp()
  await host.sdk().collections.deleteDataCollection('Suppliers')
  const {deleted} = (await since(backup.id))!
  expect(deleted).toEqual([
    {
      id: 'Suppliers',
      displayName: before.displayName,
      fieldCount: before.fields!.filter(({key}) => !key!.startsWith('_')).length,
    },
  ])
  const made = valueOf(await host.call<RecreatedCollection>('recreateCollection', [backup.id, 'Suppliers']))
  expect(made.left).toEqual([])
  expect(madeOf(await definitionOf('Suppliers'))).toEqual(madeOf(before))
  expect((await since(backup.id))!.deleted).toEqual([])
  valueOf(
    await host.call('restorePartialBackup', [
      backup.id,
      [{dataCollectionId: 'Suppliers'}],
      {overwrite: true},
    ]),
  )
  await host.settled()
  expect(await host.sdk().items.query('Suppliers').count()).toBe(count)
  // There is one now: what a person has is never made anew.
  expect(await host.call('recreateCollection', [backup.id, 'Suppliers'])).toMatchObject({
    ok: false,
    error: {code: 'INVALID_ARGUMENT'},
  })
})

test('fields that are gone, of another type, or point elsewhere; a field whose target is gone is left out, and told', async () => {
  const {collections} = host.sdk()
  await makeHistory()
  await host.site.engine.createCollection({id: 'Shop/Goods', displayName: 'Goods', type: 'WIX_APP'})
  await collections.createDataCollection({
    _id: 'Notes',
    displayName: 'Notes',
    fields: [
      {key: 'text', type: 'TEXT'},
      {key: 'size', type: 'NUMBER'},
      {key: 'about', type: 'REFERENCE', typeMetadata: {reference: {referencedCollectionId: 'Suppliers'}}},
      {key: 'of', type: 'REFERENCE', typeMetadata: {reference: {referencedCollectionId: 'Shop/Goods'}}},
      {key: 'parent', type: 'REFERENCE', typeMetadata: {reference: {referencedCollectionId: 'Notes'}}},
    ],
  })
  const backup = await backUp()
  await collections.deleteDataCollectionField('Notes', {fieldKey: 'text'})
  await collections.updateDataCollectionField('Notes', {field: {key: 'size', type: 'TEXT'}})
  expect((await since(backup.id))!.changes).toEqual([
    {collectionId: 'Notes', field: 'text', change: 'REMOVED', then: 'TEXT', now: null},
    {collectionId: 'Notes', field: 'size', change: 'RETYPED', then: 'NUMBER', now: 'TEXT'},
  ])
  await collections.deleteDataCollection('Notes')
  await collections.deleteDataCollection('Suppliers')
  const made = valueOf(await host.call<RecreatedCollection>('recreateCollection', [backup.id, 'Notes']))
  expect(made.left).toEqual(['about'])
  expect(made.collection.fields.map(({key}) => key)).toEqual(
    expect.arrayContaining(['text', 'size', 'of', 'parent']),
  )
})

test('kept for the newest backups alone; of a backup nobody knows, nothing is known', async () => {
  await makeHistory()
  const made: string[] = []
  for (let count = 0; count < 6; count++) {
    await host.local('POST', 'clock', {advanceMs: 60_000})
    made.push((await backUp()).id)
  }
  const known = new Set((await kept()).map(({body}) => body.backupId))
  expect([...known].toSorted()).toEqual(made.slice(-4).toSorted())
  expect(await since('00000000-0000-4000-8000-000000000000')).toBeNull()
})

test('a history that others can read is not written to; the backup is made all the same', async () => {
  await makeHistory()
  const {collections} = host.sdk()
  const history = await collections.getDataCollection('BackupsHistory')
  await collections.updateDataCollection({
    ...history,
    _id: 'BackupsHistory',
    permissions: {...history.permissions, read: 'ANYONE'},
  } as never)
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
  await backUp()
  expect(await kept()).toEqual([])
  expect(warn).toHaveBeenCalled()
  warn.mockRestore()
})

test('a collection list that fails costs no backup', async () => {
  await makeHistory()
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
  await host.local('POST', 'faults', {operation: 'listDataCollections', effect: 'unavailable', times: 50})
  const backup = await backUp()
  expect(backup.status).toBe('PENDING')
  expect(await kept()).toEqual([])
  expect(warn).toHaveBeenCalled()
  warn.mockRestore()
})
