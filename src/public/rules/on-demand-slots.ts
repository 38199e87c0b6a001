import type {Backup, OnDemandSlots} from '../contract'

/** "A maximum of 3 on-demand backups" (Backups API introduction). */
export const ON_DEMAND_LIMIT = 3

/**
 * How many on-demand slots are taken, and which backup the next on-demand backup evicts. `backups` are as Wix lists them,
 * newest first: their places decide, since dates can be equal. A PENDING backup has its slot already: the eviction that
 * it will cause once it is READY is never counted a second time.
 */
export function onDemandSlots(backups: readonly Backup[]): OnDemandSlots {
  const holding = backups.filter((backup) => backup.type === 'ON_DEMAND' && holdsSlot(backup))
  // Each PENDING one too many will take the oldest READY one with it.
  const ready = holding.filter(({status}) => status === 'READY')
  const going = ready.slice(
    ready.length - Math.min(ready.length, Math.max(0, holding.length - ON_DEMAND_LIMIT)),
  )
  const staying = holding.filter((backup) => !going.includes(backup))
  return {
    used: Math.min(holding.length, ON_DEMAND_LIMIT),
    limit: ON_DEMAND_LIMIT,
    nextEvicted: staying.length < ON_DEMAND_LIMIT ? null : (staying.at(-1) ?? null),
  }
}

function holdsSlot({status}: Backup): boolean {
  return status === 'READY' || status === 'PENDING'
}
