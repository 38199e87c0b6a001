import type {Backup} from '../../contract'
import {isEnded, type Attempt} from '../attempt'
import {stageOf, tell, to, troubled, type Facts, type Question, type Step} from '../feature'
import {isGone, type PageProblem} from '../page-problem'
import {viewBackup, type BackupView} from '../views'
import {feature} from '../running-feature'
import {askedBackupNow} from './asked-backup'
import {isMeant, type DialogCommand} from './dialog-commands'
import type {QuestionView} from './question-view'

export type DeleteCommand = {type: 'askDelete'; backupId: string} | DialogCommand

export interface DeleteDialog extends QuestionView {
  kind: 'delete'
  backup: BackupView
  /** Nothing is left to restore from after this. */
  isLastGood: boolean
  /** Somebody else deleted it while this was open. */
  gone: boolean
}

interface DeleteQuestion extends Question {
  backup: Backup
  problem: PageProblem | null
  gone: boolean
}

interface State {
  question: DeleteQuestion | null
}

export const remove = feature<State, DeleteCommand, object, DeleteDialog>({
  name: 'delete',
  initial: {question: null},
  on(state, event, facts) {
    switch (event.type) {
      case 'askDelete':
        return ask(state, event.backupId, facts)
      case 'confirm':
        return confirm(state, event, facts)
      case 'dismiss':
        return dismiss(state, facts)
      case 'siteRead':
        return to({question: state.question && askedNow(state.question, facts)})
      case 'attempt':
        return event.attempt.owner === 'delete' ? hear(state, event.attempt, facts) : to(state)
      default:
        return to(state)
    }
  },
  question: ({question}) => question,
  show: () => ({}),
  showDialog: ({question}, facts) => question && showDialog(question, facts),
})

function ask(state: State, backupId: string, facts: Facts): Step<State> {
  const backup = facts.findBackup(backupId)
  if (!facts.site || facts.question || !backup || !viewBackup(backup, facts.site).canDelete) return to(state)
  return to({question: {id: facts.newId, attemptId: null, backup, problem: null, gone: false}})
}

function confirm(state: State, told: {dialogId?: string}, facts: Facts): Step<State> {
  const {question} = state
  if (!question || !isMeant(question, told)) return to(state)
  if (!facts.site || question.gone || stageOf(question, facts) !== 'asking') return to(state)
  const {id, type, requestedDate} = question.backup
  return to(
    {question: {...question, attemptId: facts.newId, problem: null}},
    {
      do: 'write',
      id: facts.newId,
      write: {kind: 'deleteBackup', backupId: id, type, requestedDate},
    },
  )
}

function dismiss(state: State, facts: Facts): Step<State> {
  const isWorking = state.question !== null && stageOf(state.question, facts) === 'working'
  return to(isWorking ? state : {question: null})
}

function askedNow(question: DeleteQuestion, facts: Facts): DeleteQuestion {
  if (!facts.site || stageOf(question, facts) !== 'asking') return question
  return {...question, ...askedBackupNow(question, facts)}
}

function hear(state: State, attempt: Attempt, {newId}: Facts): Step<State> {
  const {id, write} = attempt
  const asked = state.question?.attemptId === id ? state.question : null
  const others = asked ? null : state.question
  // Wix is at it, or it has to be looked for: the row says so, and a dialog has nothing left to ask.
  if (!isEnded(attempt)) return to({question: others})
  const {stage} = attempt
  if (write.kind !== 'deleteBackup') return to(state)
  if (stage.name === 'done') {
    const {backupId, type, requestedDate} = write
    return to({question: others}, tell({kind: 'backupDeleted', backupId, type, requestedDate}))
  }
  const {problem} = stage
  if (asked) {
    const gone = isGone(problem)
    return to({question: {...asked, id: newId, attemptId: null, problem: gone ? null : problem, gone}})
  }
  return to(state, troubled(attempt, stage))
}

function showDialog(question: DeleteQuestion, facts: Facts): DeleteDialog | null {
  const {site} = facts
  if (!site) return null
  const {backup, problem, gone} = question
  const isLastGood =
    backup.status === 'READY' &&
    !site.overview.backups.some(
      ({id, status}) => id !== backup.id && status === 'READY' && !site.deleting.has(id),
    )
  return {
    kind: 'delete',
    id: question.id,
    stage: stageOf(question, facts),
    problem,
    backup: viewBackup(backup, site),
    isLastGood,
    gone,
  }
}
