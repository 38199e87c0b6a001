import type {CopiedCollection, Manifest} from 'public/copies/copy-format'
import {CommandProblem} from '../problem'

/** Those of a copy that were asked for; without a wish, all. */
export function chosenCollections({collections}: Manifest, wanted: string[] | undefined): CopiedCollection[] {
  if (!wanted) return collections
  const missing = wanted.find((id) => !collections.some((collection) => collection.id === id))
  if (missing !== undefined) {
    const known = collections.map(({id}) => id).slice(0, 10)
    throw new CommandProblem(
      `There is no collection ${missing} in the copy. It has ${known.join(', ') || 'none'}${collections.length > known.length ? ' and more' : ''}.`,
      'COLLECTION_NOT_FOUND',
    )
  }
  return collections.filter(({id}) => wanted.includes(id))
}
