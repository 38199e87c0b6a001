import type {ItemComparison} from 'public/recovery-contract'
import {checkPosition, writePosition} from '../recovery/compare-position'
import {compareSlice} from '../recovery/compare-slice'
import {collectionOf, findReadyLook} from '../recovery/looks'
import {Paced} from '../recovery/paced'
import {checkCollectionId, checkId} from './check-arguments'
import {operation} from './operation'

/**
 * What differs between a private copy and the live collection: deleted and changed items, and how many were added or
 * are as they were. Answers in slices that fit a request: ask again with `next` after `waitMs`, and add them up.
 */
export const compareItems = operation(
  3,
  async ({request, limiter}, lookId, collectionId, next): Promise<ItemComparison> => {
    const from = checkPosition(next)
    const paced = new Paced(request, limiter)
    const look = await findReadyLook(paced, checkId('lookId', lookId))
    const collection = collectionOf(look, checkCollectionId('collectionId', collectionId))
    const slice = await compareSlice(paced, collection, from)
    const position = slice.next && writePosition(slice.next)
    return {...slice, next: position, waitMs: position === null ? 0 : paced.waitMs()}
  },
)
