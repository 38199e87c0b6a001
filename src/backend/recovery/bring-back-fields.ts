import {differingFields, isBlank, sameValue, updatedAt, type Item} from 'public/recovery/item-values'
import {patchItem, readItems, readLinks, replaceLinks} from '../wix/recovery-data'
import {dateOf, linksPrint, readLive} from './bring-back-items'
import {insertEntries, listEntriesById, type Entry} from './history'
import type {KeptCollection} from './looks'
import type {Paced} from './paced'
import {
  end,
  fingerprint,
  isClaimedByAnother,
  retryLater,
  type ReceiptEntry,
  type Step,
  type Worksheet,
} from './receipts'

/** What one item's fields were before they were overwritten. */
export interface Before {
  receiptId: string
  collectionId: string
  itemId: string
  /** `null`: blank. */
  fields: Record<string, unknown>
  links: Record<string, string[]>
}

const AT_ONCE = 20

/**
 * Chosen fields of items that are still there become what they were, if the item is as it was seen. Kept first: what
 * they are now. What could go wrong half way is as with items: the condition binds the write to `seen`, so that a
 * second try after a first that arrived does nothing.
 */
export async function bringBackFields(paced: Paced, sheet: Worksheet): Promise<void> {
  for (const collection of sheet.body.collections) {
    const {collectionId, copyId} = collection
    const linkFields = multiReferences(collection)
    for (;;) {
      const steps = sheet
        .stepsIn('PLANNED', 'WRITING')
        .filter((step) => step.kind === 'FIELDS' && step.collectionId === collectionId)
        .slice(0, AT_ONCE)
      if (steps.length === 0 || sheet.lost || paced.isOver()) break
      const ids = steps.map(({itemId}) => itemId)
      const then = new Map((await paced.read(() => readItems(copyId, ids))).map((item) => [item._id, item]))
      const wanted = new Map<string, Change>()
      for (const step of steps) {
        const item = then.get(step.itemId)
        if (!item) end(step, 'FAILED', {reason: 'The backup does not hold this item.'})
        else wanted.set(step.itemId, await chosen(paced, copyId, item, step.keys, linkFields))
      }
      await changeFields(
        paced,
        sheet,
        collectionId,
        steps.filter(({itemId}) => wanted.has(itemId)),
        wanted,
        'FIELDS_BROUGHT_BACK',
      )
    }
  }
}

/** The fields of a collection that are no part of its items. */
export function multiReferences({references}: KeptCollection): Set<string> {
  return new Set(references.filter(({multi}) => multi).map(({field}) => field))
}

export interface Change {
  /** `undefined`: blank. */
  fields: Record<string, unknown>
  links: Record<string, string[]>
}

async function chosen(
  paced: Paced,
  collectionId: string,
  item: Item,
  keys: string[],
  linkFields: Set<string>,
): Promise<Change> {
  const change: Change = {fields: {}, links: {}}
  for (const key of keys) {
    if (linkFields.has(key)) change.links[key] = await readTargets(paced, collectionId, item._id, key)
    else change.fields[key] = isBlank(item[key]) ? undefined : item[key]
  }
  return change
}

export async function readTargets(
  paced: Paced,
  collectionId: string,
  itemId: string,
  field: string,
): Promise<string[]> {
  const links = await paced.read(() => readLinks(collectionId, [itemId], field))
  return links.map(({targetId}) => targetId).toSorted()
}

/** Writes fields of items that are as they were seen; `seen` of each step is the date that binds it. */
export async function changeFields(
  paced: Paced,
  sheet: Worksheet,
  collectionId: string,
  steps: Step[],
  wanted: Map<string, Change>,
  outcome: 'FIELDS_BROUGHT_BACK' | 'TAKEN_BACK',
): Promise<void> {
  const before = await readLive(paced, collectionId, steps)
  const changedLinks = await findChangedLinks(paced, collectionId, steps)
  const open: Step[] = []
  const halfWritten = new Set<Step>()
  for (const step of steps) {
    const item = before.get(step.itemId)
    const isSecondTry = step.state === 'WRITING'
    const isDone = item && isSecondTry && (await isAs(paced, collectionId, item, wanted.get(step.itemId)!))
    if (!item) end(step, 'FAILED', {reason: 'The item was deleted meanwhile.'})
    else if (isDone) await claim(paced, sheet, step, item, outcome, wanted.get(step.itemId)!)
    else if (
      isSecondTry &&
      updatedAt(item) !== step.seen?.getTime() &&
      isHalf(item, wanted.get(step.itemId)!)
    ) {
      // An earlier try wrote them, and came no further.
      halfWritten.add(step)
      open.push(step)
    } else if (updatedAt(item) !== (step.seen?.getTime() ?? null) || changedLinks.has(step)) {
      end(step, 'SKIPPED_NEWER', {reason: 'It was changed since.', updatedDate: dateOf(item)})
    } else open.push(step)
  }
  if (outcome === 'FIELDS_BROUGHT_BACK') await keepBefore(paced, sheet, collectionId, open, before, wanted)
  for (const step of open) {
    step.state = 'WRITING'
    step.wrote = changePrint(wanted.get(step.itemId)!)
  }
  await sheet.save()
  if (open.length === 0 || sheet.lost) return

  const written = new Map<Step, string>()
  await paced.each(open, async (step) => {
    const change = wanted.get(step.itemId)!
    const rest = halfWritten.has(step) ? {...change, fields: {}} : change
    written.set(step, await write(paced, collectionId, step, rest))
  })
  const after = await readLive(paced, collectionId, open)
  for (const step of open) {
    const change = wanted.get(step.itemId)!
    const now = after.get(step.itemId)
    const answer = written.get(step)!
    const isDone = now !== undefined && (await isAs(paced, collectionId, now, change))
    const isSeen = now !== undefined && updatedAt(now) === step.seen?.getTime()
    if (!now) end(step, 'FAILED', {reason: 'The item was deleted meanwhile.'})
    else if (isDone && answer === 'DONE' && !halfWritten.has(step)) changed(step, now, outcome, change)
    else if (isDone && !isSeen && othersUnchanged(before.get(step.itemId)!, now, change)) {
      await claim(paced, sheet, step, now, outcome, change)
    } else if (
      !isSeen &&
      answer === 'UNKNOWN' &&
      isHalf(now, change) &&
      othersUnchanged(before.get(step.itemId)!, now, change)
    ) {
      retryLater(step, 'Wix did not say whether it was written, and only half of it is there.')
    } else if (!isSeen) {
      end(step, 'SKIPPED_NEWER', {reason: 'It was changed since.', updatedDate: dateOf(now)})
    } else if (answer === 'UNKNOWN') {
      retryLater(step, 'Wix did not say whether it was written, and it is not there.')
    } else end(step, 'FAILED', {reason: answer === 'DONE' ? 'Wix did not change it.' : answer})
  }
  await sheet.save()
}

/**
 * Steps whose multi-references are not as a recovery left them. With one that is being taken back right now, they may be
 * half way to what they were.
 */
export async function findChangedLinks(
  paced: Paced,
  collectionId: string,
  steps: Step[],
): Promise<Set<Step>> {
  const changed = new Set<Step>()
  const left = steps.filter(({links, state}) => links && state === 'PLANNED')
  const fields = new Set(left.flatMap(({links}) => Object.keys(links!)))
  for (const field of fields) {
    const asked = left.filter(({links}) => links![field] !== undefined)
    const ids = asked.map(({itemId}) => itemId)
    const now = await paced.read(() => readLinks(collectionId, ids, field))
    for (const step of asked) {
      const targetIds = now.filter(({itemId}) => itemId === step.itemId).map(({targetId}) => targetId)
      if (linksPrint(targetIds) !== step.links![field]) changed.add(step)
    }
  }
  return changed
}

async function keepBefore(
  paced: Paced,
  sheet: Worksheet,
  collectionId: string,
  steps: Step[],
  before: Map<string, Item>,
  wanted: Map<string, Change>,
): Promise<void> {
  const entries: Omit<Entry<Before>, 'revision'>[] = []
  for (const step of steps) {
    const item = before.get(step.itemId)!
    const change = wanted.get(step.itemId)!
    const links: Record<string, string[]> = {}
    for (const field of Object.keys(change.links)) {
      links[field] = await readTargets(paced, collectionId, step.itemId, field)
    }
    const fields = Object.fromEntries(Object.keys(change.fields).map((key) => [key, item[key] ?? null]))
    entries.push({
      _id: beforeId(sheet, step),
      kind: 'BEFORE',
      date: sheet.date,
      body: {receiptId: sheet.id, collectionId, itemId: step.itemId, fields, links},
    })
  }
  for (const page of pagesByBytes(entries)) await insertEntries(paced, page)
}

const MOST_BYTES = 2 * 1024 * 1024

function* pagesByBytes<T>(entries: T[]): Generator<T[]> {
  let page: T[] = []
  let bytes = 0
  for (const entry of entries) {
    const size = JSON.stringify(entry).length
    if (page.length > 0 && bytes + size > MOST_BYTES) {
      yield page
      page = []
      bytes = 0
    }
    page.push(entry)
    bytes += size
  }
  if (page.length > 0) yield page
}

/** What the fields of these steps were, by item; `receipt` is the one that overwrote them. */
export async function readBefore(
  paced: Paced,
  receipt: ReceiptEntry,
  steps: Step[],
): Promise<Map<string, Change>> {
  const entries = await listEntriesById<Before>(
    paced,
    steps.map((step) => beforeId({id: receipt._id, body: receipt.body}, step)),
  )
  return new Map(
    entries.map(({body}) => [
      body.itemId,
      {
        fields: Object.fromEntries(
          Object.entries(body.fields).map(([key, value]) => [key, isBlank(value) ? undefined : value]),
        ),
        links: body.links,
      },
    ]),
  )
}

/** An item's ID has at most 50 characters. */
function beforeId({id, body}: Pick<Worksheet, 'id' | 'body'>, {collectionId, itemId}: Step): string {
  const position = body.steps.findIndex(
    (step) => step.kind === 'FIELDS' && step.collectionId === collectionId && step.itemId === itemId,
  )
  return `b-${id}-${position}`
}

/** DONE: Wix said so. UNKNOWN: no clear answer. Anything else is why it was refused. */
async function write(
  paced: Paced,
  collectionId: string,
  step: Step,
  {fields, links}: Change,
): Promise<string> {
  if (Object.keys(fields).length > 0) {
    const written = await paced.write(() => patchItem(collectionId, step.itemId, fields, step.seen))
    if (!written.ok) {
      return written.failure.unclear
        ? 'UNKNOWN'
        : (written.failure.facts.detail ?? 'Wix refused to write it.')
    }
  }
  for (const [field, targetIds] of Object.entries(links)) {
    const written = await paced.write(() => replaceLinks(collectionId, field, step.itemId, targetIds))
    if (!written.ok) {
      return written.failure.unclear
        ? 'UNKNOWN'
        : (written.failure.facts.detail ?? 'Wix refused to write it.')
    }
  }
  return 'DONE'
}

async function isAs(
  paced: Paced,
  collectionId: string,
  item: Item,
  {fields, links}: Change,
): Promise<boolean> {
  if (!hasFieldsOf(item, fields)) return false
  for (const [field, targetIds] of Object.entries(links)) {
    const now = await readTargets(paced, collectionId, item._id, field)
    if (!sameValue(now, targetIds.toSorted())) return false
  }
  return true
}

function hasFieldsOf(item: Item, fields: Change['fields']): boolean {
  return Object.entries(fields).every(([key, value]) => sameValue(item[key], value))
}

/** The fields are there that are written first; the multi-references, which come after them, need not be. */
function isHalf(item: Item, {fields}: Change): boolean {
  return Object.keys(fields).length > 0 && hasFieldsOf(item, fields)
}

function othersUnchanged(before: Item, now: Item, {fields}: Change): boolean {
  return differingFields(before, now).every((key) => key in fields)
}

export function changePrint({fields, links}: Change): string {
  const sorted = Object.entries(links).map(([field, targetIds]) => [field, targetIds.toSorted()])
  return fingerprint({fields, links: Object.fromEntries(sorted)})
}

/** It is as it should be, and no answer says who made it so. */
export async function claim(
  paced: Paced,
  sheet: Worksheet,
  step: Step,
  item: Item,
  outcome: 'FIELDS_BROUGHT_BACK' | 'TAKEN_BACK',
  change: Change,
): Promise<void> {
  changed(step, item, outcome, change)
  step.certain = !(await isClaimedByAnother(paced, sheet, step))
}

function changed(
  step: Step,
  item: Item,
  outcome: 'FIELDS_BROUGHT_BACK' | 'TAKEN_BACK',
  {links}: Change,
): void {
  end(step, outcome, {updatedDate: dateOf(item)})
  step.links = Object.fromEntries(
    Object.entries(links).map(([field, targetIds]) => [field, linksPrint(targetIds)]),
  )
}
