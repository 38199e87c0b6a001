import {DAY, SECOND} from './fake-clock'
import {closeEngines, newEngine, write} from './new-engine'

afterEach(closeEngines)

async function withCollection() {
  const test = await newEngine()
  await test.engine.createCollection({id: 'Books'})
  return test
}

const date = (time: number) => ({$date: new Date(time).toISOString()})

describe('writeItems', () => {
  test('insert sets id, dates and owner, whatever the caller says about them', async () => {
    const {engine, clock} = await withCollection()
    const [result] = await engine.writeItems(
      'Books',
      'insert',
      [{title: 'A', _createdDate: date(0), _owner: 'somebody else'}],
      'me',
    )
    const item = {
      _id: 'id-0001',
      title: 'A',
      _createdDate: date(clock.now()),
      _updatedDate: date(clock.now()),
      _owner: 'me',
    }
    expect(result).toEqual({ok: true, action: 'INSERT', item})
    expect(await engine.getItem('Books', 'id-0001')).toEqual(item)
  })

  test('an insert of an existing id is refused for that item alone', async () => {
    const {engine} = await withCollection()
    const results = await engine.writeItems(
      'Books',
      'insert',
      [{_id: 'a', n: 1}, {_id: 'a', n: 2}, {_id: 'b'}],
      'me',
    )
    expect(results).toMatchObject([{ok: true}, {ok: false, id: 'a', code: 'ITEM_ALREADY_EXISTS'}, {ok: true}])
    expect(await engine.getItem('Books', 'a')).toMatchObject({n: 1})
  })

  test('update replaces all fields but those that say who made it, and when', async () => {
    const {engine, clock} = await withCollection()
    await engine.writeItems('Books', 'insert', [{_id: 'a', title: 'A', gone: 1}], 'me')
    const created = clock.now()
    clock.advance(SECOND)
    const results = await engine.writeItems(
      'Books',
      'update',
      [{_id: 'a', title: 'B'}, {_id: 'x'}, {title: 'no id'}],
      'you',
    )
    expect(results).toMatchObject([
      {ok: true, action: 'UPDATE'},
      {ok: false, id: 'x', code: 'ITEM_NOT_FOUND'},
      {ok: false, id: '', code: 'ITEM_NOT_FOUND'},
    ])
    expect(await engine.getItem('Books', 'a')).toEqual({
      _id: 'a',
      title: 'B',
      _createdDate: date(created),
      _updatedDate: date(clock.now()),
      _owner: 'me',
    })
  })

  test('save inserts or updates', async () => {
    const {engine} = await withCollection()
    await write(engine, 'Books', [{_id: 'a', n: 1}])
    const results = await engine.writeItems('Books', 'save', [{_id: 'a', n: 2}, {_id: 'b'}, {}], 'me')
    expect(results).toMatchObject([{action: 'UPDATE'}, {action: 'INSERT'}, {action: 'INSERT'}])
  })

  test('an item of more than 500 KB is refused for that item alone', async () => {
    const {engine} = await withCollection()
    const results = await engine.writeItems(
      'Books',
      'insert',
      [{_id: 'big', text: 'ü'.repeat(256 * 1024)}, {_id: 'a'}],
      'me',
    )
    expect(results).toMatchObject([{ok: false, id: 'big', code: 'ITEM_TOO_LARGE'}, {ok: true}])
  })

  const nested = (levels: number): unknown => (levels === 0 ? 'end' : [nested(levels - 1)])

  test.each([
    ['nested more than 1,000 deep', {deep: nested(1000)}, 'ITEM_TOO_DEEP'],
    ['nested so deep that no stack would hold it', {deep: deepest()}, 'ITEM_TOO_DEEP'],
    ['with a number beyond all numbers', {n: [{at: 1e999}]}, 'ITEM_NUMBER_INVALID'],
    ['with half of a character in its id', {_id: 'a\ud800'}, 'ITEM_ID_INVALID'],
    ['with NUL in its id', {_id: 'a\0b'}, 'ITEM_ID_INVALID'],
    ['with an id that is too long', {_id: 'x'.repeat(51)}, 'ITEM_ID_INVALID'],
    ['with an id that is no text', {_id: 7}, 'ITEM_ID_INVALID'],
  ])('an item %s is refused for that item alone, and breaks no filter', async (_what, odd, code) => {
    const {engine} = await withCollection()
    for (const mode of ['insert', 'save'] as const) {
      const id = mode === 'insert' ? 'a' : 'b'
      const results = await engine.writeItems(
        'Books',
        mode,
        [
          {_id: 'odd', ...odd},
          {_id: id, n: 1},
        ],
        'me',
      )
      expect(results).toMatchObject([{ok: false, code}, {ok: true}])
    }
    const sort = [{fieldName: 'deep', order: 'ASC' as const}]
    const found = await engine.queryItems('Books', {filter: {n: 1}, sort, limit: 9, offset: 0})
    expect(found.items.map(({_id}) => _id)).toEqual(['a', 'b'])
    expect(await engine.countItems('Books')).toBe(2)
  })

  test('an item nested 1,000 deep is stored, filtered and found', async () => {
    const {engine} = await withCollection()
    const item = {_id: 'a', n: 1, deep: nested(999)}
    await write(engine, 'Books', [item])
    const sort = [{fieldName: 'deep', order: 'ASC' as const}]
    const query = {filter: {n: 1, deep: item.deep}, sort, limit: 9, offset: 0}
    expect((await engine.queryItems('Books', query)).items).toMatchObject([item])
  })

  test('a patch is refused as the item would be', async () => {
    const {engine} = await withCollection()
    await write(engine, 'Books', [{_id: 'a'}, {_id: 'b'}])
    const patch = (itemId: string, value: unknown) => ({itemId, set: {value}, remove: []})
    expect(
      await engine.patchItems('Books', [
        patch('a', nested(1000)),
        patch('b', nested(999)),
        patch('\ud800', 1),
        patch('a', Infinity),
      ]),
    ).toMatchObject([
      {ok: false, id: 'a', code: 'ITEM_TOO_DEEP'},
      {ok: true, item: {_id: 'b'}},
      {ok: false, code: 'ITEM_NOT_FOUND'},
      {ok: false, code: 'ITEM_NUMBER_INVALID'},
    ])
    expect(await engine.countItems('Books', {value: {$exists: true}})).toBe(1)
  })

  test('an id that cannot be is nobody’s: it finds, removes and refers to no other', async () => {
    const {engine} = await withCollection()
    // What the database would make of a lone surrogate, and where it would end a text.
    await write(engine, 'Books', [{_id: '\ufffd'}, {_id: 'a'}])
    for (const id of ['\ud800', 'a\0b', '']) {
      expect(await engine.getItem('Books', id)).toBeNull()
      expect(await engine.removeItems('Books', [id])).toMatchObject([{ok: false, code: 'ITEM_NOT_FOUND'}])
      expect(await engine.countItems('Books', {_id: id})).toBe(0)
      expect(await engine.countItems('Books', {_id: {$in: [id]}})).toBe(0)
      const link = {collectionId: 'Books', field: 'f', itemId: 'a', targetId: id}
      await expect(engine.insertReferences([link])).rejects.toMatchObject({code: 'INVALID_REFERENCE'})
      await expect(engine.replaceReferences({...link, targetIds: [id]})).rejects.toMatchObject({
        code: 'INVALID_REFERENCE',
      })
      await engine.removeReferences([link])
      expect(await engine.listReferences('Books', 'f', id)).toEqual([])
    }
    expect(await engine.countItems('Books')).toBe(2)
  })

  test('live and sandbox do not meet', async () => {
    const {engine} = await withCollection()
    await engine.writeItems('Books', 'insert', [{_id: 'a'}], 'me', 'sandbox')
    expect(await engine.countItems('Books')).toBe(0)
    expect(await engine.getItem('Books', 'a')).toBeNull()
    expect(await engine.countItems('Books', {}, 'sandbox')).toBe(1)
    expect(await engine.removeItems('Books', ['a'], 'sandbox')).toMatchObject([{ok: true}])
  })

  test('keeps any text a JSON value can hold', async () => {
    const {engine} = await withCollection()
    const odd = {
      _id: '"; DROP TABLE items',
      text: '\u0000 \u2028 😀 \\ " \' \n',
      nested: [{a: [null, true, 1e300]}],
    }
    await write(engine, 'Books', [odd])
    expect(await engine.getItem('Books', odd._id)).toMatchObject(odd)
    expect(await engine.countItems('Books', {_id: odd._id})).toBe(1)
  })
})

/** As JSON.parse makes it of 20,000 brackets. */
function deepest(): unknown {
  return JSON.parse('['.repeat(20_000) + ']'.repeat(20_000))
}

describe('removeItems', () => {
  test('removes what is there, tells what is not, and takes the links along', async () => {
    const test = await newEngine()
    const {engine} = test
    const field = {
      key: 'next',
      displayName: 'Next',
      type: 'MULTI_REFERENCE' as const,
      referencedCollectionId: 'Books',
    }
    await engine.createCollection({id: 'Books', fields: [field]})
    await write(engine, 'Books', [{_id: 'a'}, {_id: 'b'}, {_id: 'c'}])
    const link = (itemId: string, targetId: string) => ({
      collectionId: 'Books',
      field: 'next',
      itemId,
      targetId,
    })
    await engine.insertReferences([link('a', 'b'), link('b', 'c'), link('c', 'a'), link('c', 'b')])
    expect(await engine.removeItems('Books', ['b', 'x'])).toMatchObject([
      {ok: true, action: 'DELETE', item: {_id: 'b'}},
      {ok: false, id: 'x', code: 'ITEM_NOT_FOUND'},
    ])
    expect(await engine.listReferences('Books', 'next', 'a')).toEqual([])
    expect(await engine.listReferences('Books', 'next', 'b')).toEqual([])
    expect(await engine.listReferences('Books', 'next', 'c')).toEqual(['a'])
    await engine.truncateCollection('Books')
    expect(await engine.countItems('Books')).toBe(0)
    expect(await engine.listReferences('Books', 'next', 'c')).toEqual([])
  })

  test('are replaced at once: who reads meanwhile never finds none', async () => {
    const {engine} = await newEngine()
    const from = {collectionId: 'Books', field: 'next', itemId: 'a'}
    await engine.createCollection({
      id: 'Books',
      fields: [{key: 'next', displayName: 'Next', type: 'MULTI_REFERENCE', referencedCollectionId: 'Books'}],
    })
    await engine.replaceReferences({...from, targetIds: ['b']})
    await engine.insertReferences([{...from, field: 'other', targetId: 'z'}])
    const writes = Array.from({length: 20}, (_, index) =>
      engine.replaceReferences({...from, targetIds: index % 2 === 0 ? ['c', 'd'] : ['b']}),
    )
    const seen = await Promise.all(
      Array.from({length: 40}, () => engine.listReferences('Books', 'next', 'a')),
    )
    await Promise.all(writes)
    for (const ids of seen) expect([['b'], ['c', 'd']]).toContainEqual([...ids].sort())
    await engine.replaceReferences({...from, targetIds: []})
    expect(await engine.listReferences('Books', 'next', 'a')).toEqual([])
    expect(await engine.listReferences('Books', 'other', 'a')).toEqual(['z'])
  })
})

describe('collections', () => {
  test('are created once, found, and deleted with their content', async () => {
    const test = await withCollection()
    const {engine} = test
    await expect(engine.createCollection({id: 'Books'})).rejects.toMatchObject({
      code: 'COLLECTION_ALREADY_EXISTS',
    })
    await write(engine, 'Books', [{_id: 'a'}])
    await engine.deleteCollection('Books')
    expect(engine.listCollections()).toEqual([])
    for (const operation of [
      () => engine.countItems('Books'),
      () => engine.queryItems('Books', {limit: 1, offset: 0}),
      () => engine.getItem('Books', 'a'),
      () => engine.writeItems('Books', 'insert', [{}], 'me'),
      () => engine.removeItems('Books', ['a']),
      () => engine.truncateCollection('Books'),
      () => engine.deleteCollection('Books'),
      () => engine.listReferences('Books', 'f', 'a'),
      () => engine.insertReferences([{collectionId: 'Books', field: 'f', itemId: 'a', targetId: 'b'}]),
      () => engine.replaceReferences({collectionId: 'Books', field: 'f', itemId: 'a', targetIds: ['b']}),
    ])
      await expect(operation()).rejects.toMatchObject({code: 'COLLECTION_NOT_FOUND'})
    await engine.createCollection({id: 'Books'})
    expect(await engine.countItems('Books')).toBe(0)
  })
})

describe('createCollection', () => {
  test.each([['a/../b\n'], [''], ['\ud800'], ['x'.repeat(257)], ['a"b']])('refuses the id %j', async (id) => {
    const {engine} = await newEngine()
    await expect(engine.createCollection({id})).rejects.toMatchObject({code: 'INVALID_COLLECTION_ID'})
    expect(engine.listCollections()).toEqual([])
  })

  test.each([['a"b'], ['a\\b'], ['a.b'], [''], ['a\0'], ['\udfff']])(
    'refuses a field named %j',
    async (key) => {
      const {engine} = await newEngine()
      const fields = [{key, displayName: key, type: 'REFERENCE', referencedCollectionId: 'Books'}]
      await expect(engine.createCollection({id: 'Books', fields})).rejects.toMatchObject({
        code: 'INVALID_FIELD',
      })
      expect(engine.listCollections()).toEqual([])
    },
  )
})

describe('values and settings', () => {
  test('are kept over a restart', async () => {
    const test = await newEngine({settings: {backupMs: 5}})
    test.engine.writeValue('clock', '12')
    test.engine.changeSettings({restoreMs: 77})
    await test.restart()
    expect(test.engine.readValue('clock')).toBe('12')
    expect(test.engine.readValue('other')).toBeNull()
    expect(test.engine.settings.backupMs).toBe(5)
    expect(test.engine.nextDue()).toBe(test.clock.now() + 7 * DAY)
  })
})
