import type {CollectionDefinition, FieldDefinition} from 'public/copies/copy-format'
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

/** After an unclear answer it is looked for: a collection of this ID is then the one that was asked for. */
export async function createCollection(calls: WixCalls, collection: object & {id: string}): Promise<void> {
  try {
    await calls.write('POST', COLLECTIONS, {collection})
  } catch (error) {
    if (!(error instanceof UnclearAnswer) || !(await readCollection(calls, collection.id))) throw error
  }
}

export async function createField(
  calls: WixCalls,
  dataCollectionId: string,
  field: FieldDefinition,
): Promise<void> {
  try {
    await calls.write('POST', `${COLLECTIONS}/create-field`, {dataCollectionId, field})
  } catch (error) {
    if (!(error instanceof UnclearAnswer)) throw error
    const collection = await readCollection(calls, dataCollectionId)
    if (!collection?.fields.some(({key}) => key === field.key)) throw error
  }
}

/** Removing what is not there any more is done. */
export async function deleteCollection(calls: WixCalls, id: string): Promise<void> {
  try {
    await calls.write('DELETE', `${COLLECTIONS}/${encodeURIComponent(id)}`)
  } catch (error) {
    const gone = error instanceof RefusedCall && error.answer.status === 404
    if (!gone && !(error instanceof UnclearAnswer && (await readCollection(calls, id)) === null)) throw error
  }
}
