import type {OnDemandSlots} from '../../../contract'
import type {CollectionComparison} from '../../../copies/compare-copy'
import type {Conflict, RestoreMode} from '../../../copies/restore-copy'
import type {SchemaChange} from '../../../copies-contract'
import type {Facts} from '../../feature'
import type {PageProblem} from '../../page-problem'
import type {QuestionView} from '../question-view'
import {shownValue, type ShownValue} from '../recovery/recovery-view'
import type {Stopped} from './copy-trouble'
import {
  canClose,
  isRunning,
  type Choosing,
  type ComparedList,
  type Done,
  type OpenComparison,
  type State,
} from './from-copy-state'

/** Only one is open at a time. */
export const QUESTION_ID = 'fromCopy'

export interface ComparedCollection {
  collectionId: string
  displayName: string
  exists: boolean
  /** It is one of an app or of another database by now: nothing can be restored into it. */
  isOther: boolean
  deleted: number
  changed: number
  added: number | null
  unchanged: number
  schema: SchemaChange[]
}

export type FromCopyStep =
  | {name: 'file'}
  | {
      name: 'reading'
      fileName: string
      step: 'verifying' | 'comparing'
      items: number
      ofItems: number
    }
  | {
      name: 'choosing'
      fileName: string
      moment: string
      /** Of the site that it is of, where it is another one than this. */
      otherSite: string | null
      compared: ComparedCollection[]
      mode: RestoreMode
      selected: string[]
      open: OpenView | null
      /** `replace`: the situation for its safety backup. */
      slots: OnDemandSlots
      /** Sentences about fields that are not what they were. */
      schema: SchemaChange[]
    }
  | {name: 'writing'; step: 'safety' | 'writing'; collectionId: string | null; items: number; ofItems: number}
  | {name: 'done'; mode: RestoreMode; result: ResultView; undo: Done['undo']}

export interface OpenView {
  collectionId: string
  displayName: string
  list: ComparedList
  counts: {deleted: number; changed: number; added: number | null; unchanged: number}
  from: number
  total: number
  rows: {itemId: string; title: string; updatedDate: string | null; fieldCount: number}[]
  item: {
    itemId: string
    title: string
    /** `null` while they are read. */
    fields: {key: string; then: ShownValue; now: ShownValue}[] | null
  } | null
}

export interface ResultView {
  inserted: number
  updated: number
  removed: number
  unchanged: number
  created: string[]
  fieldsLeftOut: {collectionId: string; field: string; into: string}[]
  references: {written: number; mended: number; removed: number; failed: number}
  conflicts: {count: number; first: (Conflict & {collectionId: string})[]}
  failed: {count: number; first: {itemId: string; reason: string}[]}
  canUndo: boolean
}

export interface FromCopyDialog extends QuestionView {
  kind: 'fromCopy'
  step: FromCopyStep
  waiting: PageProblem | null
  stopped: Stopped | null
  canClose: boolean
}

/** Rows of a list that cross at once. */
export const ROWS_AT_ONCE = 60
const MOST_TOLD = 20

export function showFromCopy(state: State, facts: Facts): FromCopyDialog | null {
  const {waiting, stopped} = state
  const step = showStep(state, facts)
  return (
    step && {
      kind: 'fromCopy',
      id: QUESTION_ID,
      stage: isRunning(state) ? 'working' : 'asking',
      problem: stopped?.kind === 'problem' ? stopped.problem : null,
      step,
      waiting,
      stopped,
      canClose: canClose(state),
    }
  )
}

function showStep({stage}: State, facts: Facts): FromCopyStep | null {
  switch (stage?.name) {
    case 'file':
      return {name: 'file'}
    case 'reading': {
      const {file, step, items, ofItems} = stage
      return {name: 'reading', fileName: file.name, step, items, ofItems}
    }
    case 'choosing':
      return showChoosing(stage, facts)
    case 'writing': {
      const {step, collectionId, items, ofItems} = stage
      return {name: 'writing', step, collectionId, items, ofItems}
    }
    case 'done':
      return {name: 'done', mode: stage.mode, result: resultOf(stage), undo: stage.undo}
    default:
      return null
  }
}

function showChoosing(stage: Choosing, {site}: Facts): FromCopyStep | null {
  if (!site) return null
  const {file, read, mode, selected, open} = stage
  const {manifest, comparisons, otherTypes} = read
  const here = site.overview.siteName
  const isOther = manifest.site.name !== null && here !== null && manifest.site.name !== here
  return {
    name: 'choosing',
    fileName: file.name,
    moment: manifest.moment,
    otherSite: isOther ? manifest.site.name : null,
    compared: comparisons.map((one) => ({
      collectionId: one.collectionId,
      displayName: one.displayName,
      exists: one.exists,
      isOther: otherTypes.includes(one.collectionId),
      deleted: one.deleted.length,
      changed: one.changed.length,
      added: one.added,
      unchanged: one.unchanged,
      schema: one.schema,
    })),
    mode,
    selected,
    open: open && showOpen(open, comparisons),
    slots: site.overview.slots,
    schema: comparisons
      .filter(({collectionId}) => mode !== 'beside' && selected.includes(collectionId))
      .flatMap(({schema}) => schema),
  }
}

function showOpen(open: OpenComparison, comparisons: CollectionComparison[]): OpenView | null {
  const {collectionId, list, item} = open
  const found = comparisons.find((one) => one.collectionId === collectionId)
  if (!found) return null
  const shown = found[list]
  const from = Math.max(0, Math.min(open.from, shown.length - ROWS_AT_ONCE))
  const fieldsOf = new Map(found.changed.map(({itemId, fields}) => [itemId, fields]))
  const changed = item && found.changed.find(({itemId}) => itemId === item.itemId)
  return {
    collectionId,
    displayName: found.displayName,
    list,
    counts: {
      deleted: found.deleted.length,
      changed: found.changed.length,
      added: found.added,
      unchanged: found.unchanged,
    },
    from,
    total: shown.length,
    rows: shown.slice(from, from + ROWS_AT_ONCE).map(({itemId, title, updatedDate}) => ({
      itemId,
      title,
      updatedDate,
      fieldCount: list === 'changed' ? (fieldsOf.get(itemId)?.length ?? 0) : 0,
    })),
    item:
      item && changed
        ? {
            itemId: item.itemId,
            title: changed.title,
            fields:
              item.versions &&
              changed.fields.map((key) => ({
                key,
                then: shownValue(item.versions!.then, key),
                now: shownValue(item.versions!.now, key),
              })),
          }
        : null,
  }
}

function resultOf({written}: Done): ResultView {
  const {report, inserted} = written
  const {collections, created, fieldsLeftOut, references} = report
  const sum = (count: (one: (typeof collections)[number]) => number) =>
    collections.reduce((total, one) => total + count(one), 0)
  const conflicts = collections.flatMap(({collectionId, conflicts: some}) =>
    some.map((conflict) => ({...conflict, collectionId})),
  )
  const failed = collections.flatMap((one) => one.failed)
  return {
    inserted: sum((one) => one.inserted),
    updated: sum((one) => one.updated),
    removed: sum((one) => one.removed),
    unchanged: sum((one) => one.unchanged),
    created,
    fieldsLeftOut,
    references,
    conflicts: {count: conflicts.length, first: conflicts.slice(0, MOST_TOLD)},
    failed: {count: failed.length, first: failed.slice(0, MOST_TOLD)},
    canUndo: inserted !== null && Object.values(inserted).some((ids) => ids.length > 0),
  }
}
