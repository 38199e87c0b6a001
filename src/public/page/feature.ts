import type {CopyTools} from './features/copies/copy-tools'
import type {OpenedCopy} from './features/recovery/recovery-state'
import type {Backup, PageMethods, Overview, Restoration, Result} from '../contract'
import type {Attempt, Failure, Write} from './attempt'
import type {EndedWork} from './ends'
import type {RestoreJob, RestoreTask} from './job'
import {troubleOf, type Notice, type Trouble} from './notice'
import type {PageProblem} from './page-problem'
import type {Site} from './site'
import type {WorkPorts} from './work-ports'

/**
 * A part of the page with a state of its own, which nobody else assigns: `(state, event) → {state, effects}`. It
 * answers its own commands and hears what happens on the page. It is registered in features.ts.
 */
export interface FeatureDefinition<State, Command extends {type: string}, Shown extends object, Dialog> {
  /** What it is remembered under, and owns attempts as. */
  name: string
  initial: State
  on(state: State, event: Command | PageEvent, facts: Facts): Step<State>
  /** The question that it asks, while it asks one. Only one dialog of the page is open at a time. */
  question?(state: State): Question | null
  /** What it would like to read next, beside the overview that everybody gets. */
  reads?(state: State, facts: Facts): WantedRead<State> | null
  /** Work of many calls that goes on beside what is read, while it answers with the same key. */
  works?(state: State, facts: Facts): WantedWork<State> | null
  /** What it has read beside the overview. */
  knows?(state: State): ReadItems
  /** What its work needs of the others. */
  needs?(state: State): Needs
  /** What is kept across a reload, as JSON; `undefined`: nothing. It comes back with `resumed`. */
  remembers?(state: State): unknown
  /** Its part of the page's state, as the element gets it. */
  show(state: State, facts: Facts): Shown
  showDialog?(state: State, facts: Facts): Dialog | null
}

export interface Step<State> {
  state: State
  effects: Effect[]
}

export type Effect =
  /** Begins an attempt, which is the feature's own. `earlier`: see Attempt. */
  | {do: 'write'; id: string; write: Write; earlier?: string[] | null}
  /** What still waits to be sent is not sent, and never was. */
  | {do: 'withdraw'; id: string}
  | {do: 'say'; event: PageEvent}
  /** Reads the site as soon as possible. */
  | {do: 'look'}
  | {do: 'toast'; notice: Notice}

/** What happens on the page besides commands. */
export type PageEvent =
  /** The site was read, and `facts.site` is new. */
  | {type: 'siteRead'; before: Overview | null; now: Overview}
  /** An attempt has to be checked, or has ended. */
  | {type: 'attempt'; attempt: Attempt}
  | {type: 'ended'; work: EndedWork; isCertain: boolean}
  | {type: 'refreshed'}
  /** After a reload, with what the feature had remembered. */
  | {type: 'resumed'; name: string; remembered: unknown}
  /** A person looks into one collection of a copy, and has ended that. */
  | {type: 'copyOpened'; copy: OpenedCopy; collectionId: string}
  | {type: 'copyClosed'; isChanged: boolean}
  | {type: 'told'; notice: Notice}
  | {type: 'troubled'; trouble: Trouble}
  /** `evict`: what was confirmed for its safety backup. `earlier`: see Attempt. */
  | {
      type: 'jobBegun'
      job: RestoreJob & {stage: 'safetyRequested'}
      evict: string | null
      earlier: string[] | null
    }
  /** A job that came to nothing is asked about again. */
  | {type: 'restoreAskedAgain'; task: RestoreTask}

/** What a feature may know of the rest of the page. */
export interface Facts {
  /** Elapsed milliseconds. */
  now: number
  /** The backend's clock. */
  serverNow: string
  site: Site | null
  /** Oldest first. Those that are done stay until the lists show what they made. */
  attempts: readonly Attempt[]
  /** The dialog that is open. */
  question: Question | null
  /** A backup is being requested. */
  isCreating: boolean
  /** A restore is being requested, or will be by itself. */
  isRestoring: boolean
  /** For the attempt that this event begins. */
  newId: string
  findBackup(id: string): Backup | undefined
  findRestoration(id: string): Restoration | undefined
}

export interface Question {
  /** A question that was asked anew is another one. */
  id: string
  /** The attempt that it waits for. */
  attemptId: string | null
}

export interface ReadItems {
  backups: Backup[]
  restorations: Restoration[]
}

export interface Needs {
  /** Backups that must not be deleted meanwhile. */
  backupIds: string[]
  /** It goes on by itself, also while the page is hidden, and ends when the page is left. */
  isRunning: boolean
  /** Restorations whose end it waits for. Uncertain: it may be somebody else's. */
  restorations: {id: string; isCertain: boolean}[]
}

export interface WantedRead<State> {
  /** Elapsed milliseconds. */
  notBefore: number
  call(methods: PageMethods): Promise<Result<Change<State>>>
  failed(state: State, problem: PageProblem, facts: Facts): Step<State>
}

export interface WantedWork<State> {
  /** Another key is other work. What is no longer wanted is stopped by its signal, and answers nobody any more. */
  key: string
  /** `tell`: how far it is. Answers with how the state goes on; what it throws is handed to `failed`. */
  run(ports: FeaturePorts, tell: (change: Change<State>) => void): Promise<Change<State>>
  failed(state: State, thrown: unknown, facts: Facts): Step<State>
}

/** What work has, and what it may load. */
export interface FeaturePorts extends WorkPorts {
  /** What copies are made with, once it is there. */
  loadCopyTools(): Promise<CopyTools>
}

/** How the state goes on with what was read. */
export type Change<State> = (state: State, facts: Facts) => Step<State>

export function to<State>(state: State, ...effects: Effect[]): Step<State> {
  return {state, effects}
}

export function tell(notice: Notice): Effect {
  return {do: 'say', event: {type: 'told', notice}}
}

/** Of what no dialog says any more. */
export function troubled(attempt: Attempt, failure: Failure): Effect {
  return {do: 'say', event: {type: 'troubled', trouble: troubleOf(attempt, failure)}}
}

/** Reads, and says how the state goes on with what was read. */
export async function reading<T, Then>(
  answer: Promise<Result<T>>,
  change: (value: T) => Then,
): Promise<Result<Then>> {
  const result = await answer
  return result.ok ? {ok: true, value: change(result.value)} : result
}

/** How far the attempt of a question has come. */
export type QuestionStage = 'asking' | 'working' | 'checking'

export function stageOf(question: Question, {attempts}: Facts): QuestionStage {
  const stage = attempts.find(({id}) => id === question.attemptId)?.stage.name
  if (stage === 'waiting' || stage === 'working') return 'working'
  return stage === 'checking' ? 'checking' : 'asking'
}
