import type {ErrorCode, Restoration} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {listRestorations} from '../wix/backups'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import type {WixRequest} from '../wix/wix-request'

/** Longer than any restoration takes: one that was requested earlier had ended when the backup was requested. */
const LONGEST_RESTORATION_MS = 24 * 60 * 60 * 1000
const MOST_PAGES = 10

/**
 * The restorations that may have ended after this date, newest first; or why they are not known. A list that was cut
 * short knows nothing about what it lacks.
 */
export async function listRestorationsSince(
  request: WixRequest,
  date: string,
): Promise<{restorations: Restoration[]} | {unknown: ErrorCode}> {
  const since = Date.parse(date) - LONGEST_RESTORATION_MS
  const restorations: Restoration[] = []
  try {
    for (let page = 0; page < MOST_PAGES; page++) {
      const listed = await request.read(() =>
        listRestorations({limit: LIST_LIMIT, offset: page * LIST_LIMIT}),
      )
      restorations.push(...listed.items)
      const oldest = listed.items.at(-1)
      if (!hasMore(listed) || (oldest && Date.parse(oldest.requestedDate) < since)) return {restorations}
    }
    return {unknown: 'UNAVAILABLE'}
  } catch (error) {
    if (error instanceof BackupsError) return {unknown: error.code as ErrorCode}
    throw error
  }
}
