import {listBackups as listInWix} from '../wix/backups'
import {checkListBackupsOptions} from './check-arguments'
import {operation} from './operation'

/** Backups, newest first. `options`: `status`, `type` (lists), `paging` (`limit` 1 to 100, `offset`). */
export const listBackups = operation(1, async ({request}, options) => {
  const {paging, ...filters} = checkListBackupsOptions(options)
  return request.read(() => listInWix({...filters, ...paging}))
})
