import {updatedAt, type Item} from 'public/recovery/item-values'
import {changePrint, claim as claimFields, multiReferences, readTargets} from './bring-back-fields'
import {claim as claimItem, dateOf, itemPrint, readLive} from './bring-back-items'
import {readDefinition} from './history'
import type {KeptCollection} from './looks'
import type {Paced} from './paced'
import {COLLECTION_GONE, end, type Step, type Worksheet} from './receipts'

const COPY_GONE = 'The private copy is not there any more. Look inside the backup again.'

/**
 * Somebody ended the look, or deleted a collection: what is not written yet can't be any more. What was about to be
 * written when somebody last looked may be there all the same, and is known by the print that was kept of it.
 */
export async function settleWithoutCollections(paced: Paced, sheet: Worksheet): Promise<void> {
  const isOpen = ({collectionId}: KeptCollection) =>
    sheet.stepsIn('PLANNED', 'WRITING').filter((step) => step.collectionId === collectionId)
  const needed = sheet.body.collections.filter((collection) => isOpen(collection).length > 0)
  await paced.each(needed, async (collection) => {
    const [live, copy] = await Promise.all([
      readDefinition(paced, collection.collectionId),
      readDefinition(paced, collection.copyId),
    ])
    if (!live) for (const step of isOpen(collection)) end(step, 'FAILED', {reason: COLLECTION_GONE})
    else if (!copy) await settleWithoutCopy(paced, sheet, collection, isOpen(collection))
  })
}

async function settleWithoutCopy(
  paced: Paced,
  sheet: Worksheet,
  collection: KeptCollection,
  steps: Step[],
): Promise<void> {
  const begun = steps.filter(({state}) => state === 'WRITING')
  const live = await readLive(paced, collection.collectionId, begun)
  for (const step of steps) {
    const item = live.get(step.itemId)
    if (!item) end(step, 'FAILED', {reason: COPY_GONE})
    else if (step.kind === 'ITEM') {
      if (itemPrint(item) === step.wrote) await claimItem(paced, sheet, step, item)
      else end(step, 'SKIPPED_EXISTS', {reason: 'An item with this ID exists.'})
    } else await settleFields(paced, sheet, collection, step, item)
  }
}

async function settleFields(
  paced: Paced,
  sheet: Worksheet,
  collection: KeptCollection,
  step: Step,
  item: Item,
): Promise<void> {
  const linkFields = multiReferences(collection)
  const change = {
    fields: Object.fromEntries(
      step.keys.filter((key) => !linkFields.has(key)).map((key) => [key, item[key]]),
    ),
    links: {} as Record<string, string[]>,
  }
  for (const key of step.keys.filter((one) => linkFields.has(one))) {
    change.links[key] = await readTargets(paced, collection.collectionId, item._id, key)
  }
  if (changePrint(change) === step.wrote) {
    await claimFields(paced, sheet, step, item, 'FIELDS_BROUGHT_BACK', change)
  } else if (updatedAt(item) === step.seen?.getTime()) end(step, 'FAILED', {reason: COPY_GONE})
  else end(step, 'SKIPPED_NEWER', {reason: 'It was changed since.', updatedDate: dateOf(item)})
}
