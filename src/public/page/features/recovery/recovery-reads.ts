import type {Look, Receipt, ReceiptSlice} from '../../../recovery-contract'
import {reading, to, type Facts, type Step, type WantedRead} from '../../feature'
import type {PageProblem} from '../../page-problem'
import {failedButGoingOn, openLook, pollLook} from './recovery-opening'
import {
  type Choosing,
  type Comparing,
  type Found,
  type Reviewing,
  type Stage,
  type State,
  type Writing,
} from './recovery-state'

type Wanted = WantedRead<State>

/** Deleted items are ticked by themselves, up to this many: a recovery holds no more. */
const MOST_ITEMS = 1000

/** What the recovery asks of the backend next: its stage says what. Each answer moves the stage on. */
export function readOf(state: State): Wanted | null {
  const wanted = wantedOf(state)
  return wanted && {...wanted, call: (methods) => answered(wanted.call(methods))}
}

/** Whatever is answered, nothing stalls any more. */
function answered(answer: ReturnType<Wanted['call']>): ReturnType<Wanted['call']> {
  return reading(answer, (change) => (state: State, facts: Facts) => change({...state, stalled: null}, facts))
}

function wantedOf(state: State): Wanted | null {
  const {stage, closing, notBefore, problem} = state
  if (stage && problem === null) {
    const wanted = readOfStage(stage, state)
    if (wanted) return wanted
  }
  const [lookId] = closing
  if (lookId !== undefined) return closeLook(lookId, notBefore)
  if (state.receipts === null) return listReceipts(notBefore)
  return state.looks === null ? listLooks(notBefore) : null
}

function readOfStage(stage: Stage, {copy, notBefore}: State): Wanted | null {
  switch (stage.name) {
    case 'opening':
      return stage.look ? pollLook(stage.look, notBefore) : openLook(stage, copy, notBefore)
    case 'comparing':
      return stage.look ? compare(stage.look, stage, notBefore) : null
    case 'choosing':
      return stage.open && stage.open.versions === null ? readVersions(stage, notBefore) : null
    case 'reviewing':
      return stage.references === null && stage.items.length > 0 ? countReferences(stage, notBefore) : null
    case 'writing':
      return bringBack(stage, notBefore)
    case 'undoing':
      return undo(stage, notBefore)
    default:
      return null
  }
}

function compare(look: Look, {collectionId, next}: Comparing, notBefore: number): Wanted {
  return {
    notBefore,
    call: (methods) =>
      reading(
        methods.compareItems(look.id, collectionId, next, true),
        (slice) =>
          (state: State, {now}: Facts) => {
            const {stage} = state
            if (stage?.name !== 'comparing' || stage.look?.id !== look.id || stage.next !== next)
              return to(state)
            const found = together(stage.found, slice)
            if (slice.next !== null) {
              return to({...state, stage: {...stage, next: slice.next, found}, notBefore: now + slice.waitMs})
            }
            return to({...state, stage: chosenAtFirst(stage, found)})
          },
      ),
    failed: failedButGoingOn,
  }
}

function together(a: Found, b: Found): Found {
  return {
    deleted: [...a.deleted, ...b.deleted],
    changed: [...a.changed, ...b.changed],
    added: a.added === null || b.added === null ? null : a.added + b.added,
    unchanged: a.unchanged + b.unchanged,
    goneFields: [...new Set([...(a.goneFields ?? []), ...(b.goneFields ?? [])])],
  }
}

/** Who comes to get back what is missing finds it ticked. */
export function chosenAtFirst({look, collectionId}: Comparing, found: Found): Stage {
  return {
    name: 'choosing',
    look,
    collectionId,
    found,
    items: found.deleted.slice(0, MOST_ITEMS).map(({itemId}) => itemId),
    fields: [],
    list: found.deleted.length === 0 && found.changed.length > 0 ? 'changed' : 'deleted',
    search: '',
    from: 0,
    open: null,
  }
}

function readVersions({look, collectionId, open}: Choosing, notBefore: number): Wanted | null {
  if (!open || !look) return null
  return {
    notBefore,
    call: (methods) =>
      reading(methods.readItemVersions(look.id, collectionId, open.itemId), (versions) => (state: State) => {
        const {stage} = state
        if (stage?.name !== 'choosing' || stage.open?.itemId !== open.itemId) return to(state)
        return to({...state, stage: {...stage, open: {...stage.open, versions}}})
      }),
    failed,
  }
}

function countReferences({look, collectionId, items}: Reviewing, notBefore: number): Wanted {
  return {
    notBefore,
    call: (methods) =>
      reading(methods.previewReferences(look.id, collectionId, items), (references) => (state: State) => {
        const {stage} = state
        return to(stage?.name === 'reviewing' ? {...state, stage: {...stage, references}} : state)
      }),
    failed,
  }
}

/** Asked for again after a lost answer: its receipt has an ID that was chosen before. */
function bringBack({lookId, choices, receiptId}: Writing, notBefore: number): Wanted {
  return {
    notBefore,
    call: (methods) =>
      reading(methods.bringBack(lookId, choices, receiptId), (slice) => (state: State, {now}: Facts) => {
        const {stage} = state
        if (stage?.name !== 'writing' || stage.receiptId !== receiptId) return to(state)
        if (slice.next !== null) {
          return to({...state, stage: {...stage, receipt: slice}, notBefore: now + slice.waitMs})
        }
        return to({
          ...state,
          stage: {name: 'done', receipt: withoutSlice(slice)},
          closing: [...state.closing, lookId],
          receipts: null,
        })
      }),
    failed: (state, problem, facts) =>
      choices.length === 0 && problem.code === 'INVALID_ARGUMENT'
        ? failed(state, NOT_BEGUN)
        : failedButGoingOn(state, problem, facts),
  }
}

/** A page that was reloaded before the backend had heard of what was chosen. */
const NOT_BEGUN: PageProblem = {
  code: 'UNEXPECTED',
  message: 'It had not begun when the page was left, and nothing was changed. Close this, and choose again.',
}

function undo({receiptId, undo: begun}: Stage & {name: 'undoing'}, notBefore: number): Wanted {
  return {
    notBefore,
    call: (methods) =>
      reading(
        methods.undoBringBack(receiptId, begun?.id ?? null),
        (slice) =>
          (state: State, {now}: Facts) => {
            const {stage} = state
            if (stage?.name !== 'undoing') return to(state)
            if (slice.next !== null) {
              return to({...state, stage: {...stage, undo: slice}, notBefore: now + slice.waitMs})
            }
            return to({...state, stage: {name: 'undone', undo: withoutSlice(slice)}, receipts: null})
          },
      ),
    failed: failedButGoingOn,
  }
}

function withoutSlice({next: _next, waitMs: _waitMs, ...receipt}: ReceiptSlice): Receipt {
  return receipt
}

function closeLook(lookId: string, notBefore: number): Wanted {
  const without = (state: State) => ({...state, closing: state.closing.filter((id) => id !== lookId)})
  return {
    notBefore,
    call: (methods) =>
      reading(methods.closeLook(lookId), () => (state: State) => to({...without(state), looks: null})),
    // It is closed by itself within a day, and by whoever looks next.
    failed: (state) => to(without(state)),
  }
}

function listReceipts(notBefore: number): Wanted {
  return {
    notBefore,
    call: (methods) =>
      reading(methods.listReceipts(), (receipts) => (state: State) => to(withReceipts(state, receipts))),
    failed: (state) => to({...state, receipts: []}),
  }
}

function listLooks(notBefore: number): Wanted {
  return {
    notBefore,
    call: (methods) => reading(methods.listLooks(), (looks) => (state: State) => to({...state, looks})),
    failed: (state) => to({...state, looks: []}),
  }
}

function withReceipts(state: State, receipts: Receipt[]): State {
  return {...state, receipts}
}

/** Stops where it is; a person goes on, or gives up. */
function failed(state: State, problem: PageProblem): Step<State> {
  return to({...state, problem})
}
