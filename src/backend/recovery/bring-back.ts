import type {BringBackChoice, ReceiptSlice} from 'public/recovery-contract'
import {BackupsError} from 'public/backups-error'
import {bytesOf} from 'public/recovery/item-values'
import type {Call} from '../operations/operation'
import {readCaller} from '../wix/caller'
import {bringBackFields} from './bring-back-fields'
import {bringBackItems, bringBackLinks} from './bring-back-items'
import {ifCollectionIsThere, insertEntry, readEntry} from './history'
import {collectionOf, findReadyLook, type LookEntry} from './looks'
import {mendReferences} from './mend-references'
import {Paced} from './paced'
import {readBodies} from './read-bodies'
import {
  lease,
  newStep,
  toReceipt,
  type ReceiptBody,
  type ReceiptEntry,
  type Step,
  type Worksheet,
} from './receipts'
import {settleWithoutCollections} from './settle-without-collections'

const MOST_ITEMS = 1000
const MOST_BYTES = 10 * 1024 * 1024
/** A receipt is one item, of at most 500 KB, and grows by what became of each step. */
const MOST_PLAN = 320_000
/** Somebody else is at the same receipt: look again after this. */
const BUSY_MS = 2_000

/** Registers what was chosen, then does the first slice of it. */
export async function beginBringBack(
  call: Call,
  lookId: string,
  choices: BringBackChoice[],
  receiptId: string,
): Promise<ReceiptSlice> {
  const paced = new Paced(call)
  const look = await findReadyLook(paced, lookId)
  const steps = choices.flatMap((choice) => toSteps(look, choice))
  if (steps.length > MOST_ITEMS) tooMuch(`${steps.length} items, and at most ${MOST_ITEMS} at once`)
  if (JSON.stringify(steps).length > MOST_PLAN) tooMuch('more fields at once than one receipt can name')
  await checkBytes(paced, look, steps)
  const now = new Date()
  const entry = await insertEntry<ReceiptBody>(paced, {
    _id: receiptId,
    kind: 'RECEIPT',
    date: now.getTime(),
    body: {
      status: 'IN_PROGRESS',
      lookId,
      backupId: look.body.backupId,
      ...(look.body.copy && {copy: look.body.copy}),
      by: await readCaller(),
      date: now.toISOString(),
      undoes: null,
      undoneBy: null,
      steps,
      mend: choices.filter(({references}) => references).map(({collectionId}) => collectionId),
      counts: {mended: 0, keptNewer: 0, unknown: 0},
      mended: {field: 0, chunk: 0, after: null},
      collections: look.body.collections,
      lease: null,
    },
  })
  return runSlice(paced, entry)
}

/** Goes on with a receipt: after a reload, a lost answer, or for the next slice. `null`: there is none. */
export async function continueBringBack(call: Call, receiptId: string): Promise<ReceiptSlice | null> {
  const paced = new Paced(call)
  const entry = await readEntry<ReceiptBody>(paced, 'RECEIPT', receiptId)
  if (!entry) return null
  return entry.body.status === 'DONE' ? toSlice(paced, entry) : runSlice(paced, entry)
}

async function runSlice(paced: Paced, entry: ReceiptEntry): Promise<ReceiptSlice> {
  const sheet = await lease(paced, entry)
  if (!sheet) return {...toReceipt(entry), next: entry._id, waitMs: BUSY_MS}
  return finishSlice(paced, sheet, async () => {
    await settleWithoutCollections(paced, sheet)
    const isThere = await ifCollectionIsThere(async () => {
      await work(paced, sheet)
      return true
    })
    if (isThere) return
    // Somebody took a collection away just now.
    await settleWithoutCollections(paced, sheet)
    await work(paced, sheet)
  })
}

/** Does the work of a slice; whatever happens, the next caller need not wait for this one. */
export async function finishSlice(
  paced: Paced,
  sheet: Worksheet,
  work: () => Promise<void>,
): Promise<ReceiptSlice> {
  try {
    await work()
  } catch (error) {
    // The lease ends by itself where even this fails: the first failure is the one to tell.
    await sheet.release().catch(() => undefined)
    throw error
  }
  return toSlice(paced, await sheet.release())
}

async function work(paced: Paced, sheet: Worksheet): Promise<void> {
  const isOpen = () => sheet.stepsIn('PLANNED', 'WRITING').length > 0
  while (isOpen() && !paced.isOver() && !sheet.lost) {
    await bringBackItems(paced, sheet)
    await bringBackFields(paced, sheet)
  }
  if (isOpen() || paced.isOver() || sheet.lost) return
  await bringBackLinks(paced, sheet)
  if (await mendReferences(paced, sheet)) sheet.body.status = 'DONE'
}

export function toSlice(paced: Paced, entry: ReceiptEntry): ReceiptSlice {
  const isDone = entry.body.status === 'DONE'
  return {
    ...toReceipt(entry),
    next: isDone ? null : entry._id,
    waitMs: isDone ? 0 : paced.waitMs(),
  }
}

function toSteps(look: LookEntry, {collectionId, itemIds = [], fields = []}: BringBackChoice): Step[] {
  collectionOf(look, collectionId)
  return [
    ...itemIds.map((itemId) => newStep({collectionId, itemId, kind: 'ITEM'})),
    ...fields.map(({itemId, keys, seen}) =>
      newStep({collectionId, itemId, kind: 'FIELDS', keys, seen: new Date(seen)}),
    ),
  ]
}

async function checkBytes(paced: Paced, look: LookEntry, steps: Step[]): Promise<void> {
  let bytes = 0
  for (const {collectionId, copyId} of look.body.collections) {
    const ids = steps.filter((step) => step.collectionId === collectionId).map(({itemId}) => itemId)
    await readBodies(paced, copyId, ids, (_asked, found) => {
      for (const item of found.values()) bytes += bytesOf(item)
      return bytes <= MOST_BYTES
    })
    if (bytes > MOST_BYTES) tooMuch('more than 10 MB')
  }
}

function tooMuch(detail: string): never {
  throw BackupsError.of({code: 'TOO_MUCH_AT_ONCE', detail})
}
