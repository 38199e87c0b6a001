import type {Restoration} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {listRestorations} from '../wix/backups'
import {checkId} from './check-arguments'
import {findInLists, type Lists} from './find-in-lists'
import {operation} from './operation'

const RESTORATIONS: Lists<Restoration> = {
  list: listRestorations,
  shorter: [(paging) => listRestorations({...paging, status: ['PENDING', 'FAILED']})],
}

/** One restoration. Fails with RESTORATION_NOT_FOUND. */
export const getRestoration = operation(1, async ({request}, id) => {
  const restorationId = checkId('restorationId', id)
  const found = await findInLists(request, RESTORATIONS, restorationId)
  if (!found) throw BackupsError.of({code: 'RESTORATION_NOT_FOUND', restorationId})
  return found
})
