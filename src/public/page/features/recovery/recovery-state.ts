import type {
  BringBackChoice,
  ChangedItem,
  DeletedItem,
  ItemVersions,
  Look,
  Receipt,
  ReferencePreview,
} from '../../../recovery-contract'
import type {PageProblem} from '../../page-problem'

/** One recovery, from "Something is missing" to its receipt. A stage has what it needs and no more. */
export type Stage =
  | Asking
  /** `look`: `null` until the backend has answered. */
  | {name: 'opening'; backupId: string; collectionId: string; look: Look | null}
  | Comparing
  | Choosing
  | Reviewing
  | Writing
  | {name: 'done'; receipt: Receipt}
  | {name: 'undoing'; receipt: Receipt; undo: Receipt | null}
  | {name: 'undone'; undo: Receipt}

export interface Writing {
  name: 'writing'
  lookId: string
  choices: BringBackChoice[]
  /** Chosen before it was asked for: what was begun is found by it, also after a lost answer or a reload. */
  receiptId: string
  /** `null` until the backend has answered. */
  receipt: Receipt | null
  total: number
}

export interface Asking {
  name: 'asking'
  collectionId: string | null
  when: When
  /** Chosen by hand, or where the person came from; `null`: the newest before `when`. */
  backupId: string | null
}

/** Roughly when it was still there. */
export type When = 'now' | 'today' | 'yesterday' | 'week' | 'month'

export interface Found {
  deleted: DeletedItem[]
  changed: ChangedItem[]
  added: number
  unchanged: number
}

export interface Comparing {
  name: 'comparing'
  look: Look
  collectionId: string
  next: string | null
  found: Found
}

/** What was found, and what is chosen of it. */
export interface Chosen {
  look: Look
  collectionId: string
  found: Found
  /** IDs of deleted items that come back. */
  items: string[]
  /** Fields of changed items that become what they were. */
  fields: {itemId: string; keys: string[]}[]
}

export type Choosing = Chosen & {
  name: 'choosing'
  list: 'deleted' | 'changed'
  search: string
  /** The first row that is shown. */
  from: number
  /** The changed item that is open, Then and Now. */
  open: {itemId: string; versions: ItemVersions | null} | null
}

export type Reviewing = Chosen & {
  name: 'reviewing'
  /** `null` while it is counted. */
  references: ReferencePreview | null
  mend: boolean
}

export interface State {
  stage: Stage | null
  problem: PageProblem | null
  /** Elapsed milliseconds: what is read next is not read before. */
  notBefore: number
  /** Looks whose private copies are to be removed. */
  closing: string[]
  /** Receipts, newest first; `null` until they were read. */
  receipts: Receipt[] | null
}

export const NOTHING: State = {stage: null, problem: null, notBefore: 0, closing: [], receipts: []}

export const NOTHING_FOUND: Found = {deleted: [], changed: [], added: 0, unchanged: 0}

/** What the backend is asked to bring back. */
export function choicesOf({collectionId, found, items, fields}: Chosen, mend: boolean): BringBackChoice[] {
  const seen = new Map(found.changed.map(({itemId, updatedDate}) => [itemId, updatedDate]))
  return [
    {
      collectionId,
      itemIds: items,
      fields: fields.flatMap(({itemId, keys}) => {
        const date = seen.get(itemId)
        return keys.length > 0 && date ? [{itemId, keys, seen: date}] : []
      }),
      references: mend,
    },
  ]
}

/** The rows of a list that a search leaves. Each word has to be somewhere. */
export function searched<T extends DeletedItem>(list: readonly T[], search: string): readonly T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return list
  return list.filter(({title, itemId, details}) => {
    const text = `${title.toLowerCase()} ${itemId.toLowerCase()} ${details?.text ?? ''}`
    return words.every((word) => text.includes(word))
  })
}

/** It goes on by itself. */
export function isRunning({stage}: State): boolean {
  return stage !== null && ['opening', 'comparing', 'writing', 'undoing'].includes(stage.name)
}

export function lookOf(stage: Stage): string | null {
  if (stage.name === 'writing') return stage.lookId
  return 'look' in stage && stage.look ? stage.look.id : null
}
