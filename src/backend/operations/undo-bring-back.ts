import {undoBringBack as takeBack} from '../recovery/undo-bring-back'
import {checkId} from './check-arguments'
import {operation} from './operation'

/**
 * Takes back what a receipt says, and nothing that was changed since. In slices: ask again until `next` is `null`.
 */
export const undoBringBack = operation(2, async (call, receiptId) =>
  takeBack(call, checkId('receiptId', receiptId)),
)
