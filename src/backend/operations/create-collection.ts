import {makeCollection} from '../recovery/make-collection'
import {Paced} from '../recovery/paced'
import {checkNewCollection} from './check-copy-arguments'
import {operation} from './operation'

/** Makes a collection with a schema. */
export const createCollection = operation(1, async (call, collection) =>
  makeCollection(new Paced(call), checkNewCollection(collection)),
)
