import type {Page, Paging} from '../contract'
import type {Called} from './call-method'
import type {Listing, PageProblem} from './page-state'

const PAGE_SIZE = 20

export interface PagedListOptions<Item, Row> {
  /** What the overview holds of it, newest first, and whether there are older ones. */
  known(): {items: Item[]; more: boolean}
  /** Tells apart what is asked for: another filter is another list. */
  filter(): string
  fetch(paging: Required<Paging>): Promise<Called<Page<Item>>>
  view(item: Item): Row
}

/** Pages of a list: from the overview as far as it reaches, asked for beyond it. */
export function createPagedList<Item extends {id: string}, Row>({
  known,
  filter,
  fetch,
  view,
}: PagedListOptions<Item, Row>) {
  let page = 0
  let fetched: {key: string; items: Item[]; problem: PageProblem | null; isStale: boolean} | null = null

  const key = () => `${filter()} ${page}`
  const reaches = () => {
    const {items, more} = known()
    return !more || items.length > (page + 1) * PAGE_SIZE
  }

  return {
    turn(by: 1 | -1) {
      page = Math.max(0, page + by)
    },
    toStart() {
      page = 0
    },
    /** What was fetched may have moved along: it is asked for again, once. */
    setStale() {
      if (fetched) fetched.isStale = true
    },
    wantsRead(): boolean {
      return !reaches() && (fetched?.key !== key() || fetched.isStale)
    },
    async read(): Promise<void> {
      const asked = key()
      // One more than is shown says whether there is a next page.
      const result = await fetch({limit: PAGE_SIZE + 1, offset: page * PAGE_SIZE})
      fetched = result.ok
        ? {key: asked, items: result.value.items, problem: null, isStale: false}
        : {key: asked, items: [], problem: result.error, isStale: false}
    },
    fetchedItems(): Item[] {
      return fetched?.items ?? []
    },
    /** `newest` is what is known of an item since it was fetched. */
    listing(newest: (id: string) => Item | undefined): Listing<Row> {
      const isLocal = reaches()
      const isFetched = !isLocal && fetched?.key === key()
      const items =
        isFetched && fetched
          ? fetched.items.map((item) => newest(item.id) ?? item)
          : known().items.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE + 1)
      return {
        rows: items.slice(0, PAGE_SIZE).map(view),
        page,
        hasPrevious: page > 0,
        hasNext: items.length > PAGE_SIZE,
        loading: !isLocal && !isFetched,
        problem: isFetched ? (fetched?.problem ?? null) : null,
      }
    },
  }
}
