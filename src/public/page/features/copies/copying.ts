import {isObject, isTextList} from '../../json'
import {to, type Facts, type Step, type WantedWork} from '../../feature'
import {feature} from '../../running-feature'
import type {DialogCommand} from '../dialog-commands'
import {stoppedBy} from './copy-trouble'
import type {CopyTask, CopyTold} from './copy-to-disk'
import {isRunning, NOTHING, type Job, type State} from './copying-state'
import {QUESTION_ID, showCopy, showDialog, type CopyDialog, type CopyShown} from './copying-view'
import {loadTools} from './load-tools'

export type CopyCommand =
  | {type: 'askCopy'; backupId: string | null}
  | {type: 'setCopy'; scope?: 'all' | 'some'; collectionIds?: string[]}
  | {type: 'startCopy'}
  | {type: 'pauseCopy'}
  /** After a pause, a reload, or what stopped it. */
  | {type: 'continueCopy'}
  | {type: 'showCopy'}
  /** Removes what is there of it: it was downloaded, or is not wanted any more. */
  | {type: 'discardCopy'}
  | {type: 'listMedia'}
  | DialogCommand

/** A copy of one's own: of the site or of a backup, chosen collections or all, in a file of the reader's. */
export const copying = feature<State, CopyCommand, CopyShown, CopyDialog>({
  name: 'copying',
  initial: NOTHING,
  on(state, event, facts) {
    switch (event.type) {
      case 'askCopy':
        return to(asked(state, event.backupId, facts))
      case 'setCopy': {
        const {scope, collectionIds} = event
        const {asking} = state
        if (!asking) return to(state)
        return to({
          ...state,
          asking: {...asking, scope: scope ?? asking.scope, selected: collectionIds ?? asking.selected},
        })
      }
      case 'startCopy':
        return to(started(state))
      case 'pauseCopy':
        return to(withJob(state, {isPaused: true, waiting: null}))
      case 'continueCopy':
        return to(withJob(state, {isPaused: false, stopped: null}))
      case 'showCopy':
        return to(facts.question || !state.job ? state : {...state, isShown: true})
      case 'discardCopy':
        return to(discarded(state))
      case 'listMedia':
        return to(
          state.job?.copied && state.job.media === 'not asked' ? withJob(state, {media: 'asked'}) : state,
        )
      case 'dismiss':
        return to(state.isShown ? {...state, asking: null, isShown: false} : state)
      case 'resumed':
        return to(event.name === 'copying' ? resumed(state, event.remembered) : state)
      default:
        return to(state)
    }
  },
  question: ({isShown}) => (isShown ? {id: QUESTION_ID, attemptId: null} : null),
  works: workOf,
  needs: ({job}) => ({
    backupIds: job?.task.backupId && !job.copied ? [job.task.backupId] : [],
    isRunning: job !== null && isRunning(job),
    restorations: [],
  }),
  remembers: ({job, discarding}) =>
    job || discarding.length > 0 ? {task: job?.task ?? null, discarding} : undefined,
  show: showCopy,
  showDialog,
})

function asked(state: State, backupId: string | null, {site, question}: Facts): State {
  if (!site || question) return state
  // One at a time: what is there is shown first.
  if (state.job) return {...state, isShown: true}
  return {...state, isShown: true, asking: {backupId, scope: 'all', selected: []}}
}

function started(state: State): State {
  const {asking} = state
  if (!asking || state.job || (asking.scope === 'some' && asking.selected.length === 0)) return state
  const {backupId, scope, selected} = asking
  const task = {id: crypto.randomUUID(), backupId, collectionIds: scope === 'all' ? null : selected}
  return {...state, asking: null, job: newJob(task)}
}

function newJob(task: CopyTask): Job {
  return {
    task,
    isPaused: false,
    progress: null,
    waiting: null,
    stopped: null,
    copied: null,
    media: 'not asked',
  }
}

function withJob(state: State, change: Partial<Job>): State {
  return state.job ? {...state, job: {...state.job, ...change}} : state
}

function discarded(state: State): State {
  if (!state.job) return state
  return {...state, job: null, isShown: false, discarding: [...state.discarding, state.job.task.id]}
}

/** Nothing goes on by itself after a reload; what was whole is found whole again. */
function resumed(state: State, remembered: unknown): State {
  if (!isObject(remembered)) return state
  const task = readTask(remembered.task)
  const discarding = isTextList(remembered.discarding) ? remembered.discarding : []
  return {...state, job: task && {...newJob(task), isPaused: true}, discarding}
}

function readTask(value: unknown): CopyTask | null {
  if (!isObject(value)) return null
  const {id, backupId, collectionIds} = value
  if (typeof id !== 'string' || (backupId !== null && typeof backupId !== 'string')) return null
  return collectionIds === null || isTextList(collectionIds) ? {id, backupId, collectionIds} : null
}

function workOf({job, discarding}: State, {site, findBackup}: Facts): WantedWork<State> | null {
  const [unwanted] = discarding
  if (unwanted !== undefined) return discardWork(unwanted)
  if (!job || !isRunning(job)) return null
  const {task, copied} = job
  if (copied) return mediaWork(task)
  const backup = task.backupId === null ? null : (findBackup(task.backupId) ?? null)
  const problem = {code: 'BACKUP_NOT_FOUND', message: '', backupId: task.backupId ?? ''} as const
  const siteName = site?.overview.siteName ?? null
  return {
    key: `copy ${task.id}`,
    async run(ports, tell) {
      if (task.backupId !== null && !backup) {
        return (state) => to(withJob(state, {stopped: {kind: 'problem', problem}}))
      }
      const {copyToDisk} = await loadTools(ports)
      const done = await copyToDisk(task, backup, siteName, ports, (told) =>
        tell((state) => to(withTold(state, told))),
      )
      return (state) => to(withJob(state, {copied: done, waiting: null}))
    },
    failed: (state, thrown) => to(withJob(state, {stopped: stoppedBy(thrown), waiting: null})),
  }
}

function withTold(state: State, told: CopyTold): State {
  return withJob(state, told)
}

function mediaWork({id}: CopyTask): WantedWork<State> {
  return {
    key: `media ${id}`,
    async run(ports) {
      const {listMedia} = await loadTools(ports)
      const media = await listMedia(id, ports)
      return (state) => to(withJob(state, {media}))
    },
    failed: (state, thrown) => to(withJob(state, {stopped: stoppedBy(thrown)})),
  }
}

function discardWork(id: string): WantedWork<State> {
  const without = (state: State): Step<State> =>
    to({...state, discarding: state.discarding.filter((one) => one !== id)})
  return {
    key: `discard ${id}`,
    async run(ports) {
      const {discardCopy} = await loadTools(ports)
      await discardCopy(id, ports)
      return without
    },
    failed: without,
  }
}
