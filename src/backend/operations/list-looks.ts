import {listOpenLooks} from '../recovery/looks'
import {operation} from './operation'

/** The looks that are open, and those whose private copies are not gone yet; newest first. */
export const listLooks = operation(0, async (call) => listOpenLooks(call))
