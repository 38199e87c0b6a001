import type {ReferencePreview} from 'public/recovery-contract'
import type {ReferenceField} from '../wix/definitions'
import {ifCollectionIsThere} from './history'
import type {KeptCollection, LookEntry} from './looks'
import type {Paced} from './paced'
import {readReferringPage, TARGETS_AT_ONCE, type ReferringPage} from './referring-page'

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

/** Whether all of it could be looked at. */
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
      const position: string | null = after
      const page: ReferringPage | null = await ifCollectionIsThere(() =>
        readReferringPage(paced, referring, reference, targets, position),
      )
      if (!page) return false
      found.blank += page.found.filter(({now}) => now === 'BLANK').length
      found.elsewhere += page.found.filter(({now}) => now === 'ELSEWHERE').length
      after = page.after
    } while (after !== null)
  }
  return true
}
