import {SECOND} from './fake-clock'
import {closeEngines, newEngine, restore, takeBackup, titles, write} from './new-engine'

afterEach(closeEngines)

async function shop(count: number, settings = {}) {
  const test = await newEngine({settings})
  for (const id of ['Products', 'Orders']) {
    await test.engine.createCollection({id})
    for (let start = 0; start < count; start += 500)
      await write(
        test.engine,
        id,
        Array.from({length: 500}, (_, n) => ({_id: `${start + n}`, title: 'before', text: 'x'.repeat(200)})),
      )
  }
  return test
}

describe('at the same time', () => {
  test('a backup holds one moment, whatever is written beside it', async () => {
    const test = await shop(5000)
    const {engine} = test
    // Each write changes both collections' counters, one after the other.
    let counter = 0
    let running = true
    const step = async () => {
      counter++
      await write(engine, 'Products', [{_id: 'counter', title: counter}])
      await write(engine, 'Orders', [{_id: 'counter', title: counter}])
    }
    await step()
    const writing = (async () => {
      while (running) await step()
    })()
    const {id} = await engine.createBackup()
    await engine.tick()
    running = false
    await writing
    await restore(test, id)
    const products = (await engine.getItem('Products', 'counter'))!.title as number
    const orders = (await engine.getItem('Orders', 'counter'))!.title as number
    expect(products - orders).toBeGreaterThanOrEqual(0)
    expect(products - orders).toBeLessThanOrEqual(1)
    expect(products).toBeLessThan(counter)
  })

  test('a restore is seen whole or not at all by those who read', async () => {
    const test = await shop(5000)
    const {engine} = test
    const backup = await takeBackup(test)
    await engine.truncateCollection('Products')
    let running = true
    const seen = new Set<number>()
    const reading = (async () => {
      while (running) seen.add(await engine.countItems('Products'))
    })()
    await restore(test, backup.id)
    seen.add(await engine.countItems('Products'))
    running = false
    await reading
    expect([...seen].sort()).toEqual([0, 5000])
  })

  test('a create during a restore and a restore during a create both come to their end', async () => {
    const test = await shop(2000)
    const {engine} = test
    const first = await takeBackup(test)
    await write(engine, 'Orders', [{_id: 'late', title: 'late'}])
    const [second, restoration] = await Promise.all([engine.createBackup(), engine.restoreBackup(first.id)])
    const third = await engine.createBackup()
    await engine.tick()
    expect(engine.getBackup(second.id).status).toBe('READY')
    expect(engine.getBackup(third.id).status).toBe('READY')
    expect(engine.listRestorations({limit: 1, offset: 0}).items).toMatchObject([
      {id: restoration.id, status: 'COMPLETED'},
    ])
    expect(await engine.getItem('Orders', 'late')).toBeNull()
    expect(await restore(test, second.id)).toMatchObject({status: 'COMPLETED'})
    expect(await engine.countItems('Orders')).toBeGreaterThanOrEqual(2000)
  })

  test('several backups at once all become READY, but for the ones that are evicted', async () => {
    const test = await shop(500)
    const created = await Promise.all(Array.from({length: 5}, () => test.engine.createBackup()))
    await test.engine.tick()
    const statuses = created.map(({id}) => test.engine.getBackup(id).status)
    expect(statuses.filter((status) => status === 'READY')).toHaveLength(3)
    expect(statuses.filter((status) => status === 'DELETED')).toHaveLength(2)
    expect(test.backupFiles()).toHaveLength(3)
  })

  test('restorations of different collections come to their end in the order in which they are due', async () => {
    const test = await shop(500, {restoreMs: 10 * SECOND})
    const {engine} = test
    const backup = await takeBackup(test)
    await engine.truncateCollection('Products')
    await engine.truncateCollection('Orders')
    const slow = await engine.restorePartialBackup(backup.id, [{dataCollectionId: 'Products'}])
    engine.changeSettings({restoreMs: SECOND})
    const fast = await engine.restorePartialBackup(backup.id, [{dataCollectionId: 'Orders'}])
    test.events.length = 0
    await test.advance(10 * SECOND)
    expect(
      test.events.map((event) => event.type === 'restorationStateChanged' && event.restoration.id),
    ).toEqual([fast.id, slow.id])
    expect((await titles(engine, 'Orders')).length).toBe(500)
  })
})
