import {openLook} from '../recovery/looks'
import {checkId, checkSomeCollections} from './check-arguments'
import {operation} from './operation'

/**
 * Starts a look inside a backup: private copies of these collections, and of those that refer to them, are made beside
 * the originals, which nobody touches. OPENING at first; `getLook` tells when it is READY. At most three are open at once.
 */
export const lookInside = operation(2, async (call, backupId, collectionIds) =>
  openLook(call, checkId('backupId', backupId), checkSomeCollections(collectionIds)),
)
