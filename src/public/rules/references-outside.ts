import type {CollectionForecast} from '../contract'

/** References into collections that are not restored with it: what they point at may have changed. */
export function referencesOutside(
  {references}: Pick<CollectionForecast, 'references'>,
  chosen: ReadonlySet<string>,
): CollectionForecast['references'] {
  return references.filter(({collectionId}) => !chosen.has(collectionId))
}
