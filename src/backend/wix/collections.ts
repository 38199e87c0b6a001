import {auth} from '@wix/essentials'
import {collections} from '@wix/data'
import type {Page, SiteCollection} from 'public/contract'
import {answered} from './answered'

export interface CollectionSchema extends SiteCollection {
  /** Its reference and multi-reference fields. */
  references: {field: string; collectionId: string}[]
}

/** One page of the site's collections, with the reference fields that a restore may leave dangling. */
export async function listCollections(paging: {
  limit: number
  offset: number
}): Promise<Page<CollectionSchema>> {
  const answer = await auth.elevate(collections.listDataCollections)({paging})
  return {
    items: answered(answer.collections, 'collections').map((collection) => ({
      id: answered(collection._id, 'collections.id'),
      displayName: collection.displayName ?? collection._id ?? '',
      type: (collection.collectionType as SiteCollection['type'] | undefined) ?? 'NATIVE',
      references: (collection.fields ?? []).flatMap((field) => {
        const target =
          field.typeMetadata?.reference?.referencedCollectionId ??
          field.typeMetadata?.multiReference?.referencedCollectionId
        return target && field.key ? [{field: field.key, collectionId: target}] : []
      }),
    })),
    offset: paging.offset,
    total: answer.pagingMetadata?.total ?? null,
  }
}
