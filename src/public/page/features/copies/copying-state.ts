import type {CopyProgress} from '../../../copies/copy-collections'
import type {PageProblem} from '../../page-problem'
import type {Copied, CopyTask} from './copy-to-disk'
import type {Stopped} from './copy-trouble'

export interface Asking {
  backupId: string | null
  scope: 'all' | 'some'
  selected: string[]
}

export interface Job {
  task: CopyTask
  isPaused: boolean
  progress: CopyProgress | null
  waiting: PageProblem | null
  stopped: Stopped | null
  /** It is whole. */
  copied: Copied | null
  media: 'not asked' | 'asked' | Media
}

/** The addresses of media files, as a file of its own. */
export interface Media {
  files: string[]
  count: number
}

export interface State {
  asking: Asking | null
  job: Job | null
  /** Its dialog is open; what goes on, goes on without it. */
  isShown: boolean
  discarding: string[]
}

export const NOTHING: State = {asking: null, job: null, isShown: false, discarding: []}

/** It goes on by itself. */
export function isRunning({isPaused, stopped, copied, media}: Job): boolean {
  if (stopped) return false
  return copied ? media === 'asked' : !isPaused
}
