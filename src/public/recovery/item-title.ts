import type {Item} from './item-values'

/** What of a collection's schema names its items. */
export interface TitledFields {
  displayField: string | null
  /** In the collection's own order. */
  textFields: readonly string[]
}

const LONGEST_TITLE = 100

/** What a person calls an item: its display field, else its first text, else its ID. */
export function itemTitle(item: Item, {displayField, textFields}: TitledFields): string {
  for (const field of [...(displayField ? [displayField] : []), ...textFields]) {
    const value = item[field]
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, LONGEST_TITLE)
  }
  return item._id
}
