import {EngineError} from '../../local/engine/types'
import {DAY, SECOND} from './fake-clock'
import {closeEngines, newEngine, restore, takeBackup, titles, write} from './new-engine'

afterEach(closeEngines)

describe('createBackup', () => {
  test('answers PENDING and not started, and is READY with a size when its copy is done', async () => {
    const {engine, backupFiles, clock} = await newEngine()
    await engine.createCollection({id: 'Books', displayName: 'Our books'})
    const backup = await engine.createBackup()
    expect(backup).toEqual({
      id: 'id-0001',
      type: 'ON_DEMAND',
      status: 'PENDING',
      requestedDate: clock.now(),
      startedDate: null,
      finishedDate: null,
      deletedDate: null,
      sizeInBytes: null,
      collections: [{id: 'Books', displayName: 'Our books'}],
    })
    await engine.idle()
    expect(engine.getBackup(backup.id)).toEqual({
      ...backup,
      status: 'READY',
      startedDate: clock.now(),
      finishedDate: clock.now(),
      sizeInBytes: expect.any(Number),
    })
    expect(backupFiles()).toEqual([`${backup.id}.sqlite`])
  })

  test('stays PENDING as long as the settings say, and is READY then', async () => {
    const test = await newEngine({settings: {backupMs: 20 * SECOND}})
    const {id, requestedDate} = await test.engine.createBackup()
    await test.engine.idle()
    expect(test.engine.nextDue()).toBe(requestedDate + 20 * SECOND)
    await test.advance(20 * SECOND - 1)
    expect(test.engine.getBackup(id)).toMatchObject({
      status: 'PENDING',
      finishedDate: null,
      sizeInBytes: null,
    })
    await test.advance(1)
    expect(test.engine.getBackup(id)).toMatchObject({
      status: 'READY',
      finishedDate: requestedDate + 20 * SECOND,
    })
    expect(test.engine.nextDue()).toBe(requestedDate + 7 * DAY)
  })

  test('holds what was written before the call and nothing that was written after the answer', async () => {
    const test = await newEngine()
    const {engine} = test
    await engine.createCollection({id: 'Books'})
    await write(engine, 'Books', [{_id: 'a', title: 'before'}])
    const {id} = await engine.createBackup()
    await write(engine, 'Books', [{_id: 'a', title: 'after'}, {title: 'new'}])
    await engine.tick()
    await restore(test, id)
    expect(await titles(engine, 'Books')).toEqual(['before'])
  })

  test('evicts the oldest on-demand backup when a fourth is READY, and removes its file', async () => {
    const test = await newEngine()
    const backups = []
    for (let n = 0; n < 4; n++) {
      backups.push(await takeBackup(test))
      test.clock.advance(SECOND)
    }
    const {items} = test.engine.listBackups({limit: 10, offset: 0})
    expect(items.map(({status}) => status)).toEqual(['READY', 'READY', 'READY', 'DELETED'])
    expect(items[3]).toMatchObject({id: backups[0]!.id, deletedDate: backups[3]!.requestedDate})
    expect(test.backupFiles()).toEqual(backups.slice(1).map(({id}) => `${id}.sqlite`))
  })

  test.each([
    ['of equal dates', [0, 0, 0, 0]],
    ['when the clock went back before the third', [0, SECOND, -5 * SECOND, 9 * SECOND]],
    ['when the clock went back before the fourth', [0, SECOND, SECOND, -9 * SECOND]],
    ['when it goes back again and again', [0, -SECOND, -SECOND, -SECOND]],
  ])('evicts the one that stands last in the list, %s', async (_when, steps) => {
    const test = await newEngine()
    const ready = () =>
      test.engine.listBackups({type: ['ON_DEMAND'], status: ['READY'], limit: 10, offset: 0}).items
    for (const ms of steps.slice(0, 3)) {
      test.clock.advance(ms)
      await takeBackup(test)
    }
    for (let more = 0; more < 3; more++) {
      const named = ready().at(-1)!
      test.clock.advance(steps[3]!)
      const created = await takeBackup(test)
      expect(created.status).toBe('READY')
      expect(test.engine.getBackup(named.id).status).toBe('DELETED')
      expect(ready()).toHaveLength(3)
    }
    const {items} = test.engine.listBackups({limit: 10, offset: 0})
    const order = items.map(({id, requestedDate}) => [requestedDate, id] as const)
    expect(order).toEqual(order.toSorted((a, b) => b[0] - a[0] || (b[1] < a[1] ? -1 : 1)))
  })

  test('one that takes longest evicts none of those that were requested after it', async () => {
    const test = await newEngine({settings: {backupMs: 60 * SECOND}})
    const slow = await test.engine.createBackup()
    test.engine.changeSettings({backupMs: 0})
    const later = []
    for (let n = 0; n < 3; n++) later.push((await takeBackup(test)).id)
    await test.advance(60 * SECOND)
    expect(test.engine.getBackup(slow.id).status).toBe('DELETED')
    for (const id of later) expect(test.engine.getBackup(id).status).toBe('READY')
  })

  test('evicts nothing when it fails', async () => {
    const test = await newEngine()
    for (let n = 0; n < 3; n++) await takeBackup(test)
    test.engine.failNext('backup', 1)
    expect(await takeBackup(test)).toMatchObject({status: 'FAILED', sizeInBytes: null})
    expect(test.engine.listBackups({status: ['READY'], limit: 10, offset: 0}).total).toBe(3)
    expect(test.backupFiles()).toHaveLength(3)
    expect(test.lines).toEqual([expect.stringContaining('asked for by failNext()')])
  })

  test('tells of PENDING, of READY and of what it evicts, in this order', async () => {
    const test = await newEngine()
    const first = await takeBackup(test)
    for (let n = 0; n < 2; n++) await takeBackup(test)
    test.events.length = 0
    const last = await takeBackup(test)
    expect(
      test.events.map(
        (event) => event.type === 'backupStateChanged' && [event.backup.id, event.backup.status],
      ),
    ).toEqual([
      [last.id, 'PENDING'],
      [last.id, 'READY'],
      [first.id, 'DELETED'],
    ])
  })

  test('leaves out what is not live and what is not native', async () => {
    const test = await newEngine()
    const {engine} = test
    await engine.createCollection({id: 'Books'})
    await engine.createCollection({id: 'Stores/Products', type: 'WIX_APP'})
    await engine.writeItems('Books', 'insert', [{_id: 's', title: 'sandbox'}], 'o', 'sandbox')
    await write(engine, 'Books', [{_id: 'a', title: 'live'}])
    await write(engine, 'Stores/Products', [{_id: 'p', title: 'product'}])
    const backup = await takeBackup(test)
    expect(backup.collections.map(({id}) => id)).toEqual(['Books'])
    await engine.truncateCollection('Stores/Products')
    await engine.truncateCollection('Books')
    expect(await restore(test, backup.id)).toMatchObject({status: 'COMPLETED'})
    expect(await titles(engine, 'Books')).toEqual(['live'])
    expect(await titles(engine, 'Stores/Products')).toEqual([])
    expect((await engine.queryItems('Books', {limit: 9, offset: 0}, 'sandbox')).total).toBe(1)
  })

  test('an unknown backup is not found', async () => {
    const {engine} = await newEngine()
    expect(() => engine.getBackup('nope')).toThrow(EngineError)
    await expect(engine.deleteBackup('nope')).rejects.toMatchObject({code: 'BACKUP_NOT_FOUND'})
    await expect(engine.restoreBackup('nope')).rejects.toMatchObject({code: 'BACKUP_NOT_FOUND'})
  })
})
