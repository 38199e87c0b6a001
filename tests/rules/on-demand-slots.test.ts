import {onDemandSlots} from 'public/rules/on-demand-slots'
import {aBackup} from '../support/a-backup'

const on = (day: number, status: 'READY' | 'PENDING' | 'FAILED' | 'DELETED' = 'READY') =>
  aBackup({id: `on-${day}`, requestedDate: `2026-03-0${day}T00:00:00.000Z`, status})
const auto = (day: number) =>
  aBackup({id: `auto-${day}`, type: 'AUTO', requestedDate: `2026-03-0${day}T00:00:00.000Z`})

describe('onDemandSlots', () => {
  test.each([
    ['nothing there', [], 0, null],
    ['automatic backups take no slot', [auto(1), auto(2), auto(3), auto(4)], 0, null],
    ['a slot is free', [on(2), on(1)], 2, null],
    ['three exist: the one listed last goes', [on(3), on(2), on(1)], 3, 'on-1'],
    ['whatever the dates say', [on(1), on(3), on(2)], 3, 'on-2'],
    ['failed and deleted ones take no slot', [on(3), on(1, 'FAILED'), on(2, 'DELETED')], 1, null],
    ['a pending one has its slot', [on(3, 'PENDING'), on(2), on(1)], 3, 'on-1'],
    [
      'a pending one evicts the oldest already: the next evicts the one after it',
      [on(4, 'PENDING'), on(3), on(2), on(1)],
      3,
      'on-2',
    ],
    ['automatic ones are never evicted', [on(4), on(3), on(2), auto(1)], 3, 'on-2'],
    [
      'a pending one that is listed last evicts a READY one, and goes after it',
      [on(4), on(3), on(2), on(1, 'PENDING')],
      3,
      'on-1',
    ],
    [
      'two pending ones take two READY ones with them',
      [on(5, 'PENDING'), on(4, 'PENDING'), on(3), on(2), on(1)],
      3,
      'on-3',
    ],
  ])('%s', (_reason, backups, used, evicted) => {
    const slots = onDemandSlots(backups)
    expect({used: slots.used, evicted: slots.nextEvicted?.id ?? null}).toEqual({used, evicted})
    expect(slots.limit).toBe(3)
  })
})
