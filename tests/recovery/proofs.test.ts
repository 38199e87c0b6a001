import type {Backup} from 'public/contract'
import type {Proof, ProofSlice} from 'public/copies-contract'
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
