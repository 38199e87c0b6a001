import {findLook, toLook} from '../recovery/looks'
import {Paced} from '../recovery/paced'
import {checkId} from './check-arguments'
import {operation} from './operation'

/** A look as it is by now. Fails with LOOK_NOT_FOUND. */
export const getLook = operation(1, async (call, lookId) =>
  toLook(await findLook(new Paced(call), checkId('lookId', lookId))),
)
