import {isOnlyGoodBackupOfItsWeek} from '../../rules/only-good-backup-of-its-week'
import {earlierOf, fittingOf, isEnded, isOpen, type Attempt, type Failure} from '../attempt'
import {stageOf, to, troubled, type Effect, type Facts, type Question, type Step} from '../feature'
import type {PageProblem} from '../page-problem'
import {viewBackup, type BackupView} from '../views'
import {feature} from '../running-feature'
import type {QuestionView} from './question-view'
import {isMeant, type DialogCommand} from './dialog-commands'
import {tellBackupMade} from './tell-backup-made'

export type CreateCommand = {type: 'createBackup'} | DialogCommand

export interface CreateDialog extends QuestionView {
  kind: 'create'
  /** `null` while a slot is free. */
  evicted: BackupView | null
  /** Whether no other good backup was made within a week before or after it. */
  evictedIsOnlyOneOfItsWeek: boolean
  slots: {used: number; limit: number}
  /** The situation changed after the person was asked: this is a new question. */
  changed: boolean
  /** An earlier try stayed unknown, and so many are listed that may be it. */
  isUnclear: boolean
  fitting: number
}

interface CreateQuestion extends Question {
  problem: PageProblem | null
  /** After an unknown outcome: see Attempt, and how many may be it. */
  earlier: string[] | null
  fitting: number
  /** The backup that would be deleted, as last told. */
  toldEvict: string | null
  changed: boolean
}

interface State {
  question: CreateQuestion | null
  clickedAt: number | null
}

/** A second click within this is a double click. */
const DOUBLE_CLICK_MS = 1_000

export const create = feature<State, CreateCommand, {canCreate: boolean; creating: boolean}, CreateDialog>({
  name: 'create',
  initial: {question: null, clickedAt: null},
  on(state, event, facts) {
    switch (event.type) {
      case 'createBackup':
        return ask(state, facts)
      case 'confirm':
        return confirm(state, event, facts)
      case 'dismiss':
        return dismiss(state, facts)
      case 'siteRead':
        return to({...state, question: state.question && askedNow(state.question, facts)})
      case 'attempt':
        return event.attempt.owner === 'create' ? hear(state, event.attempt, facts) : to(state)
      default:
        return to(state)
    }
  },
  question: ({question}) => question,
  show: (_state, facts) => ({
    canCreate: canCreate(facts),
    creating: facts.attempts.some((attempt) => attempt.owner === 'create' && isOpen(attempt)),
  }),
  showDialog: ({question}, facts) => question && showDialog(question, facts),
})

/** One at a time: two creates would each count on the same slot. */
function canCreate({site, isCreating, isRestoring}: Facts): boolean {
  if (!site || isCreating) return false
  const evicted = site.overview.slots.nextEvicted
  return !(isRestoring && evicted !== null && site.needed.has(evicted.id))
}

function ask(state: State, facts: Facts): Step<State> {
  const {site, now, question} = facts
  const isDoubleClick = state.clickedAt !== null && now < state.clickedAt + DOUBLE_CLICK_MS
  if (!site || question || isDoubleClick || !canCreate(facts)) return to(state)
  const evicted = site.overview.slots.nextEvicted
  if (!evicted) return to({...state, clickedAt: now}, write(facts, null, null))
  return to({...state, question: {...newQuestion(facts), toldEvict: evicted.id}})
}

function newQuestion({newId}: Facts): CreateQuestion {
  return {
    id: newId,
    attemptId: null,
    problem: null,
    earlier: null,
    fitting: 0,
    toldEvict: null,
    changed: false,
  }
}

type Told = Extract<DialogCommand, {type: 'confirm'}>

function confirm(state: State, told: Told, facts: Facts): Step<State> {
  const {question} = state
  if (!question || !isMeant(question, told)) return to(state)
  if (!facts.site || stageOf(question, facts) !== 'asking' || !canCreate(facts)) return to(state)
  const evict = facts.site.overview.slots.nextEvicted?.id ?? null
  // The click may have been aimed at a question that has just changed.
  if (evict !== null && evict !== told.evict) return to({...state, question: {...question, changed: true}})
  const asked = {...question, attemptId: facts.newId, problem: null, changed: false}
  return to({question: asked, clickedAt: facts.now}, write(facts, evict, question.earlier))
}

function write({newId}: Facts, evict: string | null, earlier: string[] | null): Effect {
  return {do: 'write', id: newId, write: {kind: 'createBackup', evict}, earlier}
}

/** A call can't be taken back, and its answer is due within seconds. A check goes on without its dialog. */
function dismiss(state: State, facts: Facts): Step<State> {
  const isWorking = state.question !== null && stageOf(state.question, facts) === 'working'
  return to(isWorking ? state : {...state, question: null})
}

/** What was read may have changed what an open question asks. */
function askedNow(question: CreateQuestion, facts: Facts): CreateQuestion {
  const evict = facts.site?.overview.slots.nextEvicted?.id ?? null
  if (evict === question.toldEvict || stageOf(question, facts) !== 'asking') return question
  return {...question, toldEvict: evict, changed: question.toldEvict !== null}
}

function hear(state: State, attempt: Attempt, facts: Facts): Step<State> {
  const isAsked = state.question?.attemptId === attempt.id
  if (isEnded(attempt)) {
    if (attempt.stage.name !== 'done') return askAgain(state, attempt, attempt.stage, facts)
    return to({...state, question: isAsked ? null : state.question}, ...tellBackupMade(attempt, facts))
  }
  // The dialog says that it is being checked, unless the person is about something else.
  if (isAsked || facts.question) return to(state)
  return to({...state, question: {...newQuestion(facts), attemptId: attempt.id}})
}

function askAgain(state: State, attempt: Attempt, failure: Failure, facts: Facts): Step<State> {
  const {id, write} = attempt
  const asked = state.question?.attemptId === id ? state.question : null
  if (!asked && facts.question) return to(state, troubled(attempt, failure))
  const isNewSituation = failure.problem.code === 'WOULD_EVICT'
  const question: CreateQuestion = {
    ...newQuestion(facts),
    problem: isNewSituation ? null : failure.problem,
    earlier: earlierOf(attempt, failure),
    fitting: (asked?.fitting ?? 0) + fittingOf(failure),
    toldEvict: facts.site?.overview.slots.nextEvicted?.id ?? null,
    changed: isNewSituation && write.kind === 'createBackup' && write.evict !== null,
  }
  return to({...state, question})
}

function showDialog(question: CreateQuestion, facts: Facts): CreateDialog | null {
  if (!facts.site) return null
  const {slots, backups} = facts.site.overview
  const evicted = slots.nextEvicted
  return {
    kind: 'create',
    id: question.id,
    stage: stageOf(question, facts),
    problem: question.problem,
    evicted: evicted && viewBackup(evicted, facts.site),
    evictedIsOnlyOneOfItsWeek: evicted !== null && isOnlyGoodBackupOfItsWeek(evicted, backups),
    slots: {used: slots.used, limit: slots.limit},
    changed: question.changed,
    isUnclear: question.earlier !== null,
    fitting: question.fitting,
  }
}
