import {findLook, toLook} from '../recovery/looks'
import {Paced} from '../recovery/paced'
import {checkId} from './check-arguments'
import {operation} from './operation'

/** A look as it is by now. Fails with LOOK_NOT_FOUND. */
export const getLook = operation(1, async ({request, limiter, historyId}, lookId) =>
  toLook(await findLook(new Paced(request, limiter, historyId), checkId('lookId', lookId))),
)
