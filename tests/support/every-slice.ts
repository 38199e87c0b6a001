import type {ItemComparison, ReceiptSlice} from 'public/recovery-contract'
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

/** A comparison to its end, all slices together. */
export async function comparisonOf(
  host: TestHost,
  lookId: string,
  collectionId: string,
): Promise<Omit<ItemComparison, 'next' | 'waitMs'>> {
  const whole = {deleted: [], changed: [], added: 0, unchanged: 0} as Omit<ItemComparison, 'next' | 'waitMs'>
  let next: string | null = null
  do {
    const slice: ItemComparison = valueOf(
      await host.call<ItemComparison>('compareItems', [lookId, collectionId, next]),
    )
    whole.deleted.push(...slice.deleted)
    whole.changed.push(...slice.changed)
    whole.added += slice.added
    whole.unchanged += slice.unchanged
    next = slice.next
    if (next !== null) await host.local('POST', 'clock', {advanceMs: slice.waitMs || 1})
  } while (next !== null)
  return whole
}
