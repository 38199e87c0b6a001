import type {Backup, Page, Restoration, RestorationCollection} from 'public/contract'
import {readResult} from 'public/read-result'
import {problemOf, startTestHost, valueOf, type Sdk, type TestHost} from '../support/test-host'
import {instead} from '../support/wix-window'

let host: TestHost
let sdk: Sdk
let close: () => void

beforeEach(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  close = () => undefined
  await sdk.collections.createDataCollection({_id: 'A'})
  await sdk.collections.createDataCollection({_id: 'B'})
})
afterEach(async () => {
  close()
  await host.close()
})

/** While our write is under way, and nothing comes of it, these happen. */
function meanwhile(doing: () => Promise<unknown>): void {
  close = instead(
    (request) => request.method === 'POST' && /\/backups(\/.*restore)?$/.test(request.path),
    doing,
  )
}

const backups = async () => valueOf(await host.call<Page<Backup>>('listBackups')).items

async function ready(): Promise<string> {
  const {id} = valueOf(await host.call<Backup>('createBackup'))
  await host.settled()
  await host.local('POST', 'clock', {advanceMs: 1000})
  return id
}

describe('a create that comes to nothing, while somebody else creates', () => {
  test('is answered with theirs, and says that it is not certain', async () => {
    meanwhile(() => sdk.backups.createBackup())
    const backup = valueOf(await host.call<Backup>('createBackup'))
    const [theirs] = await backups()
    expect(backup).toMatchObject({id: theirs!.id, certain: false})
  })

  test('is unknown when several are new, and names them', async () => {
    meanwhile(async () => {
      await sdk.backups.createBackup()
      await sdk.backups.createBackup()
    })
    const problem = problemOf(await host.call('createBackup'))
    expect(problem.code).toBe('OUTCOME_UNKNOWN')
    const listed = (await backups()).map(({id}) => id)
    expect(problem.candidates!.map(({id}) => id)).toEqual(listed)
    expect(problem.message).toContain('It may have been the backup of')
  })

  test('is unknown when none is new, and says that there was none', async () => {
    meanwhile(async () => undefined)
    expect(problemOf(await host.call('createBackup'))).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      candidates: [],
    })
  })
})

describe('a restore that comes to nothing, while somebody else restores', () => {
  const copy = (source: string, destination: string, displayName?: string): RestorationCollection[] => [
    {
      dataCollectionId: source,
      restoreDestination: {dataCollectionId: destination, ...(displayName && {displayName})},
    },
  ]
  const inPlace = (...ids: string[]) => ids.map((dataCollectionId) => ({dataCollectionId}))
  const ask = (id: string, collections: RestorationCollection[] | null) =>
    collections
      ? host.call<Restoration>('restorePartialBackup', [id, collections, {overwrite: true}])
      : host.call<Restoration>('restoreBackup', [id, {overwrite: true}])

  test.each<[string, RestorationCollection[] | null, RestorationCollection[] | null]>([
    ['the whole backup', null, null],
    ['the same collections in another order', inPlace('A', 'B'), inPlace('B', 'A')],
    ['the same copy', copy('A', 'Copy', 'A copy'), copy('A', 'Copy', 'A copy')],
  ])('%s: is answered with theirs, and says that it is not certain', async (_what, ours, theirs) => {
    const id = await ready()
    meanwhile(() => (theirs ? sdk.backups.restorePartialBackup(id, theirs) : sdk.backups.restoreBackup(id)))
    const restoration = valueOf(await ask(id, ours))
    const [listed] = valueOf(await host.call<Page<Restoration>>('listRestorations')).items
    expect(restoration).toMatchObject({id: listed!.id, certain: false})
  })

  test.each<[string, RestorationCollection[] | null, RestorationCollection[] | null]>([
    ['another collection into the same copy', copy('A', 'Copy'), copy('B', 'Copy')],
    ['the same collection into another copy', copy('A', 'Copy'), copy('A', 'Other')],
    ['the same copy under another name', copy('A', 'Copy', 'Mine'), copy('A', 'Copy', 'Theirs')],
    ['the same copy without a name', copy('A', 'Copy', 'Mine'), copy('A', 'Copy')],
    ['all collections by name, where the whole backup was asked for', null, inPlace('A', 'B')],
    ['the whole backup, where all collections were asked for by name', inPlace('A', 'B'), null],
    ['one of two collections', inPlace('A', 'B'), inPlace('A')],
  ])('%s: is unknown, and names theirs', async (_what, ours, theirs) => {
    const id = await ready()
    meanwhile(() => (theirs ? sdk.backups.restorePartialBackup(id, theirs) : sdk.backups.restoreBackup(id)))
    const problem = problemOf(await ask(id, ours))
    const [listed] = valueOf(await host.call<Page<Restoration>>('listRestorations')).items
    expect(problem).toMatchObject({code: 'OUTCOME_UNKNOWN', candidates: [{id: listed!.id}]})
  })

  test('the same of another backup is not taken for it', async () => {
    const [first, second] = [await ready(), await ready()]
    meanwhile(() => sdk.backups.restoreBackup(first))
    expect(problemOf(await ask(second, null)).code).toBe('OUTCOME_UNKNOWN')
  })
})

test('what Wix answered itself carries no mark', async () => {
  const backup = readResult(await host.call<Backup>('createBackup'))
  expect(backup).not.toHaveProperty('certain')
})
