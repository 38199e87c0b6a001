import {isItemId} from './refuse-item'
import type {Collection, ItemRefusal} from './types'

/** What one item refers to by a multi-reference field, as it is written with the item. */
export interface WrittenLinks {
  field: string
  targetCollectionId: string
  targetIds: string[]
}

/**
 * An item as it is stored: references as ids, "or the entire referenced item object" (SDK), and multi-references
 * apart, which are no part of an item. They are kept where `saveReferences` asks for it.
 */
export function splitReferences(
  {fields}: Collection,
  item: Record<string, unknown>,
): {item: Record<string, unknown>; links: WrittenLinks[]} {
  const stored = {...item}
  const links: WrittenLinks[] = []
  for (const {key, type, referencedCollectionId: target = ''} of fields) {
    if (!Object.hasOwn(stored, key)) continue
    if (type === 'REFERENCE') stored[key] = idOf(stored[key]) ?? stored[key]
    if (type !== 'MULTI_REFERENCE') continue
    const value = stored[key]
    delete stored[key]
    // A field that is not given stays as it is [assumed]; one that is empty is emptied.
    if (value !== undefined)
      links.push({field: key, targetCollectionId: target, targetIds: [value ?? []].flat().map(targetId)})
  }
  return {item: stored, links}
}

/** The same for single fields that are set; multi-references are refused there (refusePatch). */
export function storedReference({fields}: Collection, field: string, value: unknown): unknown {
  const isReference = fields.some(({key, type}) => key === field && type === 'REFERENCE')
  return isReference ? (idOf(value) ?? value) : value
}

export function refuseLinks(links: WrittenLinks[]): ItemRefusal | undefined {
  const wrong = links.find(({targetIds}) => !targetIds.every(isItemId))
  return (
    wrong && {
      code: 'REFERENCE_INVALID',
      message: `${wrong.field} takes the IDs of items, or items with an _id.`,
    }
  )
}

function targetId(value: unknown): string {
  return typeof value === 'string' ? value : (idOf(value) ?? '')
}

function idOf(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null ? (value as {_id?: unknown})._id : undefined
  return typeof id === 'string' ? id : undefined
}
