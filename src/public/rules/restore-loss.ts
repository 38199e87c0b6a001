import type {CollectionForecast, Count} from '../contract'

/** What a restore takes from the collections that are chosen, as far as it is counted. */
export interface RestoreLoss {
  added: number
  changed: number
  /** Collections with a count that is not known. */
  unknown: number
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
  const sum = {added: 0, changed: 0, unknown: 0}
  for (const {added, changed} of counted) {
    if (added.known) sum.added += added.value
    if (changed.known) sum.changed += changed.value
    if (!added.known || !changed.known) sum.unknown += 1
  }
  return sum
}
