import type {Page, Paging} from 'public/contract'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import type {WixRequest} from '../wix/wix-request'

/** How many pages of 100 are searched for one backup or restoration before it counts as not there. */
const MOST_PAGES = 10

export async function findInPages<T extends {id: string}>(
  request: WixRequest,
  list: (paging: Required<Paging>) => Promise<Page<T>>,
  id: string,
): Promise<T | undefined> {
  for (let page = 0; page < MOST_PAGES; page++) {
    const listed = await request.read(() => list({limit: LIST_LIMIT, offset: page * LIST_LIMIT}))
    const found = listed.items.find((entry) => entry.id === id)
    if (found || !hasMore(listed)) return found
  }
  return undefined
}
