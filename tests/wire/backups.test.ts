import {startTestHost, type Sdk, type TestHost} from '../support/test-host'

const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999'

let host: TestHost
let sdk: Sdk

beforeEach(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  await sdk.collections.createDataCollection({_id: 'Products', displayName: 'Products', fields: []})
  await sdk.collections.createDataCollection({_id: 'Orders', displayName: 'Orders', fields: []})
  await sdk.items.bulkInsert('Products', [
    {_id: 'oil', name: 'Oil', price: 10},
    {_id: 'rye', name: 'Rye', price: 5},
  ])
  await sdk.items.insert('Orders', {_id: 'o1', number: 1})
})

afterEach(() => host.close())

async function createReady(): Promise<string> {
  const {backup} = await sdk.backups.createBackup()
  await host.settled()
  return backup!._id!
}

async function names(collection = 'Products'): Promise<string[]> {
  const {items} = await sdk.items.query(collection).ascending('_id').find()
  return items.map(({_id}) => _id)
}

describe('createBackup', () => {
  test('answers PENDING, and is READY later with a size as text', async () => {
    await host.local('POST', 'settings', {backupMs: 60_000})
    const {backup} = await sdk.backups.createBackup()
    expect(backup).toMatchObject({
      status: 'PENDING',
      type: 'ON_DEMAND',
      sizeInBytes: null,
    })
    expect(backup!.requestedDate).toBeInstanceOf(Date)
    await host.local('POST', 'clock', {advanceMs: 60_000})
    const {backups} = await sdk.backups.listBackups()
    expect(backups![0]).toMatchObject({
      _id: backup!._id,
      status: 'READY',
      sizeInBytes: expect.stringMatching(/^\d+$/),
    })
    expect(backups![0]!.collections!.map(({_id}) => _id).toSorted()).toEqual(['Orders', 'Products'])
  })

  test('four creates leave the newest three on-demand backups and every automatic one', async () => {
    await host.local('POST', 'clock', {advanceMs: 7 * 24 * 3600 * 1000})
    const created = []
    for (let i = 0; i < 4; i++) {
      created.push(await createReady())
      await host.local('POST', 'clock', {advanceMs: 1000})
    }
    const {backups} = await sdk.backups.listBackups({status: ['READY']})
    expect(backups!.filter(({type}) => type === 'AUTO')).toHaveLength(1)
    expect(backups!.filter(({type}) => type === 'ON_DEMAND').map(({_id}) => _id)).toEqual(
      created.slice(1).toReversed(),
    )
    const {backups: deleted} = await sdk.backups.listBackups({status: ['DELETED']})
    expect(deleted!.map(({_id}) => _id)).toEqual([created[0]])
    expect(deleted![0]!.deletedDate).toBeInstanceOf(Date)
  })
})

describe('restoreBackup', () => {
  test('replaces every collection: added items go, changed and removed ones come back', async () => {
    const id = await createReady()
    await sdk.items.insert('Products', {_id: 'new', name: 'New'})
    await sdk.items.update('Products', {_id: 'oil', name: 'Changed'})
    await sdk.items.remove('Products', 'rye')
    const {restoration} = await sdk.backups.restoreBackup(id)
    expect(restoration).toMatchObject({status: 'PENDING', backup: {_id: id, status: 'READY'}})
    await host.settled()
    expect(await names()).toEqual(['oil', 'rye'])
    expect(await sdk.items.get('Products', 'oil')).toMatchObject({name: 'Oil', price: 10})
    const {restorations} = await sdk.backups.listRestorations()
    expect(restorations![0]).toMatchObject({_id: restoration!._id, status: 'COMPLETED'})
  })
})

describe('restorePartialBackup', () => {
  test('leaves the other collections alone', async () => {
    const id = await createReady()
    await sdk.items.truncate('Products')
    await sdk.items.truncate('Orders')
    await sdk.backups.restorePartialBackup(id, [{dataCollectionId: 'Products'}])
    await host.settled()
    expect(await names('Products')).toEqual(['oil', 'rye'])
    expect(await names('Orders')).toEqual([])
  })

  test('restores beside the original, into a collection with closed permissions', async () => {
    const id = await createReady()
    await sdk.items.remove('Products', 'rye')
    await sdk.backups.restorePartialBackup(id, [
      {
        dataCollectionId: 'Products',
        restoreDestination: {dataCollectionId: 'ProductsBefore', displayName: 'Products before'},
      },
    ])
    await host.settled()
    expect(await names('Products')).toEqual(['oil'])
    expect(await names('ProductsBefore')).toEqual(['oil', 'rye'])
    expect(await sdk.collections.getDataCollection('ProductsBefore')).toMatchObject({
      displayName: 'Products before',
      permissions: {read: 'ADMIN', insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN'},
    })
  })
})

describe('deleteBackup', () => {
  test('lists the backup as DELETED', async () => {
    const id = await createReady()
    await sdk.backups.deleteBackup(id)
    await host.settled()
    const {backups} = await sdk.backups.listBackups()
    expect(backups![0]).toMatchObject({_id: id, status: 'DELETED'})
  })
})

describe('lists', () => {
  test('pages, newest first, with the total', async () => {
    const created = []
    for (let i = 0; i < 3; i++) {
      created.push(await createReady())
      await host.local('POST', 'clock', {advanceMs: 1000})
    }
    const page = await sdk.backups.listBackups({paging: {limit: 2, offset: 1}})
    expect(page.backups!.map(({_id}) => _id)).toEqual([created[1], created[0]])
    expect(page.pagingMetadata).toEqual({count: 2, offset: 1, total: 3})
    const beyond = await sdk.backups.listBackups({paging: {limit: 2, offset: 50}})
    expect(beyond.backups).toEqual([])
  })
})

describe('errors, as the SDK throws them', () => {
  const sdkError = async (call: Promise<unknown>) => {
    const error = (await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )) as {status?: number; requestId?: string; details?: Record<string, never>} | undefined
    return error && {status: error.status, details: error.details, requestId: error.requestId}
  }

  test.each(['local-collaborator', 'local-member', 'local-visitor'] as const)(
    '%s gets 403 from every operation',
    async (identity) => {
      const id = await createReady()
      const {backups} = host.sdk(identity)
      for (const call of [
        () => backups.createBackup(),
        () => backups.listBackups(),
        () => backups.restoreBackup(id),
        () => backups.restorePartialBackup(id, [{dataCollectionId: 'Products'}]),
        () => backups.deleteBackup(id),
        () => backups.listRestorations(),
      ]) {
        expect(await sdkError(call())).toMatchObject({
          status: 403,
          requestId: expect.any(String),
          details: {applicationError: {code: 'PERMISSION_DENIED'}},
        })
      }
      expect((await sdk.backups.listBackups()).backups).toHaveLength(1)
    },
  )

  test('an unknown backup is 404', async () => {
    for (const call of [sdk.backups.restoreBackup(UNKNOWN_ID), sdk.backups.deleteBackup(UNKNOWN_ID)]) {
      expect(await sdkError(call)).toMatchObject({
        status: 404,
        details: {applicationError: {code: 'NOT_FOUND'}},
      })
    }
  })

  test('a malformed ID is 400 with the field', async () => {
    expect(await sdkError(sdk.backups.restoreBackup('not-a-guid'))).toMatchObject({
      status: 400,
      details: {validationError: {fieldViolations: [{field: 'backupId'}]}},
    })
  })

  test('a backup that is not READY is 428', async () => {
    await host.local('POST', 'settings', {backupMs: 60_000})
    const {backup} = await sdk.backups.createBackup()
    expect(await sdkError(sdk.backups.restoreBackup(backup!._id!))).toMatchObject({status: 428})
  })

  test('a second restoration of the same collection is 409 while the first is PENDING', async () => {
    const id = await createReady()
    await host.local('POST', 'settings', {restoreMs: 60_000})
    await sdk.backups.restorePartialBackup(id, [{dataCollectionId: 'Products'}])
    expect(await sdkError(sdk.backups.restoreBackup(id))).toMatchObject({status: 409})
    await expect(sdk.backups.restorePartialBackup(id, [{dataCollectionId: 'Orders'}])).resolves.toBeDefined()
  })

  test.each([
    ['no collections', []],
    ['a collection that the backup does not hold', [{dataCollectionId: 'Nowhere'}]],
    ['1,001 collections', Array.from({length: 1001}, (_, index) => ({dataCollectionId: `c${index}`}))],
    ['the same collection twice', [{dataCollectionId: 'Products'}, {dataCollectionId: 'Products'}]],
  ])('restorePartialBackup with %s is 400 and changes nothing', async (_what, chosen) => {
    const id = await createReady()
    await sdk.items.truncate('Products')
    expect(await sdkError(sdk.backups.restorePartialBackup(id, chosen))).toMatchObject({status: 400})
    await host.settled()
    expect(await names()).toEqual([])
    expect((await sdk.backups.listRestorations()).restorations).toEqual([])
  })

  test.each([
    [{limit: -1, offset: 0}, 'paging.limit'],
    [{limit: 101, offset: 0}, 'paging.limit'],
    [{limit: 1, offset: -1}, 'paging.offset'],
  ])('paging %p is 400', async (paging, field) => {
    expect(await sdkError(sdk.backups.listBackups({paging}))).toMatchObject({
      status: 400,
      details: {validationError: {fieldViolations: [{field: `options.${field}`}]}},
    })
  })
})
