import {recreate} from '../recovery/schemas'
import {checkContentCollection} from './check-copy-arguments'
import {checkId} from './check-arguments'
import {operation} from './operation'

/** Makes a collection that was deleted since a backup again, with its schema as it was, and without items. */
export const recreateCollection = operation(2, async (call, backupId, collectionId) =>
  recreate(call, checkId('backupId', backupId), checkContentCollection('collectionId', collectionId)),
)
