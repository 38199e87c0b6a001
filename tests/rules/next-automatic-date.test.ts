import {nextAutomaticDate} from 'public/rules/next-automatic-date'
import {aBackup} from '../support/a-backup'

const auto = (requestedDate: string) => aBackup({type: 'AUTO', requestedDate})

describe('nextAutomaticDate', () => {
  test.each([
    ['unknown without an automatic backup', [aBackup({requestedDate: '2026-03-08T00:00:00.000Z'})], null],
    [
      'seven days after the newest one',
      [auto('2026-03-01T10:00:00.000Z'), auto('2026-03-08T10:00:00.000Z')],
      '2026-03-15T10:00:00.000Z',
    ],
    [
      'on-demand backups do not move it',
      [auto('2026-03-01T10:00:00.000Z'), aBackup({requestedDate: '2026-03-05T00:00:00.000Z'})],
      '2026-03-08T10:00:00.000Z',
    ],
  ])('%s', (_reason, backups, expected) => {
    expect(nextAutomaticDate(backups)).toBe(expected)
  })
})
