import type {Page} from 'public/contract'

/** The largest page that we ask Wix for [assumed: Wix documents no maximum]. */
export const LIST_LIMIT = 100

/** Whether a list goes on beyond this page. Where Wix tells no total, a full page may be the last one. */
export function hasMore<T>({items, offset, total}: Page<T>): boolean {
  if (items.length === 0) return false
  return total === null ? items.length >= LIST_LIMIT : offset + items.length < total
}
