import {newProcess} from 'backend/operations/operation'
import {createOperations} from 'backend/operations/operations'
import {CallLimiter} from 'backend/wix/call-limiter'
import {VELO_TIMING} from 'backend/wix/wix-request'
import type {
  Backup,
  CollectionForecast,
  Exposure,
  Overview,
  Restoration,
  RestoreForecast,
} from 'public/contract'
import {runAs} from '../../local/host/wix-context'
import {startTestHost, valueOf, type Sdk, type TestHost} from '../support/test-host'

let host: TestHost
let sdk: Sdk

beforeEach(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  for (const _id of ['Products', 'Orders']) await sdk.collections.createDataCollection({_id})
  await sdk.items.insert('Products', {_id: 'oil'})
})
afterEach(() => host.close())

const wait = () => host.local('POST', 'clock', {advanceMs: 1000})
async function create(): Promise<Backup> {
  const backup = valueOf(await host.call<Backup>('createBackup'))
  await host.settled()
  await wait()
  return backup
}
async function restore(backup: Backup, ...ids: string[]): Promise<Restoration> {
  const collections = ids.map((dataCollectionId) => ({dataCollectionId}))
  const restoration = valueOf(
    await host.call<Restoration>('restorePartialBackup', [backup.id, collections, {overwrite: true}]),
  )
  await host.settled()
  await wait()
  return restoration
}
const forecast = async (backup: Backup) =>
  valueOf(await host.call<RestoreForecast>('forecastRestore', [backup.id])).collections
const exposure = async () => valueOf(await host.call<Exposure>('getExposure'))
const of = (id: string, list: CollectionForecast[]) => list.find(({collectionId}) => collectionId === id)

const zero = {known: true, value: 0}
const restoredSince = {known: false, reason: 'RESTORED_SINCE'}

test('after an older backup was restored, nothing is known of its collections, and all of the others', async () => {
  const older = await create()
  await sdk.items.bulkInsert('Products', [{_id: 'a'}, {_id: 'b'}])
  const newest = await create()
  await restore(older, 'Products')
  expect(await sdk.items.query('Products').count()).toBe(1)
  for (const list of [await forecast(newest), (await exposure()).collections]) {
    expect(of('Products', list)).toMatchObject({
      added: restoredSince,
      changed: restoredSince,
      newestDate: null,
    })
    expect(of('Orders', list)).toMatchObject({added: zero, changed: zero})
  }
})

test('after the same backup was restored, what counts is what changed since', async () => {
  const backup = await create()
  await sdk.items.insert('Products', {_id: 'lost'})
  await restore(backup, 'Products')
  await sdk.items.insert('Products', {_id: 'new'})
  await sdk.items.update('Products', {_id: 'oil', price: 1})
  for (const list of [await forecast(backup), (await exposure()).collections]) {
    expect(of('Products', list)).toMatchObject({
      added: {known: true, value: 1},
      changed: {known: true, value: 1},
      since: expect.any(String),
    })
    expect(of('Orders', list)).not.toHaveProperty('since')
  }
})

test('while a restoration is in progress, nothing is known of what it replaces', async () => {
  const older = await create()
  await create()
  await host.local('POST', 'settings', {restoreMs: 60_000})
  await restore(older, 'Orders')
  const {collections} = await exposure()
  expect(of('Orders', collections)).toMatchObject({added: restoredSince, changed: restoredSince})
  expect(of('Products', collections)).toMatchObject({added: zero})
})

test('where the restorations cannot be read, nothing is known, with the reason', async () => {
  const backup = await create()
  await host.local('POST', 'faults', {operation: 'listRestorations', effect: 'throttle', times: 10})
  const throttled = {known: false, reason: 'THROTTLED'}
  expect(of('Products', await forecast(backup))).toMatchObject({added: throttled, changed: throttled})
})

test('a collection of an app is told as one that no backup holds, not as one that is not covered yet', async () => {
  await create()
  await host.site.engine.createCollection({
    id: 'Stores/Products',
    type: 'WIX_APP',
    permissions: {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'},
  })
  await sdk.collections.createDataCollection({_id: 'Fresh'})
  expect(await exposure()).toMatchObject({
    uncoveredCollectionIds: ['Fresh'],
    neverHeldCollectionIds: ['Stores/Products'],
    moreCollections: false,
  })
})

test('on a site of 1,010 collections, those beyond the list are counted, and told neither as gone nor as there', async () => {
  const permissions = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'} as const
  for (let number = 3; number <= 1010; number++) {
    await host.site.engine.createCollection({id: `C${String(number).padStart(4, '0')}`, permissions})
  }
  const backup = await create()
  const listed = host.site.engine.listCollections().map(({id}) => id)
  const last = listed[1009]!
  await sdk.items.insert(last, {_id: 'new'})
  const {collections} = valueOf(await host.call<RestoreForecast>('forecastRestore', [backup.id, [last]]))
  expect(collections[0]).toMatchObject({exists: null, added: {known: true, value: 1}})
  expect(valueOf(await host.call<Overview>('getOverview'))).toMatchObject({moreCollections: true})

  const {getExposure} = createOperations(
    newProcess(VELO_TIMING, new CallLimiter({aMinute: 10_000, atOnce: 4})),
  )
  const counted: string[] = []
  let next: string | null = null
  do {
    const slice: Exposure = valueOf(await runAs('local-owner', () => getExposure(next)))
    expect(slice).toMatchObject({moreCollections: true, uncoveredCollectionIds: []})
    counted.push(...slice.collections.map(({collectionId}) => collectionId))
    next = slice.next
  } while (next !== null)
  expect(counted.toSorted()).toEqual(listed.toSorted())
})
