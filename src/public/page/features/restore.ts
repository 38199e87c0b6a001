import type {Restoration} from '../../contract'
import {earlierOf, fittingOf, isEnded, type Attempt, type EndedAttempt, type Failure} from '../attempt'
import {
  reading,
  stageOf,
  tell,
  to,
  troubled,
  type Effect,
  type Facts,
  type PageEvent,
  type Step,
  type WantedRead,
} from '../feature'
import type {RestoreTask} from '../job'
import {isGone} from '../page-problem'
import {viewBackup} from '../views'
import type {Restore} from '../writes/restore'
import {feature} from '../running-feature'
import {askedBackupNow} from './asked-backup'
import {isMeant, type DialogCommand} from './dialog-commands'
import {mayConfirm, restoreDialog, type RestoreDialog} from './restore-dialog'
import {
  chosenCollections,
  chosenIds,
  newQuestion,
  safetyOf,
  withForecast,
  withForecastAgain,
  withForecastOfChosen,
  withSelected,
  type RestoreQuestion,
} from './restore-question'

export type RestoreCommand =
  /** `restorationId`: what is undone, or tried again. */
  | {type: 'askRestore'; backupId: string; restorationId?: string}
  | {type: 'setMode'; mode: RestoreDialog['mode']}
  | {type: 'setScope'; scope: RestoreDialog['scope']}
  | {type: 'setSelected'; collectionIds: string[]}
  | {type: 'setSafety'; on: boolean}
  | {type: 'typed'; text: string}
  | {type: 'retryForecast'}
  | DialogCommand

interface State {
  question: RestoreQuestion | null
}

/** The question before a restore, and a restore that is requested at once. */
export const restore = feature<State, RestoreCommand, {canRestore: boolean}, RestoreDialog>({
  name: 'restore',
  initial: {question: null},
  on(state, event, facts) {
    switch (event.type) {
      case 'askRestore': {
        const {backupId, restorationId} = event
        return ask(state, backupId, restorationId ? facts.findRestoration(restorationId) : undefined, facts)
      }
      case 'restoreAskedAgain':
        return ask(state, event.task.backupId, event.task, facts)
      case 'setMode':
        return edit(state, facts, (question) => ({...question, mode: event.mode}))
      case 'setScope':
        return edit(state, facts, (question) =>
          withForecastOfChosen({...question, scope: event.scope}, facts.now),
        )
      case 'setSelected':
        return edit(state, facts, (question) =>
          withForecastOfChosen(withSelected(question, event.collectionIds), facts.now),
        )
      case 'setSafety':
        return edit(state, facts, (question) => ({...question, safetyOn: event.on}))
      case 'typed':
        return edit(state, facts, (question) => ({...question, typed: event.text}))
      case 'retryForecast':
        return edit(state, facts, withForecastAgain)
      case 'confirm':
        return confirm(state, event, facts)
      case 'dismiss':
        return to(isWorking(state, facts) ? state : {question: null})
      case 'siteRead':
        return to({question: state.question && askedNow(state.question, facts)})
      case 'attempt':
        return hear(state, event.attempt, facts)
      default:
        return to(state)
    }
  },
  question: ({question}) => question,
  reads: ({question}) => (question ? forecastOf(question) : null),
  show: (_state, {isRestoring}) => ({canRestore: !isRestoring}),
  showDialog: ({question}, facts) => question && restoreDialog(question, facts),
})

function ask(
  state: State,
  backupId: string,
  repeated: Restoration | RestoreTask | undefined,
  facts: Facts,
): Step<State> {
  const {site, question, isRestoring} = facts
  const backup = facts.findBackup(backupId)
  if (!site || question || isRestoring || !backup || !viewBackup(backup, site).canRestore) return to(state)
  return to({question: newQuestion(facts.newId, backup, site.overview.slots, repeated)})
}

function edit(
  state: State,
  facts: Facts,
  change: (question: RestoreQuestion) => RestoreQuestion,
): Step<State> {
  const {question} = state
  return question && stageOf(question, facts) === 'asking' ? to({question: change(question)}) : to(state)
}

function isWorking({question}: State, facts: Facts): boolean {
  return question !== null && stageOf(question, facts) === 'working'
}

/** What was read may have changed what an open question asks. */
function askedNow(question: RestoreQuestion, facts: Facts): RestoreQuestion {
  if (!facts.site || stageOf(question, facts) !== 'asking') return question
  const {slots} = facts.site.overview
  const now = {...question, ...askedBackupNow(question, facts), toldEvict: slots.nextEvicted?.id ?? null}
  const isOther = question.toldEvict !== now.toldEvict && now.toldEvict !== null
  return {...now, changed: question.changed || (question.safetyOn && isOther)}
}

function confirm(state: State, told: Extract<DialogCommand, {type: 'confirm'}>, facts: Facts): Step<State> {
  const {question} = state
  const {site, newId, serverNow} = facts
  if (!question || !isMeant(question, told)) return to(state)
  if (!site || stageOf(question, facts) !== 'asking') return to(state)
  const safety = safetyOf(question, site.overview.slots)
  const evict = safety.on ? (safety.evicts?.id ?? null) : null
  // The click may have been aimed at a question that has just changed.
  const isOther = (evict !== null && evict !== told.evict) || (told.safety ?? safety.on) !== safety.on
  if (isOther) return to({question: {...question, changed: true}})
  if (!mayConfirm(question, facts)) return to(state)
  const asked = {...question, attemptId: newId, problem: null, changed: false}
  const collections = chosenCollections(question, serverNow)
  const effect: Effect = safety.on
    ? {do: 'say', event: jobBegun(newId, question, collections, evict)}
    : {
        do: 'write',
        id: newId,
        write: restoreOf(question, collections),
        earlier: question.earlier.restore,
      }
  return to({question: asked}, effect)
}

function restoreOf(question: RestoreQuestion, collections: Restore['collections']): Restore {
  return {
    kind: 'restore',
    backupId: question.backup.id,
    backupRequestedDate: question.backup.requestedDate,
    collections,
    collectionCount: chosenIds(question).length,
  }
}

/** The safety backup is the job's own attempt, and this question waits for it. */
function jobBegun(
  id: string,
  question: RestoreQuestion,
  collections: RestoreTask['collections'],
  evict: string | null,
): PageEvent {
  return {
    type: 'jobBegun',
    job: {
      id,
      task: taskOf(question, collections),
      stage: 'safetyRequested',
      attemptId: id,
      isInterrupted: false,
    },
    evict,
    earlier: question.earlier.createBackup,
  }
}

function taskOf(question: RestoreQuestion, collections: RestoreTask['collections']): RestoreTask {
  const {id, type, requestedDate} = question.backup
  const chosen = new Set(chosenIds(question))
  const held = question.backup.collections.filter((collection) => chosen.has(collection.id))
  return {
    backupId: id,
    backupType: type,
    backupRequestedDate: requestedDate,
    collections,
    collectionCount: held.length,
    firstCollections: held.slice(0, 3).map(({displayName}) => displayName),
    earlier: question.earlier.restore,
  }
}

function hear(state: State, attempt: Attempt, facts: Facts): Step<State> {
  if (!isEnded(attempt)) return to(state)
  const {question} = state
  const isOwn = attempt.owner === 'restore'
  const isAsked = question?.attemptId === attempt.id
  const {stage} = attempt
  if (stage.name === 'done')
    return to({question: isAsked ? null : question}, ...(isOwn ? tellMade(attempt, facts) : []))
  if (question && isAsked) return to({question: askedAgain(question, attempt, stage, facts)})
  return isOwn ? to(state, troubled(attempt, stage)) : to(state)
}

/** Its end is told when it is seen: what has already ended did not just begin. */
function tellMade({stage, write}: EndedAttempt, facts: Facts): Effect[] {
  if (write.kind !== 'restore' || stage.name !== 'done' || stage.made === null) return []
  if (!('restoration' in stage.made)) return []
  const {restoration} = stage.made
  const restorationId = restoration.id
  const {collectionCount, backupRequestedDate} = write
  const told = {restorationId, collectionCount, backupRequestedDate}
  if (!stage.isCertain) return [tell({kind: 'restoreFound', ...told})]
  const {status} = facts.findRestoration(restorationId) ?? restoration
  return status === 'PENDING' ? [tell({kind: 'restoreStarted', ...told})] : []
}

function askedAgain(
  question: RestoreQuestion,
  attempt: Attempt,
  failure: Failure,
  facts: Facts,
): RestoreQuestion {
  const {problem} = failure
  const isNewSituation = problem.code === 'WOULD_EVICT'
  return {
    ...question,
    id: facts.newId,
    attemptId: null,
    problem: isNewSituation ? null : problem,
    changed: isNewSituation,
    gone: question.gone || isGone(problem),
    toldEvict: facts.site?.overview.slots.nextEvicted?.id ?? null,
    earlier: {...question.earlier, [attempt.write.kind]: earlierOf(attempt, failure)},
    fitting: question.fitting + fittingOf(failure),
  }
}

function forecastOf(question: RestoreQuestion): WantedRead<State> | null {
  const {backup, forecast} = question
  if (forecast.state !== 'loading') return null
  const {ids, next} = forecast
  // Another choice, or another question: what was asked for is no longer wanted.
  const isStill = (now: RestoreQuestion | null): now is RestoreQuestion =>
    now?.backup.id === backup.id && now.forecast.ids === ids
  return {
    notBefore: forecast.notBefore,
    call: (methods) =>
      reading(methods.forecastRestore(backup.id, ids, next), (read) => (state, {now}) => {
        const {question} = state
        return to(isStill(question) ? {question: withForecast(question, read, now)} : state)
      }),
    failed(state, problem) {
      const {question} = state
      if (!isStill(question)) return to(state)
      const gone = question.gone || isGone(problem)
      return to({question: {...question, gone, forecast: {...question.forecast, state: 'failed', problem}}})
    },
  }
}
