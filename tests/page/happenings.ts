import * as fc from 'fast-check'
import type {Fault, FakeSiteOptions, MethodName} from './fake-site'
import {ago, backupAt, time} from './fake-site'
import type {Happening} from './person'

const SECOND = 1000
const TIMED_OUT = {throws: {code: 504, message: 'Gateway Time-out'}}
const LOST = {throws: new TypeError('Failed to fetch')}

/** What can go wrong with a write: every fault of the local Wix, and slow answers. */
export const WRITE_FAULTS: Fault[] = [
  {code: 'THROTTLED', message: 'x'},
  {code: 'UNAVAILABLE', message: 'x'},
  {code: 'OUTCOME_UNKNOWN', message: 'x'},
  'lose-response',
  'never-answers',
  LOST,
  {worksAfterMs: 0, answersAfterMs: 4 * SECOND, as: 'answer'},
  {worksAfterMs: 0, answersAfterMs: 12 * SECOND, as: 'answer'},
  {worksAfterMs: 0, answersAfterMs: 0, as: 'uncertain'},
  {worksAfterMs: 0, answersAfterMs: 14 * SECOND, as: TIMED_OUT},
  {worksAfterMs: 16 * SECOND, answersAfterMs: 14 * SECOND, as: TIMED_OUT},
  {worksAfterMs: null, answersAfterMs: 14 * SECOND, as: TIMED_OUT},
  {worksAfterMs: 0, answersAfterMs: SECOND, as: LOST},
  {worksAfterMs: 3 * SECOND, answersAfterMs: 20 * SECOND, as: 'answer'},
  {worksAfterMs: 2 * SECOND, answersAfterMs: 9 * SECOND, as: 'answer'},
  {worksAfterMs: 5 * SECOND, answersAfterMs: 14 * SECOND, as: TIMED_OUT},
  {worksAfterMs: null, answersAfterMs: 6 * SECOND, as: {code: 'UNAVAILABLE', message: 'x'}},
]

export const READ_FAULTS: Fault[] = [
  {code: 'THROTTLED', message: 'x'},
  {code: 'UNAVAILABLE', message: 'x'},
  {code: 'NOT_ALLOWED', message: 'x'},
  {throws: {status: 401}},
  LOST,
  'never-answers',
  {worksAfterMs: 0, answersAfterMs: 3 * SECOND, as: 'answer'},
]

const WRITES: MethodName[] = ['createBackup', 'restorePartialBackup', 'restoreBackup', 'deleteBackup']
const READS: MethodName[] = ['getOverview', 'getOverview', 'forecastRestore', 'getExposure']

export function faultOf(method: MethodName, number: number): Fault {
  const faults = WRITES.includes(method) ? WRITE_FAULTS : READ_FAULTS
  return faults[number % faults.length] ?? 'never-answers'
}

const nat = fc.nat(7)
const safety = fc.constantFrom(true, false, null)
const mask = fc.integer({min: 1, max: 7})
const row = fc.nat(4)

export const happenings: fc.Arbitrary<Happening> = fc.oneof(
  {weight: 6, arbitrary: fc.record({does: fc.constant('create' as const), twice: fc.boolean()})},
  {
    weight: 12,
    arbitrary: fc.record({
      does: fc.constant('confirm' as const),
      late: fc.boolean(),
      twice: fc.boolean(),
    }),
  },
  {weight: 4, arbitrary: fc.record({does: fc.constant('reload' as const), during: fc.boolean()})},
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constantFrom('dismiss' as const, 'dismiss' as const, 'refresh' as const, 'undo' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom('askRestore' as const, 'askDelete' as const, 'openPanel' as const),
      row,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('choose' as const),
      mask,
      safety,
      copy: fc.boolean(),
      typed: fc.boolean(),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      does: fc.constant('restore' as const),
      row,
      mask,
      safety,
      copy: fc.constant(false),
    }),
  },
  {weight: 4, arbitrary: fc.record({does: fc.constantFrom('continue' as const, 'stop' as const), job: nat})},
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom('tab' as const, 'filter' as const, 'page' as const),
      to: nat,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({does: fc.constantFrom('visible' as const, 'online' as const), on: fc.boolean()}),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('other' as const),
      what: fc.constantFrom('create' as const, 'auto' as const, 'delete' as const, 'restore' as const),
      row,
      mask,
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      does: fc.constant('fault' as const),
      method: fc.constantFrom(...WRITES, ...WRITES, ...READS),
      fault: fc.nat(30),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('fail' as const),
      what: fc.constantFrom('backup' as const, 'restoration' as const),
      on: fc.boolean(),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 300, 2 * SECOND, 5 * SECOND, 9 * SECOND, 16 * SECOND, 40 * SECOND),
    }),
  },
)

const COLLECTIONS = ['Products', 'Orders', 'Recipes'].map((id) => ({id, displayName: id}))

/** What every write of a kind may meet, for as long as it lasts. */
const usual = fc.constantFrom<(Fault | null)[]>(null, null, ...WRITE_FAULTS)
const often = fc.oneof(usual, fc.constant(null))

/** Sites with free slots and without, fast and slow, whose lists lag or don't. */
export const sites: fc.Arbitrary<() => FakeSiteOptions> = fc
  .record({
    onDemand: fc.nat(4),
    failed: fc.boolean(),
    backupMs: fc.constantFrom(0, 3 * SECOND, 10 * SECOND),
    restoreMs: fc.constantFrom(0, 3 * SECOND, 10 * SECOND),
    deleteMs: fc.constantFrom(0, 0, 5 * SECOND),
    lagMs: fc.constantFrom(0, 0, 2 * SECOND),
    restores: usual,
    creates: often,
  })
  .map(({onDemand, failed, restores, creates, ...speeds}) => () => ({
    collections: COLLECTIONS,
    siteName: 'Site',
    changes: {},
    ...speeds,
    usual: {
      ...(restores && {restoreBackup: restores, restorePartialBackup: restores}),
      ...(creates && {createBackup: creates}),
    },
    backups: [
      ...(failed ? [backupAt(ago(time.HOUR), {status: 'FAILED', collections: COLLECTIONS})] : []),
      ...Array.from({length: onDemand}, (_, at) =>
        backupAt(ago((at + 1) * time.DAY), {collections: COLLECTIONS}),
      ),
      backupAt(ago(6 * time.DAY), {type: 'AUTO', collections: COLLECTIONS}),
    ],
  }))
