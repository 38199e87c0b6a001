import {collectionOf, findReadyLook} from '../recovery/looks'
import {Paced} from '../recovery/paced'
import {previewReferences as preview} from '../recovery/preview-references'
import {checkCollectionId, checkId, invalid} from './check-arguments'
import {checkItemId} from './check-recovery-arguments'
import {operation} from './operation'

const MOST_ITEMS = 1000

/** What pointed at deleted items, and what of it bringing them back would mend. Nothing is written. */
export const previewReferences = operation(3, async (call, lookId, collectionId, itemIds) => {
  if (!Array.isArray(itemIds) || itemIds.length > MOST_ITEMS) {
    throw invalid('itemIds', `it must be a list of at most ${MOST_ITEMS} item IDs`)
  }
  const ids = itemIds.map((id, index) => checkItemId(`itemIds[${index}]`, id))
  const paced = new Paced(call)
  const look = await findReadyLook(paced, checkId('lookId', lookId))
  const collection = collectionOf(look, checkCollectionId('collectionId', collectionId))
  return preview(paced, look, collection.collectionId, ids)
})
