import type {CopyItem} from './copy-format'
import type {RestoreReceipt} from './restore-copy'
import type {WrittenByRestore} from './undo-restore'

/**
 * What a receipt comes to. `written()`: `null` where what was overwritten is not known, because it was more than
 * `mostBytes` or an earlier run of the same restore overwrote it.
 */
export function receiptInMemory(mostBytes = Infinity): RestoreReceipt & {written(): WrittenByRestore | null} {
  const written: WrittenByRestore = {collections: [], links: [], mended: []}
  const linked = new Set<string>()
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
        if (bytes <= mostBytes) before.set(key, item)
      }
    },
    async linking(link) {
      const key = JSON.stringify([link.collectionId, link.field, link.itemId])
      if (!linked.has(key)) written.links.push(link)
      linked.add(key)
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
