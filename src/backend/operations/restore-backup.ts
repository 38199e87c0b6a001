import {checkId, checkRestoreOptions} from './check-arguments'
import {operation} from './operation'
import {startRestoration} from './start-restoration'

/** Starts restoring every collection of a backup. Replaces current items: `options.overwrite` must be `true`. */
export const restoreBackup = operation(2, async ({request}, backupId, options) =>
  startRestoration(request, checkId('backupId', backupId), null, checkRestoreOptions(options)),
)
