import {AUTO_KEPT, ON_DEMAND_LIMIT} from './assumptions'
import type {Backup, BackupType} from './types'

const KEPT: Record<BackupType, number> = {ON_DEMAND: ON_DEMAND_LIMIT, AUTO: AUTO_KEPT}

/**
 * Which READY backups have to go, and why. Each type for itself: an on-demand backup never evicts an
 * automatic one. Nothing that is PENDING or FAILED counts, so that a backup that fails evicts nothing.
 *
 * By requestedDate; of equal ones, those go first that come later in the list, as lists show them. Only
 * `newest`, the backup that was created last, stays whatever its date: after the clock went back it is the
 * oldest by its date, and would otherwise go in place of the one that its creation named.
 */
export function chooseEvictions<Kept extends Pick<Backup, 'type' | 'status' | 'requestedDate'>>(
  backups: Kept[],
  newest?: Kept,
): {backup: Kept; reason: string}[] {
  return (['ON_DEMAND', 'AUTO'] as const).flatMap((type) => {
    const newestFirst = backups
      .filter((backup) => backup.type === type && backup.status === 'READY')
      .sort((a, b) => Number(b === newest) - Number(a === newest) || b.requestedDate - a.requestedDate)
    return newestFirst
      .slice(KEPT[type])
      .map((backup) => ({backup, reason: `${KEPT[type]} newer ${type} backups are READY`}))
  })
}
