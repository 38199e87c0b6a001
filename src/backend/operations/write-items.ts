import type {WriteAnswer} from 'public/copies-contract'
import {Paced} from '../recovery/paced'
import {writeBulk} from '../wix/copy-data'
import {wixProblem} from '../wix/wix-problem'
import {checkContentCollection, checkItemsWrite} from './check-copy-arguments'
import {operation} from './operation'

/** One bulk, once. Without an answer its outcomes are `null`: whoever asked looks what is there now. */
export const writeItems = operation(2, async (call, collectionId, write): Promise<WriteAnswer> => {
  const id = checkContentCollection('collectionId', collectionId)
  const checked = checkItemsWrite(write)
  const paced = new Paced(call)
  call.request.checkTimeToWrite()
  const written = await paced.write(() => writeBulk(id, checked))
  if (!written.ok && !written.failure.unclear) throw wixProblem(written.failure)
  return {outcomes: written.ok ? written.value : null, waitMs: paced.waitMs()}
})
