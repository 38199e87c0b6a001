import fc from 'fast-check'
import {SECOND} from './fake-clock'
import {closeEngines, newEngine, restore, takeBackup, titles, write} from './new-engine'

afterEach(closeEngines)

const LAG = 5 * SECOND

async function lagging(readLagMs = LAG) {
  const test = await newEngine({settings: {readLagMs}})
  await test.engine.createCollection({
    id: 'Books',
    fields: [{key: 'next', displayName: 'Next', type: 'MULTI_REFERENCE', referencedCollectionId: 'Books'}],
  })
  return test
}

describe('reads that lag behind writes', () => {
  test('see a write when its time has come, and at once where they ask for consistency', async () => {
    const {engine, clock} = await lagging()
    await write(engine, 'Books', [{_id: 'a', title: 'first'}])
    const link = {collectionId: 'Books', field: 'next', itemId: 'a', targetId: 'b'}
    await engine.insertReferences([link])
    const paging = {limit: 9, offset: 0}
    const look = async (consistent: boolean) => ({
      item: (await engine.getItem('Books', 'a', 'live', {consistent}))?.title,
      items: (await engine.queryItems('Books', paging, 'live', {consistent})).items.length,
      count: await engine.countItems('Books', {title: 'first'}, 'live', {consistent}),
      links: await engine.listReferences('Books', 'next', 'a', 'live', {consistent}),
      pages: (await engine.listLinks('Books', 'next', ['a'], paging, 'live', {consistent})).total,
    })
    const nothing = {item: undefined, items: 0, count: 0, links: [], pages: 0}
    const all = {item: 'first', items: 1, count: 1, links: ['b'], pages: 1}
    expect(await look(false)).toEqual(nothing)
    expect(await look(true)).toEqual(all)
    clock.advance(LAG - 1)
    expect(await look(false)).toEqual(nothing)
    clock.advance(1)
    expect(await look(false)).toEqual(all)
  })

  test('see each state for as long as it was there', async () => {
    const {engine, clock} = await lagging()
    for (let n = 0; n < 10; n++) {
      await write(engine, 'Books', [{_id: 'a', title: n}])
      clock.advance(SECOND)
    }
    // The write of a second is seen five seconds later.
    for (let n = 5; n < 10; n++) {
      expect(await titles(engine, 'Books')).toEqual([n])
      clock.advance(SECOND)
    }
    expect(await titles(engine, 'Books')).toEqual([9])
  })

  test('see a restore late too, and the sandbox at once', async () => {
    const test = await lagging()
    const {engine, clock} = test
    await write(engine, 'Books', [{_id: 'a', title: 'then'}])
    const backup = await takeBackup(test)
    await engine.truncateCollection('Books')
    clock.advance(LAG)
    await restore(test, backup.id)
    expect(await titles(engine, 'Books')).toEqual([])
    clock.advance(LAG)
    expect(await titles(engine, 'Books')).toEqual(['then'])
    await engine.writeItems('Books', 'insert', [{_id: 's'}], 'me', 'sandbox')
    expect(await engine.countItems('Books', {}, 'sandbox')).toBe(1)
  })

  test('are the newest again once the lag is taken back, and after a restart nothing older is known', async () => {
    const test = await lagging()
    await write(test.engine, 'Books', [{_id: 'a', title: 'new'}])
    expect(await titles(test.engine, 'Books')).toEqual([])
    test.engine.changeSettings({readLagMs: null})
    expect(await titles(test.engine, 'Books')).toEqual(['new'])
    test.engine.changeSettings({readLagMs: LAG})
    await write(test.engine, 'Books', [{_id: 'a', title: 'newer'}])
    expect(await titles(test.engine, 'Books')).toEqual(['new'])
    await test.restart()
    expect(await titles(test.engine, 'Books')).toEqual(['newer'])
  })

  test('of hundreds of writes see one that was there, never one that is too new', async () => {
    const {engine, clock} = await lagging()
    for (let n = 1; n <= 300; n++) {
      clock.advance(1)
      await write(engine, 'Books', [{_id: 'a', title: n}])
    }
    clock.advance(LAG - 150)
    const [seen] = (await titles(engine, 'Books')) as number[]
    expect(seen).toBeLessThanOrEqual(150)
    expect(seen).toBeGreaterThan(0)
    clock.advance(150)
    expect(await titles(engine, 'Books')).toEqual([300])
  })

  test('see, whatever happens when, what was there so long ago', async () => {
    const steps = fc.array(
      fc.record({advance: fc.constantFrom(0, 0, 1, SECOND, 3 * SECOND), write: fc.boolean()}),
      {minLength: 1, maxLength: 20},
    )
    await fc.assert(
      fc.asyncProperty(steps, async (chosen) => {
        const {engine, clock} = await lagging()
        const history: {time: number; n: number}[] = []
        for (const [n, {advance, write: writes}] of chosen.entries()) {
          clock.advance(advance)
          if (writes) {
            history.push({time: clock.now(), n})
            await write(engine, 'Books', [{_id: 'a', title: n}])
          }
          const expected = history.findLast(({time}) => time <= clock.now() - LAG)
          expect(await titles(engine, 'Books')).toEqual(expected ? [expected.n] : [])
        }
        await closeEngines()
      }),
      {numRuns: 40, interruptAfterTimeLimit: 8000},
    )
  })
})

test('without a lag every read is of the newest', async () => {
  const {engine} = await lagging(0)
  await write(engine, 'Books', [{_id: 'a', title: 'new'}])
  expect(await titles(engine, 'Books')).toEqual(['new'])
})
