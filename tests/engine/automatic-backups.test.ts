import {nextAutomaticBackup} from '../../local/engine/next-automatic-backup'
import type {BackupStatus, BackupType} from '../../local/engine/types'
import {DAY, HOUR, MONDAY} from './fake-clock'
import {closeEngines, newEngine, takeBackup} from './new-engine'

afterEach(closeEngines)

describe('nextAutomaticBackup', () => {
  const on = (day: number, type: BackupType, status: BackupStatus) => ({
    type,
    status,
    requestedDate: day * DAY,
  })
  test.each([
    ['7 days after the folder began', [], 7 * DAY],
    ['on-demand backups do not count', [on(3, 'ON_DEMAND', 'READY')], 7 * DAY],
    ['7 days after the newest automatic one', [on(7, 'AUTO', 'READY'), on(9, 'AUTO', 'READY')], 16 * DAY],
    ['also if that one was deleted since', [on(9, 'AUTO', 'DELETED')], 16 * DAY],
    ['an hour after one that failed', [on(7, 'AUTO', 'READY'), on(14, 'AUTO', 'FAILED')], 14 * DAY + HOUR],
    ['not while one is being taken', [on(14, 'AUTO', 'PENDING')], null],
  ])('%s', (_name, backups, expected) => expect(nextAutomaticBackup(backups, 0)).toBe(expected))
})

describe('automatic backups', () => {
  test('are taken every 7 days, and the newest four are kept', async () => {
    const test = await newEngine()
    expect(test.engine.nextDue()).toBe(MONDAY + 7 * DAY)
    for (let week = 1; week <= 6; week++) {
      await test.advance(7 * DAY - 1)
      expect(test.engine.listBackups({limit: 9, offset: 0}).total).toBe(week - 1)
      await test.advance(1)
    }
    const {items} = test.engine.listBackups({type: ['AUTO'], limit: 9, offset: 0})
    expect(items.map(({status}) => status)).toEqual([
      'READY',
      'READY',
      'READY',
      'READY',
      'DELETED',
      'DELETED',
    ])
    expect(items.map(({requestedDate}) => (requestedDate - MONDAY) / DAY)).toEqual([42, 35, 28, 21, 14, 7])
    expect(test.backupFiles()).toHaveLength(4)
  })

  test('that were slept past are made up for by one, at once', async () => {
    const test = await newEngine()
    await test.advance(30 * DAY)
    expect(test.engine.listBackups({limit: 9, offset: 0}).items).toMatchObject([
      {type: 'AUTO', status: 'READY', requestedDate: MONDAY + 30 * DAY},
    ])
    expect(test.engine.nextDue()).toBe(MONDAY + 37 * DAY)
  })

  test('that fail are tried again after an hour', async () => {
    const test = await newEngine()
    test.engine.failNext('backup', 1)
    await test.advance(7 * DAY)
    await test.advance(HOUR - 1)
    expect(test.engine.listBackups({limit: 9, offset: 0}).total).toBe(1)
    await test.advance(1)
    expect(test.engine.listBackups({limit: 9, offset: 0}).items).toMatchObject([
      {status: 'READY'},
      {status: 'FAILED'},
    ])
  })

  test('leave on-demand ones alone', async () => {
    const test = await newEngine()
    for (let n = 0; n < 3; n++) await takeBackup(test)
    for (let week = 0; week < 5; week++) await test.advance(7 * DAY)
    expect(test.engine.listBackups({type: ['ON_DEMAND'], status: ['READY'], limit: 9, offset: 0}).total).toBe(
      3,
    )
  })
})

describe('seedBackup', () => {
  test('makes a READY backup in the past, and the automatic ones go on from there', async () => {
    const test = await newEngine()
    await test.engine.createCollection({id: 'Books'})
    const date = MONDAY - 3 * DAY
    const backup = await test.engine.seedBackup('AUTO', date)
    expect(backup).toMatchObject({
      type: 'AUTO',
      status: 'READY',
      requestedDate: date,
      startedDate: date,
      finishedDate: date,
      sizeInBytes: expect.any(Number),
      collections: [{id: 'Books', displayName: 'Books'}],
    })
    expect(test.engine.nextDue()).toBe(date + 7 * DAY)
  })
})
