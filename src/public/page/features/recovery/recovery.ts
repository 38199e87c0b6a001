import {stageOfRemembered, toRemembered} from './recovery-remembered'
import {to, type Facts, type Step} from '../../feature'
import {feature} from '../../running-feature'
import type {DialogCommand} from '../dialog-commands'
import {newestBackupBefore} from './newest-backup-before'
import {readOf} from './recovery-reads'
import {workOf} from './recovery-works'
import {
  canChooseAgain,
  choicesOf,
  chosenOf,
  choosingAgain,
  isRunning,
  lookOf,
  NOTHING,
  openedCopy,
  reviewing,
  searched,
  undoing,
  type Choosing,
  type Stage,
  type State,
  type When,
} from './recovery-state'
import {QUESTION_ID, showDialog, type RecoveryDialog} from './recovery-view'
import {continued, lookedInto, removed} from './unfinished'

export type RecoveryCommand =
  | {type: 'findMissing'}
  | {type: 'lookInside'; backupId: string}
  | {type: 'setMissing'; collectionId?: string; when?: When; backupId?: string}
  /** The next step: look inside, review, bring back. */
  | {type: 'recoveryNext'}
  | {type: 'recoveryBack'}
  | {type: 'recoveryRetry'}
  | {type: 'showFound'; list?: Choosing['list']; search?: string; from?: number}
  | {type: 'chooseItem'; itemId: string; on: boolean}
  /** All that the search leaves. */
  | {type: 'chooseAll'; on: boolean}
  | {type: 'openItem'; itemId: string | null}
  | {type: 'chooseField'; itemId: string; key: string; on: boolean}
  | {type: 'setMend'; on: boolean}
  | {type: 'undoRecovery'; receiptId: string}
  /** Goes on with what ended half way. */
  | {type: 'continueReceipt'; receiptId: string}
  | {type: 'continueLook'; lookId: string}
  | {type: 'removeLook'; lookId: string}
  | {type: 'showReceipts'}
  | DialogCommand

const MOST_ITEMS = 1000

/** Brings single items back: "Something is missing", look inside a backup, choose, review, write, receipt, Undo. */
export const recovery = feature<State, RecoveryCommand, object, RecoveryDialog>({
  name: 'recovery',
  initial: NOTHING,
  on(state, event, facts) {
    switch (event.type) {
      case 'findMissing':
        return ask(state, null, facts)
      case 'lookInside':
        return ask(state, event.backupId, facts)
      case 'recoveryNext':
        return next(state, facts)
      case 'recoveryBack':
        return to(back(state))
      case 'recoveryRetry':
        return retry(state, facts)
      case 'dismiss':
        return dismissed(state)
      case 'undoRecovery':
        return undo(state, event.receiptId, facts)
      case 'copyOpened':
        return to(state.stage ? state : openedCopy(state, event.copy, event.collectionId))
      case 'continueReceipt':
        return to(continued(state, event.receiptId, facts))
      case 'continueLook':
        return to(lookedInto(state, event.lookId, facts))
      case 'removeLook':
        return to(removed(state, event.lookId, facts))
      case 'resumed':
        return to(event.name === 'recovery' ? stageOfRemembered(event.remembered, state) : state)
      case 'setMissing':
      case 'showReceipts':
      case 'showFound':
      case 'chooseItem':
      case 'chooseAll':
      case 'openItem':
      case 'chooseField':
      case 'setMend':
        return to(edited(state, event))
      default:
        return to(state)
    }
  },
  question: ({stage}) => stage && {id: QUESTION_ID, attemptId: null},
  reads: readOf,
  works: workOf,
  needs: (state) => ({
    backupIds: state.stage?.name === 'opening' ? [state.stage.backupId] : [],
    isRunning: isRunning(state),
    restorations: [],
  }),
  remembers: toRemembered,
  show: () => ({}),
  showDialog,
})

function ask(state: State, backupId: string | null, {site, question}: Facts): Step<State> {
  if (!site || question || state.stage) return to(state)
  return to({
    ...state,
    problem: null,
    receipts: null,
    looks: null,
    stage: {
      name: 'asking',
      collectionId: null,
      when: backupId === null ? 'today' : 'now',
      backupId,
      withHistory: false,
    },
  })
}

/** What was refused is asked for once more. */
function retry(state: State, facts: Facts): Step<State> {
  const again = {...state, problem: null, stalled: null, notBefore: facts.now}
  return state.stage?.name === 'asking' ? next(again, facts) : to(again)
}

function next(state: State, facts: Facts): Step<State> {
  const {stage} = state
  if (!stage || state.problem) return to(state)
  const start = {...state, notBefore: facts.now}
  switch (stage.name) {
    case 'asking': {
      const backup = newestBackupBefore(stage, facts)
      if (!backup || stage.collectionId === null) return to(state)
      const {collectionId} = stage
      const opening = {name: 'opening', backupId: backup.id, collectionId, look: null, chosen: null} as const
      return to({...start, stage: opening})
    }
    case 'choosing': {
      if (countChosen(stage) === 0) return to(state)
      const chosen = chosenOf(stage)
      const {look, collectionId} = chosen
      return to({
        ...start,
        stage: look
          ? reviewing({...chosen, look})
          : {name: 'opening', backupId: '', collectionId, look: null, chosen},
      })
    }
    case 'reviewing': {
      const mend = stage.mend && stage.items.length > 0
      return to({
        ...start,
        stage: {
          name: 'writing',
          lookId: stage.look.id,
          choices: choicesOf(stage, mend),
          receiptId: crypto.randomUUID(),
          receipt: null,
          total: countChosen(stage),
          from: chosenOf(stage),
        },
      })
    }
    default:
      return to(state)
  }
}

function back(state: State): State {
  const {stage} = state
  const from = stage?.name === 'writing' && canChooseAgain(state) ? stage.from : null
  const chosen = stage?.name === 'reviewing' ? chosenOf(stage) : from
  if (!chosen) return state
  const again = {...state, problem: null}
  if (!state.copy || !chosen.look) return {...again, stage: choosingAgain(chosen)}
  // Its private copies hold what was chosen before, and what referred to that.
  return {
    ...again,
    stage: choosingAgain({...chosen, look: null}),
    closing: [...new Set([...state.closing, chosen.look.id])],
  }
}

/**
 * What is being written goes on; anything before that can be canceled, and its private copies are removed. Those of a
 * recovery that stopped half way stay: whoever goes on with it needs them.
 */
function dismissed(state: State): Step<State> {
  const {stage, copy, closing, problem} = state
  const isWriting = stage?.name === 'writing' || stage?.name === 'undoing'
  if (!stage || (isWriting && !problem)) return to(state)
  const isBegun = stage.name === 'writing' && stage.receipt !== null
  const lookId = isBegun ? null : lookOf(stage)
  const isChanged = isBegun || ['done', 'undoing', 'undone'].includes(stage.name)
  return to(
    {
      ...state,
      stage: null,
      copy: null,
      problem: null,
      stalled: null,
      closing: lookId === null ? closing : [...new Set([...closing, lookId])],
    },
    ...(copy ? [{do: 'say', event: {type: 'copyClosed', isChanged}} as const] : []),
  )
}

function undo(state: State, receiptId: string, {now, question}: Facts): Step<State> {
  const {stage} = state
  const isAsking = stage === null ? question === null : stage.name === 'asking'
  const own = stage?.name === 'done' && stage.receipt.id === receiptId ? stage.receipt : null
  const receipt = own ?? state.receipts?.find(({id}) => id === receiptId)
  if (!receipt || (!own && !isAsking)) return to(state)
  return to({...state, problem: null, notBefore: now, stage: undoing(receipt)})
}

function edited(state: State, command: RecoveryCommand): State {
  if (!state.stage) return state
  const stage = editedStage(state.stage, command)
  // Where it was refused, another choice is another question.
  const isNew = stage.name === 'asking' && stage !== state.stage && command.type === 'setMissing'
  return {...state, stage, problem: isNew ? null : state.problem}
}

/** What a person changes on the way. */
function editedStage(stage: Stage, command: RecoveryCommand): Stage {
  if (stage.name === 'asking' && command.type === 'setMissing') {
    const {collectionId = stage.collectionId, when = stage.when} = command
    // Another time has another backup.
    const backupId = command.backupId ?? (command.when === undefined ? stage.backupId : null)
    return {...stage, collectionId, when, backupId}
  }
  if (stage.name === 'asking' && command.type === 'showReceipts') return {...stage, withHistory: true}
  if (stage.name === 'reviewing' && command.type === 'setMend') return {...stage, mend: command.on}
  return stage.name === 'choosing' ? editedChoice(stage, command) : stage
}

function editedChoice(stage: Choosing, command: RecoveryCommand): Choosing {
  switch (command.type) {
    case 'showFound': {
      const {list = stage.list, search = stage.search} = command
      const isOther = list !== stage.list || search !== stage.search
      return {...stage, list, search, from: command.from ?? (isOther ? 0 : stage.from), open: null}
    }
    case 'chooseItem': {
      const others = stage.items.filter((id) => id !== command.itemId)
      const isKnown = stage.found.deleted.some(({itemId}) => itemId === command.itemId)
      return {...stage, items: command.on && isKnown ? [...others, command.itemId] : others}
    }
    case 'chooseAll': {
      const shown = searched(stage.found.deleted, stage.search).map(({itemId}) => itemId)
      const isShown = new Set(shown)
      const hidden = stage.items.filter((id) => !isShown.has(id))
      return {...stage, items: command.on ? [...hidden, ...shown].slice(0, MOST_ITEMS) : hidden}
    }
    case 'openItem':
      return {...stage, open: command.itemId === null ? null : {itemId: command.itemId, versions: null}}
    case 'chooseField': {
      const {itemId, key, on} = command
      const others = stage.fields.filter((one) => one.itemId !== itemId)
      const before = stage.fields.find((one) => one.itemId === itemId)?.keys ?? []
      const keys = [...before.filter((one) => one !== key), ...(on ? [key] : [])]
      return {...stage, fields: keys.length > 0 ? [...others, {itemId, keys}] : others}
    }
    default:
      return stage
  }
}

function countChosen({items, fields}: {items: string[]; fields: {keys: string[]}[]}): number {
  return items.length + fields.length
}
