import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import {DAY, SECOND} from './fake-clock'
import {closeEngines, content, newEngine, type TestEngine} from './new-engine'
import {Site} from './site-model'

afterEach(closeEngines)

/** A step does the same to the engine and to the model, and expects the same answer of both. */
type Step = (test: TestEngine, site: Site) => Promise<void>

const DURATIONS = {backupMs: 10 * SECOND, restoreMs: 15 * SECOND}

describe('any sequence of operations', () => {
  test('leaves the engine as the model says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, {minLength: 40, maxLength: 80}), async (chosen) => {
        const test = await newEngine({settings: DURATIONS})
        const site = new Site(test.clock.now, DURATIONS)
        for (const id of ['A', 'B']) await step.createCollection(id)(test, site)
        for (const one of chosen) {
          await one.run(test, site)
          await expectSame(test, site)
        }
        await closeEngines()
      }),
      // Each run opens real files; the time, not the number, is what is bounded.
      {
        numRuns: Number(process.env.MODEL_RUNS ?? 1000),
        interruptAfterTimeLimit: Number(process.env.MODEL_MS ?? 15_000),
      },
    )
  }, 600_000)
})

const step = {
  write:
    (collection: string, id: string, n: number): Step =>
    async ({engine}, site) => {
      const written = site.write(collection, id, n)
      await same(written, () => engine.writeItems(collection, 'save', [{_id: id, n}], 'owner'))
    },
  insert:
    (collection: string, id: string, n: number): Step =>
    async ({engine}, site) => {
      const expected = site.insert(collection, id, n)
      const answer = await answerOf(() => engine.writeItems(collection, 'insert', [{_id: id, n}], 'owner'))
      const [result] = typeof answer === 'string' ? [] : answer
      expect(result ? (result.ok ? 'ok' : result.code) : answer).toBe(expected)
    },
  remove:
    (collection: string, id: string): Step =>
    async ({engine}, site) => {
      await same(site.remove(collection, id), () => engine.removeItems(collection, [id]))
    },
  link:
    (item: string, target: string, linked: boolean): Step =>
    async ({engine}, site) => {
      const link = {collectionId: 'A', field: 'links', itemId: item, targetId: target}
      await same(site.link(item, target, linked), () =>
        linked ? engine.insertReferences([link]) : engine.removeReferences([link]),
      )
    },
  createCollection:
    (id: string): Step =>
    async ({engine}, site) => {
      await same(site.createCollection(id), () => engine.createCollection({id, fields: fieldsOf(id)}))
    },
  deleteCollection:
    (id: string): Step =>
    async ({engine}, site) => {
      await same(site.deleteCollection(id), () => engine.deleteCollection(id))
    },
  createBackup:
    (): Step =>
    async ({engine}, site) => {
      const {id} = await engine.createBackup()
      site.createBackup(id, 'ON_DEMAND')
    },
  deleteBackup:
    (which: number): Step =>
    async ({engine}, site) => {
      const backup = site.pick(which)
      if (backup) await same(site.deleteBackup(backup), () => engine.deleteBackup(backup.id))
    },
  restore:
    (which: number, collections: [source: string, destination: string][]): Step =>
    async (test, site) => {
      const backup = site.pickMostlyReady(which)
      if (!backup) return
      const asked = collections.map(([dataCollectionId, destination]) => ({
        dataCollectionId,
        ...(destination !== dataCollectionId && {restoreDestination: {dataCollectionId: destination}}),
      }))
      const expected = site.restore(backup, collections)
      await same(expected, () =>
        asked.length
          ? test.engine.restorePartialBackup(backup.id, asked)
          : test.engine.restoreBackup(backup.id),
      )
    },
  takeBackup: (): Step => async (test, site) => {
    await step.createBackup()(test, site)
    await step.advance(DURATIONS.backupMs)(test, site)
  },
  restoreAndWait:
    (which: number, collections: [source: string, destination: string][]): Step =>
    async (test, site) => {
      await step.restore(which, collections)(test, site)
      await step.advance(DURATIONS.restoreMs)(test, site)
    },
  advance:
    (ms: number): Step =>
    async (test, site) => {
      await test.advance(ms)
      site.advance(() => newestAutomatic(test))
    },
  restart: (): Step => async (test, site) => {
    await test.restart()
    site.restart()
  },
  fail:
    (what: 'backup' | 'restoration'): Step =>
    async ({engine}, site) => {
      engine.failNext(what, 1)
      site.faults[what] = 1
    },
  damage:
    (which: number): Step =>
    async (test, site) => {
      const backup = site.pick(which)
      if (!backup || backup.status !== 'READY' || backup.damaged) return
      const file = path.join(test.folder, 'backups', `${backup.id}.sqlite`)
      const bytes = readFileSync(file)
      bytes[Math.floor(bytes.length / 2)]! ^= 1
      writeFileSync(file, bytes)
      backup.damaged = true
    },
}

const fieldsOf = (id: string) =>
  id === 'A'
    ? [{key: 'links', displayName: 'Links', type: 'MULTI_REFERENCE' as const, referencedCollectionId: 'B'}]
    : []

// Few of everything, so that they meet.
const collection = fc.constantFrom('A', 'B', 'A', 'B', 'Copy')
const itemId = fc.constantFrom('1', '2', '3', '4')
const number = fc.nat(3)
const which = fc.nat(5)
const pairs = fc.uniqueArray(
  fc.constantFrom<[string, string]>(
    ['A', 'A'],
    ['B', 'B'],
    ['A', 'Copy'],
    ['B', 'Copy'],
    ['A', 'B'],
    ['Copy', 'Copy'],
  ),
  {maxLength: 2, selector: ([source]) => source},
)

const named = (name: string, run: Step) => ({run, toString: () => name})
const of = <Args extends unknown[]>(
  name: keyof typeof step,
  ...args: {[K in keyof Args]: fc.Arbitrary<Args[K]>}
) =>
  fc
    .tuple(...args)
    .map((values) =>
      named(
        `${name}(${values.map((value) => JSON.stringify(value)).join(', ')})`,
        (step[name] as (...args: unknown[]) => Step)(...values),
      ),
    )

const steps = fc.oneof(
  {weight: 6, arbitrary: of('write', collection, itemId, number)},
  {weight: 2, arbitrary: of('insert', collection, itemId, number)},
  {weight: 4, arbitrary: of('remove', collection, itemId)},
  {weight: 3, arbitrary: of('link', itemId, itemId, fc.boolean())},
  {weight: 1, arbitrary: of('createCollection', collection)},
  {weight: 1, arbitrary: of('deleteCollection', collection)},
  {weight: 2, arbitrary: of('createBackup')},
  {weight: 3, arbitrary: of('takeBackup')},
  {weight: 1, arbitrary: of('deleteBackup', which)},
  {weight: 2, arbitrary: of('restore', which, pairs)},
  {weight: 4, arbitrary: of('restoreAndWait', which, pairs)},
  {
    weight: 8,
    arbitrary: of('advance', fc.constantFrom(SECOND, 5 * SECOND, 15 * SECOND, 15 * SECOND, 7 * DAY)),
  },
  {weight: 1, arbitrary: of('restart')},
  {weight: 1, arbitrary: of('fail', fc.constantFrom('backup', 'restoration'))},
  {weight: 1, arbitrary: of('damage', which)},
)

/** The code of what is thrown, or what is answered. */
async function answerOf<Answer>(ask: () => Promise<Answer>): Promise<Answer | string> {
  try {
    return await ask()
  } catch (error) {
    const {code} = error as {code?: string}
    if (!code) throw error
    return code
  }
}

/** Expects the code that the model refuses with, or success where it says `ok`. */
async function same(expected: string, ask: () => Promise<unknown>) {
  const answer = await answerOf(ask)
  expect(typeof answer === 'string' ? answer : 'ok').toBe(expected)
}

function newestAutomatic({engine}: TestEngine): string {
  return engine.listBackups({type: ['AUTO'], limit: 1, offset: 0}).items[0]!.id
}

async function expectSame({engine, backupFiles}: TestEngine, site: Site) {
  const list = {limit: 1000, offset: 0}
  expect(engine.listBackups(list).items.map(({id, status, type}) => ({id, status, type}))).toEqual(
    [...site.backups].reverse().map(({id, status, type}) => ({id, status, type})),
  )
  expect(engine.listRestorations(list).items.map(({status}) => status)).toEqual(
    [...site.restorations].reverse().map(({status}) => status),
  )
  expect(engine.listCollections().map(({id}) => id)).toEqual(site.collectionIds())
  for (const id of site.collectionIds()) {
    expect(await content(engine, id)).toEqual(site.itemsOf(id))
    for (const item of ['1', '2', '3', '4'])
      expect(await engine.listReferences(id, 'links', item)).toEqual(site.linksOf(id, item))
  }
  const files = backupFiles()
  expect(files.filter((file) => !file.endsWith('.part'))).toEqual(site.files())
  const pending = site.backups.filter(({status}) => status === 'PENDING').map(({id}) => `${id}.sqlite.part`)
  for (const file of files.filter((one) => one.endsWith('.part'))) expect(pending).toContain(file)
}
