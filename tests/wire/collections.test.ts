import {startTestHost, type Sdk, type TestHost} from '../support/test-host'

let host: TestHost
let sdk: Sdk

beforeAll(async () => {
  host = await startTestHost()
  sdk = host.sdk()
})
afterAll(() => host.close())

let made = 0
async function newCollection(): Promise<string> {
  const {_id} = await sdk.collections.createDataCollection({
    _id: `Books${++made}`,
    displayName: 'Books',
    fields: [{key: 'title', displayName: 'Title', type: 'TEXT'}],
    permissions: {read: 'ANYONE', insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN'},
  })
  return _id!
}

const keys = (fields: {key?: string; systemField?: boolean}[] | undefined) =>
  fields!.filter(({systemField}) => !systemField).map(({key}) => key)

describe('fields', () => {
  test('two collections can refer to each other: the fields come after both', async () => {
    const [a, b] = [await newCollection(), await newCollection()]
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const {dataCollection} = await sdk.collections.createDataCollectionField(from, {
        field: {
          key: 'others',
          displayName: 'Others',
          type: 'MULTI_REFERENCE',
          typeMetadata: {multiReference: {referencedCollectionId: to}},
        },
      })
      expect(keys(dataCollection!.fields)).toEqual(['title', 'others'])
    }
    await sdk.items.insert(a, {_id: 'a1'})
    await sdk.items.insert(b, {_id: 'b1'})
    await sdk.items.insertReference(a, 'others', 'a1', 'b1')
    expect(await sdk.items.isReferenced(a, 'others', 'a1', 'b1')).toBe(true)
  })

  test('are changed and deleted; items keep the values', async () => {
    const id = await newCollection()
    await sdk.items.insert(id, {_id: 'i', title: 'kept'})
    const field = {key: 'title', displayName: 'Name', type: 'RICH_TEXT' as const}
    const {dataCollection} = await sdk.collections.updateDataCollectionField(id, {field})
    expect(dataCollection).toMatchObject({revision: '2'})
    expect(dataCollection!.fields!.find(({key}) => key === 'title')).toMatchObject(field)
    const after = await sdk.collections.deleteDataCollectionField(id, {fieldKey: 'title'})
    expect(keys(after.dataCollection!.fields)).toEqual([])
    expect(await sdk.items.get(id, 'i')).toMatchObject({title: 'kept'})
  })

  test('one that is there already, one that is not, and one that no filter could name are refused', async () => {
    const id = await newCollection()
    const create = (key: string) =>
      sdk.collections
        .createDataCollectionField(id, {field: {key, type: 'TEXT'}})
        .catch((error) => error.status)
    expect(await create('title')).toBe(409)
    expect(await create('_id')).toBe(409)
    expect(await create('a"b')).toBe(400)
    await expect(sdk.collections.deleteDataCollectionField(id, {fieldKey: 'no'})).rejects.toMatchObject({
      status: 404,
    })
    expect(await sdk.collections.getDataCollection(id)).toMatchObject({revision: '1'})
  })
})

describe('a collection', () => {
  test('is patched: what is not named stays', async () => {
    const id = await newCollection()
    const {dataCollection} = await sdk.collections.patchDataCollection(id, {
      permissions: {insert: 'SITE_MEMBER'},
    })
    expect(dataCollection).toMatchObject({
      displayName: 'Books',
      permissions: {read: 'ANYONE', insert: 'SITE_MEMBER', update: 'ADMIN', remove: 'ADMIN'},
    })
    expect(keys(dataCollection!.fields)).toEqual(['title'])
  })

  test('is replaced by an update of its latest revision, and by no older one', async () => {
    const id = await newCollection()
    const before = await sdk.collections.getDataCollection(id)
    const update = (displayName: string) =>
      sdk.collections.updateDataCollection({...before, displayName, fields: before.fields} as never)
    expect(await update('Our books')).toMatchObject({displayName: 'Our books', revision: '2'})
    await expect(update('Late')).rejects.toMatchObject({status: 409})
    expect(await sdk.collections.getDataCollection(id)).toMatchObject({displayName: 'Our books'})
  })

  test('is changed by admins alone', async () => {
    const id = await newCollection()
    const {collections} = host.sdk('local-member')
    for (const attempt of [
      () => collections.patchDataCollection(id, {permissions: {read: 'ADMIN'}}),
      () => collections.createDataCollectionField(id, {field: {key: 'x', type: 'TEXT'}}),
      () => collections.deleteDataCollectionField(id, {fieldKey: 'title'}),
      () => collections.deleteDataCollection(id),
    ])
      await expect(attempt()).rejects.toMatchObject({status: 403})
  })
})

describe('pages of items in the order of their IDs', () => {
  test('are walked by the last ID, each item once, upwards and downwards', async () => {
    const id = await newCollection()
    const ids = Array.from({length: 25}, (_, n) => `${(n * 7) % 25}`.padStart(2, '0'))
    await sdk.items.bulkInsert(id, [...ids.map((_id) => ({_id})), {_id: 'é'}, {_id: 'B'}, {_id: 'b'}])
    for (const [sort, next] of [
      ['ascending', 'gt'],
      ['descending', 'lt'],
    ] as const) {
      const walked: string[] = []
      for (;;) {
        const last = walked.at(-1)
        const query = sdk.items.query(id)[sort]('_id').limit(10)
        const {items} = await (last === undefined ? query : query[next]('_id', last)).find()
        if (items.length === 0) break
        walked.push(...items.map(({_id}) => _id))
      }
      const all = [...ids, 'B', 'b', 'é'].toSorted()
      expect(walked).toEqual(sort === 'ascending' ? all : all.reverse())
    }
  })

  test('are counted when that is asked for', async () => {
    const id = await newCollection()
    await sdk.items.bulkInsert(id, [{_id: 'a'}, {_id: 'b'}, {_id: 'c'}])
    const query = () => sdk.items.query(id).gt('_id', 'a').ascending('_id').limit(1)
    expect(await query().find({returnTotalCount: true})).toMatchObject({totalCount: 2, items: [{_id: 'b'}]})
    expect((await query().find()).totalCount).toBeUndefined()
    expect(await query().count()).toBe(2)
  })
})
