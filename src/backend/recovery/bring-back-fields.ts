import {differingFields, isBlank, sameValue, updatedAt, type Item} from 'public/recovery/item-values'
import {patchItem, readItems, readLinks, replaceLinks} from '../wix/recovery-data'
import {dateOf, readLive} from './bring-back-items'
import {insertEntries, listEntriesById, type Entry} from './history'
import type {Paced} from './paced'
import {end, isClaimedByAnother, retryLater, type ReceiptEntry, type Step, type Worksheet} from './receipts'

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
  for (const {collectionId, copyId, references} of sheet.body.collections) {
    const linkFields = new Set(references.filter(({multi}) => multi).map(({field}) => field))
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
    if (linkFields.has(key)) change.links[key] = await targets(paced, collectionId, item._id, key)
    else change.fields[key] = isBlank(item[key]) ? undefined : item[key]
  }
  return change
}

async function targets(paced: Paced, collectionId: string, itemId: string, field: string): Promise<string[]> {
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
  const open: Step[] = []
  for (const step of steps) {
    const item = before.get(step.itemId)
    const isDone =
      item && step.state === 'WRITING' && (await isAs(paced, collectionId, item, wanted.get(step.itemId)!))
    if (!item) end(step, 'FAILED', {reason: 'The item was deleted meanwhile.'})
    else if (isDone) await claim(paced, sheet, step, item, outcome)
    else if (updatedAt(item) !== (step.seen?.getTime() ?? null)) {
      end(step, 'SKIPPED_NEWER', {reason: 'It was changed since.', updatedDate: dateOf(item)})
    } else open.push(step)
  }
  if (outcome === 'FIELDS_BROUGHT_BACK') await keepBefore(paced, sheet, collectionId, open, before, wanted)
  for (const step of open) step.state = 'WRITING'
  await sheet.save()
  if (open.length === 0 || sheet.lost) return

  const written = new Map<Step, string>()
  await paced.each(open, async (step) => {
    written.set(step, await write(paced, collectionId, step, wanted.get(step.itemId)!))
  })
  const after = await readLive(paced, collectionId, open)
  for (const step of open) {
    const change = wanted.get(step.itemId)!
    const now = after.get(step.itemId)
    const answer = written.get(step)!
    const isDone = now !== undefined && (await isAs(paced, collectionId, now, change))
    const isSeen = now !== undefined && updatedAt(now) === step.seen?.getTime()
    if (!now) end(step, 'FAILED', {reason: 'The item was deleted meanwhile.'})
    else if (isDone && answer === 'DONE') end(step, outcome, {updatedDate: dateOf(now)})
    else if (isDone && !isSeen && othersUnchanged(before.get(step.itemId)!, now, change)) {
      await claim(paced, sheet, step, now, outcome)
    } else if (!isSeen) {
      end(step, 'SKIPPED_NEWER', {reason: 'It was changed since.', updatedDate: dateOf(now)})
    } else if (answer === 'UNKNOWN') {
      retryLater(step, 'Wix did not say whether it was written, and it is not there.')
    } else end(step, 'FAILED', {reason: answer === 'DONE' ? 'Wix did not change it.' : answer})
  }
  await sheet.save()
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
      links[field] = await targets(paced, collectionId, step.itemId, field)
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
  if (!Object.entries(fields).every(([key, value]) => sameValue(item[key], value))) return false
  for (const [field, targetIds] of Object.entries(links)) {
    const now = await targets(paced, collectionId, item._id, field)
    if (!sameValue(now, targetIds.toSorted())) return false
  }
  return true
}

function othersUnchanged(before: Item, now: Item, {fields}: Change): boolean {
  return differingFields(before, now).every((key) => key in fields)
}

async function claim(
  paced: Paced,
  sheet: Worksheet,
  step: Step,
  item: Item,
  outcome: 'FIELDS_BROUGHT_BACK' | 'TAKEN_BACK',
): Promise<void> {
  end(step, outcome, {updatedDate: dateOf(item)})
  step.certain = !(await isClaimedByAnother(paced, sheet, step))
}
