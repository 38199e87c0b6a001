import type {DefinitionJson, FieldJson, NewCollectionJson} from 'public/copies-contract'
import {createCollection, createField, getWholeDefinition} from '../wix/copy-data'
import {wixProblem} from '../wix/wix-problem'
import {orNull} from './history'
import type {Paced} from './paced'

/** Makes a collection with a schema. After an unclear answer, the one that is there under this ID is it. */
export async function makeCollection(paced: Paced, collection: NewCollectionJson): Promise<DefinitionJson> {
  const made = await paced.write(() => createCollection(collection))
  if (made.ok) return made.value
  const there = made.failure.unclear
    ? await paced.read(() => getWholeDefinition(collection.id).catch(orNull))
    : null
  if (!there) throw wixProblem(made.failure)
  return there
}

/** Adds a field to a collection. After an unclear answer, the one that is there under this key is it. */
export async function makeField(
  paced: Paced,
  collectionId: string,
  field: FieldJson,
): Promise<DefinitionJson> {
  const made = await paced.write(() => createField(collectionId, field))
  if (made.ok) return made.value
  const there = made.failure.unclear ? await paced.read(() => getWholeDefinition(collectionId)) : null
  if (!there?.fields.some(({key}) => key === field.key)) throw wixProblem(made.failure)
  return there
}
