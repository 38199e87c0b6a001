import {startTestHost, type Sdk, type TestHost} from '../support/test-host'

let host: TestHost
let sdk: Sdk

beforeAll(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  await sdk.collections.createDataCollection({
    _id: 'Products',
    displayName: 'Products',
    fields: [
      {
        key: 'suppliers',
        type: 'MULTI_REFERENCE',
        typeMetadata: {multiReference: {referencedCollectionId: 'Suppliers'}},
      },
    ],
    permissions: {read: 'ANYONE', insert: 'SITE_MEMBER', update: 'SITE_MEMBER_AUTHOR', remove: 'ADMIN'},
  })
  await sdk.collections.createDataCollection({_id: 'Suppliers', displayName: 'Suppliers'})
})

beforeEach(async () => {
  await sdk.items.truncate('Products')
  await sdk.items.bulkInsert('Products', [
    {
      _id: 'a',
      name: 'Olive oil',
      price: 14.5,
      tags: ['oil', 'green'],
      made: new Date('2026-01-01T00:00:00Z'),
    },
    {_id: 'b', name: 'Rye flour', price: 5.4, tags: ['flour'], made: new Date('2026-02-01T00:00:00Z')},
    {_id: 'c', name: 'Honey', price: 9, organic: true, made: new Date('2026-03-01T00:00:00Z')},
  ])
})

afterAll(() => host.close())

/** The builder has it; its types do not (@wix/data 1.0.521). */
interface WithIn {
  in(field: string, values: unknown[]): ReturnType<Sdk['items']['query']>
}

const ids = (found: {items: {_id: string}[]}) => found.items.map(({_id}) => _id).toSorted()

describe('query', () => {
  const all = () => sdk.items.query('Products')
  test.each([
    ['eq', () => all().eq('name', 'Honey'), ['c']],
    ['ne', () => all().ne('name', 'Honey'), ['a', 'b']],
    ['gt', () => all().gt('price', 9), ['a']],
    ['ge', () => all().ge('price', 9), ['a', 'c']],
    ['lt', () => all().lt('price', 9), ['b']],
    ['le', () => all().le('price', 9), ['b', 'c']],
    ['in', () => (all() as unknown as WithIn).in('_id', ['a', 'c', 'zz']), ['a', 'c']],
    ['hasSome', () => all().hasSome('_id', ['a', 'c', 'zz']), ['a', 'c']],
    ['contains', () => all().contains('name', 'o'), ['a', 'b', 'c']],
    ['contains, not a pattern', () => all().contains('name', '%'), []],
    ['startsWith', () => all().startsWith('name', 'R'), ['b']],
    [
      'dates compare as dates',
      () => all().gt('made', new Date('2026-01-15T00:00:00Z')).lt('made', new Date('2026-02-15T00:00:00Z')),
      ['b'],
    ],
    ['and', () => all().gt('price', 5).lt('price', 10), ['b', 'c']],
    ['or', () => all().eq('_id', 'a').or(all().eq('_id', 'b')), ['a', 'b']],
    ['not', () => all().not(all().eq('_id', 'a')), ['b', 'c']],
  ])('%s', async (_operator, query, expected) => {
    expect(ids(await query().find())).toEqual(expected)
  })

  test('sorts, pages and counts', async () => {
    const found = await all().descending('price').skip(1).limit(1).find({returnTotalCount: true})
    expect(found.items.map(({_id}) => _id)).toEqual(['c'])
    expect(found.totalCount).toBe(3)
    expect(await all().gt('price', 6).count()).toBe(2)
  })

  test('a filter with words beyond Latin-1 reaches the server', async () => {
    await sdk.items.insert('Products', {_id: 'e', name: 'Crème brûlée'})
    expect(ids(await all().eq('name', 'Crème brûlée').find())).toEqual(['e'])
  })

  test('a long filter, which travels as POST, finds the same', async () => {
    const many = Array.from({length: 900}, (_, index) => `no-${index}`)
    expect(
      ids(
        await all()
          .hasSome('_id', [...many, 'b'])
          .find(),
      ),
    ).toEqual(['b'])
  })
})

test('a hostile field name is refused', async () => {
  await expect(sdk.items.query('Products').eq('x") OR 1=1 --', 'y').find()).rejects.toMatchObject({
    details: {applicationError: {code: 'WDE0093'}},
  })
})

describe('writes', () => {
  test('insert sets the system fields on the server', async () => {
    const item = await sdk.items.insert('Products', {name: 'Farro', _createdDate: new Date(0)})
    expect(item._id).toEqual(expect.any(String))
    expect(item._createdDate).toBeInstanceOf(Date)
    expect(item._createdDate!.getTime()).toBeGreaterThan(Date.parse('2026-01-01'))
    expect(item._owner).toEqual(expect.any(String))
  })

  test('update replaces the whole item but for its creation', async () => {
    const before = (await sdk.items.get('Products', 'a'))!
    const after = await sdk.items.update('Products', {_id: 'a', name: 'New name'})
    expect(after).toMatchObject({_id: 'a', name: 'New name', _createdDate: before._createdDate})
    expect(after).not.toHaveProperty('price')
  })

  test('get of an item that is not there is null', async () => {
    expect(await sdk.items.get('Products', 'nothing')).toBeNull()
  })

  test('an ID that is taken, and an update of nothing, are told by their codes', async () => {
    await expect(sdk.items.insert('Products', {_id: 'a'})).rejects.toMatchObject({
      details: {applicationError: {code: 'WDE0074'}},
    })
    await expect(sdk.items.update('Products', {_id: 'nothing'})).rejects.toMatchObject({
      details: {applicationError: {code: 'WDE0073'}},
    })
  })

  test('a bulk goes on after an item that fails', async () => {
    const result = await sdk.items.bulkInsert('Products', [{_id: 'a'}, {_id: 'd', name: 'Mint'}])
    expect(result).toMatchObject({inserted: 1, insertedItemIds: ['d']})
    // The SDK counts an ID that is taken as skipped, not as an error.
    expect(result).toMatchObject({skipped: 1, errors: []})
  })

  test('bulkUpdate, bulkSave and bulkRemove', async () => {
    expect(await sdk.items.bulkUpdate('Products', [{_id: 'a', n: 1}])).toMatchObject({updated: 1})
    expect(
      await sdk.items.bulkSave('Products', [
        {_id: 'a', n: 2},
        {_id: 'x', n: 3},
      ]),
    ).toMatchObject({updated: 1, inserted: 1})
    expect(await sdk.items.bulkRemove('Products', ['a', 'x', 'nothing'])).toMatchObject({removed: 2})
    expect(ids(await sdk.items.query('Products').find())).toEqual(['b', 'c'])
  })

  test('the sandbox is another world', async () => {
    const sandbox = sdk.items.withEnvironment('SANDBOX' as never)
    await sandbox.insert('Products', {_id: 'draft'})
    expect(await sdk.items.get('Products', 'draft')).toBeNull()
    expect(await sandbox.get('Products', 'draft')).toMatchObject({_id: 'draft'})
  })

  test('multi-references are kept beside the items', async () => {
    await sdk.items.bulkInsert('Suppliers', [
      {_id: 's1', name: 'One'},
      {_id: 's2', name: 'Two'},
    ])
    await sdk.items.insertReference('Products', 'suppliers', 'a', ['s1', 's2'])
    await sdk.items.removeReference('Products', 'suppliers', 'a', 's1')
    expect(await sdk.items.isReferenced('Products', 'suppliers', 'a', 's2')).toBe(true)
    const {items} = await sdk.items.queryReferenced('Products', 'a', 'suppliers')
    expect(items.map((item) => (item as {_id: string})._id)).toEqual(['s2'])
    await sdk.items.replaceReferences('Products', 'suppliers', 'a', ['s1'])
    expect(
      (await sdk.items.query('Products').eq('_id', 'a').include('suppliers').find()).items[0],
    ).toMatchObject({
      suppliers: [{_id: 's1', name: 'One'}],
    })
  })
})

describe('permissions', () => {
  test('follow the collection, by who calls', async () => {
    const visitor = host.sdk('local-visitor').items
    const member = host.sdk('local-member').items
    expect(ids(await visitor.query('Products').find())).toEqual(['a', 'b', 'c'])
    await expect(visitor.insert('Products', {_id: 'v'})).rejects.toMatchObject({
      details: {applicationError: {code: 'WDE0027'}},
    })
    await member.insert('Products', {_id: 'm', name: 'Mine'})
    await expect(member.update('Products', {_id: 'm', name: 'Still mine'})).resolves.toMatchObject({
      name: 'Still mine',
    })
    await expect(member.update('Products', {_id: 'a', name: 'Not mine'})).rejects.toBeDefined()
    await expect(member.remove('Products', 'm')).rejects.toBeDefined()
  })
})

describe('bad input', () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${host.url}/wix-data/v2/${path}`, {
      method: 'POST',
      headers: {authorization: 'local-owner', 'content-type': 'application/json', ...headers},
      body,
    })

  test.each([
    ['invalid JSON', 'items/count', '{', {}, 400],
    ['a JSON list', 'items/count', '[]', {}, 400],
    ['a wrong content type', 'items/count', '{}', {'content-type': 'text/plain'}, 415],
    ['no collection', 'items/count', '{}', {}, 400],
    ['an unknown collection', 'items/count', '{"dataCollectionId":"Nowhere"}', {}, 404],
    ['a collection named __proto__', 'items/count', '{"dataCollectionId":"__proto__"}', {}, 404],
    [
      'an unknown filter operator',
      'items/count',
      '{"dataCollectionId":"Products","filter":{"a":{"$evil":1}}}',
      {},
      400,
    ],
    [
      'an unknown identity',
      'items/count',
      '{"dataCollectionId":"Products"}',
      {authorization: 'somebody'},
      401,
    ],
    ['an unknown route', 'nowhere', '{}', {}, 404],
    [
      '1,001 items',
      'bulk/items/insert',
      JSON.stringify({
        dataCollectionId: 'Products',
        dataItems: Array.from({length: 1001}, () => ({data: {}})),
      }),
      {},
      400,
    ],
    [
      'an item above 500 KB',
      'items',
      JSON.stringify({dataCollectionId: 'Products', dataItem: {data: {big: 'x'.repeat(520_000)}}}),
      {},
      413,
    ],
    ['a body of 50 MB', 'items', `"${'x'.repeat(50_000_000)}"`, {}, 413],
  ])('%s', async (_what, path, body, headers, status) => {
    const response = await post(path, body, headers)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({message: expect.any(String)})
    expect(ids(await sdk.items.query('Products').find())).toEqual(['a', 'b', 'c'])
  })

  test('an unknown route names what there is', async () => {
    const {message} = (await (await post('backups/x/explode', '{}')).json()) as {message: string}
    expect(message).toContain('POST /wix-data/v2/backups/{backupId}/restore')
  })
})
