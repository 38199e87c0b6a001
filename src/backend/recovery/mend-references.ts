import type {ReferenceCounts} from 'public/recovery-contract'
import {isBlank, updatedAt, type Item} from 'public/recovery/item-values'
import type {ReferenceField} from '../wix/definitions'
import {insertLinks, patchItems, readItems, readLinks, removeLinks} from '../wix/recovery-data'
import {dateOf, linkKey} from './bring-back-items'
import {ifCollectionIsThere, insertEntries, listEntries} from './history'
import type {KeptCollection} from './looks'
import type {Paced} from './paced'
import {readReferringPage, TARGETS_AT_ONCE, type Referring} from './referring-page'
import type {Worksheet} from './receipts'

/** References that a recovery set: kept before they are set, so that Undo knows them from newer ones. */
export interface Mended {
  receiptId: string
  collectionId: string
  field: string
  /** Pairs of the item that refers, and the one that it refers to. */
  links: [itemId: string, targetId: string][]
}

/**
 * Deleting an item made Wix clear what referred to it. What referred to it then is found in the copies; where it is blank
 * now, it is set again. What points elsewhere by now stays. Setting a blank field twice changes nothing, so whoever goes
 * on after a lost answer repeats the page that it was at.
 */
export async function mendReferences(paced: Paced, sheet: Worksheet): Promise<boolean> {
  const {mended} = sheet.body
  const fields = fieldsToMend(sheet)
  for (; mended.field < fields.length; mended.field += 1) {
    const {referring, reference} = fields[mended.field]!
    const back = sheet
      .stepsIn('BROUGHT_BACK')
      .filter(({collectionId}) => collectionId === reference.targetId)
      .map(({itemId}) => itemId)
    for (; mended.chunk * TARGETS_AT_ONCE < back.length; mended.chunk += 1) {
      const targets = back.slice(mended.chunk * TARGETS_AT_ONCE, (mended.chunk + 1) * TARGETS_AT_ONCE)
      do {
        if (paced.isOver() || sheet.lost) return false
        const {counts, after} = await mendNextPage(paced, sheet, referring, reference, targets)
        // A page that was broken off is repeated, and counted once.
        for (const key of ['mended', 'keptNewer', 'unknown'] as const) sheet.body.counts[key] += counts[key]
        mended.after = after
        await sheet.save()
      } while (mended.after !== null)
    }
    mended.chunk = 0
  }
  return true
}

function fieldsToMend({body}: Worksheet): {referring: KeptCollection; reference: ReferenceField}[] {
  const mend = new Set(body.mend)
  return body.collections.flatMap((referring) =>
    referring.references
      .filter(({targetId}) => mend.has(targetId))
      .map((reference) => ({referring, reference})),
  )
}

async function mendNextPage(
  paced: Paced,
  sheet: Worksheet,
  referring: KeptCollection,
  reference: ReferenceField,
  targets: string[],
): Promise<{counts: ReferenceCounts; after: string | null}> {
  const counts = {mended: 0, keptNewer: 0, unknown: 0}
  const {collectionId} = referring
  const {field, multi} = reference
  const page = await ifCollectionIsThere(() =>
    readReferringPage(paced, referring, reference, targets, sheet.body.mended.after),
  )
  // Somebody ended the look, or deleted the collection: what referred to these can't be known any more.
  if (!page) return {counts: {...counts, unknown: targets.length}, after: null}
  const links = (now: Referring['now']): Links =>
    page.found.filter((one) => one.now === now).map(({itemId, targetId}) => [itemId, targetId])
  counts.keptNewer += links('ELSEWHERE').length
  const blank = links('BLANK')
  const own = await ownLinks(paced, sheet, collectionId, field, links('SAME'))
  if (blank.length > 0) await keepMended(paced, sheet, collectionId, field, blank)
  if (blank.length + own.length > 0) {
    if (multi) await mendLinks(paced, collectionId, field, blank, own, counts)
    else await mendFields(paced, sheet, collectionId, reference, blank, own, page.live, counts)
  }
  return {counts, after: page.after}
}

type Links = (readonly [itemId: string, targetId: string])[]

async function mendFields(
  paced: Paced,
  sheet: Worksheet,
  collectionId: string,
  {field, targetId: targetCollectionId}: ReferenceField,
  blank: Links,
  own: Links,
  live: Map<string, Item>,
  counts: ReferenceCounts,
): Promise<void> {
  await paced.each([...groupByTarget(blank)], async ([targetId, group]) => {
    const ids = group.map(([itemId]) => itemId)
    await paced.write(() => patchItems(collectionId, ids, {[field]: targetId}, {[field]: {$eq: null}}))
  })
  await unsetOrphans(paced, collectionId, field, targetCollectionId, [...own, ...blank])
  const ids = [...own, ...blank].map(([itemId]) => itemId)
  const after = await paced.read(() => readItems(collectionId, ids, [field, '_updatedDate']))
  const found = new Map(after.map((item) => [item._id, item]))
  for (const [itemId, targetId] of [...own, ...blank]) {
    const now = found.get(itemId)
    if (now?.[field] === targetId) {
      counts.mended += 1
      noteOwnWrite(sheet, collectionId, live.get(itemId)!, now)
    } else if (now && !isBlank(now[field])) counts.keptNewer += 1
    else counts.unknown += 1
  }
}

/** What somebody removed meanwhile must not be referred to: Wix cleared what there was before it was set. */
async function unsetOrphans(
  paced: Paced,
  collectionId: string,
  field: string,
  targetCollectionId: string,
  links: Links,
): Promise<void> {
  const groups = groupByTarget(links)
  const targets = await paced.read(() => readItems(targetCollectionId, [...groups.keys()], []))
  for (const {_id} of targets) groups.delete(_id)
  await paced.each([...groups], async ([targetId, group]) => {
    const ids = group.map(([itemId]) => itemId)
    await paced.write(() => patchItems(collectionId, ids, {[field]: undefined}, {[field]: {$eq: targetId}}))
  })
}

/** Those of these that this recovery has set itself: a page is repeated when its record did not get through. */
async function ownLinks(
  paced: Paced,
  sheet: Worksheet,
  collectionId: string,
  field: string,
  links: Links,
): Promise<Links> {
  if (links.length === 0) return []
  const own = await readMended(paced, sheet.id)
  return links.filter(([itemId, targetId]) => own.has(mendedKey(collectionId, field, itemId, targetId)))
}

function groupByTarget(links: Links): Map<string, Links> {
  const groups = new Map<string, Links>()
  for (const link of links) groups.set(link[1], [...(groups.get(link[1]) ?? []), link])
  return groups
}

/** An item that this recovery had written was changed by it once more: that is nobody else's newer change. */
function noteOwnWrite(sheet: Worksheet, collectionId: string, before: Item, now: Item): void {
  const step = sheet.body.steps.find(
    (one) =>
      one.collectionId === collectionId &&
      one.itemId === now._id &&
      (one.state === 'BROUGHT_BACK' || one.state === 'FIELDS_BROUGHT_BACK'),
  )
  if (step && step.updatedDate?.getTime() === updatedAt(before)) step.updatedDate = dateOf(now)
}

async function mendLinks(
  paced: Paced,
  collectionId: string,
  field: string,
  missing: Links,
  own: Links,
  counts: ReferenceCounts,
): Promise<void> {
  await paced.each([...groupByItem(missing)], async ([itemId, targetIds]) => {
    await paced.write(() => insertLinks(collectionId, field, itemId, targetIds))
  })
  const set = [...own, ...missing]
  const ids = [...new Set(set.map(([itemId]) => itemId))]
  const links = await paced.read(() => readLinks(collectionId, ids, field))
  const after = new Set(links.filter(({unresolved}) => !unresolved).map(linkKey))
  await paced.each(
    set.filter(([itemId, targetId]) =>
      links.some((link) => link.unresolved && link.itemId === itemId && link.targetId === targetId),
    ),
    async ([itemId, targetId]) => {
      await paced.write(() => removeLinks(collectionId, field, itemId, [targetId]))
    },
  )
  for (const [itemId, targetId] of set) {
    if (after.has(linkKey({itemId, targetId}))) counts.mended += 1
    else counts.unknown += 1
  }
}

function groupByItem(links: Links): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [itemId, targetId] of links) groups.set(itemId, [...(groups.get(itemId) ?? []), targetId])
  return groups
}

async function keepMended(
  paced: Paced,
  sheet: Worksheet,
  collectionId: string,
  field: string,
  links: Links,
): Promise<void> {
  const body: Mended = {receiptId: sheet.id, collectionId, field, links: links.map(([a, b]) => [a, b])}
  await insertEntries(paced, [{_id: crypto.randomUUID(), kind: 'MENDED', date: sheet.date, body}])
}

/** What a recovery has mended, as keys of `collection`, `field`, `item` and `target`. */
export async function readMended(paced: Paced, receiptId: string): Promise<Set<string>> {
  const entries = await listEntries<Mended>(paced, 'MENDED')
  return new Set(
    entries
      .filter(({body}) => body.receiptId === receiptId)
      .flatMap(({body: {collectionId, field, links}}) =>
        links.map(([itemId, targetId]) => mendedKey(collectionId, field, itemId, targetId)),
      ),
  )
}

export function mendedKey(collectionId: string, field: string, itemId: string, targetId: string): string {
  return JSON.stringify([collectionId, field, itemId, targetId])
}
