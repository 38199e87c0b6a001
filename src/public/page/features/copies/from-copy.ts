import type {RestoreMode} from '../../../copies/restore-copy'
import {to, type Step, type WantedWork} from '../../feature'
import {feature} from '../../running-feature'
import type {DialogCommand} from '../dialog-commands'
import {stoppedBy} from './copy-trouble'
import {canClose, isRunning, NOTHING, type Choosing, type Stage, type State} from './from-copy-state'
import {QUESTION_ID, showFromCopy, type FromCopyDialog} from './from-copy-view'
import {loadTools} from './load-tools'

export type FromCopyCommand =
  | {type: 'askFromCopy'}
  /** The element has the file, and hands out pieces of it. */
  | {type: 'chooseCopyFile'; name: string; size: number}
  | {type: 'setFromCopy'; mode?: RestoreMode; collectionIds?: string[]}
  /** Single items of a collection: from there on it is an item recovery. */
  | {type: 'lookIntoCopy'; collectionId: string}
  /** `evict`: the backup that the person was told will be deleted for the safety backup. */
  | {type: 'writeCopy'; evict: string | null}
  | {type: 'retryFromCopy'}
  | {type: 'undoFromCopy'}
  | DialogCommand

/** Back from a copy: choose the file, compare, choose what and how, write, what came of it. */
export const fromCopy = feature<State, FromCopyCommand, object, FromCopyDialog>({
  name: 'fromCopy',
  initial: NOTHING,
  on(state, event, facts) {
    const {stage} = state
    if (state.isLookedInto && event.type !== 'copyClosed') return to(state)
    switch (event.type) {
      case 'askFromCopy':
        return to(facts.site && !facts.question && !stage ? {...NOTHING, stage: {name: 'file'}} : state)
      case 'chooseCopyFile': {
        if (stage?.name !== 'file' && stage?.name !== 'reading') return to(state)
        const {name, size} = event
        const reading = {
          name: 'reading',
          file: {name, size},
          step: 'verifying',
          items: 0,
          ofItems: 0,
        } as const
        return to({...NOTHING, stage: reading})
      }
      case 'setFromCopy': {
        if (stage?.name !== 'choosing') return to(state)
        const {mode = stage.mode, collectionIds = stage.selected} = event
        return to({...state, stage: {...stage, mode, selected: collectionIds}})
      }
      case 'lookIntoCopy':
        return lookedInto(state, event.collectionId)
      case 'copyClosed':
        // What was compared is not so any more.
        return to(event.isChanged ? NOTHING : {...state, isLookedInto: false})
      case 'writeCopy':
        return to(stage?.name === 'choosing' ? {...state, stage: begun(stage, event.evict)} : state)
      case 'retryFromCopy':
        return to({...state, stopped: null})
      case 'undoFromCopy': {
        const canUndo = stage?.name === 'done' && stage.undo === null && stage.written.undo !== null
        return to(canUndo ? {...state, stage: {...stage, undo: 'undoing'}} : state)
      }
      case 'dismiss':
        return to(stage && canClose(state) ? NOTHING : state)
      default:
        return to(state)
    }
  },
  question: ({stage, isLookedInto}) => (stage && !isLookedInto ? {id: QUESTION_ID, attemptId: null} : null),
  works: workOf,
  needs: (state) => ({backupIds: [], isRunning: isRunning(state), restorations: []}),
  show: () => ({}),
  showDialog: showFromCopy,
})

/** It waits until the recovery is over: there is one question at a time. */
function lookedInto(state: State, collectionId: string): Step<State> {
  const {stage} = state
  const compared =
    stage?.name === 'choosing' && stage.read.comparisons.find((one) => one.collectionId === collectionId)
  if (!compared || !compared.exists || stage.read.otherTypes.includes(collectionId)) return to(state)
  const {file, read} = stage
  const {moment, collections} = read.manifest
  const copy = {size: file.size, sha256: read.sha256, moment, holds: collections.map(({id}) => id)}
  return to({...state, isLookedInto: true}, {do: 'say', event: {type: 'copyOpened', copy, collectionId}})
}

function begun(stage: Choosing, evict: string | null): Stage {
  const {file, read, mode, selected} = stage
  const collectionIds = selected.filter((id) => mode === 'beside' || !read.otherTypes.includes(id))
  if (collectionIds.length === 0) return stage
  const task = {id: crypto.randomUUID(), size: file.size, sha256: read.sha256, mode, collectionIds, evict}
  return {name: 'writing', task, step: 'writing', collectionId: null, items: 0, ofItems: 0}
}

function workOf(state: State): WantedWork<State> | null {
  const {stage, stopped} = state
  if (!stage || stopped) return null
  switch (stage.name) {
    case 'reading':
      return readWork(stage)
    case 'writing':
      return writeWork(stage)
    case 'done':
      return undoWork(stage)
    default:
      return null
  }
}

/** Stops where it is; a person goes on, or gives up. */
const failed = (state: State, thrown: unknown): Step<State> =>
  to({...state, waiting: null, stopped: stoppedBy(thrown)})

function readWork({file}: Stage & {name: 'reading'}): WantedWork<State> {
  return {
    key: `read ${file.name} ${file.size}`,
    async run(ports, tell) {
      const {readCopy} = await loadTools(ports)
      const read = await readCopy(file.size, ports, ({waiting, ...told}) =>
        tell((state) => to(withStage(waiting === undefined ? state : {...state, waiting}, 'reading', told))),
      )
      return (state) => {
        const collections = read.manifest.collections.map(({id}) => id)
        const selected = collections.filter((id) => !read.otherTypes.includes(id))
        const stage = {name: 'choosing', file, read, mode: 'keep-newer', selected} as const
        return to({...state, waiting: null, stage})
      }
    },
    failed,
  }
}

function writeWork({task}: Stage & {name: 'writing'}): WantedWork<State> {
  return {
    key: `write ${task.id}`,
    async run(ports, tell) {
      const {writeCopy} = await loadTools(ports)
      const written = await writeCopy(task, ports, ({waiting, ...told}) =>
        tell((state) => to(withStage(waiting === undefined ? state : {...state, waiting}, 'writing', told))),
      )
      return (state) =>
        to(
          {...state, waiting: null, stage: {name: 'done', mode: task.mode, written, undo: null}},
          {do: 'look'},
        )
    },
    failed,
  }
}

function undoWork({written, undo}: Stage & {name: 'done'}): WantedWork<State> | null {
  if (undo !== 'undoing' || !written.undo) return null
  const {undo: toTakeBack} = written
  return {
    key: 'undo',
    async run(ports) {
      const {undoWritten} = await loadTools(ports)
      const undone = await undoWritten(toTakeBack, ports)
      return (state) => to(withStage(state, 'done', {undo: undone}), {do: 'look'})
    },
    failed,
  }
}

function withStage<Name extends Stage['name']>(
  state: State,
  name: Name,
  change: Partial<Stage & {name: Name}>,
): State {
  return state.stage?.name === name ? {...state, stage: {...state.stage, ...change} as Stage} : state
}
