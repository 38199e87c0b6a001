import {BackupsError} from 'public/backups-error'
import {listRestorations} from '../wix/backups'
import {checkId} from './check-arguments'
import {findInPages} from './find-in-pages'
import {operation} from './operation'

/** One restoration. Fails with RESTORATION_NOT_FOUND. */
export const getRestoration = operation(1, async ({request}, id) => {
  const restorationId = checkId('restorationId', id)
  const found = await findInPages(request, listRestorations, restorationId)
  if (!found) throw BackupsError.of({code: 'RESTORATION_NOT_FOUND', restorationId})
  return found
})
