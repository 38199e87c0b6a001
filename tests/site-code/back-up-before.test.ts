import {abortUpdate, backUpBefore, beginUpdate, finishUpdate, isUpdateSafe} from 'backend/back-up-before'
import {
  BackupsError,
  createBackup,
  listBackups,
  listRestorations,
  waitForBackup,
  waitForRestoration,
} from 'public/backups'
import {instead} from '../support/wix-window'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

let host: TestHost
let sdk: Sdk

beforeEach(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  await sdk.collections.createDataCollection({_id: 'Products'})
  await sdk.collections.createDataCollection({_id: 'Orders'})
  await sdk.items.bulkInsert('Products', [{_id: 'oil'}, {_id: 'rye'}])
})
afterEach(() => host.close())

const later = (ms: number) => host.local('POST', 'clock', {advanceMs: ms})
const error = async (call: Promise<unknown>) => {
  const thrown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(thrown).toBeInstanceOf(BackupsError)
  return thrown as BackupsError
}

describe('the client', () => {
  test('gives dates as Date, and throws errors with a code and the facts', async () => {
    const backup = await createBackup()
    expect(backup.requestedDate).toBeInstanceOf(Date)
    const ready = await waitForBackup(backup.id)
    expect(ready).toMatchObject({status: 'READY', finishedDate: expect.any(Date), deletedDate: null})
    expect(await error(waitForBackup('99999999-9999-4999-8999-999999999999'))).toMatchObject({
      code: 'BACKUP_NOT_FOUND',
    })
  })

  test('says that a backup failed, and that one is not ready in time', async () => {
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'fail-backup'})
    const failed = await createBackup()
    expect(await error(waitForBackup(failed.id))).toMatchObject({code: 'BACKUP_FAILED'})
    await host.local('POST', 'settings', {backupMs: HOUR})
    const slow = await createBackup()
    expect(await error(waitForBackup(slow.id, {timeoutMs: 1}))).toMatchObject({
      code: 'BACKUP_NOT_READY',
      problem: {status: 'PENDING'},
    })
  })
})

describe('backUpBefore', () => {
  const update = async () => {
    await sdk.items.truncate('Products')
    await sdk.items.insert('Orders', {_id: 'o1'})
  }

  test('answers with what the update answers, and keeps its changes', async () => {
    expect(
      await backUpBefore(async () => (await update(), 'done'), {
        collectionIds: ['Products'],
        onFailure: 'restore',
      }),
    ).toBe('done')
    expect(await sdk.items.query('Products').count()).toBe(0)
    expect((await listBackups()).items).toHaveLength(1)
  })

  test('takes back just the collections named when the update fails', async () => {
    const failing = backUpBefore(
      async () => {
        await update()
        throw new Error('row 17 is broken')
      },
      {collectionIds: ['Products'], onFailure: 'restore'},
    )
    const thrown = await error(failing)
    expect(thrown).toMatchObject({
      code: 'UPDATE_FAILED',
      cause: new Error('row 17 is broken'),
      problem: {restorationId: expect.any(String)},
    })
    await waitForRestoration(thrown.problem.restorationId!)
    expect(await sdk.items.query('Products').count()).toBe(2)
    expect(await sdk.items.query('Orders').count()).toBe(1)
  })

  test('or leaves it, and tells which backup to restore', async () => {
    const thrown = await error(
      backUpBefore(() => Promise.reject(new Error('no')), {collectionIds: ['Products'], onFailure: 'leave'}),
    )
    expect(thrown.problem).toMatchObject({code: 'UPDATE_FAILED', backup: {status: 'READY'}})
    expect(thrown.problem).not.toHaveProperty('restorationId')
    expect((await listRestorations()).items).toEqual([])
  })

  describe('tells the update’s failure', () => {
    const broken = new Error('row 17 is broken')
    const failing = (andThen: () => Promise<unknown>) => async () => {
      await sdk.items.remove('Products', 'oil')
      await andThen()
      throw broken
    }
    const fault = (operation: string, effect: string, times = 1) =>
      host.local('POST', 'faults', {operation, effect, times})

    test('when taking back is throttled, with the reason and what to do next', async () => {
      const update = failing(() => fault('restorePartialBackup', 'throttle'))
      const thrown = await error(backUpBefore(update, {collectionIds: ['Products'], onFailure: 'restore'}))
      const [backup] = (await listBackups()).items
      expect(thrown).toMatchObject({
        code: 'UPDATE_FAILED',
        cause: broken,
        problem: {
          backupId: backup!.id,
          backup: {id: backup!.id},
          collectionIds: ['Products'],
          restoreProblem: {code: 'THROTTLED'},
        },
      })
      expect(thrown.problem).not.toHaveProperty('restorationId')
      expect(thrown.message).toMatch(
        /failed: row 17 is broken\. Taking it back failed too: .*Wait a minute.* restore "Products" from the backup of/,
      )
    })

    test('when it is not known whether taking back has begun, with the candidates', async () => {
      const update = failing(() => fault('restorePartialBackup', 'unavailable'))
      const thrown = await error(backUpBefore(update, {collectionIds: ['Products'], onFailure: 'restore'}))
      expect(thrown).toMatchObject({
        code: 'UPDATE_FAILED',
        cause: broken,
        problem: {restoreProblem: {code: 'OUTCOME_UNKNOWN', candidates: []}},
      })
    })

    test('when the backup was deleted meanwhile', async () => {
      const update = failing(async () => {
        await sdk.backups.deleteBackup((await listBackups()).items[0]!.id)
        await host.settled()
      })
      const restored = await error(backUpBefore(update, {collectionIds: ['Products'], onFailure: 'restore'}))
      expect(restored.problem).toMatchObject({restoreProblem: {code: 'BACKUP_NOT_READY', status: 'DELETED'}})
      const left = await error(backUpBefore(update, {collectionIds: ['Products'], onFailure: 'leave'}))
      expect(left.problem.backup).toMatchObject({status: 'DELETED'})
      expect(left.message).toContain('has been deleted')
    })

    test('also when it is left, and the backup cannot be read', async () => {
      const update = failing(() => fault('listBackups', 'throttle', 100))
      const thrown = await error(backUpBefore(update, {collectionIds: ['Products'], onFailure: 'leave'}))
      expect(thrown).toMatchObject({
        code: 'UPDATE_FAILED',
        cause: broken,
        problem: {backup: {status: 'READY'}},
      })
    })

    test('also when what was thrown has no message', async () => {
      const update = () => Promise.reject(Object.create(null))
      expect(
        (await error(backUpBefore(update, {collectionIds: ['Products'], onFailure: 'leave'}))).code,
      ).toBe('UPDATE_FAILED')
    })
  })

  describe('never runs the update when a collection is not in the backup', () => {
    let ran: boolean
    const run = () => {
      ran = true
    }
    beforeEach(() => (ran = false))

    test('a misspelled one is refused before anything is backed up', async () => {
      const options = {collectionIds: ['Products', 'Ordres'], onFailure: 'restore' as const}
      expect(await error(backUpBefore(run, options))).toMatchObject({
        code: 'INVALID_ARGUMENT',
        problem: {argument: 'options.collectionIds', collectionIds: ['Ordres']},
        message: expect.stringContaining('"Ordres"'),
      })
      expect((await error(beginUpdate(options))).code).toBe('INVALID_ARGUMENT')
      expect((await listBackups()).items).toEqual([])
      expect(ran).toBe(false)
    })

    test('one that is younger than the backup is refused when the backup is READY', async () => {
      await createBackup()
      await host.settled()
      const token = await beginUpdate({collectionIds: ['Products'], reuseYoungerThanMs: HOUR})
      await sdk.collections.createDataCollection({_id: 'Young'})
      expect(await error(isUpdateSafe({...token, collectionIds: ['Products', 'Young']}))).toMatchObject({
        code: 'COLLECTION_NOT_IN_BACKUP',
        problem: {collectionIds: ['Young']},
      })
    })
  })

  test('never runs the update without a READY backup', async () => {
    let ran = false
    const run = () => {
      ran = true
    }
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'fail-backup'})
    expect(await error(backUpBefore(run, {collectionIds: ['Products'], onFailure: 'leave'}))).toMatchObject({
      code: 'BACKUP_FAILED',
    })
    await host.local('POST', 'settings', {backupMs: HOUR})
    expect(
      await error(backUpBefore(run, {collectionIds: ['Products'], onFailure: 'leave', readyWithinMs: 1})),
    ).toMatchObject({code: 'BACKUP_NOT_READY'})
    expect(ran).toBe(false)
  })

  test('reuses a young backup, and refuses to evict what was not named', async () => {
    const backup = await createBackup()
    await host.settled()
    await later(HOUR)
    const options = {collectionIds: ['Products'], onFailure: 'leave' as const}
    await backUpBefore(() => undefined, {...options, reuseYoungerThanMs: 2 * HOUR})
    expect((await listBackups()).items.map(({id}) => id)).toEqual([backup.id])
    for (let i = 0; i < 2; i++) {
      await backUpBefore(() => undefined, options)
      await later(1000)
    }
    const thrown = await error(backUpBefore(() => undefined, options))
    expect(thrown).toMatchObject({code: 'WOULD_EVICT', problem: {backup: {id: backup.id}}})
    await backUpBefore(() => undefined, {...options, evict: backup.id})
    expect((await listBackups({status: ['DELETED']})).items.map(({id}) => id)).toEqual([backup.id])
  })

  test.each<[unknown]>([
    [{onFailure: 'restore'}],
    [{collectionIds: [], onFailure: 'restore'}],
    [{collectionIds: ['Products']}],
    [{collectionIds: ['Products'], onFailure: 'maybe'}],
    [{collectionIds: ['Products'], onFailure: 'leave', reuseYoungerThanMs: 'long'}],
    ...[NaN, -1, Infinity, '8000', true].flatMap<[unknown]>((ms) => [
      [{collectionIds: ['Products'], onFailure: 'leave', readyWithinMs: ms}],
      [{collectionIds: ['Products'], onFailure: 'leave', reuseYoungerThanMs: ms}],
    ]),
    [undefined],
    [null],
  ])('refuses the options %j', async (options) => {
    expect(await error(backUpBefore(() => undefined, options as never))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
    expect((await listBackups()).items).toEqual([])
  })
})

describe('an update in two halves', () => {
  test('survives as JSON, and abort restores once however often it is called', async () => {
    const token = JSON.parse(JSON.stringify(await beginUpdate({collectionIds: ['Products']}))) as Awaited<
      ReturnType<typeof beginUpdate>
    >
    await host.settled()
    expect(await isUpdateSafe(token)).toBe(true)
    await sdk.items.truncate('Products')
    await later(HOUR)
    const first = await abortUpdate(token)
    const second = await abortUpdate(token)
    await host.settled()
    const third = await abortUpdate(token)
    expect([second.id, third.id]).toEqual([first.id, first.id])
    expect(await sdk.items.query('Products').count()).toBe(2)
    expect((await listRestorations()).items).toHaveLength(1)
  })

  test('abort tries again after a restoration that failed', async () => {
    const token = await beginUpdate({collectionIds: ['Products']})
    await host.settled()
    await sdk.items.truncate('Products')
    await host.local('POST', 'faults', {operation: 'restorePartialBackup', effect: 'fail-restoration'})
    const first = await abortUpdate(token)
    await host.settled()
    const second = await abortUpdate(token)
    await host.settled()
    expect(second.id).not.toBe(first.id)
    expect(await sdk.items.query('Products').count()).toBe(2)
  })

  test('finish may free the slot, twice without harm, and never that of a reused backup', async () => {
    const made = await beginUpdate({collectionIds: ['Products']})
    await host.settled()
    const reused = await beginUpdate({collectionIds: ['Products'], reuseYoungerThanMs: HOUR})
    expect(reused).toMatchObject({backupId: made.backupId, created: false})
    await finishUpdate(reused, {deleteBackup: true})
    expect((await listBackups({status: ['READY']})).items).toHaveLength(1)
    await finishUpdate(made, {deleteBackup: true})
    await finishUpdate(made, {deleteBackup: true})
    expect((await listBackups({status: ['READY']})).items).toEqual([])
    expect((await error(abortUpdate(made))).code).toBe('BACKUP_NOT_READY')
  })

  test('a backup that may be somebody else’s is never deleted', async () => {
    const end = instead(
      ({method, path}) => method === 'POST' && path.endsWith('/backups'),
      () => sdk.backups.createBackup(),
    )
    const token = await beginUpdate({collectionIds: ['Products']})
    end()
    expect(token.created).toBe(false)
    await host.settled()
    await finishUpdate(token, {deleteBackup: true})
    expect((await listBackups()).items).toMatchObject([{id: token.backupId, status: 'READY'}])
  })

  test('finish may come after Wix has forgotten the backup, and deletes only when that is said', async () => {
    const token = await beginUpdate({collectionIds: ['Products']})
    await host.settled()
    expect(await error(finishUpdate(token, {deleteBackup: 'no' as never}))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
    expect((await listBackups({status: ['READY']})).items).toHaveLength(1)
    await finishUpdate({...token, backupId: '99999999-9999-4999-8999-999999999999'}, {deleteBackup: true})
  })

  test.each([null, {}, {version: 2}, 'token', {version: 1, backupId: 'x', collectionIds: []}])(
    'refuses the token %j',
    async (token) => {
      expect(await error(abortUpdate(token as never))).toMatchObject({code: 'INVALID_ARGUMENT'})
    },
  )
})

describe('taking back what somebody else is taking back too', () => {
  const options = {collectionIds: ['Products'], onFailure: 'restore' as const, reuseYoungerThanMs: DAY}
  const failing = (id: string, gate: Promise<unknown>) => async () => {
    await gate
    await sdk.items.insert('Products', {_id: id})
    throw new Error('no')
  }
  const ids = async () =>
    (await sdk.items.query('Products').ascending('_id').find()).items.map(({_id}) => _id)
  const restoreByHand = async (backupId: string) =>
    (await sdk.backups.restorePartialBackup(backupId, [{dataCollectionId: 'Products'}])).restoration!._id!

  async function backUp(): Promise<string> {
    const {id} = await waitForBackup((await createBackup()).id)
    await later(1000)
    return id
  }

  test('two failed updates on one reused backup are each taken back', async () => {
    await backUp()
    const first = await error(backUpBefore(failing('a', Promise.resolve()), options))
    await waitForRestoration(first.problem.restorationId!)
    const second = await error(backUpBefore(failing('b', Promise.resolve()), options))
    expect(second.problem.restorationId).not.toBe(first.problem.restorationId)
    await host.settled()
    expect(await ids()).toEqual(['oil', 'rye'])
  })

  test('at once, the second waits for the first one’s restoration and starts its own', async () => {
    await backUp()
    let open: (value?: unknown) => void = () => undefined
    const gate = new Promise((resolve) => (open = resolve))
    const both = [failing('a', gate), failing('b', gate)].map((update) =>
      error(backUpBefore(update, options)),
    )
    open()
    const [first, second] = await Promise.all(both)
    expect([first!.problem.code, second!.problem.code]).toEqual(['UPDATE_FAILED', 'UPDATE_FAILED'])
    expect(second!.problem.restorationId).not.toBe(first!.problem.restorationId)
    await host.settled()
    expect(await ids()).toEqual(['oil', 'rye'])
  })

  test('an admin’s restoration between begin and update is not taken for the abort', async () => {
    const backupId = await backUp()
    const token = await beginUpdate(options)
    const theirs = await restoreByHand(backupId)
    await host.settled()
    await sdk.items.insert('Products', {_id: 'a'})
    const unknown = await error(abortUpdate(token))
    expect(unknown).toMatchObject({code: 'OUTCOME_UNKNOWN', problem: {candidates: [{id: theirs}]}})
    expect(unknown.message).toContain('restoreAnyway')
    const own = await abortUpdate(token, {restoreAnyway: true})
    expect(own.id).not.toBe(theirs)
    expect(own).not.toHaveProperty('certain')
    await host.settled()
    expect(await ids()).toEqual(['oil', 'rye'])
    expect((await abortUpdate(token)).id).toBe(own.id)
  })

  test('one that is PENDING and fits is answered, and may be somebody else’s', async () => {
    const backupId = await backUp()
    const token = await beginUpdate(options)
    await sdk.items.insert('Products', {_id: 'a'})
    await host.local('POST', 'settings', {restoreMs: HOUR})
    const theirs = await restoreByHand(backupId)
    expect(await abortUpdate(token)).toMatchObject({id: theirs, status: 'PENDING', certain: false})
  })

  test.each([
    ['of other collections', [{dataCollectionId: 'Products'}, {dataCollectionId: 'Orders'}]],
    ['into a copy', [{dataCollectionId: 'Products', restoreDestination: {dataCollectionId: 'Copy'}}]],
  ])('one %s does not fit', async (_what, collections) => {
    const backupId = await backUp()
    const token = await beginUpdate(options)
    await sdk.backups.restorePartialBackup(backupId, collections)
    await host.settled()
    await sdk.items.insert('Products', {_id: 'a'})
    expect(await abortUpdate(token)).not.toHaveProperty('certain')
    await host.settled()
    expect(await ids()).toEqual(['oil', 'rye'])
  })

  test('one from before the update is none of it, whatever the clocks say', async () => {
    const backupId = await backUp()
    await restoreByHand(backupId)
    await host.settled()
    const token = await beginUpdate(options)
    await sdk.items.insert('Products', {_id: 'a'})
    await abortUpdate({...token, startedDate: '2020-01-01T00:00:00.000Z'})
    await host.settled()
    expect(await ids()).toEqual(['oil', 'rye'])
  })

  test('calls at once start one restoration, and are answered with it', async () => {
    await backUp()
    const token = await beginUpdate(options)
    const both = await Promise.all([abortUpdate(token), abortUpdate(JSON.parse(JSON.stringify(token)))])
    expect(both[1].id).toBe(both[0].id)
    expect((await listRestorations()).items).toHaveLength(1)
  })

  test('another process cannot know whose the COMPLETED one is, and its own restoration is known there', async () => {
    await backUp()
    const token = await beginUpdate(options)
    const first = await abortUpdate(token)
    await host.settled()
    await jest.isolateModulesAsync(async () => {
      const elsewhere = await import('backend/back-up-before')
      await expect(elsewhere.abortUpdate(token)).rejects.toMatchObject({
        code: 'OUTCOME_UNKNOWN',
        problem: {candidates: [{id: first.id}]},
      })
      const own = await elsewhere.abortUpdate(token, {restoreAnyway: true})
      await host.settled()
      expect((await elsewhere.abortUpdate(token)).id).toBe(own.id)
    })
    expect((await abortUpdate(token)).id).toBe(first.id)
  })

  test('takes the tokens of version 0.1', async () => {
    await backUp()
    const {id: _id, earlierRestorationIds: _earlier, ...token} = await beginUpdate(options)
    await sdk.items.insert('Products', {_id: 'a'})
    const first = await abortUpdate(token)
    await host.settled()
    expect(await ids()).toEqual(['oil', 'rye'])
    expect((await abortUpdate(token)).id).toBe(first.id)
  })

  test('restores again only when that is said in so many words', async () => {
    const token = await beginUpdate({collectionIds: ['Products']})
    expect(await error(abortUpdate(token, {restoreAnyway: 'yes' as never}))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
  })
})
