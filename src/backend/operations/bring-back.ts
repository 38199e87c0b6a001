import {beginBringBack, continueBringBack} from '../recovery/bring-back'
import {checkId} from './check-arguments'
import {checkChoices, checkReceiptPosition} from './check-recovery-arguments'
import {operation} from './operation'

/**
 * Brings deleted items and single fields back. Items that exist, and items that were changed after `seen`, are never
 * overwritten. In slices: ask again with `next`, the receipt's ID, until it is `null`; that also goes on after a reload.
 */
export const bringBack = operation(3, async (call, lookId, choices, next) => {
  const id = checkId('lookId', lookId)
  const receiptId = checkReceiptPosition(next)
  return receiptId === null
    ? beginBringBack(call, id, checkChoices(choices))
    : continueBringBack(call, receiptId)
})
