/**
 * What the page, the web methods and site code say to each other about bringing single items back. Plain JSON:
 * dates are ISO 8601 strings in UTC; inside items they are `{"$date": …}`, as Wix's own JSON has them.
 */

/** OPENING: the private copies are being made. */
export type LookStatus = 'OPENING' | 'READY' | 'FAILED' | 'CLOSED'

export interface LookCollection {
  collectionId: string
  displayName: string
  /** The private copy: a collection for admins only. */
  copyId: string
  /** CHOSEN: somebody wants to look into it. REFERRING: it points at one that was chosen. */
  role: 'CHOSEN' | 'REFERRING'
}

/** A copy of a person's own: a file that nobody keeps here. */
export interface OwnCopy {
  /** Of the file: what it is known by. */
  sha256: string
  /** What moment its content is of. */
  moment: string
}

/** An open look inside a backup, or inside a copy. */
export interface Look {
  id: string
  status: LookStatus
  /** Empty where it is inside a copy. */
  backupId: string
  /** Inside a copy: its moment. */
  backupRequestedDate: string
  copy?: OwnCopy
  openedDate: string
  /** Who opened it; `null` where that cannot be known. */
  by: string | null
  collections: LookCollection[]
  /** FAILED: a sentence. */
  reason: string | null
}

export interface DeletedItem {
  itemId: string
  title: string
  updatedDate: string | null
  /** Only where details were asked for. */
  details?: ItemDetails
}

/** What a person finds an item by, besides its title. */
export interface ItemDetails {
  /** The address of its first picture. */
  picture: string | null
  /** What all its fields say, cut short; lower case. */
  text: string
}

export interface ChangedItem extends DeletedItem {
  /** The keys of the fields in which the two versions differ. `updatedDate` is the live one's, as it was seen. */
  fields: string[]
}

/** One slice of a comparison. Ask again with `next` until it is `null`; counts and lists add up. */
export interface ItemComparison {
  deleted: DeletedItem[]
  changed: ChangedItem[]
  added: number
  unchanged: number
  /** Asked for with details: fields that these items held, and that the collection no longer had when the look began. */
  goneFields?: string[]
  next: string | null
  /** How long to wait before asking for `next`, so that Wix's limits are kept. */
  waitMs: number
}

/** What pointed at items that were deleted: what bringing them back with `references` would mend, and would not. */
export interface ReferencePreview {
  fields: {collectionId: string; displayName: string; field: string; blank: number; elsewhere: number}[]
  /** False where there was no time to look at all of them: the numbers are at least these. */
  complete: boolean
}

/** An item's fields, dates as `{"$date": …}`. */
export type ItemJson = {_id: string; [field: string]: unknown}

export interface ItemVersions {
  then: ItemJson | null
  now: ItemJson | null
}

export interface BringBackChoice {
  collectionId: string
  /** Deleted items that come back whole. */
  itemIds?: string[]
  /** Fields of items that are still there. `seen`: the live `updatedDate` that was told when this was decided. */
  fields?: {itemId: string; keys: string[]; seen: string}[]
  /** Whether references that pointed at the items that come back, and are blank now, are mended too. */
  references?: boolean
}

export type ItemOutcome =
  'BROUGHT_BACK' | 'FIELDS_BROUGHT_BACK' | 'TAKEN_BACK' | 'SKIPPED_NEWER' | 'SKIPPED_EXISTS' | 'FAILED'

export interface ReceiptItem {
  collectionId: string
  itemId: string
  outcome: ItemOutcome
  /** A sentence, where something was not done. */
  reason?: string
  /** The item's `_updatedDate` after this: the new `seen`. */
  updatedDate?: string
  /** What was found fits in every respect, and may still be somebody else's: it is not taken back by Undo. */
  certain?: false
}

export interface ReferenceCounts {
  mended: number
  /** They point elsewhere by now, and stay. */
  keptNewer: number
  /** What could not be looked up. */
  unknown: number
}

export interface Receipt {
  id: string
  status: 'IN_PROGRESS' | 'DONE'
  /** How many items it is about: IN_PROGRESS, `items` holds only those whose outcome is known. */
  total: number
  items: ReceiptItem[]
  references: ReferenceCounts
  by: string | null
  date: string
  /** Empty where it came from a copy. */
  backupId: string
  copy?: OwnCopy
  /** The look that it was chosen in; its private copies may be gone. */
  lookId: string
  /** The receipt that this one takes back; `null` for a recovery. */
  undoes: string | null
  /** The receipt of the Undo, where there is one. */
  undoneBy: string | null
}

export interface ReceiptSlice extends Receipt {
  next: string | null
  waitMs: number
}
