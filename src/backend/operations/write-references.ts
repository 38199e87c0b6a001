import type {ReferencesAnswer} from 'public/copies-contract'
import {Paced} from '../recovery/paced'
import {addReferences, replaceReferences} from '../wix/copy-data'
import {wixProblem} from '../wix/wix-problem'
import {checkContentCollection, checkReferencesWrite} from './check-copy-arguments'
import {operation} from './operation'

/** Adds multi-references, or makes an item's those that are named. Doing it twice changes nothing more. */
export const writeReferences = operation(2, async (call, collectionId, write): Promise<ReferencesAnswer> => {
  const id = checkContentCollection('collectionId', collectionId)
  const checked = checkReferencesWrite(write)
  const paced = new Paced(call)
  const written = await paced.write(async () => {
    if (checked.kind === 'ADD') {
      const links = Object.entries(checked.links).flatMap(([itemId, ids]) =>
        ids.map((targetId): [string, string] => [itemId, targetId]),
      )
      return addReferences(id, checked.field, links)
    }
    await replaceReferences(id, checked.field, checked.itemId, checked.targetIds)
    return 0
  })
  if (!written.ok) throw wixProblem(written.failure)
  return {failed: written.value, waitMs: paced.waitMs()}
})
