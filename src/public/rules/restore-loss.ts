import type {CollectionForecast, Count} from '../contract'

/** What a restore takes from the collections that are chosen, as far as it is counted. */
export interface RestoreLoss {
  added: number
  changed: number
  /** Collections that could not be counted. */
  unknown: number
  /** Collections that another backup was restored into since: everything in them may differ. */
  restoredSince: number
  /** Chosen collections that have not been counted yet. */
  missing: number
}

export function restoreLoss(
  chosen: ReadonlySet<string>,
  forecasts: readonly CollectionForecast[],
): RestoreLoss {
  const counted = forecasts.filter(({collectionId}) => chosen.has(collectionId))
  return {...sumOfCounts(counted), missing: chosen.size - counted.length}
}

/** Unknown is never zero: it is counted apart. */
export function sumOfCounts(
  counted: readonly {added: Count; changed: Count}[],
): Omit<RestoreLoss, 'missing'> {
  const sum = {added: 0, changed: 0, unknown: 0, restoredSince: 0}
  for (const {added, changed} of counted) {
    if (added.known) sum.added += added.value
    if (changed.known) sum.changed += changed.value
    if (isRestoredSince({added, changed})) sum.restoredSince += 1
    else if (!added.known || !changed.known) sum.unknown += 1
  }
  return sum
}

/** Nothing need be dated later, and everything may differ all the same. */
export function isRestoredSince({added, changed}: {added: Count; changed: Count}): boolean {
  return [added, changed].some((count) => !count.known && count.reason === 'RESTORED_SINCE')
}
