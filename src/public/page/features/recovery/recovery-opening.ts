import type {CopyToLookInside} from '../../../copies-contract'
import type {Look} from '../../../recovery-contract'
import {reading, to, type Facts, type Step, type WantedRead} from '../../feature'
import type {PageProblem} from '../../page-problem'
import {choosingAgain, NOTHING_FOUND, type OpenedCopy, type Opening, type State} from './recovery-state'

type Wanted = WantedRead<State>

/** A look is asked for again after this, in milliseconds. */
const OPENING_POLL_MS = 1_000
/** After a failure, what goes on by itself is tried again. */
const AGAIN_MS = 5_000

/** Starts a look: inside a backup at once, inside a copy when it is known what was chosen. */
export function openLook(
  {backupId, collectionId, chosen}: Opening,
  copy: OpenedCopy | null,
  notBefore: number,
): Wanted {
  return {
    notBefore,
    call: (methods) =>
      reading(
        chosen && copy
          ? methods.lookInsideCopy(knownOf(copy), [collectionId])
          : methods.lookInside(backupId, [collectionId]),
        (look) => (state: State, facts: Facts) => to(withLook(state, look, facts)),
      ),
    failed: notOpened,
  }
}

function knownOf({sha256, moment, holds}: OpenedCopy): CopyToLookInside {
  return {sha256, moment, holds}
}

/** Where other looks are in the way, what can be removed is shown beside. */
function notOpened(state: State, problem: PageProblem): Step<State> {
  const {stage} = state
  const isFull = problem.code === 'TOO_MANY_LOOKS' || problem.code === 'PLAN_LIMIT_REACHED'
  if (stage?.name !== 'opening') return to({...state, problem})
  if (stage.chosen) return to({...state, problem, looks: null, stage: choosingAgain(stage.chosen)})
  if (!isFull) return to({...state, problem})
  const {backupId, collectionId} = stage
  const asking = {name: 'asking', collectionId, when: 'now', backupId, withHistory: false} as const
  return to({...state, problem, looks: null, stage: asking})
}

export function pollLook({id}: Look, notBefore: number): Wanted {
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
    const {collectionId, chosen} = stage
    if (chosen) {
      const total = chosen.items.length + chosen.fields.length
      return {...state, stage: {name: 'filling', ...chosen, look, done: 0, total}}
    }
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

/** Nothing was lost by it: it is tried again by itself, unless it makes no sense. */
export function failedButGoingOn(state: State, problem: PageProblem, {now}: Facts): Step<State> {
  if (isUnclear(problem) || problem.code === 'THROTTLED')
    return to({...state, stalled: problem, notBefore: now + AGAIN_MS})
  return to({...state, problem})
}

function isUnclear({code}: PageProblem): boolean {
  return code === 'OUTCOME_UNKNOWN' || code === 'UNAVAILABLE' || code === 'OFFLINE'
}
