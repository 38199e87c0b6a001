import type {Backup, Restoration} from '../contract'

/** How long the same work took before. A range, never a promise. */
export interface Estimate {
  lowMs: number
  highMs: number
  samples: number
}

const NEWEST = 5

/** What of a restoration says how much it is. */
type Amount = Pick<Restoration, 'backup' | 'restorationCollections'>

/** Up to this many times as large, or as small, is about the same. */
const ABOUT_THE_SAME = 2
/** Where nothing was, half of a duration is taken as starting up and half as growing: Wix says nothing of either. */
const GROWING_HALF = 0.5
/** One small restoration must not make the next one look endless. */
const MOST_TIMES_LARGER = 8

/**
 * How long a backup may take: the shortest and the longest of the newest few finished ones that are about as large;
 * where none is, what others took, made longer or shorter. `null` where none tells.
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
  asked: Amount | null,
): Estimate | null {
  const completed = restorations.filter(({status}) => status === 'COMPLETED')
  return range(
    completed.map((restoration) => ({ms: durationOf(restoration), bytes: bytesOf(restoration)})),
    asked && bytesOf(asked),
  )
}

/** About how much is restored. Wix tells no collection's size: each counts the same. */
function bytesOf({backup, restorationCollections}: Amount): number | null {
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
  const known = samples.flatMap(({ms, bytes}) =>
    ms === null ? [] : [{ms, times: bytes && wantedBytes ? wantedBytes / bytes : 1}],
  )
  const alike = known.filter(({times}) => times <= ABOUT_THE_SAME && times >= 1 / ABOUT_THE_SAME)
  const durations = (
    alike.length > 0 ? alike.map(({ms}) => ms) : known.map(({ms, times}) => Math.round(ms * longer(times)))
  ).slice(0, NEWEST)
  if (durations.length === 0) return null
  return {lowMs: Math.min(...durations), highMs: Math.max(...durations), samples: durations.length}
}

function longer(timesLarger: number): number {
  return 1 - GROWING_HALF + GROWING_HALF * Math.min(MOST_TIMES_LARGER, timesLarger)
}

/** How much of it is done, in percent, as far as earlier ones tell. Never 100 before it is done. */
export function estimatedPercent(elapsedMs: number, {lowMs, highMs}: Estimate): number {
  const expected = Math.max(1, (lowMs + highMs) / 2)
  const share = Math.max(0, elapsedMs) / expected
  // Slows down toward the end, and never stops: what takes longer than before still moves.
  const percent = share < 0.8 ? share * 100 : 80 + 15 * (1 - Math.exp(-(share - 0.8) / 0.6))
  return Math.min(95, Math.round(percent))
}
