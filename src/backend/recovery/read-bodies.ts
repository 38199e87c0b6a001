import {bytesOf, type Item} from 'public/recovery/item-values'
import {MOST_AT_ONCE, readItems} from '../wix/recovery-data'
import type {Paced} from './paced'

/** An answer holds about this much at most: an item may have 500 KB, and a thousand of them fit no request. */
const MOST_BYTES = 4 * 1024 * 1024
/** Items asked for before their size is known. */
export const FIRST_AT_ONCE = 100

/** How many items are asked for at once, as far as their size was learned by earlier pages. */
export interface PageSize {
  atOnce: number
}

/**
 * Reads whole items, in pages by bytes as well as by number. `onPage` gets the IDs that were asked for and those that are
 * there; it ends the reading by answering `false`. Answers with how many IDs were read.
 */
export async function readBodies(
  paced: Paced,
  collectionId: string,
  ids: readonly string[],
  onPage: (asked: string[], found: Map<string, Item>) => Promise<boolean> | boolean,
  size: PageSize = {atOnce: FIRST_AT_ONCE},
): Promise<number> {
  let position = 0
  while (position < ids.length) {
    const asked = ids.slice(position, position + size.atOnce)
    const found = await paced.read(() => readItems(collectionId, asked))
    position += asked.length
    if (found.length > 0) {
      const bytes = found.reduce((sum, item) => sum + bytesOf(item), 0)
      size.atOnce = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor((MOST_BYTES * found.length) / bytes)))
    }
    if (!(await onPage(asked, new Map(found.map((item) => [item._id, item]))))) break
  }
  return position
}
