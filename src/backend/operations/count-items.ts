import type {ItemCounts} from 'public/copies-contract'
import {Paced} from '../recovery/paced'
import {countItemsOf, readNewestUpdate} from '../wix/copy-data'
import {wixProblem} from '../wix/wix-problem'
import {checkContentCollection, checkDate} from './check-copy-arguments'
import {operation} from './operation'

/**
 * How many items there are, and when the newest was updated; with a date, how many were updated after it. `null` where
 * Wix took too long to say: `_updatedDate` has no index.
 */
export const countItems = operation(2, async (call, collectionId, updatedAfter): Promise<ItemCounts> => {
  const id = checkContentCollection('collectionId', collectionId)
  const date =
    updatedAfter === undefined || updatedAfter === null ? null : checkDate('updatedAfter', updatedAfter)
  const paced = new Paced(call)
  const [total, newest, changed] = await Promise.all([
    unlessSlow(paced, () => countItemsOf(id, null)),
    date === null ? unlessSlow(paced, () => readNewestUpdate(id)) : null,
    date === null ? null : unlessSlow(paced, () => countItemsOf(id, date)),
  ])
  return {total, newest, updatedAfter: changed, waitMs: paced.waitMs()}
})

async function unlessSlow<T>(paced: Paced, call: () => Promise<T>): Promise<T | null> {
  const answer = await paced.write(call)
  if (answer.ok) return answer.value
  if (answer.failure.unclear) return null
  throw wixProblem(answer.failure)
}
