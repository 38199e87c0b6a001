import {withoutPrivate} from 'public/rules/private-collections'
import {listCollections, type CollectionSchema} from '../wix/collections'
import {hasMore, LIST_LIMIT} from '../wix/pages'
import type {WixRequest} from '../wix/wix-request'

const MOST_PAGES = 10

export interface ListedCollections {
  collections: CollectionSchema[]
  /** The list was cut short: it knows nothing about what it lacks. */
  more: boolean
}

/** The site's collections, at most a thousand of them, without those that item recovery makes for itself. */
export async function listEveryCollection(request: WixRequest): Promise<ListedCollections> {
  const collections: CollectionSchema[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const listed = await request.read(() => listCollections({limit: LIST_LIMIT, offset: page * LIST_LIMIT}))
    collections.push(...withoutPrivate(listed.items))
    if (!hasMore(listed)) return {collections, more: false}
  }
  return {collections, more: true}
}
