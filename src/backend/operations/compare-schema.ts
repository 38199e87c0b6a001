import {compareSchemaSince} from '../recovery/schemas'
import {checkId} from './check-arguments'
import {operation} from './operation'

/**
 * What changed in the site's collections since a backup was requested: fields that are gone or are of another type, and
 * collections that were deleted. `null`: it was not kept with this backup.
 */
export const compareSchema = operation(1, async (call, backupId) =>
  compareSchemaSince(call, checkId('backupId', backupId)),
)
