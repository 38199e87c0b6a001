import type {Backup, Restoration} from '../backup-types'
import type {Estimate} from './page-state'

const NEWEST = 5

/** How long the newest few finished backups took: the shortest and the longest. `null` where none tells. */
export function estimateBackup(backups: readonly Backup[]): Estimate | null {
  return range(backups.filter(({status}) => status === 'READY').map(durationOf))
}

/** The same for restorations. */
export function estimateRestoration(restorations: readonly Restoration[]): Estimate | null {
  return range(restorations.filter(({status}) => status === 'COMPLETED').map(durationOf))
}

/** From the request to the end, as a person waits for it; `null` until it has ended. */
export function durationOf({
  requestedDate,
  finishedDate,
}: {
  requestedDate: string
  finishedDate: string | null
}): number | null {
  if (finishedDate === null) return null
  const duration = Date.parse(finishedDate) - Date.parse(requestedDate)
  return duration >= 0 ? duration : null
}

function range(durations: (number | null)[]): Estimate | null {
  const known = durations.filter((duration) => duration !== null).slice(0, NEWEST)
  if (known.length === 0) return null
  return {lowMs: Math.min(...known), highMs: Math.max(...known), samples: known.length}
}

/** How much of it is done, in percent, as far as earlier ones tell. Never 100 before it is done. */
export function estimatedPercent(elapsedMs: number, {lowMs, highMs}: Estimate): number {
  const expected = Math.max(1, (lowMs + highMs) / 2)
  const share = Math.max(0, elapsedMs) / expected
  // Slows down toward the end, and never stops: what takes longer than before still moves.
  const percent = share < 0.8 ? share * 100 : 80 + 15 * (1 - Math.exp(-(share - 0.8) / 0.6))
  return Math.min(95, Math.round(percent))
}
