import {auth} from '@wix/essentials'
import {collections} from '@wix/data'
import type {Page} from 'public/contract'
import {answered} from './answered'

type Field = NonNullable<collections.DataCollection['fields']>[number]

/** A collection with its whole schema, which no backup holds. */
export interface Definition {
  id: string
  displayName: string
  displayField: string | null
  isNative: boolean
  /** Without those that every collection has. */
  fields: Field[]
  /** Nobody but admins may read or write. */
  isClosed: boolean
}

const CLOSED = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'} as const

/** One page of the site's collections. */
export async function listDefinitions(paging: {limit: number; offset: number}): Promise<Page<Definition>> {
  const answer = await auth.elevate(collections.listDataCollections)({paging, consistentRead: true})
  return {
    items: answered(answer.collections, 'collections').map(toDefinition),
    offset: paging.offset,
    total: answer.pagingMetadata?.total ?? null,
  }
}

export async function getDefinition(collectionId: string): Promise<Definition> {
  return toDefinition(await auth.elevate(collections.getDataCollection)(collectionId, {consistentRead: true}))
}

/** A collection that only admins can see and change. */
export async function createClosedCollection(
  id: string,
  displayName: string,
  fields: Field[],
): Promise<Definition> {
  return toDefinition(
    await auth.elevate(collections.createDataCollection)({
      _id: id,
      displayName,
      fields: fields.map((field) => ({
        ...field,
        key: answered(field.key, 'field.key'),
        type: answered(field.type, 'field.type'),
      })),
      permissions: CLOSED,
    }),
  )
}

export async function deleteCollection(collectionId: string): Promise<void> {
  await auth.elevate(collections.deleteDataCollection)(collectionId)
}

/** Where the fields of one collection point: with the kind of field, since multi-references are kept apart. */
export interface ReferenceField {
  field: string
  targetId: string
  multi: boolean
}

export function referenceFields({fields}: Definition): ReferenceField[] {
  return fields.flatMap(({key, typeMetadata}) => {
    const single = typeMetadata?.reference?.referencedCollectionId
    const multi = typeMetadata?.multiReference?.referencedCollectionId
    const targetId = single ?? multi
    return key && targetId ? [{field: key, targetId, multi: !single}] : []
  })
}

function toDefinition(collection: collections.DataCollection): Definition {
  const id = answered(collection._id, 'collection.id')
  return {
    id,
    displayName: collection.displayName ?? id,
    displayField: collection.displayField ?? null,
    isNative: (collection.collectionType ?? 'NATIVE') === 'NATIVE',
    fields: (collection.fields ?? []).filter(({systemField, key}) => !systemField && !key?.startsWith('_')),
    isClosed: (['insert', 'update', 'remove', 'read'] as const).every(
      (operation) => collection.permissions?.[operation] === 'ADMIN',
    ),
  }
}
