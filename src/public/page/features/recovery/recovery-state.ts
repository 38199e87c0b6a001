import type {
  BringBackChoice,
  ChangedItem,
  DeletedItem,
  ItemVersions,
  Look,
  OwnCopy,
  Receipt,
  ReferencePreview,
} from '../../../recovery-contract'
import type {PageProblem} from '../../page-problem'

/** One recovery, from "Something is missing" to its receipt. A stage has what it needs and no more. */
export type Stage =
  | Asking
  | Opening
  | Comparing
  | Choosing
  | Filling
  | Reviewing
  | Writing
  | {name: 'done'; receipt: Receipt}
  | {name: 'undoing'; receiptId: string; total: number; undo: Receipt | null}
  | {name: 'undone'; undo: Receipt}

export interface Opening {
  name: 'opening'
  /** Empty with a copy. */
  backupId: string
  collectionId: string
  /** `null` until the backend has answered. */
  look: Look | null
  /** With a copy: what was chosen in it before anything was made. */
  chosen: Chosen | null
}

export interface Writing {
  name: 'writing'
  lookId: string
  choices: BringBackChoice[]
  /** Chosen before it was asked for: what was begun is found by it, also after a lost answer or a reload. */
  receiptId: string
  /** `null` until the backend has answered. */
  receipt: Receipt | null
  total: number
  /** What it was chosen from, for another choice; `null` after a reload. */
  from: Chosen | null
}

export interface Asking {
  name: 'asking'
  collectionId: string | null
  when: When
  /** Chosen by hand, or where the person came from; `null`: the newest before `when`. */
  backupId: string | null
  /** All receipts are shown, not only the newest. */
  withHistory: boolean
}

/** Roughly when it was still there. */
export type When = 'now' | 'today' | 'yesterday' | 'week' | 'month'

export interface Found {
  deleted: DeletedItem[]
  changed: ChangedItem[]
  /** `null`: Wix did not say. */
  added: number | null
  unchanged: number
  /** Fields that the collection has no longer: their values come back, they do not. */
  goneFields?: string[]
}

export interface Comparing {
  name: 'comparing'
  /** `null`: with a copy, which is compared here in the browser. */
  look: Look | null
  collectionId: string
  next: string | null
  found: Found
}

/** What was found, and what is chosen of it. */
export interface Chosen {
  /** `null`: of a copy, of which nothing was handed to the backend yet. */
  look: Look | null
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

/** With a copy: what was chosen is written into the private copies. */
export type Filling = Chosen & {name: 'filling'; look: Look; done: number; total: number}

export type Reviewing = Chosen & {
  name: 'reviewing'
  look: Look
  /** With a copy: references of what was chosen that Wix did not take. */
  lostReferences: number
  /** `null` while it is counted. */
  references: ReferencePreview | null
  mend: boolean
}

/** The copy that it is about: a file in the browser. */
export interface OpenedCopy extends OwnCopy {
  size: number
  /** The collections that it holds. */
  holds: string[]
}

export interface State {
  stage: Stage | null
  /** `null`: it is about a backup. */
  copy: OpenedCopy | null
  problem: PageProblem | null
  /** Why it has to wait: it goes on by itself. */
  stalled: PageProblem | null
  /** Elapsed milliseconds: what is read next is not read before. */
  notBefore: number
  /** Looks whose private copies are to be removed. */
  closing: string[]
  /** Receipts, newest first; `null` until they were read. */
  receipts: Receipt[] | null
  /** Looks that are open, or whose copies are not gone yet; `null` until they were read. */
  looks: Look[] | null
}

export const NOTHING: State = {
  stage: null,
  copy: null,
  problem: null,
  stalled: null,
  notBefore: 0,
  closing: [],
  receipts: [],
  looks: [],
}

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

/** It was refused before anything was registered. */
export function canChooseAgain({stage, problem}: State): boolean {
  return stage?.name === 'writing' && problem !== null && stage.receipt === null && stage.from !== null
}

/** Recoveries and Undos that ended half way, newest first: nobody knows whether somebody is still at them. */
export function interruptedOf({receipts}: State): Receipt[] {
  return (receipts ?? []).filter(({status}) => status === 'IN_PROGRESS')
}

/** Looks that nobody here is at: left by an earlier visit, or open at another admin. */
export function leftoversOf(state: State): Look[] {
  const writing = interruptedOf(state).filter(({undoes}) => undoes === null)
  // The copies of a recovery that is gone on with are still needed.
  const taken = new Set([...state.closing, ...writing.map(({lookId}) => lookId)])
  return (state.looks ?? []).filter(({id}) => !taken.has(id))
}

/** It goes on by itself. */
export function isRunning({stage}: State): boolean {
  return stage !== null && ['opening', 'comparing', 'filling', 'writing', 'undoing'].includes(stage.name)
}

export function lookOf(stage: Stage): string | null {
  if (stage.name === 'writing') return stage.lookId
  return 'look' in stage && stage.look ? stage.look.id : null
}

export function undoing({id, total}: Receipt): Stage {
  return {name: 'undoing', receiptId: id, total, undo: null}
}

/** A copy that a person looks into: it is compared first, and nothing is made for that. */
export function openedCopy(state: State, copy: OpenedCopy, collectionId: string): State {
  const stage = {name: 'comparing', look: null, collectionId, next: null, found: NOTHING_FOUND} as const
  return {...state, copy, problem: null, stage}
}

export function choosingAgain(chosen: Chosen): Choosing {
  return {name: 'choosing', ...chosen, list: 'deleted', search: '', from: 0, open: null}
}

export function reviewing(chosen: Chosen & {look: Look}, lostReferences = 0): Reviewing {
  return {name: 'reviewing', ...chosen, references: null, mend: true, lostReferences}
}

export function chosenOf<Some extends Chosen>({look, collectionId, found, items, fields}: Some) {
  return {look: look as Some['look'], collectionId, found, items, fields}
}
