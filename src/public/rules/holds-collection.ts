import type {Backup} from '../contract'

/** "At most 1,000 collections" (SDK types): a list of just as many may have been cut short. */
export const MOST_LISTED = 1000

/** Whether a backup holds a collection; `null` where its list was cut short, which knows nothing about what it lacks. */
export function holdsCollection(
  {collections}: Pick<Backup, 'collections'>,
  collectionId: string,
): boolean | null {
  if (collections.some(({id}) => id === collectionId)) return true
  return collections.length === MOST_LISTED ? null : false
}
