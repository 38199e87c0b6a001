import {backUpIfDue} from 'backend/back-up-if-due'
import {runDailyBackup} from 'backend/backups-job'
import {BackupsError, createBackup, listBackups, waitForBackup} from 'public/backups'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

let host: TestHost
let sdk: Sdk

beforeEach(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  await sdk.collections.createDataCollection({_id: 'Products'})
  await sdk.collections.createDataCollection({_id: 'Orders'})
  await sdk.items.bulkInsert('Products', [{_id: 'oil'}, {_id: 'rye'}])
})
afterEach(() => host.close())

const later = (ms: number) => host.local('POST', 'clock', {advanceMs: ms})
const error = async (call: Promise<unknown>) => {
  const thrown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(thrown).toBeInstanceOf(BackupsError)
  return thrown as BackupsError
}

describe('backUpIfDue', () => {
  const options = {ifNoBackupFor: 3 * DAY, ifChangesExceed: 5}

  test('creates one when there is none, and once only when called twice', async () => {
    await host.local('POST', 'settings', {backupMs: HOUR})
    const both = await Promise.all([backUpIfDue(options), backUpIfDue(options)])
    expect(both.map(({reason}) => reason).toSorted()).toEqual(['IN_PROGRESS', 'NO_BACKUP'])
    await later(HOUR)
    expect((await listBackups()).items).toHaveLength(1)
    expect(await backUpIfDue(options)).toMatchObject({created: null, reason: 'NOT_DUE'})
  })

  test('creates one when many changes are unprotected', async () => {
    await backUpIfDue(options)
    await host.settled()
    await later(HOUR)
    await sdk.items.bulkInsert(
      'Orders',
      Array.from({length: 6}, (_, index) => ({_id: `o${index}`})),
    )
    expect(await backUpIfDue(options)).toMatchObject({
      reason: 'TOO_MANY_CHANGES',
      created: {status: 'PENDING'},
    })
  })

  test.each([
    ['is throttled', 'throttle'],
    ['is not answered', 'unavailable'],
  ])('an overdue one is made although counting %s', async (_what, effect) => {
    await backUpIfDue(options)
    await host.settled()
    await later(4 * DAY)
    await host.local('POST', 'faults', {operation: 'listDataCollections', effect, times: 1000})
    await host.local('POST', 'faults', {operation: 'queryDataItems', effect, times: 1000})
    expect(await backUpIfDue(options)).toMatchObject({reason: 'TOO_OLD', created: {}, changes: null})
  })

  test('what could not be counted is unknown, and makes nothing due', async () => {
    await backUpIfDue(options)
    await host.settled()
    await sdk.items.insert('Orders', {_id: 'o'})
    await host.local('POST', 'faults', {operation: 'countDataItems', effect: 'throttle', times: 1000})
    expect(await backUpIfDue(options)).toMatchObject({
      reason: 'NOT_DUE',
      changes: {known: false, reason: 'THROTTLED'},
    })
    await host.local('POST', 'faults', {operation: 'listDataCollections', effect: 'throttle', times: 1000})
    expect(await backUpIfDue(options)).toMatchObject({
      reason: 'NOT_DUE',
      changes: {known: false, reason: 'THROTTLED'},
    })
    await host.local('DELETE', 'faults')
    expect(await backUpIfDue(options)).toMatchObject({reason: 'NOT_DUE', changes: {known: true, value: 1}})
  })

  test('one is due when an older backup was restored since, and not while that is in progress', async () => {
    const {id} = await waitForBackup((await createBackup()).id)
    await later(1000)
    await sdk.items.insert('Products', {_id: 'later'})
    await waitForBackup((await createBackup()).id)
    await later(1000)
    await host.local('POST', 'settings', {restoreMs: HOUR})
    const collections = [{dataCollectionId: 'Products'}]
    await sdk.backups.restorePartialBackup(id, collections)
    const changes = {known: false, reason: 'RESTORED_SINCE'}
    expect(await backUpIfDue(options)).toMatchObject({reason: 'IN_PROGRESS', created: null, changes})
    await later(HOUR)
    await host.settled()
    expect(await backUpIfDue(options)).toMatchObject({reason: 'RESTORED_SINCE', created: {}, changes})
    await host.settled()
    expect(await backUpIfDue(options)).toMatchObject({reason: 'NOT_DUE', changes: {known: true, value: 0}})
  })

  test('a backup that is stuck in PENDING keeps no other one from being made', async () => {
    await waitForBackup((await createBackup()).id)
    await later(3 * DAY)
    host.site.engine.changeSettings({backupMs: 2 * DAY})
    const stuck = await createBackup()
    expect(await backUpIfDue(options)).toMatchObject({reason: 'IN_PROGRESS', created: null})
    await later(DAY)
    const {created, reason} = await backUpIfDue(options)
    expect(reason).toBe('TOO_OLD')
    expect(created!.id).not.toBe(stuck.id)
    expect(await backUpIfDue(options)).toMatchObject({reason: 'IN_PROGRESS', created: null})
  })

  test('waits for an automatic backup that is due soon', async () => {
    await later(7 * DAY)
    await host.settled()
    await later(6.5 * DAY)
    expect(await backUpIfDue(options)).toMatchObject({reason: 'AUTOMATIC_SOON'})
    expect(await backUpIfDue({...options, unlessAutomaticWithin: HOUR})).toMatchObject({reason: 'TOO_OLD'})
  })

  test('evicts an old backup, never a young one', async () => {
    for (let i = 0; i < 3; i++) {
      await createBackup()
      await host.settled()
      await later(HOUR)
    }
    const oldest = (await listBackups()).items.at(-1)!
    await later(2 * DAY)
    await sdk.items.bulkInsert(
      'Orders',
      Array.from({length: 6}, (_, index) => ({_id: `o${index}`})),
    )
    expect(await backUpIfDue(options)).toMatchObject({reason: 'WOULD_EVICT_YOUNG', created: null})
    await later(2 * DAY)
    expect(await backUpIfDue({...options, neverEvict: true})).toMatchObject({
      reason: 'WOULD_EVICT',
      created: null,
    })
    expect(await backUpIfDue(options)).toMatchObject({evicted: {id: oldest.id}})
  })

  test('the daily job does nothing until the setting turns it on', async () => {
    expect(await runDailyBackup()).toBe('OFF')
    expect((await listBackups()).items).toEqual([])
  })

  const durations = ['ifNoBackupFor', 'ifChangesExceed', 'unlessAutomaticWithin', 'neverEvictYoungerThan']
  const noNumbers = [NaN, -1, Infinity, '1000', true].flatMap((value) =>
    durations.map((name) => ({ifNoBackupFor: DAY, [name]: value})),
  )
  test.each<unknown>([{}, ...noNumbers, null])('refuses the options %j', async (bad) => {
    expect(await error(backUpIfDue(bad as never))).toMatchObject({code: 'INVALID_ARGUMENT'})
  })
})
