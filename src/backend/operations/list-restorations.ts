import {listRestorations as listInWix} from '../wix/backups'
import {checkListRestorationsOptions} from './check-arguments'
import {operation} from './operation'

/** Restorations, newest first. `options`: `status` (a list), `paging` (`limit` 1 to 100, `offset`). */
export const listRestorations = operation(1, async ({request}, options) => {
  const {paging, ...filters} = checkListRestorationsOptions(options)
  return request.read(() => listInWix({...filters, ...paging}))
})
