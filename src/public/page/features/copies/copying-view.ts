import type {CollectionName} from '../../../contract'
import {withoutPrivate} from '../../../rules/private-collections'
import type {Facts} from '../../feature'
import type {PageProblem} from '../../page-problem'
import {viewBackup, type BackupView} from '../../views'
import type {QuestionView} from '../question-view'
import type {Copied} from './copy-to-disk'
import type {Stopped} from './copy-trouble'
import {isRunning, type Job, type State} from './copying-state'

export type CopyStep =
  | {
      name: 'asking'
      backup: BackupView | null
      collections: CollectionName[]
      /** How many collections of apps and other databases stay out. */
      leftOut: number
      scope: 'all' | 'some'
      selected: string[]
    }
  | ({name: 'copying'; backup: BackupView | null} & Progress)
  | {name: 'done'; copied: Copied; media: Job['media']}

interface Progress {
  percent: number
  items: number
  collection: string | null
  isPaused: boolean
  waiting: PageProblem | null
  stopped: Stopped | null
}

export interface CopyDialog extends QuestionView {
  kind: 'copy'
  step: CopyStep
}

/** For the banner, while the dialog is closed. */
export interface CopyShown {
  copy: ({isDone: boolean} & Progress) | null
}

export const QUESTION_ID = 'copy'

/** While its dialog is closed. */
export function showCopy({job, isShown}: State): CopyShown {
  return {copy: job && !isShown ? {isDone: job.copied !== null, ...progressOf(job)} : null}
}

export function showDialog(state: State, facts: Facts): CopyDialog | null {
  const {job, isShown} = state
  const step = isShown ? showStep(state, facts) : null
  if (!step) return null
  const stage = job && isRunning(job) ? 'working' : 'asking'
  const problem = job?.stopped?.kind === 'problem' ? job.stopped.problem : null
  return {kind: 'copy', id: QUESTION_ID, stage, problem, step}
}

function showStep({asking, job}: State, facts: Facts): CopyStep | null {
  if (job?.copied) return {name: 'done', copied: job.copied, media: job.media}
  if (job) return {name: 'copying', backup: viewOf(job.task.backupId, facts), ...progressOf(job)}
  if (!asking) return null
  const {backupId, scope, selected} = asking
  const {collections, leftOut} = collectionsOf(backupId, facts)
  return {name: 'asking', backup: viewOf(backupId, facts), collections, leftOut, scope, selected}
}

function progressOf({progress, isPaused, waiting, stopped}: Job): Progress {
  if (!progress) return {percent: 0, items: 0, collection: null, isPaused, waiting, stopped}
  const {done, of, items, collectionId, collectionItems, collectionTotal} = progress
  const ofThis = collectionTotal ? Math.min(1, collectionItems / collectionTotal) : 0
  return {
    percent: Math.floor((100 * (done + ofThis)) / of),
    items,
    collection: collectionId,
    isPaused,
    waiting,
    stopped,
  }
}

function viewOf(backupId: string | null, {site, findBackup}: Facts): BackupView | null {
  const backup = backupId === null ? undefined : findBackup(backupId)
  return backup && site ? viewBackup(backup, site) : null
}

function collectionsOf(
  backupId: string | null,
  {site, findBackup}: Facts,
): {collections: CollectionName[]; leftOut: number} {
  if (backupId !== null) {
    const held = findBackup(backupId)?.collections ?? []
    return {collections: withoutPrivate(held), leftOut: 0}
  }
  const live = site?.overview.collections ?? []
  const own = live.filter(({type}) => type === 'NATIVE')
  return {
    collections: own.map(({id, displayName}) => ({id, displayName})),
    leftOut: live.length - own.length,
  }
}
