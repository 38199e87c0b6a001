import type {Facts} from '../../feature'
import {interruptedOf, leftoversOf, NOTHING_FOUND, undoing, type Stage, type State} from './recovery-state'

/** What ended half way is gone on with: the backend knows how far it has come. */
export function continued(state: State, receiptId: string, {now}: Facts): State {
  const found = interruptedOf(state).find(({id}) => id === receiptId)
  if (state.stage?.name !== 'asking' || !found) return state
  const start = {...state, problem: null, notBefore: now}
  if (found.undoes !== null) {
    const original = state.receipts?.find(({id}) => id === found.undoes)
    return original ? {...start, stage: undoing(original)} : state
  }
  const {id, lookId, total} = found
  // What was chosen is kept with the receipt.
  return {
    ...start,
    stage: {name: 'writing', lookId, choices: [], receiptId: id, receipt: found, total, from: null},
  }
}

/** Private copies that are there already. */
export function lookedInto(state: State, lookId: string, {now}: Facts): State {
  const look = leftoversOf(state).find(({id}) => id === lookId)
  const chosen = look?.collections.find(({role}) => role === 'CHOSEN')
  if (state.stage?.name !== 'asking' || !look || look.copy || !chosen) return state
  const {collectionId} = chosen
  const stage: Stage | null =
    look.status === 'READY'
      ? {name: 'comparing', look, collectionId, next: null, found: NOTHING_FOUND}
      : look.status === 'OPENING'
        ? {name: 'opening', backupId: look.backupId, collectionId, look, chosen: null}
        : null
  return stage ? {...state, problem: null, notBefore: now, stage} : state
}

export function removed(state: State, lookId: string, {now}: Facts): State {
  if (state.stage?.name !== 'asking' || !leftoversOf(state).some(({id}) => id === lookId)) return state
  return {...state, problem: null, notBefore: now, closing: [...state.closing, lookId]}
}
