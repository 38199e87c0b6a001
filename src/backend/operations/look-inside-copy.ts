import {BackupsError} from 'public/backups-error'
import {openCopyLook} from '../recovery/open-look'
import {checkSomeCollections} from './check-arguments'
import {checkCopyToLookInside} from './check-copy-arguments'
import {operation} from './operation'

/**
 * Starts a look inside a copy of a person's own: empty private copies of these collections, and of those of the copy
 * that refer to them, are made for admins only. `writeItems` and `writeReferences` fill them with what was chosen;
 * from there on it is a look like any other.
 */
export const lookInsideCopy = operation(2, async (call, copy, collectionIds) => {
  const {holds, ...known} = checkCopyToLookInside(copy)
  const ids = checkSomeCollections(collectionIds)
  const missing = ids.filter((id) => !holds.includes(id))
  if (missing.length > 0) throw BackupsError.of({code: 'COLLECTION_NOT_IN_BACKUP', collectionIds: missing})
  return openCopyLook(call, known, holds, ids)
})
