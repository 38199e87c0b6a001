import type {ItemJson, ReferencePreview} from '../../../recovery-contract'
import type {Facts} from '../../feature'
import type {PageProblem} from '../../page-problem'
import type {QuestionView} from '../question-view'
import {showAsking, type AskingStep} from './asking-view'
import {collectionName, summaryOf, type ReceiptSummary} from './receipt-view'
import {canChooseAgain, isRunning, searched, type Chosen, type Choosing, type State} from './recovery-state'

/** Only one is open at a time. */
export const QUESTION_ID = 'recovery'

export interface FoundRow {
  itemId: string
  title: string
  updatedDate: string | null
  picture: string | null
  /** Deleted: it comes back. Changed: fields of it do. */
  isChosen: boolean
  /** Changed: how many fields differ. */
  fieldCount: number
}

export type RecoveryStep =
  | AskingStep
  | {name: 'opening'; copies: string[]}
  | {name: 'comparing'; compared: number}
  | {name: 'filling'; done: number; total: number}
  | {
      name: 'choosing'
      collection: string
      list: Choosing['list']
      search: string
      counts: {
        deleted: number
        changed: number
        added: number | null
        unchanged: number
        items: number
        fields: number
      }
      /** What of the list is shown: `rows` begin at `from`, of `total` that the search leaves. */
      from: number
      total: number
      rows: FoundRow[]
      isAllChosen: boolean
      open: OpenItem | null
    }
  | {
      name: 'reviewing'
      collection: string
      items: number
      fields: number
      added: number | null
      /** A few of them. */
      goneFields: string[]
      references: ReferencePreview | null
      mend: boolean
      lostReferences: number
    }
  | {name: 'writing' | 'undoing'; done: number; total: number; canChooseAgain: boolean}
  | {name: 'done' | 'undone'; receipt: ReceiptSummary}

export interface OpenItem {
  itemId: string
  title: string
  /** `null` while they are read. */
  fields: {key: string; then: ShownValue; now: ShownValue; isThen: boolean}[] | null
}

/** As text, or a date that the element formats; `null`: blank. */
export type ShownValue = string | {date: string} | null

export interface RecoveryDialog extends QuestionView {
  kind: 'recovery'
  step: RecoveryStep
  /** Why it has to wait; it goes on by itself. */
  stalled: PageProblem | null
  /** What moment the copy is of that it is about; `null`: it is about a backup. */
  copyMoment: string | null
  /** How long it rests at the most, so that Wix's limits are kept; `null` where it doesn't. */
  restsMs: number | null
}

/** Shorter ones are not worth a word. */
const SHORT_REST_MS = 3_000
/** Rows of a list that cross at once: as many as fit a screen, and some on either side. */
const MOST_NAMED = 5
export const ROWS_AT_ONCE = 60

export function showDialog(state: State, facts: Facts): RecoveryDialog | null {
  const {stage, copy, problem, stalled} = state
  if (!stage || !facts.site) return null
  const isWorking = isRunning(state) && problem === null
  const step = showStep(state, facts)
  const rest = state.notBefore - facts.now
  const restsMs = isWorking && stalled === null && rest > SHORT_REST_MS ? rest : null
  return (
    step && {
      kind: 'recovery',
      id: QUESTION_ID,
      stage: isWorking ? 'working' : 'asking',
      problem,
      step,
      stalled,
      copyMoment: copy?.moment ?? null,
      restsMs,
    }
  )
}

function showStep(state: State, facts: Facts): RecoveryStep | null {
  const {stage} = state
  switch (stage?.name) {
    case 'asking':
      return showAsking(stage, state, facts)
    case 'opening':
      return {name: 'opening', copies: stage.look?.collections.map(({displayName}) => displayName) ?? []}
    case 'comparing': {
      const {deleted, changed, unchanged} = stage.found
      return {name: 'comparing', compared: deleted.length + changed.length + unchanged}
    }
    case 'filling':
      return {name: 'filling', done: stage.done, total: stage.total}
    case 'choosing':
      return showChoosing(stage, facts)
    case 'reviewing':
      return {
        name: 'reviewing',
        collection: collectionName(stage.look, stage.collectionId, facts),
        items: stage.items.length,
        fields: countFields(stage),
        added: stage.found.added,
        goneFields: (stage.found.goneFields ?? []).slice(0, MOST_NAMED),
        references: stage.references,
        mend: stage.mend,
        lostReferences: stage.lostReferences,
      }
    case 'writing':
      return {
        name: 'writing',
        done: stage.receipt?.items.length ?? 0,
        total: stage.total,
        canChooseAgain: canChooseAgain(state),
      }
    case 'undoing':
      return {name: 'undoing', done: stage.undo?.items.length ?? 0, total: stage.total, canChooseAgain: false}
    case 'done':
      return {name: 'done', receipt: summaryOf(stage.receipt, facts)}
    case 'undone':
      return {name: 'undone', receipt: summaryOf(stage.undo, facts)}
    default:
      return null
  }
}

function showChoosing(stage: Choosing, facts: Facts): RecoveryStep {
  const {found, list, search, look, collectionId} = stage
  const shown = list === 'deleted' ? searched(found.deleted, search) : searched(found.changed, search)
  const from = Math.max(0, Math.min(stage.from, shown.length - ROWS_AT_ONCE))
  const chosen = new Set(stage.items)
  const fieldCounts = new Map(found.changed.map(({itemId, fields: keys}) => [itemId, keys.length]))
  const fields = new Map(stage.fields.map(({itemId, keys}) => [itemId, keys.length]))
  return {
    name: 'choosing',
    collection: collectionName(look, collectionId, facts),
    list,
    search,
    counts: {
      deleted: found.deleted.length,
      changed: found.changed.length,
      added: found.added,
      unchanged: found.unchanged,
      items: stage.items.length,
      fields: countFields(stage),
    },
    from,
    total: shown.length,
    rows: shown.slice(from, from + ROWS_AT_ONCE).map((item) => ({
      itemId: item.itemId,
      title: item.title,
      updatedDate: item.updatedDate,
      picture: item.details?.picture ?? null,
      isChosen: list === 'deleted' ? chosen.has(item.itemId) : fields.has(item.itemId),
      fieldCount: fieldCounts.get(item.itemId) ?? 0,
    })),
    isAllChosen: list === 'deleted' && shown.length > 0 && shown.every(({itemId}) => chosen.has(itemId)),
    open: showOpen(stage),
  }
}

function showOpen({open, found, fields}: Choosing): OpenItem | null {
  const item = open && found.changed.find(({itemId}) => itemId === open.itemId)
  if (!open || !item) return null
  const chosen = new Set(fields.find(({itemId}) => itemId === open.itemId)?.keys)
  const {versions} = open
  return {
    itemId: item.itemId,
    title: item.title,
    fields:
      versions &&
      item.fields.map((key) => ({
        key,
        then: shownValue(versions.then, key),
        now: shownValue(versions.now, key),
        isThen: chosen.has(key),
      })),
  }
}

const LONGEST_VALUE = 500

export function shownValue(item: ItemJson | null, key: string): ShownValue {
  const value = item?.[key]
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE)
  const {$date} = Object(value) as {$date?: string}
  if (typeof $date === 'string' && !Number.isNaN(Date.parse($date))) return {date: $date}
  return JSON.stringify(value).slice(0, LONGEST_VALUE)
}

function countFields({fields}: Chosen): number {
  return fields.reduce((sum, {keys}) => sum + keys.length, 0)
}
