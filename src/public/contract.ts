import type {
  CopyToLookInside,
  DefinitionJson,
  FieldJson,
  ItemCounts,
  ItemSlice,
  ItemsWrite,
  NewCollectionJson,
  Proof,
  ProofSlice,
  ReadItemsOptions,
  RecreatedCollection,
  ReferenceSlice,
  ReferencesAnswer,
  ReferencesWrite,
  SchemaSince,
  SchemaSlice,
  WriteAnswer,
} from './copies-contract'
import type {
  BringBackChoice,
  ItemComparison,
  ItemVersions,
  Look,
  LookStatus,
  Receipt,
  ReceiptSlice,
  ReferencePreview,
} from './recovery-contract'

/**
 * What the page, the web methods and site code say to each other. Everything here is plain JSON: dates are
 * ISO 8601 strings in UTC, because a web method's result crosses as JSON and a `Date` would not survive.
 * Words and states are those of the Wix Data Backups API.
 */

export type BackupStatus = 'PENDING' | 'READY' | 'FAILED' | 'DELETED' | 'CANCELED'
export type BackupType = 'ON_DEMAND' | 'AUTO'
export type RestorationStatus = 'PENDING' | 'COMPLETED' | 'FAILED'

export const BACKUP_STATUSES: readonly BackupStatus[] = ['PENDING', 'READY', 'FAILED', 'DELETED', 'CANCELED']
export const BACKUP_TYPES: readonly BackupType[] = ['ON_DEMAND', 'AUTO']
export const RESTORATION_STATUSES: readonly RestorationStatus[] = ['PENDING', 'COMPLETED', 'FAILED']

/** A collection as a backup names it. */
export interface CollectionName {
  id: string
  displayName: string
}

export interface Backup {
  id: string
  type: BackupType
  status: BackupStatus
  requestedDate: string
  /** `null` until Wix starts the work in the background. */
  startedDate: string | null
  /** `null` until the backup is READY or FAILED. */
  finishedDate: string | null
  deletedDate: string | null
  /** Bytes; `null` until finished. */
  sizeInBytes: number | null
  collections: CollectionName[]
}

export interface RestorationCollection {
  dataCollectionId: string
  /** Without a destination, the collection itself is replaced. */
  restoreDestination?: {dataCollectionId: string; displayName?: string}
}

export interface Restoration {
  id: string
  status: RestorationStatus
  requestedDate: string
  startedDate: string | null
  finishedDate: string | null
  /** The backup as it was when the restoration was requested. */
  backup: Backup
  /** Empty when the whole backup is restored. */
  restorationCollections: RestorationCollection[]
}

/**
 * What a call has started. `certain: false` where Wix's answer was unclear and this was found instead: it is the only
 * new one that fits in every respect, and may still be somebody else's. Go on with it; never delete or undo it as your
 * own. It is absent where Wix said so itself.
 */
export type Started<T extends Backup | Restoration> = T & {certain?: false}

export interface Paging {
  /** 1 to 100. */
  limit?: number
  offset?: number
}

export interface Page<T> {
  items: T[]
  offset: number
  /** Unknown where Wix does not say. */
  total: number | null
}

export type CollectionType = 'NATIVE' | 'WIX_APP' | 'BLOCKS_APP' | 'EXTERNAL'

/** A collection as it is on the site now. */
export interface SiteCollection {
  id: string
  displayName: string
  type: CollectionType
}

/** How many of the on-demand slots are taken, and which backup the next one would push out. */
export interface OnDemandSlots {
  used: number
  limit: number
  /** The backup that the next on-demand backup evicts; `null` while a slot is free. */
  nextEvicted: Backup | null
}

/** Everything that the page shows, in one call. */
export interface Overview {
  /** The backend's clock when this was read. Relative times are counted from here, not from the reader's clock. */
  now: string
  /** The newest hundred, and older ones that are READY or PENDING. */
  backups: Backup[]
  restorations: Restoration[]
  /** True where there are older backups or restorations than those listed here. */
  moreBackups: boolean
  moreRestorations: boolean
  slots: OnDemandSlots
  /** Newest automatic backup + 7 days; `null` where no automatic backup is known. An estimate. */
  nextAutomaticDate: string | null
  /** `null` where the collections could not be read: `collectionsProblem` says why. */
  collections: SiteCollection[] | null
  /** True where the site has more collections than those listed here. */
  moreCollections: boolean
  collectionsProblem: Problem | null
  /** The site's name, to be typed before a whole site is restored; `null` where it could not be read. */
  siteName: string | null
}

/**
 * Why a number is not known: asking for it failed, or no date could tell. RESTORED_SINCE: another restoration has
 * replaced the collection since the backup, so that everything may differ although nothing is dated later.
 */
export type UnknownReason = ErrorCode | 'RESTORED_SINCE'

/** A number of items, or why it could not be counted. Unknown is never zero. */
export type Count = {known: true; value: number} | {known: false; reason: UnknownReason}

/** What restoring one collection would cost. */
export interface CollectionForecast {
  collectionId: string
  displayName: string
  /** Items created since the backup was requested: a restore removes them. */
  added: Count
  /** Older items that were updated since: a restore takes their changes back. */
  changed: Count
  /** When the newest of these was created or updated; `null` where there is none, or it is unknown. */
  newestDate: string | null
  /** Counted from here instead, where this same backup was restored into the collection: that made it equal to it. */
  since?: string
  /** Whether the collection is on the site now; `null` where that could not be read, or not to its end. */
  exists: boolean | null
  /** Whether a backup is known to hold this kind of collection: external and app collections are uncertain. */
  held: 'yes' | 'uncertain'
  /** Its reference fields, and the collections that these point into. */
  references: {field: string; collectionId: string}[]
  /** Those into collections that are not restored with it: what they point at may have changed. */
  referencesOutside: {field: string; collectionId: string}[]
}

/** One slice of a forecast. Ask again with `next` until it is `null`. */
export interface RestoreForecast {
  backupId: string
  /** Changes are counted from here: when the backup was requested. */
  since: string
  collections: CollectionForecast[]
  next: string | null
  /** How long to wait before asking for `next`, so that Wix's limits are kept. */
  waitMs: number
}

/** What is not protected by any backup: one slice, ask again with `next` until it is `null`. */
export interface Exposure {
  /** The newest READY backup; `null` where there is none, and nothing is protected. */
  backup: Backup | null
  collections: CollectionForecast[]
  /** Collections that the newest READY backup does not hold, and that another one would. */
  uncoveredCollectionIds: string[]
  /** Those of apps and external ones that it does not hold: no backup is known to hold any. */
  neverHeldCollectionIds: string[]
  /** True where the site has more collections than were looked at: of the others, nothing is known. */
  moreCollections: boolean
  next: string | null
  waitMs: number
}

export type ErrorCode =
  | 'INVALID_ARGUMENT'
  | 'BACKUP_NOT_FOUND'
  | 'BACKUP_NOT_READY'
  | 'RESTORATION_NOT_FOUND'
  | 'COLLECTION_NOT_IN_BACKUP'
  | 'WOULD_EVICT'
  | 'WOULD_OVERWRITE'
  | 'RESTORATION_IN_PROGRESS'
  | 'NOT_ALLOWED'
  | 'SITE_NOT_ENABLED'
  | 'THROTTLED'
  | 'UNAVAILABLE'
  | 'OUTCOME_UNKNOWN'
  | 'COLLECTION_NOT_FOUND'
  | 'LOOK_NOT_FOUND'
  | 'LOOK_NOT_READY'
  | 'TOO_MANY_LOOKS'
  | 'TOO_MANY_COPIES'
  | 'TOO_MUCH_AT_ONCE'
  | 'RECEIPT_NOT_FOUND'
  | 'RECOVERY_NOT_PRIVATE'
  | 'PLAN_LIMIT_REACHED'
  | 'UNEXPECTED'

/** What site code may meet besides: waiting has found a failure, or an update between two backups has failed. */
export type SiteCodeErrorCode = ErrorCode | 'BACKUP_FAILED' | 'RESTORATION_FAILED' | 'UPDATE_FAILED'

/** Why something did not happen. `message` is a sentence for a site owner; the rest are the facts behind it. */
export interface Problem<Code extends SiteCodeErrorCode = ErrorCode> {
  code: Code
  message: string
  /** Wix's request id, for its support. */
  requestId?: string
  /** INVALID_ARGUMENT: the argument that was refused. OUTCOME_UNKNOWN: the option that would accept it. */
  argument?: string
  backupId?: string
  restorationId?: string
  /** BACKUP_NOT_READY: the state that forbids it. */
  status?: BackupStatus
  /** WOULD_EVICT: the backup that has to be named. WOULD_OVERWRITE: the backup that would replace current data. UPDATE_FAILED: the one that takes it back. */
  backup?: Backup
  /** WOULD_EVICT: the situation now. */
  slots?: OnDemandSlots
  /** COLLECTION_NOT_IN_BACKUP, WOULD_OVERWRITE, RESTORATION_IN_PROGRESS, UPDATE_FAILED: the collections concerned. */
  collectionIds?: string[]
  /**
   * OUTCOME_UNKNOWN: the backups or restorations that were not there before the call, of which any may be its doing.
   * Empty where there were none when it was looked for (one may still appear); absent where that was not seen.
   */
  candidates?: Backup[] | Restoration[]
  lookId?: string
  /** LOOK_NOT_READY: the state that forbids it. */
  lookStatus?: LookStatus
  /** TOO_MANY_LOOKS: those that are open. */
  looks?: Look[]
  receiptId?: string
  /** UPDATE_FAILED: the restoration that takes the update back. */
  restoration?: Started<Restoration>
  /** UPDATE_FAILED: why the update was not taken back. */
  restoreProblem?: Problem
}

/** What every web method answers: a failure is returned, since Wix may mask the message of a thrown error. */
export type Result<T> = {ok: true; value: T} | {ok: false; error: Problem}

export interface CreateBackupOptions {
  /** The backup whose eviction the caller accepts. Needed when every on-demand slot is taken. */
  evict?: string
}

export interface RestoreOptions {
  /** Must be `true`: a restore replaces the current items of the collections it names. */
  overwrite?: boolean
}

export interface ListBackupsOptions {
  status?: BackupStatus[]
  type?: BackupType[]
  paging?: Paging
}

export interface ListRestorationsOptions {
  status?: RestorationStatus[]
  paging?: Paging
}

/** The web methods of `backend/backups.web`, as a page's import of them looks. */
export interface BackupsWebMethods {
  getOverview(): Promise<Result<Overview>>
  listBackups(options?: ListBackupsOptions): Promise<Result<Page<Backup>>>
  getBackup(backupId: string): Promise<Result<Backup>>
  createBackup(options?: CreateBackupOptions): Promise<Result<Started<Backup>>>
  restoreBackup(backupId: string, options?: RestoreOptions): Promise<Result<Started<Restoration>>>
  restorePartialBackup(
    backupId: string,
    collections: RestorationCollection[],
    options?: RestoreOptions,
  ): Promise<Result<Started<Restoration>>>
  deleteBackup(backupId: string): Promise<Result<null>>
  listRestorations(options?: ListRestorationsOptions): Promise<Result<Page<Restoration>>>
  getRestoration(restorationId: string): Promise<Result<Restoration>>
  /** Without `collectionIds`, every collection of the backup. */
  forecastRestore(
    backupId: string,
    collectionIds?: string[] | null,
    next?: string | null,
  ): Promise<Result<RestoreForecast>>
  getExposure(next?: string | null): Promise<Result<Exposure>>
}

/** The web methods of item recovery. */
export interface RecoveryWebMethods {
  /** `referring: false`: without copies of the collections that refer to these. */
  lookInside(
    backupId: string,
    collectionIds: string[],
    options?: {referring?: boolean} | null,
  ): Promise<Result<Look>>
  getLook(lookId: string): Promise<Result<Look>>
  listLooks(): Promise<Result<Look[]>>
  /** `details`: with a picture and the text of each item, for a person to find it by. */
  compareItems(
    lookId: string,
    collectionId: string,
    next?: string | null,
    details?: boolean,
  ): Promise<Result<ItemComparison>>
  previewReferences(
    lookId: string,
    collectionId: string,
    itemIds: string[],
  ): Promise<Result<ReferencePreview>>
  readItemVersions(lookId: string, collectionId: string, itemId: string): Promise<Result<ItemVersions>>
  bringBack(lookId: string, choices: BringBackChoice[], next?: string | null): Promise<Result<ReceiptSlice>>
  undoBringBack(receiptId: string, next?: string | null): Promise<Result<ReceiptSlice>>
  listReceipts(): Promise<Result<Receipt[]>>
  closeLook(lookId: string): Promise<Result<Look>>
}

/** The web methods of own copies: reading collections whole, and writing a copy back. */
export interface CopiesWebMethods {
  readSchema(next?: string | null): Promise<Result<SchemaSlice>>
  readItems(collectionId: string, options?: ReadItemsOptions): Promise<Result<ItemSlice>>
  readReferences(
    collectionId: string,
    field: string,
    itemIds: string[],
    next?: string | null,
  ): Promise<Result<ReferenceSlice>>
  countItems(collectionId: string, updatedAfter?: string | null): Promise<Result<ItemCounts>>
  writeItems(collectionId: string, write: ItemsWrite): Promise<Result<WriteAnswer>>
  writeReferences(collectionId: string, write: ReferencesWrite): Promise<Result<ReferencesAnswer>>
  createCollection(collection: NewCollectionJson): Promise<Result<DefinitionJson>>
  createField(collectionId: string, field: FieldJson): Promise<Result<DefinitionJson>>
  proveBackup(backupId: string, next?: string | null): Promise<Result<ProofSlice>>
  listProofs(): Promise<Result<Proof[]>>
  compareSchema(backupId: string): Promise<Result<SchemaSince | null>>
  recreateCollection(backupId: string, collectionId: string): Promise<Result<RecreatedCollection>>
  lookInsideCopy(copy: CopyToLookInside, collectionIds: string[]): Promise<Result<Look>>
}

/** All that a page can call. */
export type PageMethods = BackupsWebMethods & RecoveryWebMethods & CopiesWebMethods
