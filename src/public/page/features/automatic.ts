import type {AutomaticBackups, AutomaticChoice, AutomaticResult} from '../../automatic-contract'
import type {Result} from '../../contract'
import {reading, tell, to, type Effect, type Facts, type PageEvent, type WantedRead} from '../feature'
import type {PageProblem} from '../page-problem'
import {feature} from '../running-feature'
import type {DialogCommand} from './dialog-commands'
import type {QuestionView} from './question-view'

export type AutomaticCommand =
  | {type: 'openAutomatic'}
  | {type: 'chooseAutomatic'; isOn: boolean}
  | {type: 'makeSchedulerKey'}
  | {type: 'removeSchedulerKey'}
  | DialogCommand

export interface AutomaticDialog extends QuestionView {
  kind: 'automatic'
  /** As chosen, or as is being chosen; `null` where it could not be read. */
  choice: AutomaticChoice | null
  /** A key that was just made, which is told once; and where a scheduler sends it. */
  key: string | null
  address: string
}

type Doing = {do: 'choose'; isOn: boolean} | {do: 'makeKey'} | {do: 'removeKey'}

interface State {
  /** `null`: not read yet. */
  choice: AutomaticChoice | null
  /** Of the choice, elapsed milliseconds. */
  notBefore: number
  /** One is due at most once while the page is open: a person is there who sees what comes of it. */
  isDueAsked: boolean
  isOpen: boolean
  doing: Doing | null
  key: string | null
  problem: PageProblem | null
}

/** `null`: whether they are on could not be read; `undefined`: not read yet, or this host has none. */
type Shown = {automatic?: {isOn: boolean | null}}
type Wanted = WantedRead<State>

const QUESTION_ID = 'automatic'
/** The table, and what is unprotected, come first. */
const AFTER_MS = 500
const AGAIN_MS = 60_000

/** Backups that nobody clicks for, where the host has them. */
export const automatic = (backups: AutomaticBackups) =>
  feature<State, AutomaticCommand, Shown, AutomaticDialog>({
    name: 'automatic',
    initial: {
      choice: null,
      notBefore: Infinity,
      isDueAsked: false,
      isOpen: false,
      doing: null,
      key: null,
      problem: null,
    },
    on: (state, event, facts) => to(after(state, event, facts)),
    question: ({isOpen}) => (isOpen ? {id: QUESTION_ID, attemptId: null} : null),
    reads: (state, {site}) => (site ? readOf(state, backups) : null),
    show: ({choice, problem}) => (choice || problem ? {automatic: {isOn: choice?.isOn ?? null}} : {}),
    showDialog: (state) => showDialog(state, backups.address),
  })

function after(state: State, event: AutomaticCommand | PageEvent, facts: Facts): State {
  const {isOpen, choice, doing} = state
  const ask = (next: Doing): State =>
    isOpen && !doing ? {...state, doing: next, problem: null, key: null} : state
  switch (event.type) {
    case 'openAutomatic':
      // What could not be read is asked for at once.
      return facts.question
        ? state
        : {...state, isOpen: true, notBefore: choice ? state.notBefore : facts.now}
    case 'chooseAutomatic':
      return ask({do: 'choose', isOn: event.isOn})
    case 'makeSchedulerKey':
      return ask({do: 'makeKey'})
    case 'removeSchedulerKey':
      return ask({do: 'removeKey'})
    case 'dismiss':
      return isOpen ? {...state, isOpen: false, key: null, problem: choice ? null : state.problem} : state
    case 'siteRead':
      return event.before ? state : {...state, notBefore: facts.now + AFTER_MS}
    case 'refreshed':
      return choice ? state : {...state, notBefore: facts.now}
    default:
      return state
  }
}

function readOf(state: State, backups: AutomaticBackups): Wanted | null {
  const {doing, choice, isDueAsked} = state
  if (doing) return work(doing, backups)
  if (!choice) return readChoice(state.notBefore, backups)
  return choice.isOn && !isDueAsked ? backUpIfDue(backups) : null
}

/** Each may be done twice: after an unclear answer, a person sees how it is, and does it again. */
function work(doing: Doing, backups: AutomaticBackups): Wanted {
  return {
    notBefore: 0,
    call: () =>
      reading(
        send(doing, backups),
        ({key, ...choice}) =>
          (state: State) =>
            // Who turns it on sees nothing made at once: it is for when the page is opened.
            to({...state, doing: null, isDueAsked: true, choice, key: state.isOpen ? (key ?? null) : null}),
      ),
    failed: (state, problem, {now}) => to({...state, doing: null, choice: null, notBefore: now, problem}),
  }
}

function send(doing: Doing, backups: AutomaticBackups): Promise<Result<AutomaticChoice & {key?: string}>> {
  switch (doing.do) {
    case 'choose':
      return backups.choose(doing.isOn)
    case 'makeKey':
      return backups.makeKey()
    case 'removeKey':
      return backups.removeKey()
  }
}

function readChoice(notBefore: number, backups: AutomaticBackups): Wanted {
  return {
    notBefore,
    call: () =>
      reading(
        backups.getChoice(),
        (choice) => (state: State) => to({...state, choice, problem: state.isOpen ? state.problem : null}),
      ),
    failed: (state, problem, {now}) => to({...state, problem, notBefore: now + AGAIN_MS}),
  }
}

function backUpIfDue(backups: AutomaticBackups): Wanted {
  return {
    notBefore: 0,
    call: () =>
      reading(
        backups.backUpIfDue(),
        (result) => (state: State) => to({...state, isDueAsked: true}, ...told(result)),
      ),
    // It is asked for again when the page is opened again, and the dialog says why not now.
    failed: (state, problem) => to({...state, isDueAsked: true, problem}),
  }
}

function told({created}: AutomaticResult): Effect[] {
  if (!created) return []
  const {id: backupId, requestedDate} = created
  return [{do: 'look'}, tell({kind: 'backupDue', backupId, requestedDate})]
}

function showDialog(state: State, address: string): AutomaticDialog | null {
  const {isOpen, choice, doing, key, problem} = state
  if (!isOpen) return null
  return {
    kind: 'automatic',
    id: QUESTION_ID,
    stage: doing || (!choice && !problem) ? 'working' : 'asking',
    problem,
    choice: choice && doing?.do === 'choose' ? {...choice, isOn: doing.isOn} : choice,
    key,
    address,
  }
}
