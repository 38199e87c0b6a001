import type {Backup, Exposure, Overview, Page, Restoration, RestoreForecast} from 'public/contract'
import {problemOf, startTestHost, valueOf, type Identity, type Sdk, type TestHost} from '../support/test-host'

const DAY = 24 * 60 * 60 * 1000

let host: TestHost
let sdk: Sdk

beforeEach(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  await sdk.collections.createDataCollection({_id: 'Products', displayName: 'Products', fields: []})
  await sdk.collections.createDataCollection({
    _id: 'Orders',
    displayName: 'Orders',
    fields: [
      {key: 'product', type: 'REFERENCE', typeMetadata: {reference: {referencedCollectionId: 'Products'}}},
    ],
  })
  await sdk.items.bulkInsert('Products', [
    {_id: 'oil', price: 10},
    {_id: 'rye', price: 5},
  ])
})

afterEach(() => host.close())

async function create(evict?: string): Promise<Backup> {
  const backup = valueOf(await host.call<Backup>('createBackup', evict ? [{evict}] : []))
  await host.settled()
  await host.local('POST', 'clock', {advanceMs: 1000})
  return backup
}

const listed = async (): Promise<Backup[]> => valueOf(await host.call<Page<Backup>>('listBackups')).items
const statusOf = async (id: string) => (await listed()).find((backup) => backup.id === id)?.status

describe('who may call', () => {
  test.each(['local-owner', 'local-collaborator'] as Identity[])(
    '%s, although a collaborator may not call the API itself',
    async (identity) => {
      const backup = valueOf(await host.call<Backup>('createBackup', [], identity))
      await host.settled()
      valueOf(await host.call('restoreBackup', [backup.id, {overwrite: true}], identity))
      await host.settled()
      valueOf(await host.call('deleteBackup', [backup.id], identity))
      expect(valueOf(await host.call<Overview>('getOverview', [], identity)).backups[0]!.status).toBe(
        'DELETED',
      )
    },
  )

  test.each(['local-member', 'local-visitor', 'local-app', 'nobody' as Identity] as Identity[])(
    'not %s',
    async (identity) => {
      for (const method of ['getOverview', 'createBackup', 'listBackups', 'restoreBackup', 'deleteBackup']) {
        await expect(host.call(method, [], identity)).rejects.toMatchObject({
          code: identity === ('nobody' as Identity) ? 401 : 403,
        })
      }
      expect(await listed()).toEqual([])
    },
  )

  test.each(['nothing', '__proto__', 'constructor', 'toString', 'default'])(
    'there is no web method %s',
    async (method) => {
      await expect(host.call(method)).rejects.toMatchObject({code: 404})
    },
  )
})

describe('createBackup', () => {
  test('answers with the PENDING backup as plain JSON', async () => {
    const backup = valueOf(await host.call<Backup>('createBackup'))
    expect(backup).toMatchObject({
      status: 'PENDING',
      type: 'ON_DEMAND',
      finishedDate: null,
      sizeInBytes: null,
    })
    expect(new Date(backup.requestedDate).toISOString()).toBe(backup.requestedDate)
  })

  test('refuses to evict what the caller did not name, and says what it would have been', async () => {
    const [first] = [await create(), await create(), await create()]
    const problem = problemOf(await host.call('createBackup'))
    expect(problem).toMatchObject({code: 'WOULD_EVICT', backup: {id: first.id}, slots: {used: 3, limit: 3}})
    expect(problem.message).toContain('deletes the oldest')
    expect(await listed()).toHaveLength(3)
  })

  test('evicts the backup that was named', async () => {
    const [first] = [await create(), await create(), await create()]
    await create(first.id)
    expect(await statusOf(first.id)).toBe('DELETED')
    expect((await listed()).filter(({status}) => status === 'READY')).toHaveLength(3)
  })

  test('refuses again with the new situation when it has changed meanwhile', async () => {
    const [first, second] = [await create(), await create(), await create()]
    await create(first.id)
    expect(problemOf(await host.call('createBackup', [{evict: first.id}]))).toMatchObject({
      code: 'WOULD_EVICT',
      backup: {id: second.id},
    })
  })

  test('two admins at once never evict more than was named', async () => {
    const [first] = [await create(), await create(), await create()]
    const both = await Promise.all([
      host.call<Backup>('createBackup', [{evict: first.id}], 'local-owner'),
      host.call<Backup>('createBackup', [{evict: first.id}], 'local-collaborator'),
    ])
    await host.settled()
    expect(both.filter(({ok}) => ok)).toHaveLength(1)
    expect(problemOf(both.find(({ok}) => !ok)!).code).toBe('WOULD_EVICT')
    expect((await listed()).filter(({status}) => status === 'DELETED').map(({id}) => id)).toEqual([first.id])
  })

  test('after a lost answer, finds what was created instead of creating another one', async () => {
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'lose-response'})
    const backup = valueOf(await host.call<Backup>('createBackup'))
    await host.settled()
    expect(await listed()).toHaveLength(1)
    expect((await listed())[0]!.id).toBe(backup.id)
  })

  test('after a failure that may have been one, says that the outcome is unknown and creates nothing more', async () => {
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'unavailable'})
    const problem = problemOf(await host.call('createBackup'))
    expect(problem).toMatchObject({code: 'OUTCOME_UNKNOWN', requestId: expect.any(String)})
    expect(await listed()).toEqual([])
  })

  test('a throttled create is told as such, and not repeated', async () => {
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'throttle'})
    expect(problemOf(await host.call('createBackup')).code).toBe('THROTTLED')
    expect(await listed()).toEqual([])
  })
})

describe('restoreBackup and restorePartialBackup', () => {
  test('refuse without overwrite, and name what would be overwritten', async () => {
    const backup = await create()
    await sdk.items.remove('Products', 'oil')
    expect(problemOf(await host.call('restoreBackup', [backup.id]))).toMatchObject({
      code: 'WOULD_OVERWRITE',
      backup: {id: backup.id},
      collectionIds: expect.arrayContaining(['Products', 'Orders']),
    })
    expect(
      problemOf(
        await host.call('restorePartialBackup', [
          backup.id,
          [{dataCollectionId: 'Products'}],
          {overwrite: false},
        ]),
      ),
    ).toMatchObject({
      code: 'WOULD_OVERWRITE',
      collectionIds: ['Products'],
    })
    expect(await sdk.items.get('Products', 'oil')).toBeNull()
  })

  test('bring the data back', async () => {
    const backup = await create()
    await sdk.items.truncate('Products')
    const restoration = valueOf(
      await host.call<Restoration>('restorePartialBackup', [
        backup.id,
        [{dataCollectionId: 'Products'}],
        {overwrite: true},
      ]),
    )
    expect(restoration.status).toBe('PENDING')
    await host.settled()
    expect(await sdk.items.query('Products').count()).toBe(2)
    expect(valueOf(await host.call<Restoration>('getRestoration', [restoration.id])).status).toBe('COMPLETED')
  })

  test('after a lost answer, find the restoration instead of starting another one', async () => {
    const backup = await create()
    await host.local('POST', 'faults', {operation: 'restoreBackup', effect: 'lose-response'})
    const restoration = valueOf(await host.call<Restoration>('restoreBackup', [backup.id, {overwrite: true}]))
    await host.settled()
    const all = valueOf(await host.call<Page<Restoration>>('listRestorations')).items
    expect(all.map(({id}) => id)).toEqual([restoration.id])
  })

  test('a second restoration of the same collection is refused with the first one', async () => {
    const backup = await create()
    await host.local('POST', 'settings', {restoreMs: 60_000})
    const first = valueOf(await host.call<Restoration>('restoreBackup', [backup.id, {overwrite: true}]))
    expect(
      problemOf(
        await host.call('restorePartialBackup', [
          backup.id,
          [{dataCollectionId: 'Products'}],
          {overwrite: true},
        ]),
      ),
    ).toMatchObject({code: 'RESTORATION_IN_PROGRESS', restorationId: first.id, collectionIds: ['Products']})
  })

  test('a restoration that fails says so, and the data is as before', async () => {
    const backup = await create()
    await sdk.items.remove('Products', 'oil')
    await host.local('POST', 'faults', {operation: 'restoreBackup', effect: 'fail-restoration'})
    const restoration = valueOf(await host.call<Restoration>('restoreBackup', [backup.id, {overwrite: true}]))
    await host.settled()
    expect(valueOf(await host.call<Restoration>('getRestoration', [restoration.id])).status).toBe('FAILED')
    expect(await sdk.items.get('Products', 'oil')).toBeNull()
  })

  test('states that forbid it', async () => {
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'fail-backup'})
    const failed = await create()
    expect(problemOf(await host.call('restoreBackup', [failed.id, {overwrite: true}]))).toMatchObject({
      code: 'BACKUP_NOT_READY',
      status: 'FAILED',
    })
    const deleted = await create()
    valueOf(await host.call('deleteBackup', [deleted.id]))
    await host.settled()
    expect(problemOf(await host.call('restoreBackup', [deleted.id, {overwrite: true}]))).toMatchObject({
      code: 'BACKUP_NOT_READY',
      status: 'DELETED',
    })
    await host.local('POST', 'settings', {backupMs: 60_000})
    const pending = valueOf(await host.call<Backup>('createBackup'))
    expect(problemOf(await host.call('restoreBackup', [pending.id, {overwrite: true}]))).toMatchObject({
      code: 'BACKUP_NOT_READY',
      status: 'PENDING',
    })
  })

  test('one admin restores what the other has just deleted', async () => {
    const backup = await create()
    valueOf(await host.call('deleteBackup', [backup.id], 'local-owner'))
    expect(problemOf(await host.call('restoreBackup', [backup.id, {overwrite: true}])).code).toBe(
      'BACKUP_NOT_READY',
    )
  })

  test('a collection that the backup does not hold', async () => {
    const backup = await create()
    expect(
      problemOf(
        await host.call('restorePartialBackup', [
          backup.id,
          [{dataCollectionId: 'Nowhere'}],
          {overwrite: true},
        ]),
      ),
    ).toMatchObject({code: 'COLLECTION_NOT_IN_BACKUP', collectionIds: ['Nowhere']})
  })
})

describe('getOverview', () => {
  test('has everything that the page shows', async () => {
    await host.local('POST', 'clock', {advanceMs: 7 * DAY})
    await host.settled()
    const [first] = [await create(), await create(), await create()]
    const overview = valueOf(await host.call<Overview>('getOverview'))
    expect(overview.backups).toHaveLength(4)
    expect(overview.slots).toMatchObject({used: 3, limit: 3, nextEvicted: {id: first.id}})
    const automatic = overview.backups.find(({type}) => type === 'AUTO')!
    expect(overview.nextAutomaticDate).toBe(
      new Date(Date.parse(automatic.requestedDate) + 7 * DAY).toISOString(),
    )
    const native = overview.collections!.filter(({type}) => type === 'NATIVE')
    expect(native.map(({id}) => id).toSorted()).toEqual(['Orders', 'Products'])
    expect(overview).toMatchObject({
      collectionsProblem: null,
      moreBackups: false,
      siteName: expect.any(String),
    })
  })

  test('shows the backups even where the collections cannot be read', async () => {
    await create()
    await host.local('POST', 'faults', {operation: 'listDataCollections', effect: 'throttle', times: 5})
    const overview = valueOf(await host.call<Overview>('getOverview'))
    expect(overview.backups).toHaveLength(1)
    expect(overview).toMatchObject({collections: null, collectionsProblem: {code: 'THROTTLED'}})
  })

  test('reads again after a moment when Wix is unavailable', async () => {
    await host.local('POST', 'faults', {operation: 'listBackups', effect: 'unavailable', times: 2})
    expect((await host.call('getOverview')).ok).toBe(true)
  })
})

describe('forecastRestore and getExposure', () => {
  test('count what was added and changed since the backup', async () => {
    const backup = await create()
    await sdk.items.bulkInsert('Products', [{_id: 'n1'}, {_id: 'n2'}])
    await sdk.items.update('Products', {_id: 'oil', price: 11})
    await sdk.items.remove('Products', 'rye')
    const forecast = valueOf(await host.call<RestoreForecast>('forecastRestore', [backup.id]))
    expect(forecast.next).toBeNull()
    const of = (id: string) => forecast.collections.find(({collectionId}) => collectionId === id)
    expect(of('Products')).toMatchObject({
      added: {known: true, value: 2},
      changed: {known: true, value: 1},
      held: 'yes',
      exists: true,
    })
    expect(of('Products')!.newestDate).toEqual(expect.any(String))
    const references = [{field: 'product', collectionId: 'Products'}]
    expect(of('Orders')).toMatchObject({added: {known: true, value: 0}, references, referencesOutside: []})

    const orders = valueOf(await host.call<RestoreForecast>('forecastRestore', [backup.id, ['Orders']]))
    expect(orders.collections[0]).toMatchObject({references, referencesOutside: references})

    await sdk.collections.createDataCollection({_id: 'Fresh'})
    // No backup would ever hold it.
    await host.site.engine.createCollection({id: 'Stores/Products', type: 'WIX_APP'})
    const exposure = valueOf(await host.call<Exposure>('getExposure'))
    expect(exposure).toMatchObject({backup: {id: backup.id}, uncoveredCollectionIds: ['Fresh'], next: null})
  })

  test('a collection that cannot be counted is unknown, never zero', async () => {
    const backup = await create()
    await sdk.items.insert('Products', {_id: 'n1'})
    await host.local('POST', 'faults', {operation: 'queryDataItems', effect: 'unavailable', times: 10})
    await host.local('POST', 'faults', {operation: 'countDataItems', effect: 'throttle', times: 1})
    const forecast = valueOf(await host.call<RestoreForecast>('forecastRestore', [backup.id, ['Products']]))
    expect(forecast.collections[0]).toMatchObject({
      added: {known: false, reason: 'THROTTLED'},
      changed: {known: false, reason: 'UNAVAILABLE'},
    })
  })

  test('nothing is protected without a READY backup', async () => {
    const exposure = valueOf(await host.call<Exposure>('getExposure'))
    expect(exposure.backup).toBeNull()
    expect(exposure.uncoveredCollectionIds.toSorted()).toEqual(['Orders', 'Products'])
  })
})
