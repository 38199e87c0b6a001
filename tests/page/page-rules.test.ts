import {estimateBackup, estimatedPercent, estimateRestoration} from 'public/page/estimate-duration'
import {pollingDelay} from 'public/page/polling-delay'
import {matchesTyped} from 'public/rules/matches-typed'
import {isOnlyGoodBackupOfItsWeek} from 'public/rules/only-good-backup-of-its-week'
import {undoBackup} from 'public/rules/undo-backup'
import {ago, backupAt, restorationOf, time} from './fake-site'

describe('pollingDelay', () => {
  it.each([
    [null, 0, null, 12_000],
    [0, 0, null, 1_000],
    [14_000, 0, null, 1_000],
    [60_000, 0, null, 1_800],
    [3_599_000, 0, null, 1_800],
    [3_600_000, 0, null, 10_000],
    [0, 1, 'THROTTLED' as const, 60_000],
    [0, 1, 'UNAVAILABLE' as const, 2_000],
    [0, 3, 'OFFLINE' as const, 8_000],
    [0, 9, 'UNAVAILABLE' as const, 30_000],
    [0, 1, 'NOT_ALLOWED' as const, null],
    [0, 1, 'SESSION_ENDED' as const, null],
  ])('pending for %p ms, %d failures, %p: %p ms', (pendingForMs, failures, problem, delay) => {
    expect(pollingDelay({pendingForMs, failures, problem})).toBe(delay)
  })
})

describe('estimates', () => {
  it('is a range over the newest five that are ready', () => {
    const took = [10, 50, 20, 30, 40, 900].map((seconds, index) => {
      const requested = ago((index + 1) * time.DAY)
      const finishedDate = new Date(Date.parse(requested) + seconds * 1000).toISOString()
      return backupAt(requested, {finishedDate})
    })
    const failed = backupAt(ago(0), {status: 'FAILED'})
    expect(estimateBackup([failed, ...took])).toEqual({lowMs: 10_000, highMs: 50_000, samples: 5})
    expect(estimateBackup([failed])).toBeNull()
  })

  it('comes from backups that are about as large', () => {
    const took = (seconds: number, sizeInBytes: number | null) =>
      backupAt(ago(time.DAY), {
        sizeInBytes,
        finishedDate: new Date(Date.parse(ago(time.DAY)) + seconds * 1000).toISOString(),
      })
    expect(estimateBackup([took(40, 3000), took(20, 1500), took(5, 1000)])).toEqual({
      lowMs: 20_000,
      highMs: 40_000,
      samples: 2,
    })
    expect(estimateBackup([took(40, null), took(20, 1500)])?.samples).toBe(2)
  })

  it('is scaled where nothing as large was restored yet', () => {
    const backup = backupAt(ago(time.DAY))
    const part = [{dataCollectionId: backup.collections[0]?.id ?? ''}]
    const done = {
      status: 'COMPLETED' as const,
      requestedDate: ago(time.HOUR),
      finishedDate: ago(time.HOUR - 20_000),
    }
    const whole = restorationOf(backup, done)
    const some = restorationOf(backup, {...done, restorationCollections: part})
    const huge = restorationOf({...backup, sizeInBytes: 1e12})
    expect(backup.collections).toHaveLength(5)
    expect(estimateRestoration([whole], some)?.highMs).toBe(12_000)
    expect(estimateRestoration([some], whole)?.highMs).toBe(60_000)
    expect(estimateRestoration([some, whole], whole)).toEqual({lowMs: 20_000, highMs: 20_000, samples: 1})
    expect(estimateRestoration([whole], huge)?.highMs).toBe(90_000)
    expect(estimateRestoration([some, whole], null)?.samples).toBe(2)
  })

  it('never says that it is done before it is', () => {
    const estimate = {lowMs: 10_000, highMs: 20_000, samples: 2}
    const percents = [-5, 0, 5, 10, 15, 30, 60, 10_000].map((s) => estimatedPercent(s * 1000, estimate))
    expect(percents).toEqual([...percents].sort((a, b) => a - b))
    expect(Math.max(...percents)).toBe(95)
    expect(percents[0]).toBe(0)
  })
})

describe('undoBackup', () => {
  const chosen = backupAt(ago(3 * time.DAY))
  const restoration = restorationOf(chosen, {status: 'COMPLETED', requestedDate: ago(10 * time.MINUTE)})

  it('is the newest on-demand backup that was ready just before', () => {
    const older = backupAt(ago(40 * time.MINUTE))
    const newer = backupAt(ago(11 * time.MINUTE))
    expect(undoBackup(restoration, [newer, older, chosen])?.id).toBe(newer.id)
  })

  it.each([
    ['was made after the restoration', backupAt(ago(5 * time.MINUTE))],
    ['was made long before', backupAt(ago(2 * time.HOUR))],
    ['has been deleted', backupAt(ago(11 * time.MINUTE), {status: 'DELETED'})],
    ['is automatic', backupAt(ago(11 * time.MINUTE), {type: 'AUTO'})],
  ])('is not one that %s', (_why, backup) => {
    expect(undoBackup(restoration, [backup, chosen])).toBeNull()
  })

  it('is none for a restoration that failed or went into copies', () => {
    const safety = backupAt(ago(11 * time.MINUTE))
    expect(undoBackup({...restoration, status: 'FAILED'}, [safety])).toBeNull()
    const restorationCollections = [{dataCollectionId: 'A', restoreDestination: {dataCollectionId: 'B'}}]
    expect(undoBackup({...restoration, restorationCollections}, [safety])).toBeNull()
  })
})

it('knows the only good backup of its week', () => {
  const backup = backupAt(ago(20 * time.DAY))
  expect(isOnlyGoodBackupOfItsWeek(backup, [backupAt(ago(2 * time.DAY)), backup])).toBe(true)
  expect(isOnlyGoodBackupOfItsWeek(backup, [backupAt(ago(15 * time.DAY)), backup])).toBe(false)
  expect(isOnlyGoodBackupOfItsWeek(backup, [backupAt(ago(15 * time.DAY), {status: 'FAILED'}), backup])).toBe(
    true,
  )
})

it.each([
  ['blue door bakery', true],
  [' Blue  Door Bakery', true],
  ['Blue Door', false],
  ['', false],
])('compares what was typed, "%s": %p', (typed, matches) => {
  expect(matchesTyped(typed, 'Blue Door Bakery')).toBe(matches)
})
