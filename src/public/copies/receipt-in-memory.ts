import type {CopyItem} from './copy-format'
import type {RestoreReceipt} from './restore-copy'
import type {WrittenByRestore} from './undo-restore'

/** What is overwritten is kept up to here; with more there is no Undo. */
const MOST_BYTES = 10 * 1024 * 1024

/**
 * A receipt for as long as a page is open. `written()`: `null` where what was overwritten is not known, because it was
 * too much or an earlier run of the same restore overwrote it.
 */
export function receiptInMemory(): RestoreReceipt & {written(): WrittenByRestore | null} {
  const written: WrittenByRestore = {collections: [], links: [], mended: []}
  const before = new Map<string, CopyItem>()
  let bytes = 0
  let isWhole = true
  const keyOf = (collectionId: string, itemId: string) => JSON.stringify([collectionId, itemId])
  return {
    async overwriting(collectionId, items) {
      for (const item of items) {
        const key = keyOf(collectionId, item._id)
        // The first look at an item is the one before anything was written.
        if (before.has(key)) continue
        bytes += JSON.stringify(item).length
        if (bytes <= MOST_BYTES) before.set(key, item)
      }
    },
    async linking(link) {
      written.links.push(link)
    },
    async mending(collectionId, links) {
      for (const link of links) written.mended.push({collectionId, ...link})
    },
    async wrote(collectionId, inserted, updated) {
      const known = updated.flatMap(([itemId, date]) => {
        const item = before.get(keyOf(collectionId, itemId))
        return item ? [{before: item, date}] : []
      })
      if (known.length < updated.length) isWhole = false
      written.collections.push({collectionId, inserted, updated: known})
    },
    written: () => (isWhole ? written : null),
  }
}
