import type {ReceiptSlice} from 'public/recovery-contract'
import {valueOf, type TestHost} from './test-host'

/** A receipt to its end: the site's clock moves on as far as Wix's limits ask to wait. */
export async function receiptOf(host: TestHost, method: string, args: unknown[]): Promise<ReceiptSlice> {
  let next: string | null = null
  for (;;) {
    const slice: ReceiptSlice = valueOf(await host.call<ReceiptSlice>(method, [...args, next]))
    if (slice.next === null) return slice
    next = slice.next
    await host.local('POST', 'clock', {advanceMs: slice.waitMs})
  }
}
