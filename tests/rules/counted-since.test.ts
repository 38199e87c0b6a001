import type {Restoration} from 'public/contract'
import {countedSince} from 'public/rules/counted-since'
import {aBackup} from '../support/a-backup'

const at = (hour: number) => `2026-03-10T${String(hour).padStart(2, '0')}:00:00.000Z`
const collections = ['Products', 'Orders'].map((id) => ({id, displayName: id}))
const older = aBackup({id: 'older', requestedDate: at(1), collections})
const newest = aBackup({id: 'newest', requestedDate: at(5), collections})

/** COMPLETED within the hour, but for what a test says of it. */
const of = (backup: typeof older, hour: number, change: Partial<Restoration> = {}): Restoration => ({
  id: `${backup.id}-${hour}`,
  status: 'COMPLETED',
  requestedDate: at(hour),
  startedDate: at(hour),
  finishedDate: at(hour + 1),
  backup,
  restorationCollections: [],
  ...change,
})
const into = (source: string, destination?: string) => ({
  restorationCollections: [
    {
      dataCollectionId: source,
      ...(destination && {restoreDestination: {dataCollectionId: destination}}),
    },
  ],
})

describe('from when on the changes of Products since the newest backup can be told', () => {
  test.each<[string, Restoration[], string | null]>([
    ['nothing was restored', [], at(5)],
    ['an older backup was restored since', [of(older, 6)], null],
    ['it is being restored now', [of(older, 6, {status: 'PENDING', finishedDate: null})], null],
    ['it failed, nobody knows how far', [of(older, 6, {status: 'FAILED'})], null],
    ['only Products of it', [of(older, 6, into('Products'))], null],
    ['only Orders of it', [of(older, 6, into('Orders'))], at(5)],
    ['Products of it into a copy', [of(older, 6, into('Products', 'Copy'))], at(5)],
    ['Orders of it into Products', [of(older, 6, into('Orders', 'Products'))], null],
    [
      'a whole backup that does not hold Products',
      [of({...older, collections: []}, 6, into('Orders'))],
      at(5),
    ],
    ['it was restored before the newest backup', [of(older, 3)], at(5)],
    [
      'it was requested before the newest backup, and ended after it',
      [of(older, 4, {finishedDate: at(6)})],
      null,
    ],
    ['the newest backup itself was restored', [of(newest, 6)], at(7)],
    ['the newest backup itself, Products alone', [of(newest, 6, into('Products'))], at(7)],
    ['Orders of the newest backup into Products', [of(newest, 6, into('Orders', 'Products'))], null],
    ['the newest backup itself failed', [of(newest, 6, {status: 'FAILED'})], null],
    ['first the older, then the newest', [of(newest, 8), of(older, 6)], at(9)],
    ['first the newest, then the older', [of(older, 8), of(newest, 6)], null],
    [
      'the older is still in progress beside',
      [of(newest, 8), of(older, 6, {status: 'PENDING', finishedDate: null})],
      null,
    ],
  ])('%s', (_what, restorations, expected) => {
    expect(countedSince(newest, 'Products', restorations)).toBe(expected)
  })
})
