import {closeLookById} from '../recovery/looks'
import {checkId} from './check-arguments'
import {operation} from './operation'

/** Ends a look and removes its private copies. Calling it twice changes nothing more. */
export const closeLook = operation(1, async (call, lookId) => closeLookById(call, checkId('lookId', lookId)))
