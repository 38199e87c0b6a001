import {newProcess} from 'backend/operations/operation'
import {createOperations} from 'backend/operations/operations'
import type {Result} from 'public/contract'
import {readResult} from 'public/read-result'
import {runAs} from '../../local/host/wix-context'
import {startTestHost, type TestHost} from '../support/test-host'

/** As on Velo, forty times faster. */
const QUICK = {budget: 600, read: 150, write: 150, backoff: 5}

let host: TestHost
const operations = createOperations(newProcess(QUICK))
const asOwner = async <T>(work: () => Promise<Result<T>>) => readResult(await runAs('local-owner', work))
const fault = (operation: string, effect: string, times = 1) =>
  host.local('POST', 'faults', {operation, effect, times})
const backups = async () => (await host.sdk().backups.listBackups()).backups!

beforeEach(async () => {
  host = await startTestHost()
  await host.sdk().collections.createDataCollection({_id: 'Products'})
})
afterEach(() => host.close())

async function ready(): Promise<string> {
  const {id} = await asOwner(() => operations.createBackup({}))
  await host.settled()
  return id
}

test('a create whose answer never comes, and that was never done, is OUTCOME_UNKNOWN and not repeated', async () => {
  await fault('createBackup', 'timeout')
  await expect(asOwner(() => operations.createBackup({}))).rejects.toMatchObject({code: 'OUTCOME_UNKNOWN'})
  await host.settled()
  expect(await backups()).toEqual([])
})

test('a create that was done while its answer was lost is found, also when the first look fails', async () => {
  await fault('createBackup', 'lose-response')
  const {id, certain} = await asOwner(() => operations.createBackup({}))
  expect(certain).toBe(false)
  await host.settled()
  expect((await backups()).map(({_id}) => _id)).toEqual([id])
})

test('a create that cannot be looked up is OUTCOME_UNKNOWN, and there is one backup, not two', async () => {
  await fault('createBackup', 'lose-response')
  // The look before the create must succeed: the lists fail only afterwards.
  const real = globalThis.fetch
  globalThis.fetch = (async (input: URL | string, init?: RequestInit) => {
    const creates = String(input).endsWith('/v2/backups') && init?.method === 'POST'
    if (creates) await fault('listBackups', 'unavailable', 100)
    return real(input, init)
  }) as typeof fetch
  try {
    await expect(asOwner(() => operations.createBackup({}))).rejects.toMatchObject({code: 'OUTCOME_UNKNOWN'})
  } finally {
    globalThis.fetch = real
  }
  await host.local('DELETE', 'faults')
  await host.settled()
  expect(await backups()).toHaveLength(1)
})

test('a restore whose answer never comes is OUTCOME_UNKNOWN, and an earlier one of the same backup is not taken for it', async () => {
  const id = await ready()
  await asOwner(() => operations.restoreBackup(id, {overwrite: true}))
  await host.settled()
  await fault('restoreBackup', 'timeout')
  await expect(asOwner(() => operations.restoreBackup(id, {overwrite: true}))).rejects.toMatchObject({
    code: 'OUTCOME_UNKNOWN',
  })
  expect((await host.sdk().backups.listRestorations()).restorations).toHaveLength(1)
})

test('a deletion whose answer is lost is found to be done', async () => {
  const id = await ready()
  await fault('deleteBackup', 'lose-response')
  await asOwner(() => operations.deleteBackup(id))
  expect((await backups())[0]).toMatchObject({_id: id, status: 'DELETED'})
})

test('reads are repeated within the budget, then told as unavailable', async () => {
  await fault('listBackups', 'unavailable', 2)
  const paging = {limit: 100, offset: 0}
  expect((await asOwner(() => operations.listBackups({paging}))).items).toEqual([])
  await fault('listBackups', 'timeout', 100)
  const started = performance.now()
  await expect(asOwner(() => operations.listBackups({paging}))).rejects.toMatchObject({code: 'UNAVAILABLE'})
  expect(performance.now() - started).toBeLessThan(QUICK.budget * 5)
})

test('a create that has waited too long behind others is refused, and nothing is asked of Wix for it', async () => {
  const {createBackup} = createOperations(newProcess({budget: 1500, read: 1000, write: 1000, backoff: 5}))
  await fault('createBackup', 'timeout')
  const asked: string[] = []
  const real = globalThis.fetch
  globalThis.fetch = (async (input: URL | string, init?: RequestInit) => {
    asked.push(init?.method ?? 'GET')
    return real(input, init)
  }) as typeof fetch
  try {
    const first = asOwner(() => createBackup({}))
    const others = [asOwner(() => createBackup({})), asOwner(() => createBackup({}))]
    await expect(first).rejects.toMatchObject({code: 'OUTCOME_UNKNOWN'})
    const askedByFirst = asked.length
    for (const other of others) {
      await expect(other).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: expect.stringContaining('Too little time was left'),
      })
    }
    expect(asked.slice(askedByFirst)).toEqual([])
  } finally {
    globalThis.fetch = real
  }
  await host.settled()
  expect(await backups()).toEqual([])
})

test('a site that is not enabled for code is told as such, at once', async () => {
  await fault('*', 'not-enabled', 100)
  await expect(asOwner(() => operations.getOverview())).rejects.toMatchObject({code: 'SITE_NOT_ENABLED'})
})
