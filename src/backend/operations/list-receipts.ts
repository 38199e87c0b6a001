import {Paced} from '../recovery/paced'
import {listKeptReceipts, toReceipt} from '../recovery/receipts'
import {operation} from './operation'

/** What was brought back in the last 90 days, and what was taken back again; newest first. */
export const listReceipts = operation(0, async ({request, limiter, historyId}) =>
  (await listKeptReceipts(new Paced(request, limiter, historyId))).map(toReceipt),
)
