import {listCollections} from '../wix/collections'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import {WixRequest} from '../wix/wix-request'

/** Which of these the site does not have now. The list is read until each is found, or to its end. */
export async function missingCollections(collectionIds: readonly string[]): Promise<string[]> {
  const request = new WixRequest()
  const missing = new Set(collectionIds)
  for (let offset = 0; missing.size > 0; offset += LIST_LIMIT) {
    const page = await request.read(() => listCollections({limit: LIST_LIMIT, offset}))
    for (const {id} of page.items) missing.delete(id)
    if (!hasMore(page)) break
  }
  return [...missing]
}
