import type {Proof} from '../../../copies-contract'
import {isObject} from '../../json'
import {reading, to, type Facts, type Step, type WantedRead} from '../../feature'
import type {PageProblem} from '../../page-problem'
import {feature} from '../../running-feature'

export type ProvingCommand =
  /** The panel of a backup is opened: whether it was proven is read. */
  {type: 'openPanel'; backupId: string} | {type: 'proveBackup'; backupId: string}

interface State {
  /** Newest first; `null`: not read. */
  proofs: Proof[] | null
  isWanted: boolean
  run: {backupId: string; next: string | null; proof: Proof | null; notBefore: number} | null
  problem: {backupId: string; problem: PageProblem} | null
}

export interface ProvingShown {
  proving: {
    proofs: Proof[]
    /** The backup that is being proven, and how many items are compared. */
    running: {backupId: string; compared: number} | null
    problem: {backupId: string; problem: PageProblem} | null
  }
}

const AGAIN_MS = 5_000
/** What the panel has room for. */
const MOST_SHOWN = 20

/** A drill: a sample of a backup is restored beside the originals, compared, measured and removed. */
export const proving = feature<State, ProvingCommand, ProvingShown>({
  name: 'proving',
  initial: {proofs: null, isWanted: false, run: null, problem: null},
  on(state, event, facts) {
    switch (event.type) {
      case 'openPanel':
        return to({...state, isWanted: true})
      case 'proveBackup': {
        const backup = facts.findBackup(event.backupId)
        if (state.run || backup?.status !== 'READY') return to(state)
        const run = {backupId: event.backupId, next: null, proof: null, notBefore: facts.now}
        return to({...state, run, problem: null})
      }
      case 'resumed':
        return to(event.name === 'proving' ? resumed(state, event.remembered, facts) : state)
      default:
        return to(state)
    }
  },
  reads: readOf,
  needs: ({run}) => ({backupIds: run ? [run.backupId] : [], isRunning: run !== null, restorations: []}),
  // Without `next` nothing is known to have begun.
  remembers: ({run}) => (run?.next ? {backupId: run.backupId, next: run.next} : undefined),
  show: ({proofs, run, problem}) => ({
    proving: {
      proofs: (proofs ?? []).slice(0, MOST_SHOWN),
      running: run && {backupId: run.backupId, compared: run.proof?.of ?? 0},
      problem,
    },
  }),
})

/** It only reads and tidies up: it goes on by itself. */
function resumed(state: State, value: unknown, {now}: Facts): State {
  if (!isObject(value)) return state
  const {backupId, next} = value
  if (typeof backupId !== 'string' || typeof next !== 'string') return state
  return {...state, run: {backupId, next, proof: null, notBefore: now}}
}

function readOf({run, proofs, isWanted}: State): WantedRead<State> | null {
  if (run) {
    const {backupId, next, notBefore} = run
    return {
      notBefore,
      call: (methods) =>
        reading(methods.proveBackup(backupId, next), (slice) => (state: State, {now}: Facts) => {
          if (slice.next !== null) {
            return to({
              ...state,
              run: {backupId, next: slice.next, proof: slice, notBefore: now + slice.waitMs},
            })
          }
          if (slice.status === 'DONE') {
            return to({...state, run: null, proofs: [slice, ...(state.proofs ?? [])]})
          }
          const problem = {code: 'LOOK_NOT_READY', message: slice.reason ?? ''} as const
          return to({...state, run: null, problem: {backupId, problem}})
        }),
      failed,
    }
  }
  if (!isWanted || proofs !== null) return null
  return {
    notBefore: 0,
    call: (methods) =>
      reading(methods.listProofs(), (list) => (state: State) => to({...state, proofs: list})),
    failed: (state) => to({...state, proofs: []}),
  }
}

/** What was begun is gone on with; what was not begun is told. */
function failed(state: State, problem: PageProblem, {now}: Facts): Step<State> {
  const {run} = state
  if (!run) return to(state)
  const isPassing = ['UNAVAILABLE', 'OFFLINE', 'THROTTLED'].includes(problem.code)
  if (run.next !== null && isPassing) return to({...state, run: {...run, notBefore: now + AGAIN_MS}})
  return to({...state, run: null, problem: {backupId: run.backupId, problem}})
}
