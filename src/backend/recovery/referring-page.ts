import {isBlank, type Item} from 'public/recovery/item-values'
import type {ReferenceField} from '../wix/definitions'
import {findReferring, MOST_AT_ONCE, readItems, readLinks} from '../wix/recovery-data'
import {linkKey} from './bring-back-items'
import type {KeptCollection} from './looks'
import type {Paced} from './paced'

/** So many items are asked about with one query. */
export const TARGETS_AT_ONCE = 100

/** What referred to an item in the backup, and what became of that. */
export interface Referring {
  itemId: string
  targetId: string
  now: 'SAME' | 'BLANK' | 'ELSEWHERE'
}

export interface ReferringPage {
  found: Referring[]
  /** What refers and is still there, with when it was updated. */
  live: Map<string, Item>
  /** Where the next page begins; `null` where there is none. */
  after: string | null
}

/**
 * One page of what referred to these items in the private copy, compared with the live collection. What refers and
 * was deleted itself is left out: it comes back, if at all, with its own references.
 */
export async function readReferringPage(
  paced: Paced,
  referring: KeptCollection,
  reference: ReferenceField,
  targets: string[],
  after: string | null,
): Promise<ReferringPage> {
  const {copyId, collectionId} = referring
  const {field, multi} = reference
  const page = await paced.read(() => findReferring(copyId, field, targets, after))
  const ids = page.map(({_id}) => _id)
  const items = await paced.read(() => readItems(collectionId, ids, [field, '_updatedDate']))
  const live = new Map(items.map((item) => [item._id, item]))
  const found = multi
    ? await compareLinks(paced, referring, field, [...live.keys()], new Set(targets))
    : page
        .filter(({_id}) => live.has(_id))
        .map((item) => compareField(item._id, String(item[field]), live.get(item._id)![field]))
  return {found, live, after: page.length < MOST_AT_ONCE ? null : page.at(-1)!._id}
}

function compareField(itemId: string, targetId: string, value: unknown): Referring {
  return {itemId, targetId, now: isBlank(value) ? 'BLANK' : value === targetId ? 'SAME' : 'ELSEWHERE'}
}

/** A multi-reference points at many: what is missing among them is blank, and none points elsewhere instead. */
async function compareLinks(
  paced: Paced,
  {copyId, collectionId}: KeptCollection,
  field: string,
  ids: string[],
  targets: ReadonlySet<string>,
): Promise<Referring[]> {
  if (ids.length === 0) return []
  const then = await paced.read(() => readLinks(copyId, ids, field))
  const now = new Set((await paced.read(() => readLinks(collectionId, ids, field))).map(linkKey))
  return then
    .filter(({targetId}) => targets.has(targetId))
    .map(({itemId, targetId}) => ({
      itemId,
      targetId,
      now: now.has(linkKey({itemId, targetId})) ? ('SAME' as const) : ('BLANK' as const),
    }))
}
