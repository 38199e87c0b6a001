import {AUTO_EVERY_MS, AUTO_RETRY_MS} from './assumptions'
import type {Backup} from './types'

/** When the next automatic backup is due; null while one is being taken. Due dates that were slept past are not made up for. */
export function nextAutomaticBackup(
  backups: Pick<Backup, 'type' | 'status' | 'requestedDate'>[],
  folderCreated: number,
): number | null {
  const automatic = backups.filter((backup) => backup.type === 'AUTO')
  if (automatic.some((backup) => backup.status === 'PENDING')) return null
  const newest = automatic.sort((a, b) => b.requestedDate - a.requestedDate)[0]
  if (!newest) return folderCreated + AUTO_EVERY_MS
  return newest.requestedDate + (newest.status === 'FAILED' ? AUTO_RETRY_MS : AUTO_EVERY_MS)
}
