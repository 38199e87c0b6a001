import {ANY_COLLECTION_ID, CLOSED_PERMISSIONS} from './assumptions'
import type {ReferringField} from './content/blank-references'
import type {EngineContext} from './engine-context'
import {lookupCollection} from './lookup'
import {type Collection, type Engine, EngineError} from './types'

export async function createCollection(
  context: EngineContext,
  input: Parameters<Engine['createCollection']>[0],
): Promise<Collection> {
  const {meta} = context
  if (!ANY_COLLECTION_ID.test(input.id))
    throw new EngineError('INVALID_COLLECTION_ID', `"${input.id}" cannot be the ID of a collection.`, {
      collectionId: input.id,
    })
  for (const {key} of input.fields ?? []) checkFieldKey(key)
  const existing = meta.collection(input.id)
  if (existing && !existing.deleted)
    throw new EngineError('COLLECTION_ALREADY_EXISTS', `Collection ${input.id} already exists.`, {
      collectionId: input.id,
    })
  if ((input.type ?? 'NATIVE') === 'NATIVE') checkRoomForCollections(context, 1)
  const now = context.now()
  const collection: Collection = {
    id: input.id,
    displayName: input.displayName ?? input.id,
    type: input.type ?? 'NATIVE',
    fields: input.fields ?? [],
    permissions: {...CLOSED_PERMISSIONS, ...input.permissions},
    ...(input.plugins && {plugins: input.plugins}),
    createdDate: now,
    updatedDate: now,
    revision: 1,
  }
  meta.transaction(() => meta.saveCollection(collection))
  await meta.flushed()
  return collection
}

/** The plan's limit, where one is set. Of the collections that people make: an app's do not count [assumed]. */
export function checkRoomForCollections({meta, settings}: EngineContext, more: number): void {
  const {maxCollections} = settings
  if (more === 0 || maxCollections === undefined || maxCollections === null) return
  const count = meta.collections().filter(({type}) => type === 'NATIVE').length
  if (count + more > maxCollections)
    throw new EngineError(
      'COLLECTION_LIMIT_REACHED',
      `The site's plan allows ${maxCollections} collections, and there are ${count}.`,
      {maxCollections, count},
    )
}

/** Only the schema: items keep the values of a field that goes, as a backup's do. */
export async function updateCollection(
  context: EngineContext,
  id: string,
  change: (
    collection: Collection,
  ) => Partial<Pick<Collection, 'displayName' | 'fields' | 'permissions' | 'plugins'>>,
): Promise<Collection> {
  const {meta} = context
  const before = lookupCollection(context, id)
  const changed: Collection = {
    ...before,
    ...change(before),
    updatedDate: context.now(),
    revision: before.revision + 1,
  }
  for (const {key} of changed.fields) checkFieldKey(key)
  meta.transaction(() => meta.saveCollection(changed))
  await meta.flushed()
  return changed
}

/** A field that no filter could name would also break the removal of what it refers to. */
function checkFieldKey(key: string): void {
  if (key === '' || /["\\.\0\p{Surrogate}]/u.test(key))
    throw new EngineError('INVALID_FIELD', `"${key}" cannot be the key of a field.`, {field: key})
}

/** Its schema is kept, out of sight, for a restore that names it. */
export async function deleteCollection(context: EngineContext, id: string): Promise<void> {
  const collection = lookupCollection(context, id)
  context.meta.transaction(() => context.meta.saveCollection(collection, true))
  await context.meta.flushed()
  await context.writer.ask('truncateCollection', {
    environment: 'live',
    collectionId: id,
    referring: referringFields(context, id),
  })
  await context.writer.ask('truncateCollection', {
    environment: 'sandbox',
    collectionId: id,
    referring: referringFields(context, id),
  })
}

export function multiReferences(collection: Collection): string[] {
  return collection.fields.filter(({type}) => type === 'MULTI_REFERENCE').map(({key}) => key)
}

/** Where items of a collection are referred to, one by one: their references are blank when they are removed. */
export function referringFields({meta}: EngineContext, collectionId: string): ReferringField[] {
  return meta
    .collections()
    .flatMap(({id, fields}) =>
      fields
        .filter(
          ({type, referencedCollectionId}) => type === 'REFERENCE' && referencedCollectionId === collectionId,
        )
        .map(({key}) => ({collectionId: id, field: key})),
    )
}
