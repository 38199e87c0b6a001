import type {CollectionName} from '../../../contract'
import type {ItemJson, Look, Receipt, ReferencePreview} from '../../../recovery-contract'
import type {Facts} from '../../feature'
import {viewBackup, type BackupView} from '../../views'
import type {QuestionView} from '../question-view'
import {fitBackups, heldCollections, newestBackupBefore} from './newest-backup-before'
import {searched, type Asking, type Chosen, type Choosing, type State, type When} from './recovery-state'

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
  | {
      name: 'asking'
      collections: CollectionName[]
      collectionId: string | null
      when: When
      backups: BackupView[]
      backup: BackupView | null
      /** The person came from this backup. */
      isChosen: boolean
      /** What was brought back lately, newest first; `null` until it was read. */
      receipts: ReceiptSummary[] | null
    }
  | {name: 'opening'; copies: string[]}
  | {name: 'comparing'; compared: number}
  | {
      name: 'choosing'
      collection: string
      list: Choosing['list']
      search: string
      counts: {
        deleted: number
        changed: number
        added: number
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
      added: number
      references: ReferencePreview | null
      mend: boolean
    }
  | {name: 'writing' | 'undoing'; done: number; total: number}
  | {name: 'done' | 'undone'; receipt: ReceiptSummary}

export interface OpenItem {
  itemId: string
  title: string
  /** `null` while they are read. */
  fields: {key: string; then: string | null; now: string | null; isThen: boolean}[] | null
}

export interface ReceiptSummary {
  id: string
  date: string
  by: string | null
  back: number
  fieldsBack: number
  takenBack: number
  skipped: number
  failed: number
  uncertain: number
  mended: number
  keptNewer: number
  unknown: number
  /** The first few sentences of what was not done. */
  reasons: string[]
  canUndo: boolean
}

export interface RecoveryDialog extends QuestionView {
  kind: 'recovery'
  step: RecoveryStep
}

/** Rows of a list that cross at once: as many as fit a screen, and some on either side. */
export const ROWS_AT_ONCE = 60
const MOST_RECEIPTS = 3
const MOST_REASONS = 5

export function showDialog(state: State, facts: Facts): RecoveryDialog | null {
  const {stage, problem} = state
  if (!stage || !facts.site) return null
  const isWorking = ['opening', 'comparing', 'writing', 'undoing'].includes(stage.name) && problem === null
  const step = showStep(state, facts)
  return step && {kind: 'recovery', id: QUESTION_ID, stage: isWorking ? 'working' : 'asking', problem, step}
}

function showStep({stage, receipts}: State, facts: Facts): RecoveryStep | null {
  switch (stage?.name) {
    case 'asking':
      return showAsking(stage, receipts, facts)
    case 'opening':
      return {name: 'opening', copies: stage.look?.collections.map(({displayName}) => displayName) ?? []}
    case 'comparing': {
      const {deleted, changed, unchanged} = stage.found
      return {name: 'comparing', compared: deleted.length + changed.length + unchanged}
    }
    case 'choosing':
      return showChoosing(stage, facts)
    case 'reviewing':
      return {
        name: 'reviewing',
        collection: collectionName(stage.look, stage.collectionId, facts),
        items: stage.items.length,
        fields: countFields(stage),
        added: stage.found.added,
        references: stage.references,
        mend: stage.mend,
      }
    case 'writing':
      return {name: 'writing', done: stage.receipt?.items.length ?? 0, total: stage.total}
    case 'undoing':
      return {name: 'undoing', done: stage.undo?.items.length ?? 0, total: stage.receipt.items.length}
    case 'done':
      return {name: 'done', receipt: summaryOf(stage.receipt)}
    case 'undone':
      return {name: 'undone', receipt: summaryOf(stage.undo)}
    default:
      return null
  }
}

function showAsking(asking: Asking, receipts: Receipt[] | null, facts: Facts): RecoveryStep {
  const {site} = facts
  const backup = newestBackupBefore(asking, facts)
  return {
    name: 'asking',
    collections: heldCollections(asking, facts),
    collectionId: asking.collectionId,
    when: asking.when,
    backups: site ? fitBackups(asking, facts).map((one) => viewBackup(one, site)) : [],
    backup: backup && site && viewBackup(backup, site),
    isChosen: asking.backupId !== null,
    receipts:
      receipts &&
      receipts
        .filter(({undoes}) => undoes === null)
        .slice(0, MOST_RECEIPTS)
        .map(summaryOf),
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
        then: valueText(versions.then, key),
        now: valueText(versions.now, key),
        isThen: chosen.has(key),
      })),
  }
}

const LONGEST_VALUE = 500

/** `null`: blank. Dates stay as ISO text, which the element formats. */
function valueText(item: ItemJson | null, key: string): string | null {
  const value = item?.[key]
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE)
  const {$date} = Object(value) as {$date?: string}
  return (typeof $date === 'string' ? $date : JSON.stringify(value)).slice(0, LONGEST_VALUE)
}

function countFields({fields}: Chosen): number {
  return fields.reduce((sum, {keys}) => sum + keys.length, 0)
}

function collectionName(look: Look | null, collectionId: string, {site}: Facts): string {
  return (
    look?.collections.find((one) => one.collectionId === collectionId)?.displayName ??
    site?.overview.collections?.find(({id}) => id === collectionId)?.displayName ??
    collectionId
  )
}

function summaryOf(receipt: Receipt): ReceiptSummary {
  const count = (...outcomes: string[]) =>
    receipt.items.filter(({outcome}) => outcomes.includes(outcome)).length
  const undone = receipt.items.filter(({reason}) => reason !== undefined)
  const back = count('BROUGHT_BACK', 'FIELDS_BROUGHT_BACK')
  return {
    id: receipt.id,
    date: receipt.date,
    by: receipt.by,
    back: count('BROUGHT_BACK'),
    fieldsBack: count('FIELDS_BROUGHT_BACK'),
    takenBack: count('TAKEN_BACK'),
    skipped: count('SKIPPED_NEWER', 'SKIPPED_EXISTS'),
    failed: count('FAILED'),
    uncertain: receipt.items.filter(({certain}) => certain === false).length,
    ...receipt.references,
    reasons: [...new Set(undone.map(({reason}) => reason!))].slice(0, MOST_REASONS),
    canUndo: receipt.undoes === null && receipt.undoneBy === null && back > 0,
  }
}
