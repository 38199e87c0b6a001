import type {Page, Paging} from 'public/contract'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import type {WixRequest} from '../wix/wix-request'

/** As many calls at once as a forecast makes. */
const AT_ONCE = 4

export interface Lists<T> {
  list: (paging: Required<Paging>) => Promise<Page<T>>
  /** Shorter lists of the same entries, by what is asked for most: looked through before the long one. */
  shorter: ((paging: Required<Paging>) => Promise<Page<T>>)[]
}

/**
 * Finds what some list has shown, wherever it stands: the newest hundred, then the shorter lists, then all the rest. Throws
 * UNAVAILABLE where the request's time does not suffice for that: what was not looked at may be there.
 */
export async function findInLists<T extends {id: string}>(
  request: WixRequest,
  {list, shorter}: Lists<T>,
  id: string,
): Promise<T | undefined> {
  const newest = await readPages(request, list, 0, 1)
  const found = newest.entries.find((entry) => entry.id === id)
  if (found || !newest.more) return found
  for (const [from, one] of [...shorter.map((each) => [0, each] as const), [1, list] as const]) {
    const further = await findFrom(request, one, from, id)
    if (further) return further
  }
  return undefined
}

async function findFrom<T extends {id: string}>(
  request: WixRequest,
  list: Lists<T>['list'],
  first: number,
  id: string,
): Promise<T | undefined> {
  // One page to begin with: most lists end with it.
  for (let page = first, count = 1; ; page += count, count = AT_ONCE) {
    const {entries, more} = await readPages(request, list, page, count)
    const found = entries.find((entry) => entry.id === id)
    if (found || !more) return found
  }
}

async function readPages<T>(
  request: WixRequest,
  list: Lists<T>['list'],
  first: number,
  count: number,
): Promise<{entries: T[]; more: boolean}> {
  request.checkTimeToRead('There was too little time to look through the whole list')
  const pages = await Promise.all(
    Array.from({length: count}, (_, index) =>
      request.read(() => list({limit: LIST_LIMIT, offset: (first + index) * LIST_LIMIT})),
    ),
  )
  return {entries: pages.flatMap(({items}) => items), more: pages.every(hasMore)}
}
