import {newProcess} from 'backend/operations/operation'
import {createOperations} from 'backend/operations/operations'
import type {Backup, Page, Restoration} from 'public/contract'
import {runAs} from '../../local/host/wix-context'
import {problemOf, startTestHost, valueOf, type TestHost} from '../support/test-host'

jest.setTimeout(180_000)

const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999'
const FAILED_SINCE = 1_010

let host: TestHost
let first: {ready: string; deleted: string; failed: string; restoration: string}

/** A site on which more than a thousand backups and restorations failed after the first ones. */
beforeAll(async () => {
  host = await startTestHost()
  const {engine} = host.site
  await host.sdk().collections.createDataCollection({_id: 'Products'})
  const deleted = (await engine.createBackup()).id
  await engine.idle()
  await engine.deleteBackup(deleted)
  const ready = (await engine.createBackup()).id
  await engine.idle()
  const restoration = (await engine.restoreBackup(ready)).id
  await engine.idle()
  engine.failNext('backup', 1 + FAILED_SINCE)
  engine.failNext('restoration', FAILED_SINCE)
  const failed = (await engine.createBackup()).id
  for (let count = 0; count < FAILED_SINCE; count++) {
    await engine.createBackup()
    await engine.restoreBackup(ready)
    await engine.idle()
  }
  first = {ready, deleted, failed, restoration}
})
afterAll(() => host.close())

const listed = async (method: string, options: object) =>
  valueOf(await host.call<Page<Backup | Restoration>>(method, [options])).items.map(({id}) => id)

test.each(['ready', 'deleted', 'failed'] as const)(
  'getBackup finds the %s one that a list has shown',
  async (which) => {
    const status = which.toUpperCase()
    const paging = {offset: which === 'failed' ? 1_000 : 0}
    expect(await listed('listBackups', {status: [status], paging})).toContain(first[which])
    expect(valueOf(await host.call<Backup>('getBackup', [first[which]]))).toMatchObject({status})
  },
)

test('getRestoration finds the COMPLETED one that a list has shown', async () => {
  expect(await listed('listRestorations', {status: ['COMPLETED']})).toContain(first.restoration)
  expect(valueOf(await host.call<Restoration>('getRestoration', [first.restoration])).status).toBe(
    'COMPLETED',
  )
})

test('what is in no list is not found', async () => {
  expect(problemOf(await host.call('getBackup', [UNKNOWN_ID])).code).toBe('BACKUP_NOT_FOUND')
  expect(problemOf(await host.call('getRestoration', [UNKNOWN_ID])).code).toBe('RESTORATION_NOT_FOUND')
})

test('what could not be looked through in the time of a request is not told as not found', async () => {
  const {getBackup} = createOperations(newProcess({budget: 1_000, read: 600, write: 600, backoff: 5}))
  await host.local('POST', 'faults', {
    operation: 'listBackups',
    effect: 'latency',
    latencyMs: 250,
    times: 1_000,
  })
  const problem = problemOf(await runAs('local-owner', () => getBackup(UNKNOWN_ID)))
  await host.local('DELETE', 'faults')
  expect(problem).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('too little time to look through the whole list'),
  })
})
