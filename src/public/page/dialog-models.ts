import type {
  Backup,
  CollectionForecast,
  OnDemandSlots,
  Restoration,
  RestorationCollection,
  RestoreForecast,
} from '../backup-types'
import {estimateRestoration} from './estimate-duration'
import {WORD_TO_TYPE, type Dialog, type DialogStage, type PageProblem, type RestoreDialog} from './page-state'
import {viewBackup, type Known} from './page-view'
import {copyDestinations, isOnlyGoodBackupOfItsWeek, matchesTyped, safetyBackup} from './restore-rules'

/** The questions that the page asks, with what it has to remember of each until it is answered. */
export type DialogModel = CreateModel | DeleteModel | RestoreModel

interface DialogModelBase {
  stage: DialogStage
  problem: PageProblem | null
}

export interface CreateModel extends DialogModelBase {
  kind: 'create'
  slots: OnDemandSlots
  changed: boolean
}

export interface DeleteModel extends DialogModelBase {
  kind: 'delete'
  backup: Backup
  gone: boolean
}

export interface RestoreModel extends DialogModelBase {
  kind: 'restore'
  backup: Backup
  mode: RestoreDialog['mode']
  scope: RestoreDialog['scope']
  selected: string[]
  forecast: {
    state: RestoreDialog['forecast']['state']
    collections: CollectionForecast[]
    problem: PageProblem | null
    /** What it is a forecast of: see `forecastKey`. */
    of: string
    next: string | null
    notBefore: number
  }
  safetyOn: boolean
  typed: string
  isUndo: boolean
  /** The backup that a safety backup would delete, as last told. */
  toldEvict: string | null
  changed: boolean
  gone: boolean
}

/** A choice is forecast when it has stood for this long, and is of at most so many collections. */
const SETTLE_MS = 800
const MOST_FORECAST = 20
const WHOLE = '*'

/** `repeated`: the restoration that is undone or tried again; only what it replaced is chosen. */
export function restoreQuestion(
  backup: Backup,
  slots: OnDemandSlots,
  repeated: Restoration | undefined,
): RestoreModel {
  const held = new Set(backup.collections.map(({id}) => id))
  const replaced =
    repeated && repeated.restorationCollections.length > 0
      ? repeated.restorationCollections.map(({dataCollectionId}) => dataCollectionId)
      : (repeated?.backup.collections ?? []).map(({id}) => id)
  const selected = replaced.filter((id) => held.has(id))
  const isWhole = selected.length === 0 || selected.length === backup.collections.length
  const question: RestoreModel = {
    kind: 'restore',
    stage: 'asking',
    problem: null,
    backup,
    mode: 'replace',
    scope: isWhole ? 'all' : 'some',
    selected: isWhole ? [] : selected,
    forecast: {state: 'loading', collections: [], problem: null, of: WHOLE, next: null, notBefore: 0},
    safetyOn: false,
    typed: '',
    isUndo: repeated !== undefined && repeated.backup.id !== backup.id,
    toldEvict: slots.nextEvicted?.id ?? null,
    changed: false,
    gone: false,
  }
  question.forecast.of = forecastKey(question)
  return question
}

/** `null`: the whole backup, in place. */
export function chosenCollections(
  {backup, selected, scope, mode}: RestoreModel,
  now: string,
): RestorationCollection[] | null {
  const chosen = new Set(selected)
  const wanted = scope === 'all' ? backup.collections : backup.collections.filter(({id}) => chosen.has(id))
  if (mode === 'copy') return copyDestinations(wanted, now)
  return scope === 'all' ? null : wanted.map(({id}) => ({dataCollectionId: id}))
}

export function canConfirmRestore(asked: RestoreModel, siteName: string | null): boolean {
  const count = asked.scope === 'all' ? asked.backup.collections.length : asked.selected.length
  return asked.stage === 'asking' && !asked.gone && count > 0 && isTyped(asked, siteName)
}

/** Whether a safety backup is made first, may be made, and what it deletes. */
export function safetyOf({backup, mode, safetyOn}: RestoreModel, slots: OnDemandSlots) {
  const {refused, evicts} = safetyBackup(backup, slots)
  // A copy overwrites nothing: there is nothing to be safe from.
  return {on: safetyOn && refused === null && mode === 'replace', refused, evicts}
}

function needsTyping({mode, scope, selected, backup}: RestoreModel): boolean {
  return mode === 'replace' && (scope === 'all' || selected.length === backup.collections.length)
}

function isTyped(asked: RestoreModel, siteName: string | null): boolean {
  return !needsTyping(asked) || matchesTyped(asked.typed, siteName ?? WORD_TO_TYPE)
}

function forecastKey({scope, selected, backup}: RestoreModel): string {
  const isWhole = scope === 'all' || selected.length === backup.collections.length
  return isWhole ? WHOLE : [...selected].sort().join()
}

/** What the forecast is asked for; `null`: every collection. */
export function forecastIds({forecast, selected}: RestoreModel): string[] | null {
  return forecast.of === WHOLE ? null : selected
}

/**
 * After another choice: references out of what is restored depend on it, so it is forecast again; the counts
 * stay until they are read again.
 */
export function forecastChosen(asked: RestoreModel, elapsed: number): void {
  const of = forecastKey(asked)
  const isMany = of !== WHOLE && asked.selected.length > MOST_FORECAST
  if (of === asked.forecast.of || of === '' || isMany) return
  const notBefore = elapsed + SETTLE_MS
  asked.forecast = {...asked.forecast, of, state: 'loading', problem: null, next: null, notBefore}
}

export function forecastAgain(asked: RestoreModel): void {
  const of = forecastKey(asked)
  asked.forecast = {state: 'loading', collections: [], problem: null, of, next: null, notBefore: 0}
}

export function addForecast(asked: RestoreModel, read: RestoreForecast, elapsed: number): void {
  const isRead = new Set(read.collections.map(({collectionId}) => collectionId))
  asked.forecast = {
    ...asked.forecast,
    state: read.next === null ? 'ready' : 'loading',
    collections: [
      ...asked.forecast.collections.filter(({collectionId}) => !isRead.has(collectionId)),
      ...read.collections,
    ],
    problem: null,
    next: read.next,
    notBefore: elapsed + read.waitMs,
  }
}

export function viewDialog(open: DialogModel, known: Known): Dialog {
  const {stage, problem} = open
  const {backups, restorations, siteName, slots} = known.overview
  switch (open.kind) {
    case 'create': {
      const evicted = open.slots.nextEvicted
      return {
        kind: 'create',
        stage,
        problem,
        evicted: evicted && viewBackup(evicted, known),
        evictedIsOnlyOneOfItsWeek: evicted !== null && isOnlyGoodBackupOfItsWeek(evicted, backups),
        slots: {used: open.slots.used, limit: open.slots.limit},
        changed: open.changed,
      }
    }
    case 'delete': {
      const {backup, gone} = open
      const isLastGood =
        backup.status === 'READY' &&
        !backups.some(({id, status}) => id !== backup.id && status === 'READY' && !known.deleting.has(id))
      return {kind: 'delete', stage, problem, backup: viewBackup(backup, known), isLastGood, gone}
    }
    case 'restore': {
      const {backup, mode, scope, selected, forecast, isUndo, changed, gone} = open
      const safety = safetyOf(open, slots)
      return {
        kind: 'restore',
        stage,
        problem,
        backup: viewBackup(backup, known),
        collections: backup.collections,
        mode,
        scope,
        selected,
        forecast: {state: forecast.state, collections: forecast.collections, problem: forecast.problem},
        safety: {...safety, evicts: safety.evicts && viewBackup(safety.evicts, known)},
        typing: {needed: needsTyping(open), siteName, matches: isTyped(open, siteName)},
        estimate: estimateRestoration(restorations, null),
        isUndo,
        changed,
        gone,
        canConfirm: canConfirmRestore(open, siteName),
      }
    }
  }
}
