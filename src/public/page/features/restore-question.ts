import type {
  Backup,
  CollectionForecast,
  OnDemandSlots,
  Restoration,
  RestorationCollection,
  RestoreForecast,
} from '../../contract'
import {copyDestinations} from '../../rules/copy-destinations'
import {matchesTyped} from '../../rules/matches-typed'
import {withoutPrivate} from '../../rules/private-collections'
import {safetyBackup, type SafetyRefusal} from '../../rules/safety-backup'
import {losesHistory, wholeRestore} from '../../rules/whole-restore'
import type {Question} from '../feature'
import type {RestoreTask} from '../job'
import type {PageProblem} from '../page-problem'

/** What is chosen so far, and nothing that follows from it: that is asked of the functions below. */
export interface RestoreQuestion extends Question {
  backup: Backup
  mode: 'replace' | 'copy'
  scope: 'all' | 'some'
  /** Collection IDs, when the scope is `some`. */
  selected: string[]
  forecast: Forecast
  safetyOn: boolean
  typed: string
  isUndo: boolean
  /** The backup that a safety backup would delete, as last told. */
  toldEvict: string | null
  changed: boolean
  /** Somebody else deleted the backup while this was open. */
  gone: boolean
  problem: PageProblem | null
  /** What came of earlier tries stayed unknown: see Attempt, and how many may be it. */
  earlier: Record<'createBackup' | 'restore', string[] | null>
  fitting: number
}

interface Forecast {
  state: 'loading' | 'ready' | 'failed'
  collections: CollectionForecast[]
  problem: PageProblem | null
  /** What is being asked for; `null`: every collection of the backup. */
  ids: string[] | null
  next: string | null
  notBefore: number
}

/** What a person types before a whole site is restored whose name is unknown. */
export const WORD_TO_TYPE = 'RESTORE'

/** What was not asked for before is asked for when the choice has stood for this long. */
const SETTLE_MS = 800

/** `repeated`: what is undone or tried again; only what it replaced is chosen. */
export function newQuestion(
  id: string,
  backup: Backup,
  slots: OnDemandSlots,
  repeated: Restoration | RestoreTask | undefined,
): RestoreQuestion {
  const held = new Set(withoutPrivate(backup.collections).map(({id}) => id))
  const selected = repeated === undefined ? [] : replacedBy(repeated).filter((id) => held.has(id))
  const isWhole = selected.length === 0 || selected.length === held.size
  return {
    id,
    attemptId: null,
    backup,
    mode: 'replace',
    scope: isWhole ? 'all' : 'some',
    selected: isWhole ? [] : selected,
    forecast: noForecast(isWhole ? null : selected),
    // Where it costs nothing; what would be deleted for it is for a person to decide.
    safetyOn: slots.nextEvicted === null,
    typed: '',
    isUndo: repeated !== undefined && 'backup' in repeated && repeated.backup.id !== backup.id,
    toldEvict: slots.nextEvicted?.id ?? null,
    changed: false,
    gone: false,
    problem: null,
    earlier: {createBackup: null, restore: earlierOf(repeated)},
    fitting: 0,
  }
}

function replacedBy(repeated: Restoration | RestoreTask): string[] {
  const chosen = 'backup' in repeated ? repeated.restorationCollections : (repeated.collections ?? [])
  if (chosen.length > 0) return chosen.map(({dataCollectionId}) => dataCollectionId)
  return 'backup' in repeated ? repeated.backup.collections.map(({id}) => id) : []
}

/** A restoration is known; a task may have been tried before. */
function earlierOf(repeated: Restoration | RestoreTask | undefined): string[] | null {
  return repeated && 'earlier' in repeated ? repeated.earlier : null
}

function noForecast(ids: string[] | null): Forecast {
  return {state: 'loading', collections: [], problem: null, ids, next: null, notBefore: 0}
}

export function chosenIds({backup, scope, selected}: RestoreQuestion): string[] {
  return scope === 'all' ? withoutPrivate(backup.collections).map(({id}) => id) : selected
}

/** `null`: the whole backup, in place. */
export function chosenCollections(
  {backup, selected, scope, mode}: RestoreQuestion,
  now: string,
): RestorationCollection[] | null {
  const chosen = new Set(selected)
  const wanted =
    scope === 'all' ? withoutPrivate(backup.collections) : backup.collections.filter(({id}) => chosen.has(id))
  if (mode === 'copy') return copyDestinations(wanted, now)
  return scope === 'all' ? wholeRestore(backup) : wanted.map(({id}) => ({dataCollectionId: id}))
}

/** Whether the history of what was brought back is replaced too. */
export function replacesHistory({backup, scope, mode}: RestoreQuestion): boolean {
  return mode === 'replace' && scope === 'all' && losesHistory(backup)
}

export function canConfirm(question: RestoreQuestion, siteName: string | null): boolean {
  return !question.gone && chosenIds(question).length > 0 && isTyped(question, siteName)
}

export interface Safety {
  on: boolean
  /** Why a safety backup can't be made first. */
  refused: SafetyRefusal | null
  evicts: Backup | null
}

/** Whether a safety backup is made first, may be made, and what it deletes. */
export function safetyOf({backup, mode, safetyOn}: RestoreQuestion, slots: OnDemandSlots): Safety {
  const {refused, evicts} = safetyBackup(backup, slots)
  // A copy overwrites nothing: there is nothing to be safe from.
  return {on: safetyOn && refused === null && mode === 'replace', refused, evicts}
}

export function needsTyping({mode, scope, selected, backup}: RestoreQuestion): boolean {
  return (
    mode === 'replace' && (scope === 'all' || selected.length === withoutPrivate(backup.collections).length)
  )
}

export function isTyped(question: RestoreQuestion, siteName: string | null): boolean {
  return !needsTyping(question) || matchesTyped(question.typed, siteName ?? WORD_TO_TYPE)
}

export function withSelected(question: RestoreQuestion, collectionIds: readonly string[]): RestoreQuestion {
  const held = new Set(withoutPrivate(question.backup.collections).map(({id}) => id))
  return {...question, selected: [...new Set(collectionIds)].filter((id) => held.has(id))}
}

/** After another choice: what of it is neither counted nor being counted is asked for. */
export function withForecastOfChosen(question: RestoreQuestion, now: number): RestoreQuestion {
  const {forecast} = question
  const isCounted = new Set(forecast.collections.map(({collectionId}) => collectionId))
  const missing = chosenIds(question).filter((id) => !isCounted.has(id))
  const asked = forecast.ids === null ? null : new Set(forecast.ids)
  const isOnItsWay = forecast.state === 'loading' && missing.every((id) => asked === null || asked.has(id))
  if (missing.length === 0 || isOnItsWay) return question
  const notBefore = now + SETTLE_MS
  return {
    ...question,
    forecast: {...forecast, ids: missing, state: 'loading', problem: null, next: null, notBefore},
  }
}

export function withForecastAgain(question: RestoreQuestion): RestoreQuestion {
  return {...question, forecast: noForecast(question.scope === 'all' ? null : question.selected)}
}

export function withForecast(question: RestoreQuestion, read: RestoreForecast, now: number): RestoreQuestion {
  const isRead = new Set(read.collections.map(({collectionId}) => collectionId))
  return {
    ...question,
    forecast: {
      ...question.forecast,
      state: read.next === null ? 'ready' : 'loading',
      collections: [
        ...question.forecast.collections.filter(({collectionId}) => !isRead.has(collectionId)),
        ...read.collections,
      ],
      problem: null,
      next: read.next,
      notBefore: now + read.waitMs,
    },
  }
}
