import fc from 'fast-check'
import type {Backup, Overview, Page, Restoration, Result} from 'public/contract'
import * as webMethods from 'backend/backups.web'
import {abortUpdate, backUpBefore, beginUpdate, finishUpdate} from 'backend/back-up-before'
import {BackupsError} from 'public/backups-error'
import type {RestorationCollection} from 'public/contract'
import {QUICK} from '../support/quick-web-methods'
import {startTestHost, valueOf, type Identity, type TestHost} from '../support/test-host'
import {openWindows, through, type Call, type Ended, type Other, type Window} from './other-callers'

/** `PROPERTY_RUNS=2000 npx jest tests/site-code/two-admins` looks longer. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 25)

jest.setTimeout(120_000 + RUNS * 5_000)
jest.mock('backend/backups.web', () =>
  jest
    .requireActual<typeof import('../support/quick-web-methods')>('../support/quick-web-methods')
    .quickWebMethods(),
)

type Action =
  | {do: 'look'}
  | {do: 'create'; accept: boolean}
  | {do: 'restore'; which: number}
  | {do: 'delete'; which: number}

interface Step {
  /** What each of the two admins does, at the same time. */
  owner: Action
  collaborator: Action
  fault: 'lose-response' | 'unavailable' | 'throttle' | 'fail-backup' | 'fail-restoration' | 'latency' | null
}

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.constant({do: 'look'} as const),
  fc.record({do: fc.constant('create' as const), accept: fc.boolean()}),
  fc.record({do: fc.constant('restore' as const), which: fc.nat(3)}),
  fc.record({do: fc.constant('delete' as const), which: fc.nat(3)}),
)

const step: fc.Arbitrary<Step> = fc.record({
  owner: action,
  collaborator: action,
  fault: fc.constantFrom(
    'lose-response',
    'unavailable',
    'throttle',
    'fail-backup',
    'fail-restoration',
    'latency',
    null,
    null,
  ),
})

const OPERATION_OF = {
  'lose-response': ['createBackup', 'restoreBackup', 'deleteBackup'],
  unavailable: ['createBackup', 'restoreBackup', 'deleteBackup'],
  throttle: ['createBackup', 'restoreBackup', 'listBackups'],
  latency: ['createBackup', 'listBackups'],
  'fail-backup': ['createBackup'],
  'fail-restoration': ['restoreBackup'],
}

/** What an admin believes and has said: the page as it was last loaded, and what was named. */
class Admin {
  seen: Overview | null = null
  constructor(
    private readonly host: TestHost,
    private readonly identity: Identity,
    private readonly said: {creates: number; named: Set<string>; started: Set<string>},
  ) {}

  async act(action: Action): Promise<void> {
    if (action.do === 'look' || !this.seen) {
      const overview = await this.host.call<Overview>('getOverview', [], this.identity)
      if (overview.ok) this.seen = overview.value
      return
    }
    const chosen = 'which' in action ? this.seen.backups[action.which] : undefined
    switch (action.do) {
      case 'create': {
        const evict = action.accept ? this.seen.slots.nextEvicted?.id : undefined
        this.said.creates += 1
        if (evict) this.said.named.add(evict)
        await this.host.call<Backup>('createBackup', evict ? [{evict}] : [], this.identity)
        return
      }
      case 'restore': {
        if (!chosen) return
        const result: Result<Restoration> = await this.host.call(
          'restoreBackup',
          [chosen.id, {overwrite: true}],
          this.identity,
        )
        if (result.ok) this.said.started.add(result.value.id)
        return
      }
      case 'delete': {
        if (!chosen) return
        this.said.named.add(chosen.id)
        await this.host.call('deleteBackup', [chosen.id], this.identity)
      }
    }
  }
}

let host: TestHost
beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.close())

test('two admins at once, with faults: one backup a click, no eviction that was not named, no false COMPLETED', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, {minLength: 3, maxLength: 10}), async (steps) => {
      await host.local('DELETE', 'faults')
      await host.local('POST', 'reset', {seed: 'empty'})
      await host.sdk().collections.createDataCollection({_id: 'Products'})
      const said = {creates: 0, named: new Set<string>(), started: new Set<string>()}
      const admins = [
        new Admin(host, 'local-owner', said),
        new Admin(host, 'local-collaborator', said),
      ] as const

      for (const {owner, collaborator, fault} of steps) {
        if (fault) {
          for (const operation of OPERATION_OF[fault]) {
            await host.local('POST', 'faults', {
              operation,
              effect: fault,
              ...(fault === 'latency' && {latencyMs: 20}),
            })
          }
        }
        await Promise.all([admins[0].act(owner), admins[1].act(collaborator)])
        await host.local('DELETE', 'faults')
        await host.settled()
        await host.local('POST', 'clock', {advanceMs: 1000})
      }

      const backups = valueOf(await host.call<Page<Backup>>('listBackups')).items
      const made = backups.filter(({type}) => type === 'ON_DEMAND')
      expect(made.length).toBeLessThanOrEqual(said.creates)
      for (const {id, status} of made) if (status === 'DELETED') expect(said.named).toContain(id)
      expect(made.filter(({status}) => status === 'READY').length).toBeLessThanOrEqual(3)

      const truth = new Map(
        host.site.engine.listRestorations({limit: 100, offset: 0}).items.map(({id, status}) => [id, status]),
      )
      for (const {id, status} of valueOf(await host.call<Page<Restoration>>('listRestorations')).items) {
        expect(status).toBe(truth.get(id))
      }
      for (const id of said.started) expect(truth.has(id)).toBe(true)
    }),
    {numRuns: RUNS},
  )
})

describe('while other callers act in the window of an unclear answer', () => {
  /** What one of two callers does in this site's backend. */
  type Deed =
    | {do: 'create'; accept: boolean}
    | {do: 'restore'; which: number; what: keyof typeof WHAT}
    | {do: 'failing update'}
    | {do: 'abort'; restoredByHand: boolean; again: boolean}
    | {do: 'finish'}

  const WHAT = {
    whole: null,
    products: [{dataCollectionId: 'Products'}],
    both: [{dataCollectionId: 'Orders'}, {dataCollectionId: 'Products'}],
    copy: [{dataCollectionId: 'Products', restoreDestination: {dataCollectionId: 'Copy'}}],
    'other copy': [{dataCollectionId: 'Orders', restoreDestination: {dataCollectionId: 'Copy'}}],
    'named copy': [
      {dataCollectionId: 'Products', restoreDestination: {dataCollectionId: 'Copy', displayName: 'A copy'}},
    ],
  } satisfies Record<string, RestorationCollection[] | null>

  interface Turn {
    deeds: [Deed, Deed]
    windows: [Window, Window]
    /** How the site's clock moves afterwards; it may stand still, and go back. */
    moves: number
  }

  const other = fc.constantFrom<Other>('create', 'restore the same', 'restore another way')
  const others = fc.oneof(
    {weight: 3, arbitrary: fc.constant<Other[]>([])},
    {weight: 1, arbitrary: fc.array(other, {minLength: 1, maxLength: 2})},
  )
  const window: fc.Arbitrary<Window> = fc.record({
    before: others,
    isSent: fc.oneof({weight: 3, arbitrary: fc.constant(true)}, {weight: 1, arbitrary: fc.constant(false)}),
    after: others,
    answer: fc.oneof(
      {weight: 4, arbitrary: fc.constant('clear' as const)},
      {weight: 3, arbitrary: fc.constantFrom('unavailable' as const, 'broken' as const)},
      {weight: 1, arbitrary: fc.constant('never' as const)},
    ),
    isSlow: fc.oneof({weight: 7, arbitrary: fc.constant(false)}, {weight: 1, arbitrary: fc.constant(true)}),
  })
  const deed: fc.Arbitrary<Deed> = fc.oneof(
    fc.record({do: fc.constant('create' as const), accept: fc.boolean()}),
    fc.record({
      do: fc.constant('restore' as const),
      which: fc.nat(2),
      what: fc.constantFrom(...(Object.keys(WHAT) as (keyof typeof WHAT)[])),
    }),
    fc.constant({do: 'failing update'} as const),
    fc.record({do: fc.constant('abort' as const), restoredByHand: fc.boolean(), again: fc.boolean()}),
    fc.constant({do: 'finish'} as const),
  )
  const turn: fc.Arbitrary<Turn> = fc.record({
    deeds: fc.tuple(deed, deed),
    windows: fc.tuple(window, window),
    moves: fc.constantFrom(0, 1000, 1000, -60_000),
  })

  const REUSE = {collectionIds: ['Products'], reuseYoungerThanMs: 365 * 24 * 60 * 60 * 1000}

  let now: number
  let site: TestHost
  beforeAll(async () => {
    now = Date.parse('2026-03-10T12:00:00Z')
    site = await startTestHost({machineNow: () => now})
  })
  afterAll(() => site.close())

  const everyPage = {limit: 100, offset: 0}
  const backups = () => site.site.engine.listBackups(everyPage).items
  const restorations = () => site.site.engine.listRestorations(everyPage).items
  const ready = () => backups().filter(({status}) => status === 'READY')

  /** What a list shows already may still be on its way to its thread. */
  async function allEnded(): Promise<void> {
    do {
      await site.site.engine.tick()
      await site.settled()
    } while ([...backups(), ...restorations()].some(({status}) => status === 'PENDING'))
  }

  /** One run: a site of its own, and what was said and done on it. */
  class Story {
    /** What callers accepted to lose, or deleted. */
    readonly named = new Set<string>()
    /** Somebody else took a slot between a caller's look and its write: what goes then, Wix alone decides. */
    slotsDisturbed = false
    private updates = 0

    async act(what: Other, {path, body}: {path: string; body: string}): Promise<void> {
      const {backups} = site.sdk()
      const [, id] = /backups\/([^/]+)\//.exec(path) ?? []
      try {
        if (what === 'create') {
          this.slotsDisturbed = true
          await backups.createBackup()
        } else if (id !== undefined) {
          const same =
            body === '' || body === '{}' ? null : (JSON.parse(body) as {restorationCollections?: []})
          const asked = same?.restorationCollections ?? null
          const wanted = what === 'restore the same' ? asked : asked ? null : WHAT.products
          await (wanted ? backups.restorePartialBackup(id, wanted) : backups.restoreBackup(id))
        }
        await allEnded()
      } catch {
        // Wix refuses others too: two restorations of one collection at once, for one.
      }
    }

    async do(deed: Deed, window: Window, chosen: string[]): Promise<void> {
      switch (deed.do) {
        case 'create': {
          const options = deed.accept ? await this.accepting() : {}
          const {call, ended} = await through(window, () => webMethods.createBackup(options))
          return expectOwnOrMarked(call, answerOf(ended), ({id}) => {
            expect(backups().find((backup) => backup.id === id)).toMatchObject({type: 'ON_DEMAND'})
          })
        }
        case 'restore': {
          const id = chosen[deed.which % chosen.length]!
          const asked = WHAT[deed.what]
          const options = {overwrite: true}
          const {call, ended} = await through(window, () =>
            asked
              ? webMethods.restorePartialBackup(id, asked, options)
              : webMethods.restoreBackup(id, options),
          )
          return expectOwnOrMarked(call, answerOf(ended), (answered) => expectEqual(answered.id, id, asked))
        }
        case 'failing update': {
          const item = this.newItem()
          const {ended} = await through(window, () =>
            backUpBefore(() => write(item, 'then fail'), {...REUSE, onFailure: 'restore'}),
          )
          const {problem, cause} = errorOf(ended)
          if (problem.code !== 'UPDATE_FAILED') {
            return expect(await site.sdk().items.get('Products', item)).toBeNull()
          }
          expect(cause).toMatchObject({message: item})
          return this.expectTakenBack(item, problem.restorationId)
        }
        case 'abort': {
          const token = await beginUpdate(REUSE)
          const byHand = {before: [], after: [], isSent: true, answer: 'clear', isSlow: false} as const
          if (deed.restoredByHand) {
            const options = {overwrite: true}
            await webMethods.restorePartialBackup(token.backupId, WHAT.products, options)
            await allEnded()
          }
          const item = this.newItem()
          await write(item)
          const first = await through(window, () => abortUpdate(token))
          if ('value' in first.ended) {
            const {id, certain} = first.ended.value
            if (certain !== false) expect(first.call.made).toEqual([id])
            if (deed.again && certain !== false) expect((await abortUpdate(token)).id).toBe(id)
            return this.expectTakenBack(item, id)
          }
          const {problem} = errorOf(first.ended)
          if (problem.code !== 'OUTCOME_UNKNOWN' || first.call.begun.length > 0) return
          // It was asked for nothing: a restoration that fits was there, and nobody can say whose.
          const second = await through({...byHand, before: [], after: []}, () =>
            abortUpdate(token, {restoreAnyway: true}),
          )
          if ('value' in second.ended) return this.expectTakenBack(item, second.ended.value.id)
          return expect(errorOf(second.ended).code).toBe('RESTORATION_IN_PROGRESS')
        }
        case 'finish': {
          const options = {collectionIds: ['Products'], ...(await this.accepting())}
          const {call, ended} = await through(window, () => beginUpdate(options))
          if (!('value' in ended)) return
          await allEnded()
          const {backupId} = ended.value
          const isOwn = call.made.includes(backupId)
          if (isOwn) this.named.add(backupId)
          const finished = await through(window, () => finishUpdate(ended.value, {deleteBackup: true}))
          if (!isOwn) {
            expect(ended.value.created).toBe(false)
            expect(finished.call.deleted).toEqual([])
          }
        }
      }
    }

    expectEvictionsNamed(): void {
      if (this.slotsDisturbed) return
      for (const {id, type, status} of backups()) {
        if (type === 'ON_DEMAND' && status === 'DELETED') expect(this.named).toContain(id)
      }
    }

    /** Of the update there is nothing left, unless the caller was told that it was not taken back. */
    private async expectTakenBack(item: string, restorationId: string | undefined): Promise<void> {
      if (restorationId === undefined) return
      await allEnded()
      expect(await site.sdk().items.get('Products', item)).toBeNull()
    }

    /** What a person is told will go, and accepts. */
    private async accepting(): Promise<{evict?: string}> {
      const {slots} = valueOf(await webMethods.getOverview())
      if (!slots.nextEvicted) return {}
      this.named.add(slots.nextEvicted.id)
      return {evict: slots.nextEvicted.id}
    }

    private newItem(): string {
      this.updates += 1
      return `update-${this.updates}`
    }
  }

  async function write(item: string, then?: 'then fail'): Promise<void> {
    await site.sdk().items.insert('Products', {_id: item})
    if (then) throw new Error(item)
  }

  function answerOf<T>(ended: Ended<Result<T>>): Result<T> {
    if ('thrown' in ended) throw ended.thrown
    return ended.value
  }

  function errorOf(ended: Ended<unknown>): BackupsError {
    if (!('thrown' in ended)) throw new Error(`Answered with ${JSON.stringify(ended)}`)
    expect(ended.thrown).toBeInstanceOf(BackupsError)
    return ended.thrown as BackupsError
  }

  /** An answer is what this call has made; or it is new, equal in every respect, and says that it may be another's. */
  function expectOwnOrMarked<T extends {id: string; certain?: false}>(
    {begun, made, known, looks}: Call,
    answer: Result<T>,
    expectSame: (value: T) => void,
  ): void {
    // What goes out too late to end before its caller has gone is not sent.
    for (const at of begun) expect(at).toBeLessThan(QUICK.budget - QUICK.write + 100)
    if (answer.ok) {
      expectSame(answer.value)
      if (answer.value.certain !== false) return expect(made).toEqual([answer.value.id])
      return expect([...known!]).not.toContain(answer.value.id)
    }
    const {code, candidates} = answer.error
    if (code !== 'OUTCOME_UNKNOWN') return expect(made).toEqual([])
    if (!candidates) return
    // What was there each time that it looked is not withheld. What others' creates have evicted holds no slot.
    const evicted = new Set(backups().flatMap(({id, status}) => (status === 'DELETED' ? [id] : [])))
    const seen = made.filter((id) => looks.every((look) => look.has(id)) && !evicted.has(id))
    expect(candidates.map(({id}) => id)).toEqual(expect.arrayContaining(seen))
  }

  function expectEqual(id: string, backupId: string, asked: RestorationCollection[] | null): void {
    const restoration = restorations().find((one) => one.id === id)!
    expect(restoration.backup.id).toBe(backupId)
    const byId = (list: RestorationCollection[]) =>
      list.toSorted((a, b) => a.dataCollectionId.localeCompare(b.dataCollectionId))
    expect(byId(restoration.restorationCollections)).toEqual(byId(asked ?? []))
  }

  test('every answer is the caller’s own, or marked and equal in every respect; no failed update stays', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, {minLength: 1, maxLength: 5}), async (turns) => {
        await site.local('POST', 'reset', {seed: 'empty'})
        for (const _id of ['Products', 'Orders']) await site.sdk().collections.createDataCollection({_id})
        await site.sdk().items.insert('Products', {_id: 'oil'})
        const story = new Story()
        const close = openWindows({
          all: () => new Set([...backups(), ...restorations()].map(({id}) => id)),
          act: (what, written) => story.act(what, written),
        })
        try {
          for (const {deeds, windows, moves} of turns) {
            if (ready().length === 0) await site.site.engine.createBackup()
            await allEnded()
            const chosen = ready().map(({id}) => id)
            await Promise.all(deeds.map((deed, index) => story.do(deed, windows[index]!, chosen)))
            await allEnded()
            story.expectEvictionsNamed()
            now += moves
          }
        } finally {
          close()
        }
      }),
      {numRuns: RUNS},
    )
  })
})
