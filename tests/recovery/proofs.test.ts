import type {Backup} from 'public/contract'
import type {Proof, ProofSlice} from 'public/copies-contract'
import {listProofs, proveBackup} from 'public/backups'
import {runAs} from '../../local/host/wix-context'
import {weeklyProof} from '../site-code/examples/weekly-proof-job'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'

let host: TestHost
beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
})
afterEach(() => host.close())

async function backUp(): Promise<Backup> {
  const backup = valueOf(await host.call<Backup>('createBackup', [{}]))
  await host.settled()
  return backup
}

async function prove(backupId: string): Promise<ProofSlice> {
  let slice = valueOf(await host.call<ProofSlice>('proveBackup', [backupId]))
  while (slice.next !== null) {
    await host.settled()
    slice = valueOf(await host.call<ProofSlice>('proveBackup', [backupId, slice.next]))
  }
  return slice
}

const collections = async () =>
  (await host.sdk().collections.listDataCollections({paging: {limit: 100}})).collections!.map(({_id}) => _id!)

describe('proveBackup', () => {
  test('counts what came back as it was, also where the site has gone on since, and leaves no copy', async () => {
    const {items} = host.sdk()
    const before = await Promise.all(
      ['Products', 'Orders', 'Categories'].map(async (id) => (await items.query(id).count()) as number),
    )
    const backup = await backUp()
    await host.local('POST', 'clock', {advanceMs: 60_000})
    const [first, second] = (await items.query('Products').find()).items
    await items.remove('Products', first!._id)
    await items.update('Products', {...second!, name: 'Changed since'})
    await items.insert('Products', {name: 'Added since'})
    const proof = await prove(backup.id)
    expect(proof).toMatchObject({status: 'DONE', backupId: backup.id, reason: null})
    expect(proof.collections).toHaveLength(3)
    expect(proof.items).toBe(proof.of)
    expect(proof.of).toBeGreaterThanOrEqual(before[0]!)
    expect((await collections()).filter((id) => id.startsWith('BackupsLook'))).toEqual([])
    const [kept] = valueOf(await host.call<Proof[]>('listProofs'))
    expect(kept).toMatchObject({id: proof.id, items: proof.items, of: proof.of})
  })

  test('a restoration that fails is told, and proves nothing', async () => {
    const backup = await backUp()
    await host.local('POST', 'faults', {
      operation: 'restorePartialBackup',
      effect: 'fail-restoration',
      times: 1,
    })
    const proof = await prove(backup.id)
    expect(proof).toMatchObject({status: 'FAILED', items: 0})
    expect(proof.reason).toContain('private copies')
    expect(valueOf(await host.call<Proof[]>('listProofs'))).toEqual([])
  })

  test('nothing was proven where nothing was kept, and nothing is made by asking', async () => {
    expect(valueOf(await host.call<Proof[]>('listProofs'))).toEqual([])
    expect(await collections()).not.toContain('BackupsHistory')
  })
})

describe('site code', () => {
  const asJob = <T>(work: () => Promise<T>) => runAs('local-collaborator', work)

  test('proves a backup, once', async () => {
    const backup = await backUp()
    const proof = await asJob(() => proveBackup(backup.id, {timeoutMs: 30_000}))
    expect(proof).toMatchObject({status: 'DONE', backupId: backup.id})
    expect(proof.items).toBe(proof.of)
    expect(proof.backupRequestedDate).toEqual(new Date(backup.requestedDate))
    expect(proof.date).toBeInstanceOf(Date)
    expect(await asJob(listProofs)).toEqual([proof])
    expect(await asJob(weeklyProof)).toBe(`${proof.items} of ${proof.of} items came back as they were`)
    expect(await asJob(listProofs)).toHaveLength(1)
  })

  test('when the time is over, says where it stands, and goes on with it', async () => {
    const backup = await backUp()
    const begun = await asJob(() => proveBackup(backup.id, {timeoutMs: 0}))
    expect(begun).toMatchObject({status: 'IN_PROGRESS', date: null})
    const done = await asJob(() => proveBackup(backup.id, {timeoutMs: 30_000, proofId: begun.id}))
    expect(done).toMatchObject({id: begun.id, status: 'DONE'})
  })

  test('a time that is none is refused, and a backup that is not there', async () => {
    await expect(asJob(() => proveBackup('x', {timeoutMs: NaN}))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
    const gone = '00000000-0000-4000-8000-000000000000'
    await expect(asJob(() => proveBackup(gone))).rejects.toMatchObject({code: 'BACKUP_NOT_FOUND'})
    expect(await asJob(listProofs)).toEqual([])
  })
})
