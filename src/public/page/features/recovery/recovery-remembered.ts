import type {BringBackChoice, Look} from '../../../recovery-contract'
import {isObject, isTextList} from '../../json'
import {NOTHING_FOUND, type State} from './recovery-state'

/** What is found again after a reload: by their IDs, since the backend knows all the rest. */
export type Remembered =
  | {stage: 'look'; look: Look; collectionId: string; closing: string[]}
  | {
      stage: 'writing'
      lookId: string
      receiptId: string
      choices: BringBackChoice[]
      total: number
      closing: string[]
    }
  | {stage: 'undoing'; receiptId: string; total: number; closing: string[]}
  | {stage: 'closing'; closing: string[]}

/** The page's state holds them too, and is handed over whole with every change. */
const MOST_CHOICES = 200

export function toRemembered({stage, copy, closing}: State): Remembered | undefined {
  if (stage?.name === 'writing') {
    const {lookId, receiptId, receipt, total} = stage
    // What was begun is kept with its receipt; what was not is little, or it is chosen again.
    const isKept = receipt === null && total <= MOST_CHOICES
    return {stage: 'writing', lookId, receiptId, choices: isKept ? stage.choices : [], total, closing}
  }
  if (stage?.name === 'undoing') {
    const {receiptId, total} = stage
    return {stage: 'undoing', receiptId, total, closing}
  }
  if (stage && 'look' in stage && stage.look) {
    // The file is gone with the page: it is chosen anew.
    if (copy) return {stage: 'closing', closing: [...new Set([...closing, stage.look.id])]}
    return {stage: 'look', look: stage.look, collectionId: stage.collectionId, closing}
  }
  return closing.length > 0 ? {stage: 'closing', closing} : undefined
}

/** What storage handed back; what can't be understood is passed over. */
export function stageOfRemembered(value: unknown, state: State): State {
  if (!isObject(value)) return state
  const closing = isTextList(value.closing) ? value.closing : []
  const {look, collectionId, lookId, receiptId, choices, total} = value
  if (value.stage === 'look' && isLook(look) && typeof collectionId === 'string') {
    // What was chosen is gone with the page: it is compared again.
    const stage =
      look.status === 'READY'
        ? ({name: 'comparing', look, collectionId, next: null, found: NOTHING_FOUND} as const)
        : ({name: 'opening', backupId: look.backupId, collectionId, look, chosen: null} as const)
    return {...state, stage, closing}
  }
  const isWriting =
    value.stage === 'writing' &&
    typeof lookId === 'string' &&
    typeof receiptId === 'string' &&
    typeof total === 'number' &&
    Array.isArray(choices)
  // The backend checks each choice again.
  if (isWriting)
    return {
      ...state,
      stage: {name: 'writing', lookId, receiptId, choices, receipt: null, total, from: null},
      closing,
    }
  if (value.stage === 'undoing' && typeof receiptId === 'string' && typeof total === 'number') {
    return {...state, stage: {name: 'undoing', receiptId, total, undo: null}, closing}
  }
  return {...state, closing}
}

function isLook(value: unknown): value is Look {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    typeof value.backupId === 'string' &&
    typeof value.backupRequestedDate === 'string' &&
    typeof value.status === 'string' &&
    Array.isArray(value.collections)
  )
}
