import type {Look, Receipt, ReceiptSlice} from '../../../recovery-contract'
import {reading, to, type Facts, type Step, type WantedRead} from '../../feature'
import type {PageProblem} from '../../page-problem'
import {
  NOTHING_FOUND,
  type Comparing,
  type Found,
  type Stage,
  type State,
  type Writing,
} from './recovery-state'

type Wanted = WantedRead<State>

/** A look is asked for again after this, in milliseconds. */
const OPENING_POLL_MS = 1_000
/** After a failure, what goes on by itself is tried again. */
const AGAIN_MS = 5_000
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
    const wanted = readOfStage(stage, notBefore)
    if (wanted) return wanted
  }
  const [lookId] = closing
  if (lookId !== undefined) return closeLook(lookId, notBefore)
  if (state.receipts === null) return listReceipts(notBefore)
  return state.looks === null ? listLooks(notBefore) : null
}

function readOfStage(stage: Stage, notBefore: number): Wanted | null {
  switch (stage.name) {
    case 'opening':
      return stage.look ? pollLook(stage.look, notBefore) : openLook(stage, notBefore)
    case 'comparing':
      return compare(stage, notBefore)
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

function openLook({backupId, collectionId}: Stage & {name: 'opening'}, notBefore: number): Wanted {
  return {
    notBefore,
    call: (methods) =>
      reading(
        methods.lookInside(backupId, [collectionId]),
        (look) => (state: State, facts: Facts) => to(withLook(state, look, facts)),
      ),
    failed: notOpened,
  }
}

/** Where other looks are in the way, what can be removed is shown beside. */
function notOpened(state: State, problem: PageProblem): Step<State> {
  const {stage} = state
  const isFull = problem.code === 'TOO_MANY_LOOKS' || problem.code === 'PLAN_LIMIT_REACHED'
  if (!isFull || stage?.name !== 'opening') return to({...state, problem})
  const {backupId, collectionId} = stage
  const asking = {name: 'asking', collectionId, when: 'now', backupId, withHistory: false} as const
  return to({...state, problem, looks: null, stage: asking})
}

function pollLook({id}: Look, notBefore: number): Wanted {
  return {
    notBefore,
    call: (methods) =>
      reading(
        methods.getLook(id),
        (look) => (state: State, facts: Facts) => to(withLook(state, look, facts)),
      ),
    failed: failedButGoingOn,
  }
}

function withLook(state: State, look: Look, {now}: Facts): State {
  const {stage} = state
  // Canceled meanwhile: its copies are removed.
  if (stage?.name !== 'opening') return {...state, closing: [...new Set([...state.closing, look.id])]}
  if (look.status === 'READY') {
    const {collectionId} = stage
    return {
      ...state,
      stage: {name: 'comparing', look, collectionId, next: null, found: NOTHING_FOUND},
      notBefore: now,
    }
  }
  if (look.status === 'OPENING') {
    return {...state, stage: {...stage, look}, notBefore: now + OPENING_POLL_MS}
  }
  const problem: PageProblem = {code: 'LOOK_NOT_READY', message: look.reason ?? '', lookStatus: look.status}
  return {...state, stage: {...stage, look}, problem}
}

function compare({look, collectionId, next}: Comparing, notBefore: number): Wanted {
  return {
    notBefore,
    call: (methods) =>
      reading(
        methods.compareItems(look.id, collectionId, next, true),
        (slice) =>
          (state: State, {now}: Facts) => {
            const {stage} = state
            if (stage?.name !== 'comparing' || stage.look.id !== look.id || stage.next !== next)
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
    added: a.added + b.added,
    unchanged: a.unchanged + b.unchanged,
    goneFields: [...new Set([...(a.goneFields ?? []), ...(b.goneFields ?? [])])],
  }
}

/** Who comes to get back what is missing finds it ticked. */
function chosenAtFirst({look, collectionId}: Comparing, found: Found): Stage {
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

function readVersions(
  {look, collectionId, open}: Stage & {name: 'choosing'},
  notBefore: number,
): Wanted | null {
  if (!open) return null
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

function countReferences(
  {look, collectionId, items}: Stage & {name: 'reviewing'},
  notBefore: number,
): Wanted {
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

function isUnclear({code}: PageProblem): boolean {
  return code === 'OUTCOME_UNKNOWN' || code === 'UNAVAILABLE' || code === 'OFFLINE'
}

/** Stops where it is; a person goes on, or gives up. */
function failed(state: State, problem: PageProblem): Step<State> {
  return to({...state, problem})
}

/** Nothing was lost by it: it is tried again by itself, unless it makes no sense. */
function failedButGoingOn(state: State, problem: PageProblem, {now}: Facts): Step<State> {
  if (isUnclear(problem) || problem.code === 'THROTTLED')
    return to({...state, stalled: problem, notBefore: now + AGAIN_MS})
  return to({...state, problem})
}
