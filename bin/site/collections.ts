import type {CollectionDefinition, FieldDefinition} from 'public/copies/copy-format'
import type {NewCollection} from 'public/copies/plan-creation'
import {RefusedCall, UnclearAnswer, type WixCalls} from './wix-calls'

const COLLECTIONS = '/wix-data/v2/collections'
const PAGE = 100

export async function listCollections(calls: WixCalls): Promise<CollectionDefinition[]> {
  const found = new Map<string, CollectionDefinition>()
  for (let offset = 0; ; offset += PAGE) {
    const {collections = []} = await calls.read<{collections?: CollectionDefinition[]}>(
      'GET',
      `${COLLECTIONS}?paging.limit=${PAGE}&paging.offset=${offset}`,
    )
    // A collection that is created meanwhile may move others to the next page.
    for (const collection of collections) found.set(collection.id, collection)
    if (collections.length < PAGE) return [...found.values()]
  }
}

export async function readCollection(calls: WixCalls, id: string): Promise<CollectionDefinition | null> {
  try {
    const {collection} = await calls.read<{collection: CollectionDefinition}>(
      'GET',
      `${COLLECTIONS}/${encodeURIComponent(id)}`,
    )
    return collection
  } catch (error) {
    if (error instanceof RefusedCall && error.answer.status === 404) return null
    throw error
  }
}

/** A collection of this ID, that was not there before, is the one that was asked for. */
export function createCollection(calls: WixCalls, collection: NewCollection): Promise<void> {
  return untilSo(
    () => calls.write('POST', COLLECTIONS, {collection}),
    async () => (await readCollection(calls, collection.id)) !== null,
  )
}

export function createField(
  calls: WixCalls,
  dataCollectionId: string,
  field: FieldDefinition,
): Promise<void> {
  return untilSo(
    () => calls.write('POST', `${COLLECTIONS}/create-field`, {dataCollectionId, field}),
    async () => {
      const collection = await readCollection(calls, dataCollectionId)
      return collection?.fields.some(({key}) => key === field.key) ?? false
    },
  )
}

/** Removing what is not there any more is done. */
export function deleteCollection(calls: WixCalls, id: string): Promise<void> {
  const isGone = async () => (await readCollection(calls, id)) === null
  return untilSo(async () => {
    try {
      await calls.write('DELETE', `${COLLECTIONS}/${encodeURIComponent(id)}`)
    } catch (error) {
      if (!(error instanceof RefusedCall && error.answer.status === 404)) throw error
    }
  }, isGone)
}

const MOST_ATTEMPTS = 4

/** After an unclear answer it is looked for; what is not so yet is asked for again, which can do no harm here. */
async function untilSo(write: () => Promise<unknown>, isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write()
      return
    } catch (error) {
      const mayBeSo = error instanceof UnclearAnswer || attempt > 1
      if (mayBeSo && (await isSo())) return
      if (!(error instanceof UnclearAnswer) || attempt === MOST_ATTEMPTS) throw error
    }
  }
}
