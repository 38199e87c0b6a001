import type {ItemReader} from './copy-collections'
import type {CopyItem} from './copy-format'

/** "Query limit: at most 1000" (Wix Data). */
const MOST_PAGE = 1000

/** All items of a collection, page by page in the order of their IDs, without multi-references. */
export async function* readPages(
  reader: Pick<ItemReader, 'readPage'>,
  collectionId: string,
): AsyncGenerator<CopyItem[]> {
  for (let after: string | null = null; ;) {
    const {items} = await reader.readPage(collectionId, {after, limit: MOST_PAGE, withTotal: false})
    const last = items.at(-1)
    if (!last) return
    yield items
    after = last._id
  }
}
