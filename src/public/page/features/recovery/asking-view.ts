import type {CollectionName} from '../../../contract'
import type {Look, Receipt} from '../../../recovery-contract'
import type {Facts} from '../../feature'
import {viewBackup, type BackupView} from '../../views'
import {fitBackups, heldCollections, newestBackupBefore} from './newest-backup-before'
import {MOST_NAMES, summaryOf, type ReceiptSummary} from './receipt-view'
import {interruptedOf, leftoversOf, type Asking, type State, type When} from './recovery-state'

/** What is missing, and what there is besides: what stopped half way, what was brought back. */
export interface AskingStep {
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
  /** How many older ones there are. */
  moreReceipts: number
  interrupted: Interrupted[]
  leftovers: Leftover[]
}

/** A recovery, or an Undo, that ended half way. */
export interface Interrupted {
  receiptId: string
  isUndo: boolean
  date: string
  done: number
  total: number
}

/** Private copies that nobody here is at. */
export interface Leftover {
  lookId: string
  collections: string[]
  backupRequestedDate: string
  openedDate: string
  /** Otherwise its copies are being removed. */
  isOpen: boolean
  /** It can be looked into: the file of a copy is in the browser of whoever chose it. */
  canOpen: boolean
}

const MOST_RECEIPTS = 3
/** With the whole history: more than that is for site code to list. */
const MOST_HISTORY = 50
const MOST_LEFTOVERS = 10

export function showAsking(asking: Asking, state: State, facts: Facts): AskingStep {
  const {site} = facts
  const done = state.receipts?.filter(({undoes, status}) => undoes === null && status === 'DONE') ?? null
  const shown = done?.slice(0, asking.withHistory ? MOST_HISTORY : MOST_RECEIPTS) ?? null
  const backup = newestBackupBefore(asking, facts)
  return {
    name: 'asking',
    collections: heldCollections(asking, facts),
    collectionId: asking.collectionId,
    when: asking.when,
    backups: site ? fitBackups(asking, facts).map((one) => viewBackup(one, site)) : [],
    backup: backup && site && viewBackup(backup, site),
    isChosen: asking.backupId !== null,
    receipts: shown && shown.map((receipt) => summaryOf(receipt, facts)),
    moreReceipts: Math.min(done?.length ?? 0, MOST_HISTORY) - (shown?.length ?? 0),
    interrupted: interruptedOf(state).slice(0, MOST_LEFTOVERS).map(showInterrupted),
    leftovers: leftoversOf(state).slice(0, MOST_LEFTOVERS).map(showLeftover),
  }
}

function showInterrupted({id, undoes, date, items, total}: Receipt): Interrupted {
  return {receiptId: id, isUndo: undoes !== null, date, done: items.length, total}
}

function showLeftover({id, collections, backupRequestedDate, copy, openedDate, status}: Look): Leftover {
  const isOpen = status === 'READY' || status === 'OPENING'
  return {
    lookId: id,
    collections: collections.slice(0, MOST_NAMES).map(({displayName}) => displayName),
    backupRequestedDate,
    openedDate,
    isOpen,
    canOpen: isOpen && !copy,
  }
}
