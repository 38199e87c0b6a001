import {Permissions, webMethod} from '@wix/web-methods'
import type {BackupsWebMethods} from 'public/contract'
import {answer} from './backups/answer'
import {createBackupsService} from './backups/backups-service'
import {
  checkCollectionIds,
  checkCreateBackupOptions,
  checkId,
  checkListBackupsOptions,
  checkListRestorationsOptions,
  checkNext,
  checkRestorationCollections,
  checkRestoreOptions,
} from './backups/check-arguments'

// Only web methods are exported here: some Wix runtimes turn every export of a `.web` file into a remote call.
// Each is for admins (site owners and collaborators), starts its work and returns within seconds; a page polls.

const service = createBackupsService()

/** Everything that the Backups page shows, in one call: backups, restorations, slots, the next automatic date, collections. */
export const getOverview: BackupsWebMethods['getOverview'] = webMethod(
  Permissions.Admin,
  answer(0, () => service.getOverview()),
)

/** Backups, newest first. `options`: `status`, `type` (lists), `paging` (`limit` 1 to 100, `offset`). */
export const listBackups: BackupsWebMethods['listBackups'] = webMethod(
  Permissions.Admin,
  answer(1, (options) => service.listBackups(checkListBackupsOptions(options))),
)

/** One backup. Fails with BACKUP_NOT_FOUND. */
export const getBackup: BackupsWebMethods['getBackup'] = webMethod(
  Permissions.Admin,
  answer(1, (backupId) => service.getBackup(checkId('backupId', backupId))),
)

/**
 * Starts an on-demand backup of all live content; answers with it while it is PENDING. When every on-demand
 * slot is taken, `options.evict` must be the ID of the backup that Wix will delete for it: WOULD_EVICT names it.
 */
export const createBackup: BackupsWebMethods['createBackup'] = webMethod(
  Permissions.Admin,
  answer(1, (options) => service.createBackup(checkCreateBackupOptions(options))),
)

/** Starts restoring every collection of a backup. Replaces current items: `options.overwrite` must be `true`. */
export const restoreBackup: BackupsWebMethods['restoreBackup'] = webMethod(
  Permissions.Admin,
  answer(2, (backupId, options) =>
    service.restoreBackup(checkId('backupId', backupId), checkRestoreOptions(options)),
  ),
)

/**
 * Starts restoring some collections of a backup (1 to 1,000), each in place or into `restoreDestination`.
 * Replaces the current items of where it restores to: `options.overwrite` must be `true`.
 */
export const restorePartialBackup: BackupsWebMethods['restorePartialBackup'] = webMethod(
  Permissions.Admin,
  answer(3, (backupId, collections, options) =>
    service.restorePartialBackup(
      checkId('backupId', backupId),
      checkRestorationCollections(collections),
      checkRestoreOptions(options),
    ),
  ),
)

/** Deletes a backup. Wix takes a moment to do so. */
export const deleteBackup: BackupsWebMethods['deleteBackup'] = webMethod(
  Permissions.Admin,
  answer(1, async (backupId) => {
    await service.deleteBackup(checkId('backupId', backupId))
    return null
  }),
)

/** Restorations, newest first. `options`: `status` (a list), `paging` (`limit` 1 to 100, `offset`). */
export const listRestorations: BackupsWebMethods['listRestorations'] = webMethod(
  Permissions.Admin,
  answer(1, (options) => service.listRestorations(checkListRestorationsOptions(options))),
)

/** One restoration. Fails with RESTORATION_NOT_FOUND. */
export const getRestoration: BackupsWebMethods['getRestoration'] = webMethod(
  Permissions.Admin,
  answer(1, (restorationId) => service.getRestoration(checkId('restorationId', restorationId))),
)

/**
 * What restoring would cost, collection by collection: items added and changed since the backup. Without
 * `collectionIds`, for all of them. Answers in slices that fit a request: ask again with `next` after `waitMs`.
 */
export const forecastRestore: BackupsWebMethods['forecastRestore'] = webMethod(
  Permissions.Admin,
  answer(3, (backupId, collectionIds, next) =>
    service.forecastRestore(
      checkId('backupId', backupId),
      checkCollectionIds('collectionIds', collectionIds),
      checkNext(next),
    ),
  ),
)

/** What has changed since the newest READY backup, and which collections it does not hold. In slices, as above. */
export const getExposure: BackupsWebMethods['getExposure'] = webMethod(
  Permissions.Admin,
  answer(1, (next) => service.getExposure(checkNext(next))),
)
