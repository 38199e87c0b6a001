/** What the engine knows and answers. No HTTP, no SDK: `local/wire` turns these into Wix's JSON. Times are epoch milliseconds. */

import type {BackupStatus, BackupType, RestorationCollection, RestorationStatus} from 'public/contract'

export type {BackupStatus, BackupType, RestorationCollection, RestorationStatus}

export interface Backup {
  id: string
  type: BackupType
  status: BackupStatus
  requestedDate: number
  startedDate: number | null
  finishedDate: number | null
  deletedDate: number | null
  sizeInBytes: number | null
  collections: {id: string; displayName: string}[]
}

export interface Restoration {
  id: string
  status: RestorationStatus
  requestedDate: number
  startedDate: number | null
  finishedDate: number | null
  /** The backup as it was when the restoration was requested. */
  backup: Backup
  /** Empty when the whole backup is restored. */
  restorationCollections: RestorationCollection[]
}

/** A field's type, in the words of the collections API (`collections.Type` of `@wix/data`): TEXT, NUMBER, DATETIME, REFERENCE, … */
export type FieldType = string

export interface Field {
  key: string
  displayName: string
  type: FieldType
  /** REFERENCE and MULTI_REFERENCE: the collection that it points into. */
  referencedCollectionId?: string
}

export type Role = 'ANYONE' | 'SITE_MEMBER' | 'SITE_MEMBER_AUTHOR' | 'ADMIN'
export type Permissions = Record<'insert' | 'update' | 'remove' | 'read', Role>

/** What extends a collection. Only PUBLISH does something here: its items are drafts, or published. */
export interface Plugin {
  type: string
  publishOptions?: {defaultStatus?: 'PUBLISHED' | 'DRAFT'}
  [options: string]: unknown
}

export interface Collection {
  id: string
  displayName: string
  type: 'NATIVE' | 'WIX_APP' | 'BLOCKS_APP' | 'EXTERNAL'
  fields: Field[]
  permissions: Permissions
  plugins?: Plugin[]
  createdDate: number
  updatedDate: number
  /** Counts up with each change of the schema. */
  revision: number
}

/**
 * An item as it travels on the wire: `{_id, _createdDate: {$date: ISO}, _updatedDate: {$date: ISO}, _owner, …}`.
 * Values of multi-reference fields are not part of it: they live as links.
 */
export type Item = {_id: string; [field: string]: unknown}

/** Wix's query language as JSON: `{price: {$gt: 5}}`, `{$and: [...]}`, `{$or: [...]}`, `{$not: …}`. Dates are `{$date: ISO}`. */
export type Filter = {[fieldOrOperator: string]: unknown}

export interface Query {
  filter?: Filter
  sort?: {fieldName: string; order: 'ASC' | 'DESC'}[]
  limit: number
  offset: number
  /** Only these fields (and `_id`) are answered. */
  fields?: string[]
  /** Without a total, which takes as long as the collection is large. */
  withoutTotal?: boolean
}

/** `live` is what visitors see and what a backup holds; `sandbox` is what the editor's preview sees. */
export type Environment = 'live' | 'sandbox'

export type WriteMode = 'insert' | 'update' | 'save'

/** One item of a bulk: written, or refused on its own while the others go on (as Wix's bulk operations do). */
export type WriteResult =
  {ok: true; action: 'INSERT' | 'UPDATE' | 'DELETE'; item: Item} | ({ok: false; id: string} & ItemRefusal)

export interface ItemRefusal {
  code:
    | 'ITEM_ALREADY_EXISTS'
    | 'ITEM_NOT_FOUND'
    | 'ITEM_TOO_LARGE'
    | 'ITEM_TOO_DEEP'
    | 'ITEM_NUMBER_INVALID'
    | 'ITEM_ID_INVALID'
    | 'PATCH_IMPOSSIBLE'
    | 'REFERENCE_INVALID'
    | 'ITEM_LIMIT_REACHED'
    | 'ITEM_OF_ANOTHER'
    | 'NOT_ALLOWED'
    | 'CONDITION_NOT_MET'
  message: string
}

/** Fields of one item that are set, or those that are taken away. */
export interface ItemPatch {
  itemId: string
  set: Record<string, unknown>
  remove: string[]
  /** After those, in their order. */
  changes?: FieldChange[]
}

/** One change of a field, or of a value within it. What is missing on the way to it is made. */
export interface FieldChange {
  path: string[]
  action: 'SET' | 'REMOVE' | 'INCREMENT' | 'APPEND' | 'REMOVE_VALUE'
  value?: unknown
}

export interface WriteOptions extends WriteRights {
  /** Only items that meet it are written; the others are told one by one. */
  condition?: Filter
  /** Multi-references that are given with an item become its links; else they are left out, as by Wix. */
  saveReferences?: boolean
}

/** What the writer may do, where it may not do all. */
export interface WriteRights {
  /** Only items of this owner are changed or removed. */
  onlyOf?: string
  /** Drafts are as good as not there. */
  withoutDrafts?: boolean
  /** For a save: false where items that are not there may not be inserted. */
  mayInsert?: boolean
  /** For a save: false where items that are there may not be changed. */
  mayUpdate?: boolean
}

/** One multi-reference: from the field of an item to another item. */
export interface Reference {
  collectionId: string
  field: string
  itemId: string
  targetId: string
}

export interface ReferenceOptions extends Pick<WriteRights, 'onlyOf'> {
  environment?: Environment
}

export interface ReadOptions {
  /** Of the content as it is, even where `readLagMs` lets reads lag behind. */
  consistent?: boolean
}

export interface EngineSettings {
  /** How long a backup stays PENDING at the least, in milliseconds of the engine's clock. */
  backupMs: number
  /** How long a restoration stays PENDING at the least. */
  restoreMs: number
  /** How far reads of live content lag behind writes, unless they ask for consistency. Not at all where it is missing. */
  readLagMs?: number | null
  /** How many collections the site's plan allows; no limit where it is missing. */
  maxCollections?: number | null
  /** How many live items the site's plan allows, in all collections together. */
  maxItems?: number | null
}

export type EngineEvent =
  | {type: 'backupStateChanged'; backup: Backup; time: number}
  | {type: 'restorationStateChanged'; restoration: Restoration; time: number}

export interface ListResult<T> {
  items: T[]
  total: number
}

export interface EngineOptions {
  /** The data folder. Created when missing. */
  folder: string
  /** The engine's clock, epoch milliseconds. */
  now: () => number
  newId: () => string
  settings?: Partial<EngineSettings>
  /** One line a call: what failed in the background, and why. */
  log: (line: string) => void
}

/**
 * The Backups API's behaviour over a folder. Every promise that resolves is durable: a process that dies
 * right after it shows the same state when it is opened again. Failures are EngineErrors with a `code`.
 */
export interface Engine {
  // collections: the schema, which no backup holds
  listCollections(): Collection[]
  getCollection(id: string): Collection
  createCollection(input: {
    id: string
    displayName?: string
    fields?: Field[]
    permissions?: Partial<Permissions>
    plugins?: Plugin[]
    type?: Collection['type']
  }): Promise<Collection>
  deleteCollection(id: string): Promise<void>
  /** What `change` makes of it as it is. It may throw, and nothing is changed. */
  updateCollection(
    id: string,
    change: (
      collection: Collection,
    ) => Partial<Pick<Collection, 'displayName' | 'fields' | 'permissions' | 'plugins'>>,
  ): Promise<Collection>

  // items
  queryItems(
    collectionId: string,
    query: Query,
    environment?: Environment,
    options?: ReadOptions,
  ): Promise<{items: Item[]; total: number | undefined}>
  countItems(
    collectionId: string,
    filter?: Filter,
    environment?: Environment,
    options?: ReadOptions,
  ): Promise<number>
  getItem(
    collectionId: string,
    itemId: string,
    environment?: Environment,
    options?: ReadOptions,
  ): Promise<Item | null>
  /** Sets `_id` (where missing), `_createdDate`, `_updatedDate` and `_owner`, as Wix does on its servers. */
  writeItems(
    collectionId: string,
    mode: WriteMode,
    items: Record<string, unknown>[],
    owner: string,
    environment?: Environment,
    options?: WriteOptions,
  ): Promise<WriteResult[]>
  /** Changes single fields; the rest of each item stays. */
  patchItems(
    collectionId: string,
    patches: ItemPatch[],
    environment?: Environment,
    options?: WriteOptions,
  ): Promise<WriteResult[]>
  removeItems(
    collectionId: string,
    itemIds: string[],
    environment?: Environment,
    options?: WriteOptions,
  ): Promise<WriteResult[]>
  truncateCollection(collectionId: string, environment?: Environment): Promise<void>

  // multi-references, kept as links beside the items
  insertReferences(links: Reference[], options?: ReferenceOptions): Promise<void>
  removeReferences(links: Reference[], options?: ReferenceOptions): Promise<void>
  /** All at once: nothing in between is ever seen, or left behind. */
  replaceReferences(
    links: Omit<Reference, 'targetId'> & {targetIds: string[]},
    options?: ReferenceOptions,
  ): Promise<void>
  listReferences(
    collectionId: string,
    field: string,
    itemId: string,
    environment?: Environment,
    options?: ReadOptions,
  ): Promise<string[]>
  /** The links of one field of several items, by item, in pages. */
  listLinks(
    collectionId: string,
    field: string,
    itemIds: string[],
    paging: {limit: number; offset: number},
    environment?: Environment,
    options?: ReadOptions,
  ): Promise<ListResult<{itemId: string; targetId: string}>>

  // backups and restorations
  createBackup(): Promise<Backup>
  getBackup(id: string): Backup
  listBackups(options: {
    status?: BackupStatus[]
    type?: BackupType[]
    limit: number
    offset: number
  }): ListResult<Backup>
  deleteBackup(id: string): Promise<void>
  restoreBackup(id: string): Promise<Restoration>
  restorePartialBackup(id: string, collections: RestorationCollection[]): Promise<Restoration>
  listRestorations(options: {
    status?: RestorationStatus[]
    limit: number
    offset: number
  }): ListResult<Restoration>

  // time
  /** Brings everything to where the clock says: due automatic backups, backups and restorations that are done. */
  tick(): Promise<void>
  /** When something will be due next, on the engine's clock; `null` when nothing is. */
  nextDue(): number | null
  /** Waits until work that runs in other threads has come to rest. For tests and for a clean stop. */
  idle(): Promise<void>
  settings: EngineSettings
  changeSettings(settings: Partial<EngineSettings>): void

  // what happens to it
  subscribe(listener: (event: EngineEvent) => void): () => void
  /** The next backup (or restoration) ends FAILED, `times` times. */
  failNext(what: 'backup' | 'restoration', times: number): void

  /** A stable small value kept with the data, e.g. the host's clock offset. */
  readValue(key: string): string | null
  writeValue(key: string, value: string): void

  /**
   * Past content for demo data: a READY backup of what is live now, as if taken at `requestedDate`.
   * The only way to have a backup older than the clock.
   */
  seedBackup(type: BackupType, requestedDate: number): Promise<Backup>

  close(): Promise<void>
}

export type EngineErrorCode =
  | 'COLLECTION_NOT_FOUND'
  | 'COLLECTION_ALREADY_EXISTS'
  | 'INVALID_COLLECTION_ID'
  | 'COLLECTION_LIMIT_REACHED'
  | 'INVALID_FIELD'
  | 'INVALID_REFERENCE'
  | 'ITEM_OF_ANOTHER'
  | 'INVALID_FILTER'
  | 'BACKUP_NOT_FOUND'
  | 'BACKUP_NOT_READY'
  | 'COLLECTION_NOT_IN_BACKUP'
  | 'RESTORATION_IN_PROGRESS'
  | 'INVALID_RESTORE_DESTINATION'
  | 'DATA_FOLDER_NEWER'
  | 'DATA_FOLDER_UNUSABLE'
  | 'DATA_FOLDER_IN_USE'
  | 'DISK_FULL'

export class EngineError extends Error {
  override name = 'EngineError'
  constructor(
    readonly code: EngineErrorCode,
    message: string,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(message)
  }
}
