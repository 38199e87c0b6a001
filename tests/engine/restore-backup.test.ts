import {SECOND} from './fake-clock'
import {closeEngines, content, newEngine, restore, takeBackup, titles, write} from './new-engine'

afterEach(closeEngines)

async function library(settings = {}) {
  const test = await newEngine({settings})
  const {engine} = test
  await engine.createCollection({
    id: 'Books',
    displayName: 'Our books',
    fields: [
      {key: 'title', displayName: 'Title', type: 'TEXT'},
      {key: 'authors', displayName: 'Authors', type: 'MULTI_REFERENCE', referencedCollectionId: 'Authors'},
    ],
    permissions: {read: 'ANYONE'},
  })
  await engine.createCollection({id: 'Authors'})
  await write(engine, 'Authors', [
    {_id: 'le-guin', title: 'Le Guin'},
    {_id: 'lem', title: 'Lem'},
  ])
  await write(engine, 'Books', [
    {_id: 'solaris', title: 'Solaris'},
    {_id: 'lathe', title: 'The Lathe of Heaven'},
  ])
  await engine.insertReferences([link('solaris', 'lem'), link('lathe', 'le-guin')])
  return test
}

const link = (itemId: string, targetId: string) => ({
  collectionId: 'Books',
  field: 'authors',
  itemId,
  targetId,
})

describe('restoreBackup', () => {
  test('answers PENDING and not started, and takes effect when it completes', async () => {
    const test = await library({restoreMs: 10 * SECOND})
    const {engine, clock} = test
    const backup = await takeBackup(test)
    await engine.truncateCollection('Books')
    const restoration = await engine.restoreBackup(backup.id)
    expect(restoration).toEqual({
      id: expect.any(String),
      status: 'PENDING',
      requestedDate: clock.now(),
      startedDate: null,
      finishedDate: null,
      backup,
      restorationCollections: [],
    })
    await test.advance(10 * SECOND - 1)
    expect(await titles(engine, 'Books')).toEqual([])
    await write(engine, 'Books', [{title: 'submitted meanwhile'}])
    await test.advance(1)
    expect(await titles(engine, 'Books')).toEqual(['Solaris', 'The Lathe of Heaven'])
    expect(engine.listRestorations({limit: 1, offset: 0}).items).toEqual([
      {
        ...restoration,
        status: 'COMPLETED',
        startedDate: restoration.requestedDate,
        finishedDate: clock.now(),
      },
    ])
  })

  test('completes by itself where nothing has to be waited for', async () => {
    const test = await library()
    const backup = await takeBackup(test)
    await test.engine.idle()
    await test.engine.truncateCollection('Books')
    expect(await test.engine.restoreBackup(backup.id)).toMatchObject({status: 'PENDING'})
    await test.engine.idle()
    expect(await titles(test.engine, 'Books')).toHaveLength(2)
  })

  test('replaces: what was added goes, what was changed or removed comes back as it was, dates and owner included', async () => {
    const test = await library()
    const {engine} = test
    const before = await content(engine, 'Books')
    const backup = await takeBackup(test)
    test.clock.advance(SECOND)
    await write(engine, 'Books', [
      {_id: 'solaris', title: 'changed'},
      {_id: 'new', title: 'added'},
    ])
    await engine.removeItems('Books', ['lathe'])
    await restore(test, backup.id)
    expect(await content(engine, 'Books')).toEqual(before)
    expect(await titles(engine, 'Books')).toEqual(['Solaris', 'The Lathe of Heaven'])
  })

  test('brings back an item that was removed and inserted again under its id', async () => {
    const test = await library()
    const {engine} = test
    const before = await content(engine, 'Books')
    const backup = await takeBackup(test)
    await engine.removeItems('Books', ['solaris', 'lathe'])
    await write(engine, 'Books', [
      {_id: 'lathe', title: 'other'},
      {_id: 'solaris', title: 'Solaris'},
    ])
    await restore(test, backup.id)
    expect(await content(engine, 'Books')).toEqual(before)
  })

  test('keeps schema and permissions, and values of fields that no longer exist', async () => {
    const test = await library()
    const {engine} = test
    await write(engine, 'Books', [{_id: 'odd', title: 'odd', gone: 7}])
    const backup = await takeBackup(test)
    await engine.truncateCollection('Books')
    await restore(test, backup.id)
    expect((await content(engine, 'Books')).odd).toMatchObject({gone: 7})
    expect(engine.getCollection('Books')).toMatchObject({permissions: {read: 'ANYONE'}, revision: 1})
  })

  test('leaves a collection alone that was made after the backup', async () => {
    const test = await library()
    const backup = await takeBackup(test)
    await test.engine.createCollection({id: 'Later'})
    await write(test.engine, 'Later', [{title: 'stays'}])
    await restore(test, backup.id)
    expect(await titles(test.engine, 'Later')).toEqual(['stays'])
  })

  test('empties a collection that was empty', async () => {
    const test = await newEngine()
    await test.engine.createCollection({id: 'Empty'})
    const backup = await takeBackup(test)
    await write(test.engine, 'Empty', [{title: 'no longer'}])
    expect(await restore(test, backup.id)).toMatchObject({status: 'COMPLETED'})
    expect(await titles(test.engine, 'Empty')).toEqual([])
  })

  test('leaves a collection deleted that was deleted since, with its links', async () => {
    const test = await library()
    const {engine} = test
    const backup = await takeBackup(test)
    await engine.deleteCollection('Books')
    expect(await restore(test, backup.id)).toMatchObject({status: 'COMPLETED'})
    expect(() => engine.getCollection('Books')).toThrow('There is no collection Books.')
    await engine.createCollection({id: 'Books'})
    expect(await titles(engine, 'Books')).toEqual([])
    expect(await engine.listReferences('Books', 'authors', 'solaris')).toEqual([])
  })

  test('ends FAILED on demand, with nothing changed', async () => {
    const test = await library()
    const backup = await takeBackup(test)
    await test.engine.truncateCollection('Books')
    test.engine.failNext('restoration', 1)
    expect(await restore(test, backup.id)).toMatchObject({status: 'FAILED', finishedDate: test.clock.now()})
    expect(await titles(test.engine, 'Books')).toEqual([])
    expect(await restore(test, backup.id)).toMatchObject({status: 'COMPLETED'})
  })

  test.each(['PENDING', 'FAILED', 'DELETED'])('refuses a backup that is %s', async (status) => {
    const test = await library({backupMs: SECOND})
    const {engine} = test
    if (status === 'FAILED') engine.failNext('backup', 1)
    const {id} = await engine.createBackup()
    if (status !== 'PENDING') await test.advance(SECOND)
    if (status === 'DELETED') await engine.deleteBackup(id)
    const refusal = {code: 'BACKUP_NOT_READY', facts: {backupId: id, status}}
    await expect(engine.restoreBackup(id)).rejects.toMatchObject(refusal)
    if (status !== 'READY') await expect(engine.deleteBackup(id)).rejects.toMatchObject(refusal)
    expect(engine.listRestorations({limit: 1, offset: 0}).total).toBe(0)
  })

  test('refuses a second restoration of a collection while the first is PENDING, and no other', async () => {
    const test = await library({restoreMs: SECOND})
    const {engine} = test
    const backup = await takeBackup(test)
    const first = await engine.restorePartialBackup(backup.id, [{dataCollectionId: 'Books'}])
    await expect(engine.restoreBackup(backup.id)).rejects.toMatchObject({
      code: 'RESTORATION_IN_PROGRESS',
      facts: {restorationId: first.id, collectionIds: ['Books']},
    })
    await engine.restorePartialBackup(backup.id, [{dataCollectionId: 'Authors'}])
    await expect(
      engine.restorePartialBackup(backup.id, [
        {dataCollectionId: 'Authors', restoreDestination: {dataCollectionId: 'Books'}},
      ]),
    ).rejects.toMatchObject({code: 'RESTORATION_IN_PROGRESS'})
    await test.advance(SECOND)
    expect(engine.listRestorations({status: ['COMPLETED'], limit: 1, offset: 0}).total).toBe(2)
    await engine.restoreBackup(backup.id)
  })

  test('a backup that a PENDING restoration needs cannot be deleted, and its content outlives an eviction', async () => {
    const test = await library({restoreMs: 9 * SECOND})
    const {engine} = test
    const backup = await takeBackup(test)
    const restoration = await engine.restoreBackup(backup.id)
    await engine.truncateCollection('Books')
    await expect(engine.deleteBackup(backup.id)).rejects.toMatchObject({
      code: 'RESTORATION_IN_PROGRESS',
      facts: {restorationId: restoration.id},
    })
    for (let n = 0; n < 3; n++) {
      test.clock.advance(SECOND)
      await takeBackup(test)
    }
    expect(engine.getBackup(backup.id)).toMatchObject({status: 'DELETED'})
    expect(test.backupFiles()).toHaveLength(4)
    await test.advance(6 * SECOND)
    expect(await titles(engine, 'Books')).toHaveLength(2)
    expect(test.backupFiles()).toHaveLength(3)
  })

  test('tells of PENDING and of COMPLETED', async () => {
    const test = await library()
    const backup = await takeBackup(test)
    test.events.length = 0
    await restore(test, backup.id)
    expect(test.events).toEqual([
      expect.objectContaining({restoration: expect.objectContaining({status: 'PENDING'})}),
      expect.objectContaining({restoration: expect.objectContaining({status: 'COMPLETED'})}),
    ])
  })
})

describe('restorePartialBackup', () => {
  test('restores what it names and nothing else', async () => {
    const test = await library()
    const {engine} = test
    const backup = await takeBackup(test)
    await engine.truncateCollection('Books')
    await engine.truncateCollection('Authors')
    const restoration = await restore(test, backup.id, ['Authors'])
    expect(restoration.restorationCollections).toEqual([{dataCollectionId: 'Authors'}])
    expect(await titles(engine, 'Authors')).toEqual(['Le Guin', 'Lem'])
    expect(await titles(engine, 'Books')).toEqual([])
  })

  test.each([['Books'], ['Authors']])(
    'brings back the links between two collections when %s is restored',
    async (id) => {
      const test = await library()
      const {engine} = test
      const backup = await takeBackup(test)
      await engine.removeReferences([link('solaris', 'lem')])
      await engine.insertReferences([link('solaris', 'le-guin')])
      await restore(test, backup.id, [id])
      expect(await engine.listReferences('Books', 'authors', 'solaris')).toEqual(['lem'])
      expect(await engine.listReferences('Books', 'authors', 'lathe')).toEqual(['le-guin'])
    },
  )

  test('restores into a new collection with the schema of the source, closed, and leaves the source alone', async () => {
    const test = await library()
    const {engine} = test
    const before = await content(engine, 'Books')
    const backup = await takeBackup(test)
    await engine.truncateCollection('Books')
    const destination = {dataCollectionId: 'OldBooks', displayName: 'Books as they were'}
    await engine.restorePartialBackup(backup.id, [
      {dataCollectionId: 'Books', restoreDestination: destination},
    ])
    await engine.tick()
    expect(engine.getCollection('OldBooks')).toMatchObject({
      displayName: 'Books as they were',
      type: 'NATIVE',
      fields: engine.getCollection('Books').fields,
      permissions: {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'},
    })
    expect(await content(engine, 'OldBooks')).toEqual(before)
    expect(await engine.listReferences('OldBooks', 'authors', 'solaris')).toEqual(['lem'])
    expect(await titles(engine, 'Books')).toEqual([])
    expect(await engine.listReferences('Books', 'authors', 'solaris')).toEqual([])
  })

  describe('multi-references of what is not restored', () => {
    const into = (destination: string) => ({
      dataCollectionId: 'Books',
      restoreDestination: {dataCollectionId: destination},
    })
    const tick = async (test: Awaited<ReturnType<typeof library>>, start: Promise<unknown>) => {
      await start
      await test.engine.tick()
      expect(test.engine.listRestorations({limit: 1, offset: 0}).items[0]!.status).toBe('COMPLETED')
    }
    const authors = (
      engine: Awaited<ReturnType<typeof library>>['engine'],
      collection: string,
      id = 'solaris',
    ) => engine.listReferences(collection, 'authors', id)

    test('a copy has its own beside a restore in place', async () => {
      const test = await library()
      const {id} = await takeBackup(test)
      const chosen = [into('Copy'), {dataCollectionId: 'Authors'}]
      await tick(test, test.engine.restorePartialBackup(id, chosen))
      expect(await authors(test.engine, 'Copy')).toEqual(['lem'])
      expect(await authors(test.engine, 'Copy', 'lathe')).toEqual(['le-guin'])
    })

    test('a copy keeps them when what they point into is restored', async () => {
      const test = await library()
      const {id} = await takeBackup(test)
      await tick(test, test.engine.restorePartialBackup(id, [into('Copy')]))
      await test.engine.insertReferences([{...link('solaris', 'le-guin'), collectionId: 'Copy'}])
      await restore(test, id, ['Authors'])
      expect(await authors(test.engine, 'Copy')).toEqual(['le-guin', 'lem'])
      await restore(test, id)
      expect(await authors(test.engine, 'Copy')).toEqual(['le-guin', 'lem'])
    })

    test('a copy that the backup holds too is what it was copied from', async () => {
      const test = await library()
      await tick(test, test.engine.restorePartialBackup((await takeBackup(test)).id, [into('Copy')]))
      await test.engine.replaceReferences({...link('solaris', ''), targetIds: ['le-guin']})
      const {id} = await takeBackup(test)
      await tick(test, test.engine.restorePartialBackup(id, [into('Copy'), {dataCollectionId: 'Authors'}]))
      expect(await authors(test.engine, 'Copy')).toEqual(['le-guin'])
    })

    test.each([
      ['made after the backup', 'NATIVE' as const, false],
      ['of an app, which no backup holds', 'WIX_APP' as const, true],
    ])(
      'a collection %s keeps them, but for those to what the restore removes',
      async (_what, type, before) => {
        const test = await library()
        const {engine} = test
        const {fields} = engine.getCollection('Books')
        const reviews = async () => {
          await engine.createCollection({id: 'Reviews', fields, type})
          await write(engine, 'Reviews', [{_id: 'r'}])
        }
        if (before) await reviews()
        const {id} = await takeBackup(test)
        if (!before) await reviews()
        await write(engine, 'Authors', [{_id: 'new', title: 'added since'}])
        const targets = ['lem', 'new', 'never-there']
        await engine.replaceReferences({
          collectionId: 'Reviews',
          field: 'authors',
          itemId: 'r',
          targetIds: targets,
        })
        await restore(test, id, ['Authors'])
        expect(await authors(engine, 'Reviews', 'r')).toEqual(['lem', 'never-there'])
        await restore(test, id)
        expect(await authors(engine, 'Reviews', 'r')).toEqual(['lem', 'never-there'])
      },
    )

    test('those into a copy lose what the restore removes from it', async () => {
      const test = await library()
      const {engine} = test
      const {id} = await takeBackup(test)
      await tick(test, engine.restorePartialBackup(id, [into('Copy')]))
      await write(engine, 'Copy', [{_id: 'extra'}])
      await engine.createCollection({
        id: 'Shelf',
        fields: [{key: 'authors', displayName: 'A', type: 'MULTI_REFERENCE', referencedCollectionId: 'Copy'}],
      })
      const targets = ['extra', 'solaris']
      await engine.replaceReferences({
        collectionId: 'Shelf',
        field: 'authors',
        itemId: 's',
        targetIds: targets,
      })
      await tick(test, engine.restorePartialBackup(id, [into('Copy')]))
      expect(await authors(engine, 'Shelf', 's')).toEqual(['solaris'])
    })
  })

  test('restores into an existing collection by replacing its items, not its schema', async () => {
    const test = await library()
    const {engine} = test
    const backup = await takeBackup(test)
    await engine.createCollection({id: 'Archive', displayName: 'The archive', permissions: {read: 'ANYONE'}})
    await write(engine, 'Archive', [{title: 'replaced'}])
    for (let n = 0; n < 2; n++) {
      await engine.restorePartialBackup(backup.id, [
        {
          dataCollectionId: 'Books',
          restoreDestination: {dataCollectionId: 'Archive', displayName: 'ignored'},
        },
        {dataCollectionId: 'Authors'},
      ])
      await engine.tick()
      expect(await titles(engine, 'Archive')).toEqual(['Solaris', 'The Lathe of Heaven'])
    }
    expect(engine.getCollection('Archive')).toMatchObject({
      displayName: 'The archive',
      fields: [],
      permissions: {read: 'ANYONE'},
    })
    expect(await titles(engine, 'Books')).toHaveLength(2)
  })

  test('brings back a deleted collection that it names, closed, with the fields it had', async () => {
    const test = await library()
    const {engine} = test
    const before = await content(engine, 'Books')
    const {fields} = engine.getCollection('Books')
    const backup = await takeBackup(test)
    await engine.deleteCollection('Books')
    await restore(test, backup.id, ['Books'])
    expect(await content(engine, 'Books')).toEqual(before)
    expect(engine.getCollection('Books')).toMatchObject({
      displayName: 'Our books',
      fields,
      permissions: {read: 'ADMIN'},
    })
    expect(await engine.listReferences('Books', 'authors', 'lathe')).toEqual(['le-guin'])
  })

  const into = (dataCollectionId: string, destination: string) => ({
    dataCollectionId,
    restoreDestination: {dataCollectionId: destination},
  })
  test.each([
    ['an empty list', [], 'COLLECTION_NOT_IN_BACKUP', {collectionIds: []}],
    [
      'collections that the backup does not hold',
      [{dataCollectionId: 'Books'}, {dataCollectionId: 'X'}, {dataCollectionId: 'Y'}],
      'COLLECTION_NOT_IN_BACKUP',
      {collectionIds: ['X', 'Y']},
    ],
    [
      'the same collection twice',
      [{dataCollectionId: 'Books'}, {dataCollectionId: 'Books'}],
      'INVALID_RESTORE_DESTINATION',
      {},
    ],
    ['a destination that is itself', [into('Books', 'Books')], 'INVALID_RESTORE_DESTINATION', {}],
    [
      'a destination that is restored too',
      [into('Books', 'Authors'), {dataCollectionId: 'Authors'}],
      'INVALID_RESTORE_DESTINATION',
      {},
    ],
    [
      'one destination for two',
      [into('Books', 'New'), into('Authors', 'New')],
      'INVALID_RESTORE_DESTINATION',
      {},
    ],
    ['an illegal id', [into('Books', 'no good/id')], 'INVALID_RESTORE_DESTINATION', {}],
    ['a destination that is an app’s', [into('Books', 'Members')], 'INVALID_RESTORE_DESTINATION', {}],
  ])('refuses %s, and changes nothing', async (_name, collections, code, facts) => {
    const test = await library()
    const {engine} = test
    await engine.createCollection({id: 'Members', type: 'WIX_APP'})
    const backup = await takeBackup(test)
    await expect(engine.restorePartialBackup(backup.id, collections)).rejects.toMatchObject({
      code,
      facts: expect.objectContaining(facts),
    })
    expect(engine.listRestorations({limit: 1, offset: 0}).total).toBe(0)
  })
})
