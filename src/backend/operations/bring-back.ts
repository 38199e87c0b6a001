import {beginBringBack, continueBringBack} from '../recovery/bring-back'
import {checkId} from './check-arguments'
import {checkChoices, checkReceiptPosition} from './check-recovery-arguments'
import {operation} from './operation'

/**
 * Brings deleted items and single fields back. Items that exist, and items that were changed after `seen`, are never
 * overwritten. In slices: ask again with `next`, the receipt's ID, until it is `null`; that also goes on after a reload.
 * `next` may be a new GUID of the caller's at first: the receipt gets it, so that a lost answer leaves no riddle.
 */
export const bringBack = operation(3, async (call, lookId, choices, next) => {
  const id = checkId('lookId', lookId)
  const receiptId = checkReceiptPosition(next)
  const begun = receiptId !== null && (await continueBringBack(call, receiptId))
  return begun || beginBringBack(call, id, checkChoices(choices), receiptId ?? crypto.randomUUID())
})
