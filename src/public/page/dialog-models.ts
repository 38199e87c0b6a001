import type {
  Backup,
  CollectionForecast,
  OnDemandSlots,
  Restoration,
  RestorationCollection,
  RestoreForecast,
} from '../contract'
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
    /** What is being asked for; `null`: every collection of the backup. */
    ids: string[] | null
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

/** What was not asked for before is asked for when the choice has stood for this long. */
const SETTLE_MS = 800

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
  return {
    kind: 'restore',
    stage: 'asking',
    problem: null,
    backup,
    mode: 'replace',
    scope: isWhole ? 'all' : 'some',
    selected: isWhole ? [] : selected,
    forecast: noForecast(isWhole ? null : selected),
    safetyOn: false,
    typed: '',
    isUndo: repeated !== undefined && repeated.backup.id !== backup.id,
    toldEvict: slots.nextEvicted?.id ?? null,
    changed: false,
    gone: false,
  }
}

function noForecast(ids: string[] | null): RestoreModel['forecast'] {
  return {state: 'loading', collections: [], problem: null, ids, next: null, notBefore: 0}
}

function chosenIds({backup, scope, selected}: RestoreModel): string[] {
  return scope === 'all' ? backup.collections.map(({id}) => id) : selected
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
  const count = chosenIds(asked).length
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

/** After another choice: what of it is neither counted nor being counted is asked for. */
export function forecastChosen(asked: RestoreModel, elapsed: number): void {
  const {forecast} = asked
  const isCounted = new Set(forecast.collections.map(({collectionId}) => collectionId))
  const missing = chosenIds(asked).filter((id) => !isCounted.has(id))
  const isOnItsWay =
    forecast.state === 'loading' &&
    (forecast.ids === null || missing.every((id) => forecast.ids?.includes(id)))
  if (missing.length === 0 || isOnItsWay) return
  const notBefore = elapsed + SETTLE_MS
  asked.forecast = {...forecast, ids: missing, state: 'loading', problem: null, next: null, notBefore}
}

export function forecastAgain(asked: RestoreModel): void {
  asked.forecast = noForecast(asked.scope === 'all' ? null : asked.selected)
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
      const chosen = new Set(chosenIds(open))
      return {
        kind: 'restore',
        stage,
        problem,
        backup: viewBackup(backup, known),
        collections: backup.collections,
        mode,
        scope,
        selected,
        forecast: {
          state: forecast.state,
          collections: forecast.collections.map((counted) => withReferencesOutside(counted, chosen)),
          problem: forecast.problem,
        },
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

/** Which references lead out of what is restored depends on the choice; the counts don't. */
function withReferencesOutside(counted: CollectionForecast, chosen: ReadonlySet<string>): CollectionForecast {
  return {
    ...counted,
    referencesOutside: counted.references.filter(({collectionId}) => !chosen.has(collectionId)),
  }
}
