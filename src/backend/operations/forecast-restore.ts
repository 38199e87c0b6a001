import type {RestoreForecast} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {isPrivateCollection} from 'public/rules/private-collections'
import type {WixRequest} from '../wix/wix-request'
import {checkCollectionIds, checkId, checkNext} from './check-arguments'
import {checkHeld} from './check-held'
import {findBackup} from './find-backup'
import {forecastSlice} from './forecast-slice'
import {listEveryCollection, type ListedCollections} from './list-every-collection'
import {operation} from './operation'

/**
 * What restoring would cost, collection by collection: items added and changed since the backup. Without
 * `collectionIds`, for all of them. Answers in slices that fit a request: ask again with `next` after `waitMs`.
 */
export const forecastRestore = operation(
  3,
  async ({request, limiter}, id, collectionIds, from): Promise<RestoreForecast> => {
    const backupId = checkId('backupId', id)
    const chosen = checkCollectionIds('collectionIds', collectionIds)
    const next = checkNext(from)
    const [backup, listed] = await Promise.all([findBackup(request, backupId), readCollections(request)])
    if (backup.status !== 'READY') {
      throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
    }
    const held = backup.collections.map((collection) => collection.id)
    const ids = chosen ?? held.filter((collectionId) => !isPrivateCollection(collectionId))
    checkHeld(backup, ids)
    const slice = await forecastSlice({ids, backup, next, listed}, request, limiter)
    return {backupId, since: backup.requestedDate, ...slice}
  },
)

/** Collections that cannot be read are a fact among others here: `null`. */
async function readCollections(request: WixRequest): Promise<ListedCollections | null> {
  try {
    return await listEveryCollection(request)
  } catch (error) {
    if (error instanceof BackupsError) return null
    throw error
  }
}
