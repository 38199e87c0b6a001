import type {backups} from '@wix/data'
import {startTestHost, type TestHost} from '../support/test-host'

let host: TestHost

beforeEach(async () => {
  host = await startTestHost()
})
afterEach(() => host.close())

test('a backup and a restoration tell each of their states, from PENDING on', async () => {
  const told: string[] = []
  const envelopes: backups.BackupStateChangedEnvelope[] = []
  host.events.onBackupStateChanged((event) => {
    told.push(`backup ${event.data.backup!.status}`)
    envelopes.push(event)
  })
  host.events.onBackupRestorationStateChanged(
    (event) => void told.push(`restoration ${event.data.restoration!.status}`),
  )
  const {backups} = host.sdk()
  const {backup} = await backups.createBackup()
  await host.settled()
  await backups.restoreBackup(backup!._id!)
  await host.settled()
  expect(told).toEqual(['backup PENDING', 'backup READY', 'restoration PENDING', 'restoration COMPLETED'])
  expect(envelopes[1]).toMatchObject({
    data: {backup: {_id: backup!._id, requestedDate: expect.any(Date), sizeInBytes: expect.any(String)}},
    metadata: {
      entityFqdn: 'wix.data.v2.backup',
      eventType: 'wix.data.v2.backup_backup_state_changed',
      entityId: backup!._id,
      eventTime: expect.any(Date),
    },
  })
})

test('a handler that fails, and one that was taken back, disturb nothing', async () => {
  let called = 0
  host.events.onBackupStateChanged(() => {
    throw new Error('handler is broken')
  })
  host.events.onBackupStateChanged(() => void called++)()
  await host.sdk().backups.createBackup()
  await host.settled()
  expect((await host.sdk().backups.listBackups()).backups![0]).toMatchObject({status: 'READY'})
  expect(called).toBe(0)
  expect(host.log.join()).toContain('handler is broken')
})

test('they go on after a reset', async () => {
  const told: string[] = []
  host.events.onBackupStateChanged(({data}) => void told.push(data.backup!.status!))
  await host.local('POST', 'reset', {seed: 'demo'})
  expect(told).toEqual([])
  await host.sdk().backups.createBackup()
  await host.settled()
  expect(told).toEqual(['PENDING', 'READY'])
})
