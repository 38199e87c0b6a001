import type {Exposure} from 'public/contract'
import {listBackups} from '../wix/backups'
import {checkNext} from './check-arguments'
import {forecastSlice} from './forecast-slice'
import {listEveryCollection} from './list-every-collection'
import {operation} from './operation'

/** What has changed since the newest READY backup, and which collections it does not hold. In slices, as a forecast. */
export const getExposure = operation(1, async ({request, limiter}, from): Promise<Exposure> => {
  const next = checkNext(from)
  const [ready, collections] = await Promise.all([
    request.read(() => listBackups({limit: 1, offset: 0, status: ['READY']})),
    listEveryCollection(request),
  ])
  const backup = ready.items[0]
  const ids = collections.map(({id}) => id)
  if (!backup) return {backup: null, collections: [], uncoveredCollectionIds: ids, next: null, waitMs: 0}
  const held = new Set(backup.collections.map(({id}) => id))
  const schemas = new Map(collections.map((collection) => [collection.id, collection]))
  const slice = await forecastSlice(
    {ids: ids.filter((id) => held.has(id)), since: backup.requestedDate, next, schemas, names: new Map()},
    request,
    limiter,
  )
  return {backup, ...slice, uncoveredCollectionIds: ids.filter((id) => !held.has(id))}
})
