import type {ItemComparison} from 'public/recovery-contract'
import {checkPosition, writePosition} from '../recovery/compare-position'
import {compareSlice} from '../recovery/compare-slice'
import {collectionOf, findReadyLook} from '../recovery/looks'
import {Paced} from '../recovery/paced'
import {checkCollectionId, checkId, invalid} from './check-arguments'
import {operation} from './operation'

/**
 * What differs between a private copy and the live collection: deleted and changed items, and how many were added or
 * are as they were. Answers in slices that fit a request: ask again with `next` after `waitMs`, and add them up.
 */
export const compareItems = operation(
  4,
  async (call, lookId, collectionId, next, details): Promise<ItemComparison> => {
    const from = checkPosition(next)
    if (details !== undefined && details !== null && typeof details !== 'boolean') {
      throw invalid('details', 'it must be true or false')
    }
    const paced = new Paced(call)
    const look = await findReadyLook(paced, checkId('lookId', lookId))
    const collection = collectionOf(look, checkCollectionId('collectionId', collectionId))
    const slice = await compareSlice(paced, collection, from, details === true)
    const position = slice.next && writePosition(slice.next)
    return {...slice, next: position, waitMs: position === null ? 0 : paced.waitMs()}
  },
)
