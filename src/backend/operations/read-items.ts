import type {ItemSlice} from 'public/copies-contract'
import type {ItemJson} from 'public/recovery-contract'
import {Paced} from '../recovery/paced'
import {readItemPage, readItemsById} from '../wix/copy-data'
import {checkContentCollection, checkReadItemsOptions} from './check-copy-arguments'
import {operation} from './operation'

/** What one answer holds at most: an item may have 500 KB, and it all has to pass through a web method. */
const MOST_BYTES = 1024 * 1024

/** Whole items in the order of their IDs, or those that are named. One call of Wix; what is too much for it is cut. */
export const readItems = operation(2, async (call, collectionId, options): Promise<ItemSlice> => {
  const id = checkContentCollection('collectionId', collectionId)
  const {after = null, limit, withTotal = false, itemIds} = checkReadItemsOptions(options)
  const paced = new Paced(call)
  const {items, total} = itemIds
    ? {items: await paced.read(() => readItemsById(id, itemIds)), total: null}
    : await paced.read(() => readItemPage(id, {after, limit, withTotal}))
  const fitting = countFitting(items)
  return {items: items.slice(0, fitting), total, more: fitting < items.length, waitMs: paced.waitMs()}
})

/** At least one, however large it is. */
function countFitting(items: ItemJson[]): number {
  let bytes = 0
  const tooMany = items.findIndex((item) => (bytes += JSON.stringify(item).length) > MOST_BYTES)
  return tooMany === -1 ? items.length : Math.max(1, tooMany)
}
