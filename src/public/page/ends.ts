import type {Backup, Overview, Restoration} from '../contract'

/** Which work was seen in progress, and the end of which was told: each end is told once. */
export interface Ends {
  pending: string[]
  told: string[]
}

export type EndedWork = {backup: Backup} | {restoration: Restoration}

export const noEnds: Ends = {pending: [], told: []}

/**
 * What has ended since. Work that was never seen in progress by this page, and is not its own, is no news.
 *
 * @param own IDs of what the page has made itself, which may have ended before its answer came
 */
export function newEnds(
  {pending, told}: Ends,
  {backups, restorations}: Overview,
  own: readonly string[],
): {ends: Ends; ended: EndedWork[]} {
  const awaited = new Set([...pending, ...own])
  const wasTold = new Set(told)
  const ended: EndedWork[] = [
    ...backups.filter(hasEnded).map((backup) => ({backup})),
    ...restorations.filter(hasEnded).map((restoration) => ({restoration})),
  ].filter((work) => awaited.has(idOf(work)) && !wasTold.has(idOf(work)))
  const listed = new Set([...backups, ...restorations].map(({id}) => id))
  return {
    ended,
    ends: {
      pending: [...backups, ...restorations].filter(({status}) => status === 'PENDING').map(({id}) => id),
      told: [...told.filter((id) => listed.has(id)), ...ended.map(idOf)],
    },
  }
}

/** A backup that was deleted meanwhile has no end that is news. */
function hasEnded({status}: Backup | Restoration): boolean {
  return status !== 'PENDING' && status !== 'DELETED'
}

function idOf(work: EndedWork): string {
  return 'backup' in work ? work.backup.id : work.restoration.id
}
