import type {CollectionForecast, CollectionName} from '../../contract'
import {withoutPrivate} from '../../rules/private-collections'
import {estimateRestoration, type Estimate} from '../estimate-duration'
import {stageOf, type Facts} from '../feature'
import type {PageProblem} from '../page-problem'
import {viewBackup, type BackupView} from '../views'
import type {QuestionView} from './question-view'
import {
  canConfirm,
  isTyped,
  needsTyping,
  replacesHistory,
  safetyOf,
  type RestoreQuestion,
  type Safety,
} from './restore-question'

export interface RestoreDialog
  extends QuestionView, Pick<RestoreQuestion, 'mode' | 'scope' | 'selected' | 'isUndo' | 'gone' | 'fitting'> {
  kind: 'restore'
  backup: BackupView
  /** Without what item recovery keeps for itself. */
  collections: CollectionName[]
  /** The history of what was brought back is replaced too. */
  losesHistory: boolean
  forecast: {
    state: 'loading' | 'ready' | 'failed'
    collections: CollectionForecast[]
    problem: PageProblem | null
  }
  safety: Omit<Safety, 'evicts'> & {evicts: BackupView | null}
  /** For a whole site: what has to be typed; `siteName` is `null` where it is unknown. */
  typing: {needed: boolean; siteName: string | null; matches: boolean}
  estimate: Estimate | null
  /** The situation changed after the person was asked: this is a new question. */
  changed: boolean
  canConfirm: boolean
}

/** The question, and what follows from it as things stand. */
export function restoreDialog(question: RestoreQuestion, facts: Facts): RestoreDialog | null {
  if (!facts.site) return null
  const {restorations, siteName, slots} = facts.site.overview
  const {backup, mode, scope, selected, forecast, problem, isUndo, changed, gone, fitting} = question
  const safety = safetyOf(question, slots)
  const stage = stageOf(question, facts)
  return {
    kind: 'restore',
    id: question.id,
    stage,
    problem,
    backup: viewBackup(backup, facts.site),
    collections: withoutPrivate(backup.collections),
    losesHistory: replacesHistory(question),
    mode,
    scope,
    selected,
    forecast: {state: forecast.state, collections: forecast.collections, problem: forecast.problem},
    safety: {...safety, evicts: safety.evicts && viewBackup(safety.evicts, facts.site)},
    typing: {needed: needsTyping(question), siteName, matches: isTyped(question, siteName)},
    estimate: estimateRestoration(restorations, null),
    isUndo,
    changed,
    gone,
    fitting,
    canConfirm: mayConfirm(question, facts),
  }
}

/** One restore at a time, and one backup: what was made could not be told apart. */
export function mayConfirm(question: RestoreQuestion, facts: Facts): boolean {
  const {site, isRestoring, isCreating} = facts
  if (!site || isRestoring || stageOf(question, facts) !== 'asking') return false
  const {slots, siteName} = site.overview
  return canConfirm(question, siteName) && !(isCreating && safetyOf(question, slots).on)
}
