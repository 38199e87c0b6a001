import type {Backup} from '../contract'

/** "Wix automatically backs up your live content every 7 days" (Backups API introduction). */
export const AUTOMATIC_EVERY_MS = 7 * 24 * 60 * 60 * 1000

/** Newest automatic backup + 7 days, as an ISO date: an estimate. `null` where no automatic backup is known. */
export function nextAutomaticDate(backups: readonly Backup[]): string | null {
  const requested = backups
    .filter(({type}) => type === 'AUTO')
    .map(({requestedDate}) => Date.parse(requestedDate))
  return requested.length === 0 ? null : new Date(Math.max(...requested) + AUTOMATIC_EVERY_MS).toISOString()
}
