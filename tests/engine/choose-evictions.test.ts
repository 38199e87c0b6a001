import {chooseEvictions} from '../../local/engine/choose-evictions'
import type {BackupStatus, BackupType} from '../../local/engine/types'

type Row = [day: string, type: BackupType, status: BackupStatus, expected: string]

function evictions(rows: Row[]): Row[] {
  const backups = rows.map(([day, type, status]) => ({
    type,
    status,
    requestedDate: Date.parse(`2026-${day}`),
  }))
  const chosen = chooseEvictions(backups)
  return backups.map((backup, n): Row => {
    const reason = chosen.find((one) => one.backup === backup)?.reason
    return [rows[n]![0], backup.type, backup.status, reason ? `evicted: ${reason}` : 'kept']
  })
}

describe('chooseEvictions', () => {
  test.each<[string, Row[]]>([
    ['nothing', []],
    [
      'three on-demand backups stay',
      [
        ['03-03', 'ON_DEMAND', 'READY', 'kept'],
        ['03-02', 'ON_DEMAND', 'READY', 'kept'],
        ['03-01', 'ON_DEMAND', 'READY', 'kept'],
      ],
    ],
    [
      'of four the oldest goes, in whatever order they come',
      [
        ['03-02', 'ON_DEMAND', 'READY', 'kept'],
        ['03-01', 'ON_DEMAND', 'READY', 'evicted: 3 newer ON_DEMAND backups are READY'],
        ['03-04', 'ON_DEMAND', 'READY', 'kept'],
        ['03-03', 'ON_DEMAND', 'READY', 'kept'],
      ],
    ],
    [
      'what is not READY neither counts nor goes',
      [
        ['03-07', 'ON_DEMAND', 'PENDING', 'kept'],
        ['03-06', 'ON_DEMAND', 'FAILED', 'kept'],
        ['03-05', 'ON_DEMAND', 'READY', 'kept'],
        ['03-04', 'ON_DEMAND', 'DELETED', 'kept'],
        ['03-03', 'ON_DEMAND', 'READY', 'kept'],
        ['03-02', 'ON_DEMAND', 'CANCELED', 'kept'],
        ['03-01', 'ON_DEMAND', 'READY', 'kept'],
      ],
    ],
    [
      'on-demand backups never evict an automatic one, nor the other way round',
      [
        ['03-08', 'ON_DEMAND', 'READY', 'kept'],
        ['03-07', 'AUTO', 'READY', 'kept'],
        ['03-06', 'ON_DEMAND', 'READY', 'kept'],
        ['03-05', 'ON_DEMAND', 'READY', 'kept'],
        ['03-04', 'ON_DEMAND', 'READY', 'evicted: 3 newer ON_DEMAND backups are READY'],
        ['03-03', 'AUTO', 'READY', 'kept'],
        ['03-02', 'AUTO', 'READY', 'kept'],
        ['03-01', 'AUTO', 'READY', 'kept'],
      ],
    ],
    [
      'four automatic backups stay',
      [
        ['03-29', 'AUTO', 'READY', 'kept'],
        ['03-22', 'AUTO', 'READY', 'kept'],
        ['03-15', 'AUTO', 'READY', 'kept'],
        ['03-08', 'AUTO', 'READY', 'kept'],
        ['03-01', 'AUTO', 'READY', 'evicted: 4 newer AUTO backups are READY'],
      ],
    ],
  ])('%s', (_name, rows) => expect(evictions(rows)).toEqual(rows))
})
