import {
  bringBack as bringBackMethod,
  closeLook as closeLookMethod,
  compareItems as compareItemsMethod,
  getLook as getLookMethod,
  listLooks as listLooksMethod,
  listReceipts as listReceiptsMethod,
  lookInside as lookInsideMethod,
  readItemVersions as readItemVersionsMethod,
  undoBringBack as undoBringBackMethod,
} from 'backend/backups.web'
import {BackupsError} from '../backups-error'
import {askBackend} from '../ask-backend'
import {fromJson, type Item} from '../recovery/item-values'
import type * as json from '../recovery-contract'
import {waiting, sleep, type WaitOptions} from './waiting'

/**
 * Bringing single items back, for site code: look inside a backup, compare, choose, bring back, undo. Nothing live is
 * changed before `bringBack`, and that never overwrites what was changed after it was seen.
 */

type WithDate<T, Key extends keyof T> = Omit<T, Key> & {
  [K in Key]: null extends T[K] ? Date | null : Date
}

export type Look = WithDate<json.Look, 'backupRequestedDate' | 'openedDate'>
export type DeletedItem = WithDate<json.DeletedItem, 'updatedDate'>
export type ChangedItem = WithDate<json.ChangedItem, 'updatedDate'>
export type ReceiptItem = Omit<json.ReceiptItem, 'updatedDate'> & {updatedDate?: Date}
export type Receipt = Omit<json.Receipt, 'items' | 'date'> & {items: ReceiptItem[]; date: Date}
export type {Item}
export type {ItemOutcome, LookCollection, LookStatus, ReferenceCounts} from '../recovery-contract'

export interface ItemComparison {
  deleted: DeletedItem[]
  changed: ChangedItem[]
  added: number
  unchanged: number
}

/** `next`: `null` at first, then what the slice before answered with; the slice that answers `null` is the last. */
export interface SliceOptions {
  next: string | null
}

export type Slice<T> = T & {
  next: string | null
  /** How long to wait before asking for `next`, in milliseconds. */
  waitMs: number
}

export interface BringBackChoice {
  collectionId: string
  /** Deleted items that come back whole, under their own IDs. */
  itemIds?: string[]
  /** Single fields of items that are still there. `seen`: the live item's `updatedDate` as `compareItems` told it. */
  fields?: {itemId: string; keys: string[]; seen: Date}[]
  /** Whether references that pointed at what comes back, and are blank now, are mended. */
  references?: boolean
}

/** Starts a look: private copies of these collections, and of those that refer to them, are made. OPENING at first. */
export async function lookInside(backupId: string, collectionIds: string[]): Promise<Look> {
  return toLook(await askBackend('write', lookInsideMethod, backupId, collectionIds))
}

/** Waits until a look is READY. Throws LOOK_NOT_READY when it failed or was closed, or the time is over. */
export async function waitForLook(lookId: string, options: WaitOptions = {}): Promise<Look> {
  const {isOver, pause} = waiting(options)
  for (;;) {
    const look = await askBackend('read', getLookMethod, lookId)
    if (look.status === 'READY') return toLook(look)
    if (look.status !== 'OPENING' || isOver()) {
      const {status: lookStatus, reason} = look
      throw BackupsError.of({code: 'LOOK_NOT_READY', lookId, lookStatus, ...(reason && {detail: reason})})
    }
    await pause()
  }
}

/** The looks that are open, with their private copies. */
export async function listLooks(): Promise<Look[]> {
  return (await askBackend('read', listLooksMethod)).map(toLook)
}

/** Ends a look and removes its private copies. */
export async function closeLook(lookId: string): Promise<Look> {
  return toLook(await askBackend('write', closeLookMethod, lookId))
}

/**
 * What was deleted and changed since the backup, and how many items were added or are as they were. Works through its
 * slices by itself, or with `{next}` does one that fits a request.
 */
export async function compareItems(lookId: string, collectionId: string): Promise<ItemComparison>
export async function compareItems(
  lookId: string,
  collectionId: string,
  options: SliceOptions,
): Promise<Slice<ItemComparison>>
export async function compareItems(
  lookId: string,
  collectionId: string,
  options?: SliceOptions,
): Promise<ItemComparison | Slice<ItemComparison>> {
  const ask = async (next: string | null) =>
    toComparison(await askBackend('read', compareItemsMethod, lookId, collectionId, next))
  if (options) return ask(options.next)
  const whole: ItemComparison = {deleted: [], changed: [], added: 0, unchanged: 0}
  await everySlice(ask, ({deleted, changed, added, unchanged}) => {
    whole.deleted.push(...deleted)
    whole.changed.push(...changed)
    whole.added += added
    whole.unchanged += unchanged
  })
  return whole
}

/** An item as it was then and as it is now; `null` where there is none. Multi-references are lists of IDs. */
export async function readItemVersions(
  lookId: string,
  collectionId: string,
  itemId: string,
): Promise<{then: Item | null; now: Item | null}> {
  const {then, now} = await askBackend('read', readItemVersionsMethod, lookId, collectionId, itemId)
  return {then: fromJson(then) as Item | null, now: fromJson(now) as Item | null}
}

/**
 * Brings items and fields back, and answers with a receipt: an outcome for each. Works through its slices by itself, or
 * with `{next}` does one that fits a request; `next` is the receipt's ID, which also goes on with one that was interrupted.
 */
export async function bringBack(lookId: string, choices: BringBackChoice[]): Promise<Receipt>
export async function bringBack(
  lookId: string,
  choices: BringBackChoice[],
  options: SliceOptions,
): Promise<Slice<Receipt>>
export async function bringBack(
  lookId: string,
  choices: BringBackChoice[],
  options?: SliceOptions,
): Promise<Receipt | Slice<Receipt>> {
  // Anything may come here in plain JavaScript: what is no list is for the web method to refuse.
  const named = Array.isArray(choices) ? choices.map(toJsonChoice) : choices
  return receiptOf((next) => askBackend('write', bringBackMethod, lookId, named, next), options)
}

/** Takes back exactly what a receipt says, but for what was changed since. */
export async function undoBringBack(receiptId: string): Promise<Receipt>
export async function undoBringBack(receiptId: string, options: SliceOptions): Promise<Slice<Receipt>>
export async function undoBringBack(
  receiptId: string,
  options?: SliceOptions,
): Promise<Receipt | Slice<Receipt>> {
  return receiptOf((next) => askBackend('write', undoBringBackMethod, receiptId, next), options)
}

/** Newest first; kept for 90 days. One that is IN_PROGRESS was interrupted, or is being worked on. */
export async function listReceipts(): Promise<Receipt[]> {
  return (await askBackend('read', listReceiptsMethod)).map(toReceipt)
}

async function receiptOf(
  ask: (next: string | null) => Promise<json.ReceiptSlice>,
  options?: SliceOptions,
): Promise<Receipt | Slice<Receipt>> {
  if (options) return toReceiptSlice(await ask(options.next))
  let last: json.ReceiptSlice | undefined
  await everySlice(ask, (slice) => {
    last = slice
  })
  return toReceipt(last!)
}

async function everySlice<T extends {next: string | null; waitMs: number}>(
  ask: (next: string | null) => Promise<T>,
  onSlice: (slice: T) => void,
): Promise<void> {
  let next: string | null = null
  do {
    const slice: T = await ask(next)
    onSlice(slice)
    next = slice.next
    if (next !== null) await sleep(slice.waitMs)
  } while (next !== null)
}

function toLook(look: json.Look): Look {
  return {
    ...look,
    backupRequestedDate: new Date(look.backupRequestedDate),
    openedDate: new Date(look.openedDate),
  }
}

function toComparison({deleted, changed, ...rest}: json.ItemComparison): Slice<ItemComparison> {
  const withDate = <T extends {updatedDate: string | null}>(item: T) => ({
    ...item,
    updatedDate: item.updatedDate === null ? null : new Date(item.updatedDate),
  })
  return {...rest, deleted: deleted.map(withDate), changed: changed.map(withDate)}
}

function toJsonChoice(choice: BringBackChoice): json.BringBackChoice {
  const {fields, ...others} = Object(choice) as BringBackChoice
  if (!Array.isArray(fields)) return {...others, ...(fields !== undefined && {fields})}
  return {...others, fields: fields.map((field) => ({...field, seen: toIso(Object(field).seen as Date)}))}
}

/** What is no date is refused with its place by the web method. */
function toIso(date: Date): string {
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date.toISOString() : String(date)
}

function toReceiptSlice(slice: json.ReceiptSlice): Slice<Receipt> {
  return {...toReceipt(slice), next: slice.next, waitMs: slice.waitMs}
}

function toReceipt({
  id,
  status,
  total,
  items,
  references,
  by,
  date,
  backupId,
  lookId,
  undoes,
  undoneBy,
}: json.Receipt): Receipt {
  return {
    id,
    status,
    total,
    items: items.map(({updatedDate, ...item}) => ({
      ...item,
      ...(updatedDate !== undefined && {updatedDate: new Date(updatedDate)}),
    })),
    references,
    by,
    date: new Date(date),
    backupId,
    lookId,
    undoes,
    undoneBy,
  }
}
