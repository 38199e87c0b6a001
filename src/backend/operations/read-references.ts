import type {ReferenceSlice} from 'public/copies-contract'
import {Paced} from '../recovery/paced'
import {readReferencePage} from '../wix/copy-data'
import {invalid} from './check-arguments'
import {checkContentCollection, checkItemIds, checkKey} from './check-copy-arguments'
import {operation} from './operation'

/** How many items' references are asked for at once [assumed], and how many come in one answer. */
const ITEMS_A_QUESTION = 100
const LINKS_AN_ANSWER = 1000

/** What a multi-reference field of these items points to. In slices that fit a request: ask again with `next`. */
export const readReferences = operation(
  4,
  async (call, collectionId, field, itemIds, next): Promise<ReferenceSlice> => {
    const id = checkContentCollection('collectionId', collectionId)
    const key = checkKey('field', field)
    const ids = checkItemIds('itemIds', itemIds)
    let [from, offset] = checkPosition(next)
    const paced = new Paced(call)
    const links: Record<string, string[]> = Object.create(null) as Record<string, string[]>
    for (let isFirst = true; from < ids.length && (isFirst || !paced.isOver()); isFirst = false) {
      const some = ids.slice(from, from + ITEMS_A_QUESTION)
      const page = await paced.read(() => readReferencePage(id, key, some, {limit: LINKS_AN_ANSWER, offset}))
      for (const [itemId, targetId] of page) (links[itemId] ??= []).push(targetId)
      const isLast = page.length < LINKS_AN_ANSWER
      offset = isLast ? 0 : offset + page.length
      if (isLast) from += ITEMS_A_QUESTION
    }
    return {links, next: from < ids.length ? `${from}:${offset}` : null, waitMs: paced.waitMs()}
  },
)

/** Which of the items is asked about next, and behind how many of its links. */
function checkPosition(value: unknown): [from: number, offset: number] {
  if (value === undefined || value === null) return [0, 0]
  const [, from, offset] = (typeof value === 'string' && /^(\d{1,4}):(\d{1,9})$/.exec(value)) || []
  if (from === undefined) throw invalid('next', 'it is not from an earlier answer')
  return [Number(from), Number(offset)]
}
