import {makeField} from '../recovery/make-collection'
import {Paced} from '../recovery/paced'
import {checkContentCollection, checkField} from './check-copy-arguments'
import {operation} from './operation'

/** Adds a field to a collection. */
export const createField = operation(2, async (call, collectionId, field) => {
  const id = checkContentCollection('collectionId', collectionId)
  return makeField(new Paced(call), id, checkField('field', field))
})
