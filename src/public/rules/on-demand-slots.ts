import type {Backup, OnDemandSlots} from '../contract'

/** "A maximum of 3 on-demand backups" (Backups API introduction). */
export const ON_DEMAND_LIMIT = 3

/**
 * How many on-demand slots are taken, and which backup the next on-demand backup evicts. A PENDING backup
 * has its slot already: the eviction it will cause once it is READY is never counted a second time.
 */
export function onDemandSlots(backups: readonly Backup[]): OnDemandSlots {
  const holding = backups
    .filter((backup) => backup.type === 'ON_DEMAND' && holdsSlot(backup))
    .sort(byRequestedDate)
  const evictedByPending = Math.max(0, holding.length - ON_DEMAND_LIMIT)
  return {
    used: Math.min(holding.length, ON_DEMAND_LIMIT),
    limit: ON_DEMAND_LIMIT,
    nextEvicted: holding.length < ON_DEMAND_LIMIT ? null : (holding[evictedByPending] ?? null),
  }
}

function holdsSlot({status}: Backup): boolean {
  return status === 'READY' || status === 'PENDING'
}

function byRequestedDate(a: Backup, b: Backup): number {
  return Date.parse(a.requestedDate) - Date.parse(b.requestedDate)
}
