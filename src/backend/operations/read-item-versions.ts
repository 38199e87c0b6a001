import type {ItemJson, ItemVersions} from 'public/recovery-contract'
import {toJson, type Item} from 'public/recovery/item-values'
import {collectionOf, findReadyLook, type KeptCollection} from '../recovery/looks'
import {Paced} from '../recovery/paced'
import {readItems, readLinks} from '../wix/recovery-data'
import {checkCollectionId, checkId} from './check-arguments'
import {checkItemId} from './check-recovery-arguments'
import {operation} from './operation'

/** An item as it was then and as it is now, with the IDs of its multi-references; `null` where there is none. */
export const readItemVersions = operation(
  3,
  async (call, lookId, collectionId, itemId): Promise<ItemVersions> => {
    const id = checkItemId('itemId', itemId)
    const paced = new Paced(call)
    const look = await findReadyLook(paced, checkId('lookId', lookId))
    const collection = collectionOf(look, checkCollectionId('collectionId', collectionId))
    const [then, now] = await Promise.all([
      readVersion(paced, collection, collection.copyId, id),
      readVersion(paced, collection, collection.collectionId, id),
    ])
    return {then, now}
  },
)

async function readVersion(
  paced: Paced,
  {references}: KeptCollection,
  from: string,
  itemId: string,
): Promise<ItemJson | null> {
  const [item] = await paced.read(() => readItems(from, [itemId]))
  if (!item) return null
  const whole: Item = {...item}
  for (const {field, multi} of references) {
    if (!multi) continue
    const links = await paced.read(() => readLinks(from, [itemId], field))
    if (links.length > 0) whole[field] = links.map(({targetId}) => targetId)
  }
  return toJson(whole) as ItemJson
}
