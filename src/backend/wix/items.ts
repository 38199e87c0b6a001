import {auth} from '@wix/essentials'
import {items} from '@wix/data'
import {answered, toIso} from './answered'

/** A collection's items that were created or updated after `since`: how many, and when the newest was. */
export async function readChangesSince(
  collectionId: string,
  since: Date,
): Promise<{total: number; newestDate: string | null}> {
  // Elevating the builder elevates what it sends; elevating a function around it would not.
  const changed = await auth
    .elevate(items.query)(collectionId)
    .gt('_updatedDate', since)
    .descending('_updatedDate')
    .fields('_updatedDate')
    .limit(1)
    .find({returnTotalCount: true})
  const newest = (changed.items[0] as {_updatedDate?: Date} | undefined)?._updatedDate
  return {total: answered(changed.totalCount, 'totalCount'), newestDate: toIso(newest)}
}

/** How many items were created after `since`. `_createdDate` is indexed: this answers where the other may time out. */
export async function countCreatedSince(collectionId: string, since: Date): Promise<number> {
  return auth.elevate(items.query)(collectionId).gt('_createdDate', since).count()
}
