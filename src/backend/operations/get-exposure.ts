import type {Backup, Exposure} from 'public/contract'
import {isPrivateCollection} from 'public/rules/private-collections'
import {holdsCollection} from 'public/rules/holds-collection'
import {listBackups} from '../wix/backups'
import type {CollectionSchema} from '../wix/collections'
import {checkNext} from './check-arguments'
import {forecastSlice} from './forecast-slice'
import {listEveryCollection} from './list-every-collection'
import {operation} from './operation'

/** What has changed since the newest READY backup, and which collections it does not hold. In slices, as a forecast. */
export const getExposure = operation(1, async ({request, limiter}, from): Promise<Exposure> => {
  const next = checkNext(from)
  const [ready, listed] = await Promise.all([
    request.read(() => listBackups({limit: 1, offset: 0, status: ['READY']})),
    listEveryCollection(request),
  ])
  const backup = ready.items[0] ?? null
  const {collections} = listed
  const lacking = collections.filter(({id}) => !backup || holdsCollection(backup, id) === false)
  const idsOf = (isNative: boolean) =>
    lacking.filter(({type}) => (type === 'NATIVE') === isNative).map(({id}) => id)
  const known = {
    backup,
    uncoveredCollectionIds: idsOf(true),
    neverHeldCollectionIds: idsOf(false),
    moreCollections: listed.more,
  }
  if (!backup) return {...known, collections: [], next: null, waitMs: 0}
  const ids = comparable(backup, collections, listed.more)
  return {...known, ...(await forecastSlice({ids, backup, next, listed}, request, limiter))}
})

/** The site's collections that the backup holds or may hold. */
function comparable(backup: Backup, collections: CollectionSchema[], more: boolean): string[] {
  const ids = collections.map(({id}) => id).filter((id) => holdsCollection(backup, id) !== false)
  if (!more) return ids
  // Those that the site's list lacks may be there all the same.
  const listed = new Set(ids)
  const others = backup.collections.map(({id}) => id)
  return [...ids, ...others.filter((id) => !listed.has(id) && !isPrivateCollection(id))]
}
