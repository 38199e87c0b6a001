import type {DefinitionJson} from 'public/copies-contract'
import {Paced} from '../recovery/paced'
import {createField as create, getWholeDefinition} from '../wix/copy-data'
import {wixProblem} from '../wix/wix-problem'
import {checkContentCollection, checkField} from './check-copy-arguments'
import {operation} from './operation'

/** Adds a field to a collection. After an unclear answer, the one that is there under this key is it. */
export const createField = operation(2, async (call, collectionId, field): Promise<DefinitionJson> => {
  const id = checkContentCollection('collectionId', collectionId)
  const checked = checkField('field', field)
  const paced = new Paced(call)
  const made = await paced.write(() => create(id, checked))
  if (made.ok) return made.value
  const there = made.failure.unclear ? await paced.read(() => getWholeDefinition(id)) : null
  if (!there?.fields.some(({key}) => key === checked.key)) throw wixProblem(made.failure)
  return there
})
