import {Paced} from '../recovery/paced'
import {listKeptProofs} from '../recovery/proofs'
import {operation} from './operation'

/** Which backups were proven, newest first. */
export const listProofs = operation(0, async (call) => listKeptProofs(new Paced(call)))
