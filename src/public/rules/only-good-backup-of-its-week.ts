import type {Backup} from '../contract'

const WEEK = 7 * 24 * 60 * 60 * 1000

/** Whether no other READY backup was requested within a week before or after this one. */
export function isOnlyGoodBackupOfItsWeek(backup: Backup, backups: readonly Backup[]): boolean {
  const at = Date.parse(backup.requestedDate)
  return !backups.some(
    ({id, status, requestedDate}) =>
      id !== backup.id && status === 'READY' && Math.abs(Date.parse(requestedDate) - at) < WEEK,
  )
}
