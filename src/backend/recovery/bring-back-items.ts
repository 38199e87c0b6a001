import {isOwnField, sameValue, updatedAt, type Item} from 'public/recovery/item-values'
import {insertItems, insertLinks, readItems, readLinks, type Link} from '../wix/recovery-data'
import {ifCollectionIsThere} from './history'
import type {Paced} from './paced'
import {readBodies} from './read-bodies'
import {end, fingerprint, isClaimedByAnother, retryLater, type Step, type Worksheet} from './receipts'

const AT_ONCE = 100

/**
 * Deleted items come back under their own IDs. What could go wrong half way: the process ends, or the answer is lost,
 * between a write and its record. So a step is marked before it is written; whoever goes on looks first, and an
 * insert of what exists does nothing.
 */
export async function bringBackItems(paced: Paced, sheet: Worksheet): Promise<void> {
  for (const {collectionId, copyId} of sheet.body.collections) {
    for (;;) {
      const steps = sheet
        .stepsIn('PLANNED', 'WRITING')
        .filter((step) => step.kind === 'ITEM' && step.collectionId === collectionId)
        .slice(0, AT_ONCE)
      if (steps.length === 0 || sheet.lost) break
      const byId = new Map(steps.map((step) => [step.itemId, step]))
      await readBodies(paced, copyId, [...byId.keys()], async (asked, then) => {
        await insertPage(
          paced,
          sheet,
          collectionId,
          asked.map((id) => byId.get(id)!),
          then,
        )
        return !paced.isOver() && !sheet.lost
      })
      if (paced.isOver()) return
    }
  }
}

async function insertPage(
  paced: Paced,
  sheet: Worksheet,
  collectionId: string,
  steps: Step[],
  then: Map<string, Item>,
): Promise<void> {
  const before = await readLive(paced, collectionId, steps)
  const missing: Step[] = []
  for (const step of steps) {
    const wanted = then.get(step.itemId)
    const there = before.get(step.itemId)
    if (!wanted) end(step, 'FAILED', {reason: 'The backup does not hold this item.'})
    else if (!there) missing.push(step)
    else if (step.state === 'WRITING' && sameItem(wanted, there)) await claim(paced, sheet, step, there)
    else end(step, 'SKIPPED_EXISTS', {reason: 'An item with this ID exists.'})
  }
  for (const step of missing) {
    step.state = 'WRITING'
    step.wrote = itemPrint(then.get(step.itemId)!)
  }
  await sheet.save()
  if (missing.length === 0 || sheet.lost) return

  const items = missing.map(({itemId}) => writable(then.get(itemId)!))
  const written = await paced.write(() => insertItems(collectionId, items))
  const errors = new Map(
    written.ok ? written.value.errors.map((error) => [error.itemId, error] as const) : [],
  )
  const after = await readLive(paced, collectionId, missing)
  for (const step of missing) {
    const there = after.get(step.itemId)
    const error = errors.get(step.itemId)
    if (there && written.ok && !error) broughtBack(step, then.get(step.itemId)!, there)
    else if (there && !written.ok && sameItem(then.get(step.itemId)!, there)) {
      await claim(paced, sheet, step, there)
    } else if (there) end(step, 'SKIPPED_EXISTS', {reason: 'An item with this ID exists.'})
    else if (error) end(step, 'FAILED', {reason: error.message})
    else if (!written.ok && !written.failure.unclear) {
      end(step, 'FAILED', {reason: written.failure.facts.detail ?? 'Wix refused to write it.'})
    } else retryLater(step, 'Wix did not say whether it was written, and it is not there.')
  }
  await sheet.save()
}

/** It is there as it should be, and no answer says who wrote it. */
export async function claim(paced: Paced, sheet: Worksheet, step: Step, there: Item): Promise<void> {
  end(step, 'BROUGHT_BACK', {updatedDate: dateOf(there)})
  step.certain = !(await isClaimedByAnother(paced, sheet, step))
}

function broughtBack(step: Step, wanted: Item, there: Item): void {
  end(step, 'BROUGHT_BACK', {
    updatedDate: dateOf(there),
    reason: sameItem(wanted, there) ? null : 'Wix changed fields of it while writing.',
  })
}

/** The multi-references of what came back, which are no part of an item. */
export async function bringBackLinks(paced: Paced, sheet: Worksheet): Promise<void> {
  for (const {collectionId, copyId, references} of sheet.body.collections) {
    const back = sheet
      .stepsIn('BROUGHT_BACK')
      .filter((step) => step.kind === 'ITEM' && step.collectionId === collectionId)
    for (const {field} of references.filter(({multi}) => multi)) {
      for (let from = 0; from < back.length; from += AT_ONCE) {
        const steps = back.slice(from, from + AT_ONCE)
        const isThere = await ifCollectionIsThere(async () => {
          await insertMissingLinks(paced, collectionId, copyId, field, steps)
          return true
        })
        if (!isThere) for (const step of steps) step.reason = linksMissing(field)
      }
    }
  }
}

async function insertMissingLinks(
  paced: Paced,
  collectionId: string,
  copyId: string,
  field: string,
  steps: Step[],
): Promise<void> {
  const ids = steps.map(({itemId}) => itemId)
  const [then, now] = await Promise.all([
    paced.read(() => readLinks(copyId, ids, field)),
    paced.read(() => readLinks(collectionId, ids, field)),
  ])
  const there = new Set(now.map(linkKey))
  const missing = then.filter((link) => !there.has(linkKey(link)))
  await paced.each(steps, async ({itemId}) => {
    const targets = missing.filter((link) => link.itemId === itemId).map(({targetId}) => targetId)
    if (targets.length > 0) await paced.write(() => insertLinks(collectionId, field, itemId, targets))
  })
  const after = missing.length === 0 ? now : await paced.read(() => readLinks(collectionId, ids, field))
  const ours = new Set([...then, ...now].map(linkKey))
  for (const step of steps) {
    const of = (links: Link[]) => links.filter(({itemId}) => itemId === step.itemId)
    const left = of(after).filter((link) => ours.has(linkKey(link)))
    step.links = {...step.links, [field]: linksPrint(left.map(({targetId}) => targetId))}
    if (!of(then).every((link) => left.some((one) => linkKey(one) === linkKey(link)))) {
      step.reason = linksMissing(field)
    }
  }
}

function linksMissing(field: string): string {
  return `Not all of its references in ${field} could be brought back.`
}

export function linkKey({itemId, targetId}: Pick<Link, 'itemId' | 'targetId'>): string {
  return JSON.stringify([itemId, targetId])
}

export async function readLive(
  paced: Paced,
  collectionId: string,
  steps: Step[],
): Promise<Map<string, Item>> {
  const ids = steps.map(({itemId}) => itemId)
  const found = await paced.read(() => readItems(collectionId, ids))
  return new Map(found.map((item) => [item._id, item]))
}

export function dateOf(item: Item): Date | null {
  const updated = updatedAt(item)
  return updated === null ? null : new Date(updated)
}

/** As it is sent: Wix sets the owner and the dates itself. */
function writable(item: Item): Item {
  return Object.fromEntries([
    ['_id', item._id],
    ...Object.entries(item).filter(([key]) => isOwnField(key)),
  ]) as Item
}

export function itemPrint(item: Item): string {
  return fingerprint(Object.fromEntries(Object.entries(item).filter(([key]) => isOwnField(key))))
}

export function linksPrint(targetIds: readonly string[]): string {
  return fingerprint(targetIds.toSorted())
}

export function sameItem(a: Item, b: Item): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)].filter(isOwnField))
  return [...keys].every((key) => sameValue(a[key], b[key]))
}
