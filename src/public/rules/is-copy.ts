import type {RestorationCollection} from '../contract'

/** Whether everything is restored beside the originals, which stay as they are. */
export function isCopy(collections: readonly RestorationCollection[]): boolean {
  return collections.length > 0 && collections.every(({restoreDestination}) => restoreDestination)
}
