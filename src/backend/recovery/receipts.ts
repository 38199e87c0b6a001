import {BackupsError} from 'public/backups-error'
import {isBlank} from 'public/recovery/item-values'
import type {ItemOutcome, OwnCopy, Receipt, ReferenceCounts} from 'public/recovery-contract'
import {listEntries, readEntry, removeEntries, updateEntry, type Entry} from './history'
import type {KeptCollection} from './looks'
import type {Paced} from './paced'

/** What is to be done with one item, and what became of it. */
export interface Step {
  collectionId: string
  itemId: string
  kind: 'ITEM' | 'FIELDS'
  /** FIELDS: which, and the live item's `_updatedDate` when that was decided. */
  keys: string[]
  seen: Date | null
  /** WRITING: it was about to be written, and nobody has looked since. */
  state: 'PLANNED' | 'WRITING' | ItemOutcome
  /** How often it was written without a clear end. */
  tries: number
  reason: string | null
  updatedDate: Date | null
  certain: boolean
  /**
   * How this recovery left multi-references, by field. Wix dates no item for a change of these, so that only their
   * sameness tells Undo whether somebody has changed them since.
   */
  links?: Record<string, string>
  /** WRITING: a print of what is being written, for whoever goes on when the private copy is gone. */
  wrote?: string
}

export interface ReceiptBody {
  status: 'IN_PROGRESS' | 'DONE'
  lookId: string
  backupId: string
  copy?: OwnCopy
  by: string | null
  date: string
  undoes: string | null
  undoneBy: string | null
  steps: Step[]
  /** Collections whose items' references are mended. */
  mend: string[]
  counts: ReferenceCounts
  /** How far the mending has come: positions in the list of fields and of chunks, and the last item. */
  mended: {field: number; chunk: number; after: string | null}
  collections: KeptCollection[]
  /** Who works on it right now: two slices at once would each take the other's writes for somebody's. */
  lease: {holder: string; until: number} | null
}

export type ReceiptEntry = Entry<ReceiptBody>

/** Longer than any request lives. */
const LEASE_MS = 20_000
const KEPT_DAYS = 90
const DAY = 24 * 60 * 60 * 1000

export async function findReceipt(paced: Paced, receiptId: string): Promise<ReceiptEntry> {
  const entry = await readEntry<ReceiptBody>(paced, 'RECEIPT', receiptId)
  if (!entry) throw BackupsError.of({code: 'RECEIPT_NOT_FOUND', receiptId})
  return entry
}

/** Newest first; those that are too old are removed, with what was kept for their Undo. */
export async function listKeptReceipts(paced: Paced): Promise<ReceiptEntry[]> {
  const entries = await listEntries<ReceiptBody>(paced, 'RECEIPT')
  const oldest = Date.now() - KEPT_DAYS * DAY
  const kept = entries.filter(({date}) => date >= oldest)
  if (kept.length < entries.length) await prune(paced, oldest)
  return kept
}

async function prune(paced: Paced, oldest: number): Promise<void> {
  for (const kind of ['BEFORE', 'MENDED', 'RECEIPT'] as const) {
    const old = (await listEntries(paced, kind)).filter(({date}) => date < oldest)
    await removeEntries(
      paced,
      old.map(({_id}) => _id),
    )
  }
}

/** Work on a receipt, one caller at a time. `null`: somebody else is at it. */
export async function lease(paced: Paced, entry: ReceiptEntry): Promise<Worksheet | null> {
  const {body} = entry
  if (body.lease && body.lease.until > Date.now()) return null
  const mine = {holder: crypto.randomUUID(), until: Date.now() + LEASE_MS}
  const taken = await updateEntry(paced, entry, {...body, lease: mine})
  return taken && new Worksheet(paced, taken)
}

/** A receipt that is being worked on: changed here, and saved as a whole. */
export class Worksheet {
  private isLost = false

  constructor(
    private readonly paced: Paced,
    private entry: ReceiptEntry,
  ) {}

  get id(): string {
    return this.entry._id
  }

  get body(): ReceiptBody {
    return this.entry.body
  }

  /** Epoch milliseconds. */
  get date(): number {
    return this.entry.date
  }

  /** Somebody else has gone on with it: what this call knows is old. */
  get lost(): boolean {
    return this.isLost
  }

  async save(): Promise<void> {
    const saved = await updateEntry(this.paced, this.entry, this.entry.body)
    if (saved) this.entry = saved
    else this.isLost = true
  }

  async release(): Promise<ReceiptEntry> {
    if (!this.isLost) {
      this.body.lease = null
      await this.save()
    }
    return this.isLost ? findReceipt(this.paced, this.id) : this.entry
  }

  stepsIn(...states: Step['state'][]): Step[] {
    return this.body.steps.filter(({state}) => states.includes(state))
  }
}

export function newStep(step: Pick<Step, 'collectionId' | 'itemId' | 'kind'> & Partial<Step>): Step {
  return {
    keys: [],
    seen: null,
    state: 'PLANNED',
    tries: 0,
    reason: null,
    updatedDate: null,
    certain: true,
    ...step,
  }
}

const MOST_TRIES = 3

/** A write whose end is not known, and that has no effect to be seen: it is tried again, but not for ever. */
export function retryLater(step: Step, reason: string): void {
  step.tries += 1
  if (step.tries >= MOST_TRIES) end(step, 'FAILED', {reason})
}

/** A receipt is one item, of at most 500 KB. */
const MOST_REASON = 100

export function end(
  step: Step,
  state: ItemOutcome,
  {reason = null, updatedDate = null}: {reason?: string | null; updatedDate?: Date | null} = {},
): void {
  delete step.wrote
  step.state = state
  step.reason =
    reason === null || reason.length <= MOST_REASON ? reason : `${reason.slice(0, MOST_REASON - 1)}…`
  step.updatedDate = updatedDate
}

export function toReceipt({_id, body}: ReceiptEntry): Receipt {
  const {status, by, date, backupId, copy, lookId, undoes, undoneBy, counts, steps} = body
  return {
    id: _id,
    status,
    total: steps.length,
    items: steps.flatMap(({collectionId, itemId, state, reason, updatedDate, certain}) =>
      state === 'PLANNED' || state === 'WRITING'
        ? []
        : [
            {
              collectionId,
              itemId,
              outcome: state,
              ...(reason !== null && {reason}),
              ...(updatedDate !== null && {updatedDate: updatedDate.toISOString()}),
              ...(!certain && {certain: false as const}),
            },
          ],
    ),
    references: counts,
    by,
    date,
    backupId,
    ...(copy && {copy}),
    lookId,
    undoes,
    undoneBy,
  }
}

/** Whether another recovery wrote the same item since this one began: then what is found may be its work. */
export async function isClaimedByAnother(paced: Paced, sheet: Worksheet, step: Step): Promise<boolean> {
  const others = await listEntries<ReceiptBody>(paced, 'RECEIPT')
  const since = Date.parse(sheet.body.date) - DAY
  return others.some(
    ({_id, date, body}) =>
      _id !== sheet.id &&
      date >= since &&
      body.steps.some(
        ({collectionId, itemId, state}) =>
          collectionId === step.collectionId && itemId === step.itemId && state !== 'PLANNED',
      ),
  )
}

/** Equal for equal values, as `sameValue` has it; short, since a receipt holds a thousand. */
export function fingerprint(value: unknown): string {
  let [a, b] = [0x9dc5, 0x811c9dc5]
  const text = JSON.stringify(inOrder(value))
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b)
  }
  return `${text.length.toString(36)}-${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`
}

/** Keys sorted, and blank ones left out. */
function inOrder(value: unknown): unknown {
  if (value instanceof Date) return {$date: value.getTime()}
  if (Array.isArray(value)) return value.map((inner) => inOrder(inner) ?? null)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([, inner]) => !isBlank(inner))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inner]) => [key, inOrder(inner)])
}

export const COLLECTION_GONE = 'The collection was deleted meanwhile.'
