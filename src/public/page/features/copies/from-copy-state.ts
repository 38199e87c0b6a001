import type {RestoreMode} from '../../../copies/restore-copy'
import type {PageProblem} from '../../page-problem'
import type {Stopped} from './copy-trouble'
import type {ReadCopy} from './read-copy'
import type {WriteTask, Written} from './write-copy'

export interface ChosenFile {
  name: string
  size: number
}

export type Stage =
  | {name: 'file'}
  | {name: 'reading'; file: ChosenFile; step: 'verifying' | 'comparing'; items: number; ofItems: number}
  | Choosing
  | Writing
  | Done

export interface Choosing {
  name: 'choosing'
  file: ChosenFile
  read: ReadCopy
  mode: RestoreMode
  selected: string[]
}

export interface Writing {
  name: 'writing'
  task: WriteTask
  step: 'safety' | 'writing'
  collectionId: string | null
  items: number
  ofItems: number
}

export interface Done {
  name: 'done'
  mode: RestoreMode
  written: Written
  undo: null | 'undoing' | {takenBack: number; kept: number}
}

export interface State {
  stage: Stage | null
  waiting: PageProblem | null
  stopped: Stopped | null
  /** An item recovery goes on with one of its collections. */
  isLookedInto: boolean
}

export const NOTHING: State = {stage: null, waiting: null, stopped: null, isLookedInto: false}

/** It goes on by itself. */
export function isRunning({stage, stopped}: State): boolean {
  if (!stage || stopped) return false
  if (stage.name === 'done') return stage.undo === 'undoing'
  return stage.name === 'reading' || stage.name === 'writing'
}

/** Nothing is lost when it is closed: nothing is being written. */
export function canClose({stage, stopped}: State): boolean {
  if (stopped) return true
  return stage?.name !== 'writing' && !(stage?.name === 'done' && stage.undo === 'undoing')
}
