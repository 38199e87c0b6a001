import type {CollectionName, RestorationCollection} from '../contract'

/**
 * Where each collection is restored to beside the original. The minute is part of the ID, so that a second copy
 * never lands in the first. Wix creates the collection [assumed].
 */
export function copyDestinations(
  collections: readonly CollectionName[],
  now: string,
): RestorationCollection[] {
  const stamp = now.slice(0, 16).replace(/[^0-9]/g, '')
  return collections.map(({id, displayName}) => ({
    dataCollectionId: id,
    restoreDestination: {
      dataCollectionId: `${id}_restored_${stamp}`,
      displayName: `${displayName} (restored ${now.slice(0, 10)})`,
    },
  }))
}
