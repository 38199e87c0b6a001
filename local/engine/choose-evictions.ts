import {AUTO_KEPT, ON_DEMAND_LIMIT} from './assumptions'
import type {Backup, BackupType} from './types'

const KEPT: Record<BackupType, number> = {ON_DEMAND: ON_DEMAND_LIMIT, AUTO: AUTO_KEPT}

/**
 * Which READY backups have to go, and why. Each type for itself: an on-demand backup never evicts an
 * automatic one. Nothing that is PENDING or FAILED counts, so that a backup that fails evicts nothing.
 */
export function chooseEvictions<Kept extends Pick<Backup, 'type' | 'status' | 'requestedDate'>>(
  backups: Kept[],
): {backup: Kept; reason: string}[] {
  return (['ON_DEMAND', 'AUTO'] as const).flatMap((type) => {
    const newestFirst = backups
      .filter((backup) => backup.type === type && backup.status === 'READY')
      .sort((a, b) => b.requestedDate - a.requestedDate)
    return newestFirst
      .slice(KEPT[type])
      .map((backup) => ({backup, reason: `${KEPT[type]} newer ${type} backups are READY`}))
  })
}
