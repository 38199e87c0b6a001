import {Paced} from '../recovery/paced'
import {listKeptReceipts, toReceipt} from '../recovery/receipts'
import {operation} from './operation'

/** What was brought back in the last 90 days, and what was taken back again; newest first. */
export const listReceipts = operation(0, async (call) =>
  (await listKeptReceipts(new Paced(call))).map(toReceipt),
)
