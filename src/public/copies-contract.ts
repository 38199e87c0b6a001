/**
 * What the page and the web methods say to each other about own copies of a site's collections. Plain JSON: items and
 * definitions are as Wix's REST API has them, dates inside items are `{"$date": …}`.
 */

import type {ItemJson, OwnCopy} from './recovery-contract'

/** A collection with its whole schema, which no backup holds: what Wix's REST API answers of it. */
export interface DefinitionJson {
  id: string
  displayName?: string | null
  collectionType?: string
  fields: FieldJson[]
  permissions?: Record<string, unknown>
  [more: string]: unknown
}

export interface FieldJson {
  key: string
  type: string
  [more: string]: unknown
}

/** The site's collections, in slices: ask again with `next` until it is `null`. */
export interface SchemaSlice {
  collections: DefinitionJson[]
  next: string | null
  waitMs: number
}

/** A copy to look inside: what it is known by, and the collections that it holds. */
export interface CopyToLookInside extends OwnCopy {
  holds: string[]
}

/** Some of a collection's items in the order of their IDs, or those that were named. */
export interface ItemSlice {
  items: ItemJson[]
  /** Of all items, where it was asked for and Wix told it. */
  total: number | null
  /** What was asked for is more than one answer holds: the rest comes when it is asked for behind the last of these. */
  more: boolean
  /** How long to wait before the next call, so that Wix's limits are kept. */
  waitMs: number
}

export interface ReadItemsOptions {
  /** Items with an ID above this one. */
  after?: string | null
  /** At most 1,000. */
  limit?: number
  withTotal?: boolean
  /** These items instead, as far as they are there. At most 1,000. */
  itemIds?: string[]
}

/** What each item's multi-reference field points to, also where nothing is there any more. */
export interface ReferenceSlice {
  links: Record<string, string[]>
  next: string | null
  waitMs: number
}

/** `null`: Wix did not say. */
export interface ItemCounts {
  total: number | null
  /** When the newest was updated: asked without a date. */
  newest: string | null
  /** How many were updated after the date. */
  updatedAfter: number | null
  waitMs: number
}

/** One bulk of writes. Each is bound to what was read: nothing newer is written over. At most 1,000 items. */
export type ItemsWrite =
  /** Under their own IDs; one that exists is left alone. */
  | {kind: 'INSERT'; items: ItemJson[]}
  /** Of these, only those that were not updated after `seen`. */
  | {kind: 'UPDATE'; items: ItemJson[]; seen: string}
  | {kind: 'REMOVE'; itemIds: string[]; seen: string}
  /** Sets a reference field of items in which it is blank. */
  | {kind: 'FILL'; itemIds: string[]; field: string; value: string}

/** What became of one item of a bulk. */
export type ItemWritten = 'DONE' | 'EXISTS' | 'CHANGED' | {failed: string}

export interface WriteAnswer {
  /** In the order of the items; `null`: Wix did it or not, and did not say. */
  outcomes: ItemWritten[] | null
  waitMs: number
}

/** Multi-references. Adding one that is there changes nothing. */
export type ReferencesWrite =
  | {kind: 'ADD'; field: string; links: Record<string, string[]>}
  | {kind: 'REPLACE'; field: string; itemId: string; targetIds: string[]}

export interface ReferencesAnswer {
  failed: number
  waitMs: number
}

/** A collection as it is created. */
export interface NewCollectionJson {
  id: string
  displayName: string
  fields: FieldJson[]
  permissions?: Record<string, unknown>
  displayField?: string
}

/** How a field of a collection differs from what it was. What only the site has is no obstacle, and not told. */
export interface SchemaChange {
  collectionId: string
  field: string
  change: 'REMOVED' | 'RETYPED' | 'POINTS_ELSEWHERE'
  /** Type, or the collection that it points into, then; now on the site, `null` where it is gone. */
  then: string
  now: string | null
}

/** What changed in the site's collections since a backup was requested. No backup holds it: it was remembered beside. */
export interface SchemaSince {
  changes: SchemaChange[]
  /** Collections that are gone, with their fields. */
  deleted: {id: string; displayName: string; fieldCount: number}[]
}

export interface RecreatedCollection {
  collection: DefinitionJson
  /** Fields that could not be made: what they point into is gone too, or Wix refused them. */
  left: string[]
}

/** A drill: whether a backup comes back as it was, and how long that took. */
export interface Proof {
  id: string
  status: 'IN_PROGRESS' | 'DONE' | 'FAILED'
  backupId: string
  backupRequestedDate: string
  /** The sample: what these are called. */
  collections: string[]
  /** When it ended. */
  date: string | null
  /** How many items came back as they were, of how many. */
  items: number
  of: number
  /** From the request to the last item compared. */
  ms: number | null
  /** FAILED: a sentence. */
  reason: string | null
}

/** Ask again with `next` until it is `null`. */
export interface ProofSlice extends Proof {
  next: string | null
  waitMs: number
}
