import type {PageProblem} from './page-problem'

export const PAGE_SIZE = 20

/** Pages of a list: from the overview as far as it reaches, asked for beyond it. */
export interface PagedList<Item> {
  /** From 0. */
  page: number
  fetched: Fetched<Item> | null
}

interface Fetched<Item> {
  /** What was asked for: another filter is another list. */
  filter: string
  page: number
  items: Item[]
  problem: PageProblem | null
  /** What was fetched may have moved along: it is asked for again, once. */
  isStale: boolean
}

/** What the overview holds of it, newest first, and whether there are older ones. */
export interface KnownItems<Item> {
  filter: string
  items: Item[]
  more: boolean
}

export interface Listing<Row> {
  rows: Row[]
  /** From 0. */
  page: number
  hasPrevious: boolean
  hasNext: boolean
  loading: boolean
  problem: PageProblem | null
}

export function turned<Item>(list: PagedList<Item>, by: 1 | -1): PagedList<Item> {
  return {...list, page: Math.max(0, list.page + by)}
}

export function atStart<Item>(list: PagedList<Item>): PagedList<Item> {
  return {...list, page: 0}
}

export function stale<Item>(list: PagedList<Item>): PagedList<Item> {
  return list.fetched ? {...list, fetched: {...list.fetched, isStale: true}} : list
}

export function wantsRead<Item>(list: PagedList<Item>, known: KnownItems<Item>): boolean {
  return !reaches(list, known) && (!isFetched(list, known) || list.fetched?.isStale === true)
}

/** One more than is shown says whether there is a next page. */
export function pagingOf<Item>({page}: PagedList<Item>): {limit: number; offset: number} {
  return {limit: PAGE_SIZE + 1, offset: page * PAGE_SIZE}
}

/** `page` and `filter` are those that were asked for: a person may have gone on meanwhile. */
export function withFetched<Item>(
  list: PagedList<Item>,
  asked: {filter: string; page: number},
  read: {items: Item[]; problem: PageProblem | null},
): PagedList<Item> {
  return {...list, fetched: {...asked, ...read, isStale: false}}
}

/** `newest` is what is known of an item since it was fetched. */
export function listing<Item extends {id: string}, Row>(
  list: PagedList<Item>,
  known: KnownItems<Item>,
  {newest, view}: {newest(id: string): Item | undefined; view(item: Item): Row},
): Listing<Row> {
  const isLocal = reaches(list, known)
  const fetched = !isLocal && isFetched(list, known) ? list.fetched : null
  const items = fetched
    ? fetched.items.map((item) => newest(item.id) ?? item)
    : known.items.slice(list.page * PAGE_SIZE, (list.page + 1) * PAGE_SIZE + 1)
  return {
    rows: items.slice(0, PAGE_SIZE).map(view),
    page: list.page,
    hasPrevious: list.page > 0,
    hasNext: items.length > PAGE_SIZE,
    loading: !isLocal && !fetched,
    problem: fetched?.problem ?? null,
  }
}

function reaches<Item>({page}: PagedList<Item>, {items, more}: KnownItems<Item>): boolean {
  return !more || items.length > (page + 1) * PAGE_SIZE
}

function isFetched<Item>({page, fetched}: PagedList<Item>, {filter}: KnownItems<Item>): boolean {
  return fetched?.page === page && fetched.filter === filter
}
