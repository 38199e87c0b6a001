import {startTestHost, type Sdk, type TestHost} from '../support/test-host'

let host: TestHost
let items: Sdk['items']
let collections: Sdk['collections']

beforeEach(async () => {
  host = await startTestHost()
  ;({items, collections} = host.sdk())
  await collections.createDataCollection({_id: 'Tags', fields: []})
  await collections.createDataCollection({
    _id: 'Posts',
    fields: [
      {key: 'title', type: 'TEXT'},
      {key: 'main', type: 'REFERENCE', typeMetadata: {reference: {referencedCollectionId: 'Tags'}}},
      {
        key: 'tags',
        type: 'MULTI_REFERENCE',
        typeMetadata: {multiReference: {referencedCollectionId: 'Tags'}},
      },
    ],
  })
  await items.bulkInsert('Tags', [{_id: 't1'}, {_id: 't2'}, {_id: 't3'}])
})
afterEach(() => host.close())

const tagsOf = async (id: string) =>
  (await items.queryReferenced('Posts', id, 'tags')).items.map((item) => (item as {_id: string})._id)

describe('saveReferences', () => {
  test('writes multi-references with the item, given as IDs or as items', async () => {
    await items.insert('Posts', {_id: 'a', tags: ['t1', {_id: 't2'}]}, {saveReferences: true})
    expect(await tagsOf('a')).toEqual(['t1', 't2'])
    await items.update('Posts', {_id: 'a', title: 'x', tags: ['t3']}, {saveReferences: true})
    expect(await tagsOf('a')).toEqual(['t3'])
    await items.save('Posts', {_id: 'a', title: 'y'}, {saveReferences: true})
    expect(await tagsOf('a')).toEqual(['t3'])
    await items.bulkUpdate('Posts', [{_id: 'a', tags: []}], {saveReferences: true})
    expect(await tagsOf('a')).toEqual([])
    await items.bulkInsert(
      'Posts',
      [
        {_id: 'b', tags: ['t1']},
        {_id: 'a', tags: ['t1']},
      ],
      {saveReferences: true},
    )
    expect(await tagsOf('b')).toEqual(['t1'])
    expect(await tagsOf('a')).toEqual([])
  })

  test('without it they are no part of the item, and the links stay', async () => {
    await items.insert('Posts', {_id: 'a', tags: ['t1']})
    expect(await tagsOf('a')).toEqual([])
    expect(await items.get('Posts', 'a')).not.toHaveProperty('tags')
    await items.insertReference('Posts', 'tags', 'a', 't2')
    await items.update('Posts', {_id: 'a', title: 'x', tags: []})
    expect(await tagsOf('a')).toEqual(['t2'])
  })

  test('a reference may be given as the item that it refers to', async () => {
    await items.insert('Posts', {_id: 'a', main: {_id: 't1', title: 'One'}})
    expect(await items.get('Posts', 'a')).toMatchObject({main: 't1'})
    await items.patch('Posts', 'a').setField('main', {_id: 't2'}).run()
    expect(await items.get('Posts', 'a')).toMatchObject({main: 't2'})
  })

  test('what is no ID is refused for that item alone', async () => {
    const list = [
      {_id: 'a', tags: [7]},
      {_id: 'b', tags: 't1'},
    ]
    const result = await items.bulkInsert('Posts', list, {saveReferences: true})
    expect(result).toMatchObject({insertedItemIds: ['b'], errors: [{code: 'WDE0019'}]})
    expect(await tagsOf('b')).toEqual(['t1'])
  })
})

describe('a patch', () => {
  test('sets, removes, counts and lists, also within a field', async () => {
    await items.insert('Posts', {
      _id: 'a',
      title: 'x',
      n: 1,
      list: [1, {b: 2}, 1],
      address: {city: 'Rome', zip: 7},
    })
    const patched = await items
      .patch('Posts', 'a')
      .setField('address.city', 'Oslo')
      .removeField('address.zip')
      .setField('new.deep', true)
      .incrementField('n', 5)
      .incrementField('fresh', 2)
      .appendToArray('list', 'end')
      .removeFromArray('list', {b: 2})
      .run()
    const {title, n, fresh, list, address, new: created} = patched as Record<string, unknown>
    expect({title, n, fresh, list, address, created}).toEqual({
      title: 'x',
      n: 6,
      fresh: 2,
      list: [1, 1, 'end'],
      address: {city: 'Oslo'},
      created: {deep: true},
    })
  })

  test('that is not possible changes nothing, and does not keep the others back', async () => {
    await items.bulkInsert('Posts', [
      {_id: 'a', title: 'text', n: 1},
      {_id: 'b', title: 3, n: 1},
    ])
    const result = await items
      .bulkPatch('Posts', ['a', 'b'])
      .setField('n', 2)
      .incrementField('title', 1)
      .run()
    expect(result).toMatchObject({updatedItemIds: ['b'], errors: [{code: 'WDE0004'}]})
    expect(await items.get('Posts', 'a')).toMatchObject({title: 'text', n: 1})
    await expect(items.patch('Posts', 'a').setField('tags', ['t1']).run()).rejects.toMatchObject({
      details: {applicationError: {code: 'WDE0004'}},
    })
    await expect(items.patch('Posts', 'a').setField('_owner', 'me').run()).rejects.toBeDefined()
  })
})

describe('reads that lag', () => {
  test('see a write late, and at once with consistentRead', async () => {
    await host.local('POST', 'settings', {readLagMs: 60_000})
    await items.insert('Posts', {_id: 'a', title: 'new'})
    await items.insertReference('Posts', 'tags', 'a', 't1')
    const look = async (options: {consistentRead?: boolean}) => [
      (await items.get('Posts', 'a', options))?.title,
      (await items.query('Posts').find(options)).items.length,
      await items.query('Posts').count(options),
      await items.isReferenced('Posts', 'tags', 'a', 't1', options),
      (await items.queryReferencedItems('Posts', 'a', 'tags', options)).results.length,
    ]
    expect(await look({})).toEqual([undefined, 0, 0, false, 0])
    expect(await look({consistentRead: true})).toEqual(['new', 1, 1, true, 1])
    await host.local('POST', 'clock', {advanceMs: 60_000})
    expect(await look({})).toEqual(['new', 1, 1, true, 1])
  })

  test('a condition is of the item as it is', async () => {
    await items.insert('Posts', {_id: 'a', title: 'old'})
    await host.local('POST', 'settings', {readLagMs: 60_000})
    await items.update('Posts', {_id: 'a', title: 'new'})
    expect(await items.get('Posts', 'a')).toMatchObject({title: 'old'})
    const condition = {title: 'old'}
    await expect(items.update('Posts', {_id: 'a', title: 'mine'}, {condition})).rejects.toBeDefined()
    expect(await items.get('Posts', 'a', {consistentRead: true})).toMatchObject({title: 'new'})
  })
})

describe('the limits of a plan', () => {
  const quota = {details: {applicationError: {code: 'QUOTA_EXCEEDED'}}}

  test('refuse a collection too many, also as the destination of a restore', async () => {
    const {backup} = await host.sdk().backups.createBackup()
    await host.settled()
    await host.local('POST', 'settings', {maxCollections: 3})
    await collections.createDataCollection({_id: 'Third', fields: []})
    await expect(collections.createDataCollection({_id: 'Fourth', fields: []})).rejects.toMatchObject(quota)
    const copy = {dataCollectionId: 'Posts', restoreDestination: {dataCollectionId: 'Copy'}}
    await expect(host.sdk().backups.restorePartialBackup(backup!._id!, [copy])).rejects.toMatchObject(quota)
    await collections.deleteDataCollection('Third')
    await host.sdk().backups.restorePartialBackup(backup!._id!, [copy])
    await host.settled()
    expect(await collections.getDataCollection('Copy')).toBeDefined()
  })

  test('refuse items one by one, and a restore that would bring too many', async () => {
    const {backups} = host.sdk()
    const {backup} = await backups.createBackup()
    await host.settled()
    await host.local('POST', 'settings', {maxItems: 4})
    const result = await items.bulkInsert('Posts', [{_id: 'a'}, {_id: 'b'}])
    expect(result).toMatchObject({insertedItemIds: ['a'], errors: [{code: 'QUOTA_EXCEEDED'}]})
    await items.update('Posts', {_id: 'a', title: 'fits'})
    const copy = {dataCollectionId: 'Tags', restoreDestination: {dataCollectionId: 'Copy'}}
    await backups.restorePartialBackup(backup!._id!, [copy])
    await host.settled()
    expect((await backups.listRestorations()).restorations![0]).toMatchObject({status: 'FAILED'})
    await backups.restoreBackup(backup!._id!)
    await host.settled()
    expect((await backups.listRestorations()).restorations![0]).toMatchObject({status: 'COMPLETED'})
    await host.local('POST', 'settings', {maxItems: null})
    await items.bulkInsert('Posts', [{_id: 'c'}, {_id: 'd'}, {_id: 'e'}])
    expect(await items.query('Posts').count()).toBe(3)
  })
})

describe('drafts', () => {
  beforeEach(async () => {
    await collections.createDataCollection({
      _id: 'Articles',
      fields: [],
      plugins: [{type: 'PUBLISH', publishOptions: {defaultStatus: 'PUBLISHED'}}],
    })
    await items.bulkInsert('Articles', [
      {_id: 'a', n: 1},
      {_id: 'd', n: 2, _publishStatus: 'DRAFT'},
    ])
  })

  test('are read only where they are asked for', async () => {
    const look = async (showDrafts: boolean) => [
      (await items.query('Articles').find({showDrafts})).items.map(({_id}) => _id),
      await items.query('Articles').count({showDrafts}),
      (await items.get('Articles', 'd', {showDrafts}))?._id ?? null,
    ]
    expect(await look(false)).toEqual([['a'], 1, null])
    expect(await look(true)).toEqual([['a', 'd'], 2, 'd'])
  })

  test('are written only where they are asked for, and stay drafts', async () => {
    expect(await items.bulkUpdate('Articles', [{_id: 'd', n: 3}])).toMatchObject({updated: 0, skipped: 1})
    expect(await items.bulkRemove('Articles', ['d'])).toMatchObject({removed: 0, skipped: 1})
    await items.update('Articles', {_id: 'd', n: 3}, {showDrafts: true})
    expect(await items.get('Articles', 'd', {showDrafts: true})).toMatchObject({
      n: 3,
      _publishStatus: 'DRAFT',
    })
    expect(await items.bulkInsert('Articles', [{_id: 'd'}])).toMatchObject({inserted: 0, skipped: 1})
  })
})

test('hooks are suppressed where there are none', async () => {
  await items.insert('Posts', {_id: 'a'}, {suppressHooks: true})
  expect(await items.query('Posts').count({suppressHooks: true})).toBe(1)
})
