import type {ReceiptSlice} from 'public/recovery-contract'
import {BackupsError} from 'public/backups-error'
import {updatedAt} from 'public/recovery/item-values'
import type {Call} from '../operations/operation'
import {readCaller} from '../wix/caller'
import type {ReferenceField} from '../wix/definitions'
import {findReferring, MOST_AT_ONCE, readLinks, removeItem, type Link} from '../wix/recovery-data'
import {finishSlice, toSlice} from './bring-back'
import {changeFields, findChangedLinks, readBefore} from './bring-back-fields'
import {dateOf, readLive} from './bring-back-items'
import {ifCollectionIsThere, insertEntry, updateEntry} from './history'
import {mendedKey, readMended} from './mend-references'
import {Paced} from './paced'
import {
  COLLECTION_GONE,
  end,
  findReceipt,
  lease,
  newStep,
  retryLater,
  toReceipt,
  type ReceiptBody,
  type ReceiptEntry,
  type Step,
  type Worksheet,
} from './receipts'

const AT_ONCE = 50
const BUSY_MS = 2_000

/**
 * Takes back exactly what a receipt says: items that came back are removed, fields become what they were. What was changed
 * since stays. Called twice, it goes on with the same Undo.
 */
export async function undoBringBack(call: Call, receiptId: string): Promise<ReceiptSlice> {
  const paced = new Paced(call)
  const original = await findReceipt(paced, receiptId)
  if (original.body.undoes !== null) throw BackupsError.of({code: 'RECEIPT_NOT_FOUND', receiptId})
  const undo = await findReceipt(paced, await beginUndo(paced, original))
  if (undo.body.status === 'DONE') return toSlice(paced, undo)
  const sheet = await lease(paced, undo)
  if (!sheet) return {...toReceipt(undo), next: undo._id, waitMs: BUSY_MS}
  return finishSlice(paced, sheet, () => work(paced, sheet, original))
}

/** The ID of the receipt of the Undo: begun here, or by somebody before. */
async function beginUndo(paced: Paced, original: ReceiptEntry): Promise<string> {
  if (original.body.undoneBy !== null) return original.body.undoneBy
  if (original.body.status !== 'DONE') {
    throw BackupsError.of({
      code: 'LOOK_NOT_READY',
      lookId: original.body.lookId,
      detail: 'it is still being written',
    })
  }
  const now = new Date()
  const {lookId, backupId, copy, collections, steps} = original.body
  const undo = await insertEntry<ReceiptBody>(paced, {
    _id: crypto.randomUUID(),
    kind: 'RECEIPT',
    date: now.getTime(),
    body: {
      status: 'IN_PROGRESS',
      lookId,
      backupId,
      ...(copy && {copy}),
      by: await readCaller(),
      date: now.toISOString(),
      undoes: original._id,
      undoneBy: null,
      steps: steps.flatMap(undoStep),
      mend: [],
      counts: {mended: 0, keptNewer: 0, unknown: 0},
      mended: {field: 0, chunk: 0, after: null},
      collections,
      lease: null,
    },
  })
  const marked = await updateEntry(paced, original, {...original.body, undoneBy: undo._id})
  if (marked) return undo._id
  // Somebody else was quicker: theirs is the Undo, and this one never begins.
  const {body} = await findReceipt(paced, original._id)
  return body.undoneBy ?? undo._id
}

function undoStep({collectionId, itemId, kind, keys, state, updatedDate, certain, links}: Step): Step[] {
  if (state !== 'BROUGHT_BACK' && state !== 'FIELDS_BROUGHT_BACK') return []
  const step = newStep({collectionId, itemId, kind, keys, seen: updatedDate, ...(links && {links})})
  if (!certain) {
    end(step, 'SKIPPED_NEWER', {reason: 'It may be somebody else who brought this back.', updatedDate})
  }
  return [step]
}

async function work(paced: Paced, sheet: Worksheet, original: ReceiptEntry): Promise<void> {
  for (const {collectionId} of sheet.body.collections) {
    const isThere = await ifCollectionIsThere(async () => {
      await takeBack(paced, sheet, original, collectionId)
      return true
    })
    if (!isThere) {
      for (const step of openSteps(sheet, collectionId)) end(step, 'FAILED', {reason: COLLECTION_GONE})
    }
    if (paced.isOver() || sheet.lost) break
  }
  if (sheet.stepsIn('PLANNED', 'WRITING').length === 0) sheet.body.status = 'DONE'
}

async function takeBack(
  paced: Paced,
  sheet: Worksheet,
  original: ReceiptEntry,
  collectionId: string,
): Promise<void> {
  const open = (kind: Step['kind']) =>
    openSteps(sheet, collectionId)
      .filter((step) => step.kind === kind)
      .slice(0, AT_ONCE)
  for (let steps = open('FIELDS'); steps.length > 0; steps = open('FIELDS')) {
    if (paced.isOver() || sheet.lost) return
    const before = await readBefore(paced, original, steps)
    for (const step of steps) {
      if (!before.has(step.itemId)) end(step, 'FAILED', {reason: 'What it was before is not kept any more.'})
    }
    const known = steps.filter(({itemId}) => before.has(itemId))
    await changeFields(paced, sheet, collectionId, known, before, 'TAKEN_BACK')
  }
  for (let steps = open('ITEM'); steps.length > 0; steps = open('ITEM')) {
    if (paced.isOver() || sheet.lost) return
    await removeItems(paced, sheet, collectionId, steps)
  }
}

function openSteps(sheet: Worksheet, collectionId: string): Step[] {
  return sheet.stepsIn('PLANNED', 'WRITING').filter((step) => step.collectionId === collectionId)
}

async function removeItems(
  paced: Paced,
  sheet: Worksheet,
  collectionId: string,
  steps: Step[],
): Promise<void> {
  const before = await readLive(paced, collectionId, steps)
  const referred = await findNewlyReferred(paced, sheet, collectionId, steps)
  const changedLinks = await findChangedLinks(paced, collectionId, steps)
  const open: Step[] = []
  for (const step of steps) {
    const item = before.get(step.itemId)
    if (!item) {
      end(step, 'TAKEN_BACK', {reason: step.state === 'WRITING' ? null : 'It had been removed already.'})
    } else if (updatedAt(item) !== (step.seen?.getTime() ?? null) || changedLinks.has(step)) {
      end(step, 'SKIPPED_NEWER', {reason: 'It was changed since.', updatedDate: dateOf(item)})
    } else if (referred.has(step.itemId)) {
      end(step, 'SKIPPED_NEWER', {reason: 'Other items refer to it by now.', updatedDate: dateOf(item)})
    } else open.push(step)
  }
  for (const step of open) step.state = 'WRITING'
  await sheet.save()
  if (open.length === 0 || sheet.lost) return
  const written = new Map<Step, string>()
  await paced.each(open, async (step) => {
    const removed = await paced.write(() => removeItem(collectionId, step.itemId, step.seen))
    written.set(
      step,
      removed.ok || removed.failure.unclear ? '' : (removed.failure.facts.detail ?? 'Wix refused it.'),
    )
  })
  const after = await readLive(paced, collectionId, open)
  for (const step of open) {
    const item = after.get(step.itemId)
    if (!item) end(step, 'TAKEN_BACK')
    else if (updatedAt(item) !== step.seen?.getTime()) {
      end(step, 'SKIPPED_NEWER', {reason: 'It was changed since.', updatedDate: dateOf(item)})
    } else if (written.get(step)) end(step, 'FAILED', {reason: written.get(step)!})
    else retryLater(step, 'Wix did not remove it.')
  }
  await sheet.save()
}

/** Removing an item makes Wix clear what refers to it: what somebody has pointed at it since must not be lost. */
async function findNewlyReferred(
  paced: Paced,
  sheet: Worksheet,
  collectionId: string,
  steps: Step[],
): Promise<Set<string>> {
  const ids = new Set(steps.map(({itemId}) => itemId))
  const own = new Set(
    sheet.body.steps.filter(({kind}) => kind === 'ITEM').map((step) => `${step.collectionId} ${step.itemId}`),
  )
  const mended = await readMended(paced, sheet.body.undoes ?? '')
  const referred = new Set<string>()
  for (const referring of sheet.body.collections) {
    for (const reference of referring.references) {
      if (reference.targetId !== collectionId) continue
      const {field} = reference
      let after: string | null = null
      do {
        const position: string | null = after
        // A collection that was deleted refers to nothing.
        const page: LivePage | null = await ifCollectionIsThere(() =>
          readLiveReferences(paced, referring.collectionId, reference, [...ids], position),
        )
        for (const {itemId, targetId} of page?.links ?? []) {
          const isOurs =
            own.has(`${referring.collectionId} ${itemId}`) ||
            mended.has(mendedKey(referring.collectionId, field, itemId, targetId))
          if (ids.has(targetId) && !isOurs) referred.add(targetId)
        }
        after = page?.after ?? null
      } while (after !== null)
    }
  }
  return referred
}

interface LivePage {
  links: Pick<Link, 'itemId' | 'targetId'>[]
  after: string | null
}

async function readLiveReferences(
  paced: Paced,
  collectionId: string,
  {field, multi}: ReferenceField,
  targetIds: string[],
  after: string | null,
): Promise<LivePage> {
  const page = await paced.read(() => findReferring(collectionId, field, targetIds, after))
  const ids = page.map(({_id}) => _id)
  return {
    links: !multi
      ? page.map((item) => ({itemId: item._id, targetId: String(item[field])}))
      : ids.length === 0
        ? []
        : await paced.read(() => readLinks(collectionId, ids, field)),
    after: page.length < MOST_AT_ONCE ? null : page.at(-1)!._id,
  }
}
