import type {ReferencePreview} from 'public/recovery-contract'
import {isBlank} from 'public/recovery/item-values'
import type {ReferenceField} from '../wix/definitions'
import {findReferring, MOST_AT_ONCE, readItems, readLinks} from '../wix/recovery-data'
import {linkKey} from './bring-back-items'
import type {KeptCollection, LookEntry} from './looks'
import type {Paced} from './paced'

const TARGETS_AT_ONCE = 100

type Found = ReferencePreview['fields'][number]

/** What pointed at these items in the backup, and points nowhere or elsewhere now. Nothing is written. */
export async function previewReferences(
  paced: Paced,
  {body}: LookEntry,
  collectionId: string,
  itemIds: string[],
): Promise<ReferencePreview> {
  const preview: ReferencePreview = {fields: [], complete: true}
  for (const referring of body.collections) {
    for (const reference of referring.references) {
      if (reference.targetId !== collectionId) continue
      const found = {
        collectionId: referring.collectionId,
        displayName: referring.displayName,
        field: reference.field,
        blank: 0,
        elsewhere: 0,
      }
      if (!(await countField(paced, referring, reference, itemIds, found))) preview.complete = false
      if (found.blank + found.elsewhere > 0) preview.fields.push(found)
    }
  }
  return preview
}

/** Whether there was time for all of it. */
async function countField(
  paced: Paced,
  referring: KeptCollection,
  reference: ReferenceField,
  itemIds: string[],
  found: Found,
): Promise<boolean> {
  for (let from = 0; from < itemIds.length; from += TARGETS_AT_ONCE) {
    const targets = itemIds.slice(from, from + TARGETS_AT_ONCE)
    let after: string | null = null
    do {
      if (paced.isOver()) return false
      const page = await paced.read(() => findReferring(referring.copyId, reference.field, targets, after))
      await countPage(
        paced,
        referring,
        reference,
        page.map((item) => [item._id, String(item[reference.field])]),
        new Set(targets),
        found,
      )
      after = page.length < MOST_AT_ONCE ? null : page.at(-1)!._id
    } while (after !== null)
  }
  return true
}

async function countPage(
  paced: Paced,
  {collectionId, copyId}: KeptCollection,
  {field, multi}: ReferenceField,
  page: [itemId: string, targetId: string][],
  targets: ReadonlySet<string>,
  found: Found,
): Promise<void> {
  if (page.length === 0) return
  const ids = page.map(([itemId]) => itemId)
  const live = new Map(
    (await paced.read(() => readItems(collectionId, ids, [field]))).map((item) => [item._id, item]),
  )
  if (!multi) {
    for (const [itemId, targetId] of page) {
      const now = live.get(itemId)
      if (!now) continue
      if (isBlank(now[field])) found.blank += 1
      else if (now[field] !== targetId) found.elsewhere += 1
    }
    return
  }
  const then = await paced.read(() => readLinks(copyId, ids, field))
  const now = new Set((await paced.read(() => readLinks(collectionId, ids, field))).map(linkKey))
  found.blank += then.filter(
    (link) => targets.has(link.targetId) && live.has(link.itemId) && !now.has(linkKey(link)),
  ).length
}
