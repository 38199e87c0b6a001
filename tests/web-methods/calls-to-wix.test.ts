import type {Backup, Restoration} from 'public/contract'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'

let host: TestHost
let calls: string[]
const realFetch = globalThis.fetch

beforeEach(async () => {
  host = await startTestHost()
  await host.sdk().collections.createDataCollection({_id: 'Products'})
  calls = []
  globalThis.fetch = ((input: URL | string, init?: RequestInit) => {
    const {pathname} = new URL(String(input))
    if (!['/_webMethods', '/api/', '/oauth2/', '/__local'].some((path) => pathname.startsWith(path)))
      calls.push(`${init?.method ?? 'GET'} ${pathname}`)
    return realFetch(input, init)
  }) as typeof fetch
})
afterEach(async () => {
  globalThis.fetch = realFetch
  await host.close()
})

const LIST = 'GET /wix-data/v2/backups'
const RESTORATIONS = 'GET /wix-data/v2/backups/restorations'

/** What each web method asks of Wix: its own call, and at most one more than it needs. */
test('calls to Wix, by web method', async () => {
  const asked = async (method: string, args: unknown[] = []) => {
    calls = []
    const result = await host.call<Backup & Restoration>(method, args)
    const made = calls.toSorted()
    await host.settled()
    return {made, id: result.ok ? result.value?.id : undefined}
  }
  const created = await asked('createBackup')
  // Besides, what the collections look like is kept, where there is a history: one call tells that there is none.
  const isOfBackups = (call: string) => call.includes('/v2/backups')
  expect(created.made.filter(isOfBackups)).toEqual([LIST, 'POST /wix-data/v2/backups'])
  const id = created.id!
  expect((await asked('listBackups')).made).toEqual([LIST])
  expect((await asked('getBackup', [id])).made).toEqual([LIST])
  const restored = await asked('restoreBackup', [id, {overwrite: true}])
  // The backup has to be found to say what is overwritten; the restorations tell ours from an earlier one.
  expect(restored.made).toEqual([LIST, RESTORATIONS, `POST /wix-data/v2/backups/${id}/restore`])
  expect(
    (await asked('restorePartialBackup', [id, [{dataCollectionId: 'Products'}], {overwrite: true}])).made,
  ).toEqual([LIST, RESTORATIONS, `POST /wix-data/v2/backups/${id}/partial-restore`])
  expect((await asked('listRestorations')).made).toEqual([RESTORATIONS])
  expect((await asked('getRestoration', [restored.id])).made).toEqual([RESTORATIONS])
  await asked('getOverview')
  expect((await asked('getOverview')).made).toEqual([LIST, RESTORATIONS, 'GET /wix-data/v2/collections'])
  // Restorations since the backup decide whether dates can tell what has changed.
  expect((await asked('forecastRestore', [id])).made).toEqual([
    LIST,
    RESTORATIONS,
    'GET /wix-data/v2/collections',
    'GET /wix-data/v2/items/query',
  ])
  expect((await asked('deleteBackup', [id])).made).toEqual([`DELETE /wix-data/v2/backups/${id}`, LIST])
})

test('a forecast never has more than four calls under way, nor more than two thirds of 200 a minute, and goes on where it stopped', async () => {
  const sdk = host.sdk()
  for (let index = 0; index < 230; index++)
    await sdk.collections.createDataCollection({_id: `C${String(index).padStart(3, '0')}`})
  const {id} = valueOf(await host.call<Backup>('createBackup'))
  await host.settled()
  let running = 0
  let most = 0
  let counted = 0
  const counting = globalThis.fetch
  globalThis.fetch = (async (input: URL | string, init?: RequestInit) => {
    const counts = String(input).includes('/items/')
    if (counts) {
      running += 1
      counted += 1
      most = Math.max(most, running)
    }
    try {
      return await counting(input, init)
    } finally {
      if (counts) running -= 1
    }
  }) as typeof fetch
  const first = valueOf(
    await host.call<{collections: unknown[]; next: string | null; waitMs: number}>('forecastRestore', [id]),
  )
  expect(most).toBe(4)
  expect(counted).toBeLessThanOrEqual(133)
  expect(first.next).toBe(String(first.collections.length))
  expect(first.waitMs).toBeGreaterThan(0)
  expect(first.waitMs).toBeLessThanOrEqual(60_000)
})
