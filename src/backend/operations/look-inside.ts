import {openLook} from '../recovery/open-look'
import {checkId, checkObject, checkSomeCollections, invalid} from './check-arguments'
import {operation} from './operation'

/**
 * Starts a look inside a backup: private copies of these collections, and of those that refer to them, are made beside
 * the originals, which nobody touches. OPENING at first; `getLook` tells when it is READY. At most three are open at once.
 * `referring: false`: of these alone, for who only reads them.
 */
export const lookInside = operation(3, async (call, backupId, collectionIds, options) => {
  const {referring = true} = checkObject('options', options, ['referring'])
  if (typeof referring !== 'boolean') throw invalid('options.referring', 'it must be true or false')
  return openLook(call, checkId('backupId', backupId), checkSomeCollections(collectionIds), referring)
})
