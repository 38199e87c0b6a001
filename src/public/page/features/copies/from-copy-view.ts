import type {OnDemandSlots} from '../../../contract'
import type {Conflict, RestoreMode} from '../../../copies/restore-copy'
import type {SchemaChange} from '../../../copies-contract'
import type {Facts} from '../../feature'
import type {PageProblem} from '../../page-problem'
import type {QuestionView} from '../question-view'
import type {Stopped} from './copy-trouble'
import {canClose, isRunning, type Choosing, type Done, type State} from './from-copy-state'

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
      /** `replace`: the situation for its safety backup. */
      slots: OnDemandSlots
      /** Sentences about fields that are not what they were. */
      schema: SchemaChange[]
    }
  | {name: 'writing'; step: 'safety' | 'writing'; collectionId: string | null; items: number; ofItems: number}
  | {name: 'done'; mode: RestoreMode; result: ResultView; undo: Done['undo']}

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

const MOST_TOLD = 20

export function showFromCopy(state: State, facts: Facts): FromCopyDialog | null {
  const {waiting, stopped} = state
  const step = state.isLookedInto ? null : showStep(state, facts)
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
  const {file, read, mode, selected} = stage
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
    slots: site.overview.slots,
    schema: comparisons
      .filter(({collectionId}) => mode !== 'beside' && selected.includes(collectionId))
      .flatMap(({schema}) => schema),
  }
}

function resultOf({written}: Done): ResultView {
  const {report, undo} = written
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
    canUndo: undo !== null && undo.collections.some((one) => one.inserted.length + one.updated.length > 0),
  }
}
