import {readLiveSiteKey} from '../../local/host/live/read-live-site-key'
import {A, B, COPY, ProbeSite} from '../../local/probe/probe-site'
import {liveTarget, localTarget, type SdkTarget} from '../../local/probe/target'

/**
 * What this product relies on, asked through the SDK alone: of the local Wix in `npm test`, and by `npm run
 * test:live` of a real site, the same lines. Only what Wix documents is here; what it does not is the probe's.
 */
const isLive = process.env.CONTRACT === 'live'
jest.setTimeout(isLive ? 60 * 60 * 1000 : 60_000)

const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999'

let target: SdkTarget
let site: ProbeSite

beforeAll(async () => {
  target = isLive ? liveTarget(liveKey()) : await localTarget(() => undefined)
  site = new ProbeSite(target)
  await site.setUp()
})

afterAll(async () => {
  await site?.cleanUp()
  await target?.close()
})

function liveKey() {
  const key = readLiveSiteKey(process.env)
  if (!key) throw new Error('Set WIX_SITE_ID and WIX_API_KEY to the site that is to be asked.')
  if (process.env.WIX_SITE_MAY_BE_DESTROYED?.trim() !== key.siteId) {
    throw new Error(
      'This evicts the backups of that site and restores over its content. ' +
        'If that is what you want, set WIX_SITE_MAY_BE_DESTROYED to the same ID as WIX_SITE_ID.',
    )
  }
  return key
}

const titles = async (collection: string) => {
  const {items} = await target.wix.items.query(collection).ascending('_id').find({consistentRead: true})
  return Object.fromEntries(items.map((item) => [item._id, (item as {title?: string}).title]))
}
const statusOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: {status?: number}) => error.status,
  )

test('a backup is PENDING, then READY, with its collections and a size as text', async () => {
  const created = await site.create()
  expect(created).toMatchObject({status: 'PENDING', type: 'ON_DEMAND'})
  expect(created.requestedDate).toBeInstanceOf(Date)
  expect(created.sizeInBytes ?? null).toBeNull()
  const ended = await site.ended(created._id!)
  expect(ended).toMatchObject({
    status: 'READY',
    sizeInBytes: expect.stringMatching(/^\d+$/),
    finishedDate: expect.any(Date),
  })
  expect(ended.collections!.map(({_id}) => _id)).toEqual(expect.arrayContaining([A, B]))
})

test('lists are newest first, and page and filter', async () => {
  const {backups} = target.wix
  const {backups: all} = await backups.listBackups({paging: {limit: 50, offset: 0}})
  const dates = all!.map(({requestedDate}) => requestedDate!.getTime())
  expect(dates).toEqual(dates.toSorted((a, b) => b - a))
  const page = await backups.listBackups({paging: {limit: 1, offset: 0}})
  expect(page.backups).toHaveLength(1)
  expect(page.pagingMetadata).toMatchObject({count: 1, offset: 0})
  const ready = await backups.listBackups({
    status: ['READY'],
    type: ['ON_DEMAND'],
    paging: {limit: 50, offset: 0},
  })
  expect(new Set(ready.backups!.map(({status, type}) => `${status} ${type}`))).toEqual(
    new Set(['READY ON_DEMAND']),
  )
})

test('a partial restore replaces its collection, and leaves the others alone', async () => {
  const {items, backups} = target.wix
  const before = await titles(A)
  const id = await site.createReady()
  await items.insert(A, {_id: 'added', title: 'added since'})
  await items.update(A, {_id: 'a1', title: 'changed since'})
  await items.remove(A, 'a2')
  await items.update(B, {_id: 'b1', title: 'stays changed'})
  const {restoration} = await backups.restorePartialBackup(id, [{dataCollectionId: A}])
  expect(restoration).toMatchObject({status: 'PENDING', backup: {_id: id}})
  expect(await site.restored(restoration!)).toMatchObject({status: 'COMPLETED'})
  expect(await titles(A)).toEqual(before)
  expect(await titles(B)).toMatchObject({b1: 'stays changed'})
})

test('a restore into another collection leaves the original as it is', async () => {
  const {items, backups} = target.wix
  const before = await titles(A)
  const id = await site.createReady()
  await items.update(A, {_id: 'a1', title: 'newer'})
  const {restoration} = await backups.restorePartialBackup(id, [
    {dataCollectionId: A, restoreDestination: {dataCollectionId: COPY, displayName: COPY}},
  ])
  expect(await site.restored(restoration!)).toMatchObject({status: 'COMPLETED'})
  expect(await titles(COPY)).toEqual(before)
  expect(await titles(A)).toMatchObject({a1: 'newer'})
})

test('at most three on-demand backups are READY', async () => {
  for (let made = 0; made < 4; made++) await site.createReady()
  const {backups} = await target.wix.backups.listBackups({status: ['READY'], type: ['ON_DEMAND']})
  expect(backups).toHaveLength(3)
})

test('a deleted backup is READY no more', async () => {
  const id = await site.createReady()
  await target.wix.backups.deleteBackup(id)
  await target.pause(target.pollMs)
  const {backups} = await target.wix.backups.listBackups({status: ['READY'], paging: {limit: 50, offset: 0}})
  expect(backups!.map(({_id}) => _id)).not.toContain(id)
})

test('an unknown backup is an error with a status, and nothing happens', async () => {
  const {backups} = target.wix
  expect(await statusOf(backups.restoreBackup(UNKNOWN_ID))).toBe(404)
  expect(await statusOf(backups.deleteBackup(UNKNOWN_ID))).toBe(404)
  expect(await statusOf(backups.restorePartialBackup(UNKNOWN_ID, [{dataCollectionId: A}]))).toBe(404)
})
