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

// Each run opens real files; the time, not the number, is what is bounded.
const RUNS = {
  numRuns: Number(process.env.MODEL_RUNS ?? 1000),
  interruptAfterTimeLimit: Number(process.env.MODEL_MS ?? 12_000),
}

describe('any sequence of operations', () => {
  test(
    'leaves the engine as the model says',
    async () => {
      await assertAlways(fc.array(steps, {minLength: 40, maxLength: 80}), async (test, site, chosen) => {
        for (const id of ['A', 'B']) await step.createCollection(id)(test, site)
        for (const one of chosen) {
          await one.run(test, site)
          await expectSame(test, site)
        }
      })
    },
    600_000 + RUNS.interruptAfterTimeLimit,
  )
})

describe('any restoration of any backup over any content', () => {
  test(
    'leaves items and multi-references as the model says',
    async () => {
      const edited = fc.array(edits, {minLength: 10, maxLength: 30})
      const restored = fc.array(fc.tuple(edited, pairs), {minLength: 1, maxLength: 3})
      const early = fc.subarray(['Copy', 'Later'])
      await assertAlways(fc.tuple(early, edited, restored), async (test, site, [some, before, rounds]) => {
        for (const id of ['A', 'B', ...some]) await step.createCollection(id)(test, site)
        for (const one of before) await one.run(test, site)
        await step.takeBackup()(test, site)
        for (const id of ['Copy', 'Later']) await step.createCollection(id)(test, site)
        for (const [since, chosen] of rounds) {
          for (const one of since) await one.run(test, site)
          await step.restoreAndWait(0, chosen)(test, site)
          await expectSame(test, site)
        }
      })
    },
    600_000 + RUNS.interruptAfterTimeLimit,
  )
})

async function assertAlways<Chosen>(
  arbitrary: fc.Arbitrary<Chosen>,
  run: (test: TestEngine, site: Site, chosen: Chosen) => Promise<void>,
): Promise<void> {
  let last: Promise<void> = Promise.resolve()
  try {
    await fc.assert(
      fc.asyncProperty(arbitrary, (chosen) => {
        last = (async () => {
          const test = await newEngine({settings: DURATIONS})
          await run(test, new Site(test.clock.now, DURATIONS), chosen)
          await closeEngines()
        })()
        return last
      }),
      RUNS,
    )
  } finally {
    // One that was interrupted still goes on.
    await last.catch(() => undefined)
  }
}

const item = (id: string, n: number) => ({_id: id, n, ref: String(n)})

const step = {
  write:
    (collection: string, id: string, n: number): Step =>
    async ({engine}, site) => {
      const written = site.write(collection, id, n)
      await same(written, () => engine.writeItems(collection, 'save', [item(id, n)], 'owner'))
    },
  insert:
    (collection: string, id: string, n: number): Step =>
    async ({engine}, site) => {
      const expected = site.insert(collection, id, n)
      const answer = await answerOf(() => engine.writeItems(collection, 'insert', [item(id, n)], 'owner'))
      const [result] = typeof answer === 'string' ? [] : answer
      expect(result ? (result.ok ? 'ok' : result.code) : answer).toBe(expected)
    },
  remove:
    (collection: string, id: string): Step =>
    async ({engine}, site) => {
      await same(site.remove(collection, id), () => engine.removeItems(collection, [id]))
    },
  truncate:
    (collection: string): Step =>
    async ({engine}, site) => {
      await same(site.truncate(collection), () => engine.truncateCollection(collection))
    },
  link:
    (collection: string, item: string, target: string, linked: boolean): Step =>
    async ({engine}, site) => {
      const link = {collectionId: collection, field: 'links', itemId: item, targetId: target}
      await same(site.link(collection, item, target, linked), () =>
        linked ? engine.insertReferences([link]) : engine.removeReferences([link]),
      )
    },
  replaceLinks:
    (collection: string, item: string, targets: string[]): Step =>
    async ({engine}, site) => {
      await same(site.replaceLinks(collection, item, targets), () =>
        engine.replaceReferences({
          collectionId: collection,
          field: 'links',
          itemId: item,
          targetIds: targets,
        }),
      )
    },
  createCollection:
    (id: string): Step =>
    async ({engine}, site) => {
      await same(site.createCollection(id, POINTS_INTO[id]!), () =>
        engine.createCollection({id, fields: fieldsOf(id)}),
      )
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
  clockGoesBack:
    (ms: number): Step =>
    async ({clock}) =>
      clock.advance(-ms),
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

/** Two that point to each other, one that is made after backups and points into one of them, and a copy. */
const POINTS_INTO: Record<string, string> = {A: 'B', B: 'A', Later: 'B', Copy: 'A'}

const fieldsOf = (id: string) => [
  {
    key: 'links',
    displayName: 'Links',
    type: 'MULTI_REFERENCE',
    referencedCollectionId: POINTS_INTO[id]!,
  },
  {key: 'ref', displayName: 'Ref', type: 'REFERENCE', referencedCollectionId: POINTS_INTO[id]!},
]

// Few of everything, so that they meet.
const collection = fc.constantFrom('A', 'B', 'A', 'B', 'Copy', 'Later')
const itemId = fc.constantFrom('1', '2', '3')
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
    ['Later', 'Copy'],
    ['Later', 'Later'],
  ),
  {maxLength: 3, selector: ([source]) => source},
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

const edits = fc.oneof(
  {weight: 10, arbitrary: of('write', collection, itemId, number)},
  {weight: 5, arbitrary: of('remove', collection, itemId)},
  {weight: 1, arbitrary: of('truncate', collection)},
  {weight: 12, arbitrary: of('link', collection, itemId, itemId, fc.constantFrom(true, true, true, false))},
  {weight: 2, arbitrary: of('replaceLinks', collection, itemId, fc.uniqueArray(itemId, {maxLength: 3}))},
  {weight: 1, arbitrary: of('createCollection', collection)},
  {weight: 1, arbitrary: of('deleteCollection', collection)},
)

const steps = fc.oneof(
  {weight: 20, arbitrary: edits},
  {weight: 2, arbitrary: of('insert', collection, itemId, number)},
  {weight: 2, arbitrary: of('createBackup')},
  {weight: 3, arbitrary: of('takeBackup')},
  {weight: 1, arbitrary: of('deleteBackup', which)},
  {weight: 2, arbitrary: of('restore', which, pairs)},
  {weight: 4, arbitrary: of('restoreAndWait', which, pairs)},
  {
    weight: 8,
    arbitrary: of('advance', fc.constantFrom(SECOND, 5 * SECOND, 15 * SECOND, 15 * SECOND, 7 * DAY)),
  },
  {weight: 1, arbitrary: of('clockGoesBack', fc.constantFrom(SECOND, 5 * SECOND, 20 * SECOND))},
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
    site.listedBackups().map(({id, status, type}) => ({id, status, type})),
  )
  expect(engine.listRestorations(list).items.map(({status}) => status)).toEqual(
    site.listedRestorations().map(({status}) => status),
  )
  expect(engine.listCollections().map(({id}) => id)).toEqual(site.collectionIds())
  for (const id of site.collectionIds()) {
    expect(await content(engine, id)).toEqual(site.itemsOf(id))
    for (const item of ['1', '2', '3'])
      expect(await engine.listReferences(id, 'links', item)).toEqual(site.linksOf(id, item))
  }
  const files = backupFiles()
  expect(files.filter((file) => !file.endsWith('.part'))).toEqual(site.files())
  const pending = site.backups.filter(({status}) => status === 'PENDING').map(({id}) => `${id}.sqlite.part`)
  for (const file of files.filter((one) => one.endsWith('.part'))) expect(pending).toContain(file)
}
