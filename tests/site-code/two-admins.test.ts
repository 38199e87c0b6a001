import fc from 'fast-check'
import type {Backup, Overview, Page, Restoration, Result} from 'public/contract'
import {startTestHost, valueOf, type Identity, type TestHost} from '../support/test-host'

jest.setTimeout(120_000)

/** `RUNS=500 npx jest tests/site-code/two-admins` looks longer. */
const RUNS = Number(process.env.RUNS ?? 25)

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
