import type {Backup, Restoration} from '../backup-types'
import type {Estimate} from './page-state'

const NEWEST = 5

/** Half of a duration is taken as starting up, half as growing with the size: Wix says nothing of either. */
const GROWING_HALF = 0.5
/** A first small backup must not make the next one look endless. */
const MOST_TIMES_LARGER = 8

/**
 * How long a backup may take, from how long the newest few finished ones took, and how large they are: the shortest
 * and the longest. `null` where none tells.
 *
 * @param backups newest first
 */
export function estimateBackup(backups: readonly Backup[]): Estimate | null {
  const ready = backups.filter(({status}) => status === 'READY')
  // Content changes little from one to the next: it will be about as large as the newest.
  return range(
    ready.map((backup) => ({ms: durationOf(backup), bytes: backup.sizeInBytes})),
    ready[0]?.sizeInBytes ?? null,
  )
}

/**
 * The same for a restoration.
 *
 * @param restorations newest first
 * @param asked what is to be restored; `null` for how long the last ones took, whatever they restored
 */
export function estimateRestoration(
  restorations: readonly Restoration[],
  asked: Restoration | null,
): Estimate | null {
  const completed = restorations.filter(({status}) => status === 'COMPLETED')
  return range(
    completed.map((restoration) => ({ms: durationOf(restoration), bytes: bytesOf(restoration)})),
    asked && bytesOf(asked),
  )
}

/** About how much is restored. Wix tells no collection's size: each counts the same. */
function bytesOf({backup, restorationCollections}: Restoration): number | null {
  const {sizeInBytes, collections} = backup
  if (sizeInBytes === null || restorationCollections.length === 0 || collections.length === 0)
    return sizeInBytes
  return (sizeInBytes * restorationCollections.length) / collections.length
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

function range(
  samples: {ms: number | null; bytes: number | null}[],
  wantedBytes: number | null,
): Estimate | null {
  const known = samples
    .flatMap(({ms, bytes}) => (ms === null ? [] : [Math.round(ms * timesLonger(bytes, wantedBytes))]))
    .slice(0, NEWEST)
  if (known.length === 0) return null
  return {lowMs: Math.min(...known), highMs: Math.max(...known), samples: known.length}
}

function timesLonger(bytes: number | null, wantedBytes: number | null): number {
  if (!bytes || !wantedBytes) return 1
  return 1 - GROWING_HALF + GROWING_HALF * Math.min(MOST_TIMES_LARGER, wantedBytes / bytes)
}

/** How much of it is done, in percent, as far as earlier ones tell. Never 100 before it is done. */
export function estimatedPercent(elapsedMs: number, {lowMs, highMs}: Estimate): number {
  const expected = Math.max(1, (lowMs + highMs) / 2)
  const share = Math.max(0, elapsedMs) / expected
  // Slows down toward the end, and never stops: what takes longer than before still moves.
  const percent = share < 0.8 ? share * 100 : 80 + 15 * (1 - Math.exp(-(share - 0.8) / 0.6))
  return Math.min(95, Math.round(percent))
}
