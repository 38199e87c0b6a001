import {checkId, checkRestorationCollections, checkRestoreOptions} from './check-arguments'
import {operation} from './operation'
import {startRestoration} from './start-restoration'

/**
 * Starts restoring some collections of a backup (1 to 1,000), each in place or into `restoreDestination`.
 * Replaces the current items of where it restores to: `options.overwrite` must be `true`.
 */
export const restorePartialBackup = operation(3, async ({request}, backupId, collections, options) =>
  startRestoration(
    request,
    checkId('backupId', backupId),
    checkRestorationCollections(collections),
    checkRestoreOptions(options),
  ),
)
