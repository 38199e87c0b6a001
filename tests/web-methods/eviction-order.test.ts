import type {Backup, Overview, Page} from 'public/contract'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'

const DAY = 24 * 60 * 60 * 1000

let now: number
let host: TestHost

beforeEach(async () => {
  now = Date.parse('2026-03-10T12:00:00Z')
  host = await startTestHost({machineNow: () => now})
  await host.sdk().collections.createDataCollection({_id: 'Products'})
})
afterEach(() => host.close())

/** Creates one, names what it is told will go, and answers with what has gone. */
async function createNext(): Promise<{told: string | null; gone: string[]}> {
  const before = await ready()
  const {nextEvicted} = valueOf(await host.call<Overview>('getOverview')).slots
  valueOf(await host.call<Backup>('createBackup', nextEvicted ? [{evict: nextEvicted.id}] : []))
  await host.settled()
  const after = new Set(await ready())
  return {told: nextEvicted?.id ?? null, gone: before.filter((id) => !after.has(id))}
}

const ready = async () =>
  valueOf(await host.call<Page<Backup>>('listBackups', [{status: ['READY']}])).items.map(({id}) => id)

test.each<[string, number[]]>([
  ['all dates are equal', [0, 0, 0, 0, 0, 0]],
  ['the clock went back by a day', [0, 1000, 1000, -DAY, 1000, 1000, 1000]],
  ['it goes back each time', [0, -1000, -1000, -1000, -1000, -1000]],
])('the backup that is named for eviction is the one that goes, when %s', async (_what, steps) => {
  for (const step of steps) {
    now += step
    const {told, gone} = await createNext()
    expect(gone).toEqual(told === null ? [] : [told])
  }
})

test('and while another one is still PENDING', async () => {
  for (let count = 0; count < 3; count++) await createNext()
  await host.local('POST', 'settings', {backupMs: 1000})
  now -= DAY
  const named: string[] = []
  for (let count = 0; count < 2; count++) {
    const {nextEvicted} = valueOf(await host.call<Overview>('getOverview')).slots
    named.push(nextEvicted!.id)
    valueOf(await host.call<Backup>('createBackup', [{evict: nextEvicted!.id}]))
  }
  const before = valueOf(await host.call<Page<Backup>>('listBackups')).items
  now += 1000
  await host.site.engine.tick()
  await host.settled()
  const after = new Set(await ready())
  expect(
    before
      .map(({id}) => id)
      .filter((id) => !after.has(id))
      .toSorted(),
  ).toEqual(named.toSorted())
})
