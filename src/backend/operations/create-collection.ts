import type {DefinitionJson} from 'public/copies-contract'
import {isCollectionMissing} from '../recovery/history'
import {Paced} from '../recovery/paced'
import {createCollection as create, getWholeDefinition} from '../wix/copy-data'
import {wixProblem} from '../wix/wix-problem'
import {checkNewCollection} from './check-copy-arguments'
import {operation} from './operation'

/** Makes a collection with a schema. After an unclear answer, the one that is there under this ID is it. */
export const createCollection = operation(1, async (call, collection): Promise<DefinitionJson> => {
  const checked = checkNewCollection(collection)
  const paced = new Paced(call)
  const made = await paced.write(() => create(checked))
  if (made.ok) return made.value
  const there = made.failure.unclear ? await readIfThere(paced, checked.id) : null
  if (!there) throw wixProblem(made.failure)
  return there
})

function readIfThere(paced: Paced, id: string): Promise<DefinitionJson | null> {
  return paced.read(() =>
    getWholeDefinition(id).catch((error: unknown) => {
      if (isCollectionMissing(error)) return null
      throw error
    }),
  )
}
