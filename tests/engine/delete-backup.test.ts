import {SECOND} from './fake-clock'
import {closeEngines, newEngine, takeBackup} from './new-engine'

afterEach(closeEngines)

describe('deleteBackup', () => {
  test('lists it as DELETED, with the date, removes its file, and tells', async () => {
    const test = await newEngine()
    const backup = await takeBackup(test)
    test.clock.advance(SECOND)
    test.events.length = 0
    await test.engine.deleteBackup(backup.id)
    const deleted = {...backup, status: 'DELETED', deletedDate: test.clock.now()}
    expect(test.engine.getBackup(backup.id)).toEqual(deleted)
    expect(test.backupFiles()).toEqual([])
    expect(test.events).toEqual([{type: 'backupStateChanged', backup: deleted, time: test.clock.now()}])
  })

  test('makes room for another without an eviction', async () => {
    const test = await newEngine()
    const [, second] = [await takeBackup(test), await takeBackup(test), await takeBackup(test)]
    await test.engine.deleteBackup(second!.id)
    await takeBackup(test)
    expect(test.engine.listBackups({status: ['READY'], limit: 9, offset: 0}).total).toBe(3)
    expect(test.engine.listBackups({status: ['DELETED'], limit: 9, offset: 0}).total).toBe(1)
  })

  test('a PENDING backup cannot be deleted', async () => {
    const test = await newEngine({settings: {backupMs: SECOND}})
    const {id} = await test.engine.createBackup()
    await expect(test.engine.deleteBackup(id)).rejects.toMatchObject({
      code: 'BACKUP_NOT_READY',
      facts: {status: 'PENDING'},
    })
  })
})

describe('listBackups', () => {
  test('answers the newest first, by status and type, in pages, with the total', async () => {
    const test = await newEngine()
    const seeded = await test.engine.seedBackup('AUTO', test.clock.now() - SECOND)
    const ids = []
    for (let n = 0; n < 4; n++) ids.unshift((await takeBackup(test)).id)
    const list = (options: object) => test.engine.listBackups({limit: 50, offset: 0, ...options})
    expect(list({}).items.map(({id}) => id)).toEqual([...ids, seeded.id])
    expect(list({limit: 2, offset: 3})).toMatchObject({items: [{id: ids[3]}, {id: seeded.id}], total: 5})
    expect(list({limit: 2, offset: 9})).toEqual({items: [], total: 5})
    expect(list({type: ['AUTO']})).toMatchObject({items: [{id: seeded.id}], total: 1})
    expect(list({status: ['DELETED', 'FAILED']})).toMatchObject({items: [{id: ids[3]}], total: 1})
    expect(list({status: ['DELETED'], type: ['AUTO']}).total).toBe(0)
  })
})
