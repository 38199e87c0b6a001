import type {
  BackupStatus,
  BackupType,
  CollectionForecast,
  CollectionName,
  ErrorCode,
  Problem,
  RestorationCollection,
  RestorationStatus,
} from '../contract'

/**
 * What the page shows, and what a person can ask of it. Both are plain JSON: the state goes down to the element
 * as one attribute, the commands come up as events. The state holds facts and no sentences, so that the element
 * can say them in the reader's own language and time zone.
 */

/** What can stop the page beyond what a web method reports: it never got an answer. */
export type PageProblemCode = ErrorCode | 'OFFLINE' | 'SESSION_ENDED'

export interface PageProblem extends Omit<Problem, 'code' | 'backup' | 'slots' | 'candidates'> {
  code: PageProblemCode
}

/** How long the same work took before. A range, never a promise. */
export interface Estimate {
  lowMs: number
  highMs: number
  samples: number
}

export interface BackupView {
  id: string
  type: BackupType
  /** DELETING: the deletion was asked for, and Wix has not finished it. */
  status: BackupStatus | 'DELETING'
  requestedDate: string
  startedDate: string | null
  finishedDate: string | null
  deletedDate: string | null
  sizeInBytes: number | null
  collectionCount: number
  /** The names of the first few collections: the whole list is in the panel and in the restore dialog. */
  firstCollections: string[]
  /** For a PENDING backup, when earlier ones tell. */
  estimate: Estimate | null
}

export interface RestorationView {
  id: string
  status: RestorationStatus
  requestedDate: string
  startedDate: string | null
  finishedDate: string | null
  backupId: string
  backupType: BackupType
  backupRequestedDate: string
  /** The whole backup was restored. */
  whole: boolean
  /** Restored beside the originals, which stayed as they were. */
  copy: boolean
  collectionCount: number
  firstCollections: string[]
  estimate: Estimate | null
  /** The safety backup that takes this restoration back, where there is one. */
  undoBackupId: string | null
}

export interface TimelineEvent {
  id: string
  kind: BackupType | 'RESTORATION'
  date: string
  status: BackupStatus | RestorationStatus | 'DELETING'
}

export type ExposureState = 'idle' | 'loading' | 'ready' | 'failed'

export interface Protection {
  level: 'good' | 'stale' | 'lastFailed' | 'first' | 'none' | 'noCollections'
  lastGood: BackupView | null
  nextAutomaticDate: string | null
  slots: {used: number; limit: number}
  exposure: {
    state: ExposureState
    /** What is counted so far. */
    added: number
    changed: number
    /** Collections that could not be counted. */
    unknown: number
    /** Names of collections that no backup holds. */
    uncovered: string[]
  }
  timeline: {from: string; to: string; events: TimelineEvent[]}
}

export type TypeFilter = 'ANY' | BackupType
/** CURRENT: everything that was not deleted. */
export type StatusFilter = 'CURRENT' | 'READY' | 'PENDING' | 'FAILED' | 'DELETED'

export interface Listing<Row> {
  rows: Row[]
  /** From 0. */
  page: number
  hasPrevious: boolean
  hasNext: boolean
  loading: boolean
  problem: PageProblem | null
}

export interface BackupPanel {
  backup: BackupView
  collections: CollectionName[]
  restorations: RestorationView[]
  /** How long this backup took, or `null`. */
  tookMs: number | null
  /** How long restoring all of it may take, as far as earlier restorations tell. */
  restoreEstimate: Estimate | null
  canRestore: boolean
  canDelete: boolean
}

/** working: the call is under way. checking: its outcome is unknown, and the page is looking. */
export type DialogStage = 'asking' | 'working' | 'checking'

interface DialogBase {
  stage: DialogStage
  problem: PageProblem | null
}

export interface CreateDialog extends DialogBase {
  kind: 'create'
  /** `null` while a slot is free. */
  evicted: BackupView | null
  /** Whether no other good backup was made within a week before or after it. */
  evictedIsOnlyOneOfItsWeek: boolean
  slots: {used: number; limit: number}
  /** The situation changed after the person was asked: this is a new question. */
  changed: boolean
}

export interface DeleteDialog extends DialogBase {
  kind: 'delete'
  backup: BackupView
  /** Nothing is left to restore from after this. */
  isLastGood: boolean
  /** Somebody else deleted it while this was open. */
  gone: boolean
}

export interface RestoreDialog extends DialogBase {
  kind: 'restore'
  backup: BackupView
  collections: CollectionName[]
  mode: 'replace' | 'copy'
  scope: 'all' | 'some'
  /** Collection IDs, when the scope is `some`. */
  selected: string[]
  forecast: {
    state: 'loading' | 'ready' | 'failed'
    collections: CollectionForecast[]
    problem: PageProblem | null
  }
  safety: {
    on: boolean
    /** Why a safety backup can't be made first. */
    refused: 'WOULD_EVICT_CHOSEN' | null
    evicts: BackupView | null
  }
  /** For a whole site: what has to be typed; `siteName` is `null` where it is unknown. */
  typing: {needed: boolean; siteName: string | null; matches: boolean}
  estimate: Estimate | null
  isUndo: boolean
  /** The situation changed after the person was asked: this is a new question. */
  changed: boolean
  /** Somebody else deleted the backup while this was open. */
  gone: boolean
  canConfirm: boolean
}

export type Dialog = CreateDialog | DeleteDialog | RestoreDialog

export type PlanStage =
  | 'safetyRequested'
  | 'safetyPending'
  /** The page was reloaded: the safety backup is READY, and nothing was restored. */
  | 'safetyReady'
  | 'safetyFailed'
  | 'restoreRequested'
  | 'restoring'
  | 'restoreRefused'

/** A safety backup and then a restore. Kept by the element across a reload of the page. */
export interface RestorePlan {
  stage: PlanStage
  /** The backend's clock when it began. */
  startedDate: string
  backupId: string
  backupType: BackupType
  backupRequestedDate: string
  /** `null`: the whole backup. */
  collections: RestorationCollection[] | null
  collectionCount: number
  firstCollections: string[]
  safetyBackupId: string | null
  restorationId: string | null
  /** The page was reloaded in the middle: it goes on only when a person says so. */
  interrupted: boolean
  problem: PageProblem | null
}

/** Something that just happened: a toast, and a sentence for screen readers. */
export type Notice =
  | {kind: 'backupStarted'; requestedDate: string}
  | {kind: 'backupReady'; type: BackupType; requestedDate: string}
  | {kind: 'backupFailed'; type: BackupType; requestedDate: string}
  | {kind: 'backupDeleted'; type: BackupType; requestedDate: string}
  | {kind: 'restoreStarted'; collectionCount: number; backupRequestedDate: string}
  | {kind: 'restored'; collectionCount: number; backupRequestedDate: string; copy: boolean}
  | {kind: 'restoreFailed'; collectionCount: number; backupRequestedDate: string}

export interface PageState {
  /** What the host says of its reader; `null`: the browser's own counts. */
  language: string | null
  timeZone: string | null
  phase: 'loading' | 'ready' | 'failed'
  /** With `failed`: why there is nothing to show. With `ready`: why what is shown may be old. */
  problem: PageProblem | null
  /** A person asked for it to be read again. */
  refreshing: boolean
  /** The backend's clock when this was read; the element counts on from here. */
  now: string | null
  siteName: string | null
  collectionsProblem: PageProblem | null
  protection: Protection | null
  tab: 'backups' | 'restorations'
  filter: {type: TypeFilter; status: StatusFilter}
  backups: Listing<BackupView>
  restorations: Listing<RestorationView>
  /** There is no backup at all, deleted ones aside, whatever the filter. */
  isEmpty: boolean
  pending: {backups: BackupView[]; restorations: RestorationView[]}
  canCreate: boolean
  /** False while a safety backup is made for another restore. */
  canRestore: boolean
  creating: boolean
  panel: BackupPanel | null
  dialog: Dialog | null
  plan: RestorePlan | null
  /** The restoration that ended while the page was open, until it is dismissed. */
  outcome: RestorationView | null
  /** The newest notice; `id` tells two alike apart. */
  notice: (Notice & {id: number}) | null
}

export type PageCommand =
  | {
      type: 'opened'
      language: string
      timeZone: string | null
      visible: boolean
      online: boolean
      remembered: RestorePlan | null
    }
  | {type: 'visibility'; visible: boolean}
  | {type: 'connection'; online: boolean}
  | {type: 'refresh'}
  | {type: 'selectTab'; tab: PageState['tab']}
  | {type: 'setFilter'; filter: Partial<PageState['filter']>}
  | {type: 'turnPage'; list: 'backups' | 'restorations'; by: 1 | -1}
  | {type: 'openPanel'; backupId: string}
  | {type: 'closePanel'}
  | {type: 'createBackup'}
  | {type: 'askRestore'; backupId: string; restorationId?: string}
  | {type: 'askDelete'; backupId: string}
  | {type: 'setMode'; mode: RestoreDialog['mode']}
  | {type: 'setScope'; scope: RestoreDialog['scope']}
  | {type: 'setSelected'; collectionIds: string[]}
  | {type: 'setSafety'; on: boolean}
  | {type: 'typed'; text: string}
  | {type: 'retryForecast'}
  /** `evict`: the backup that the person was told will be deleted for a new one; `null`: none. */
  | {type: 'confirm'; evict: string | null}
  | {type: 'dismiss'}
  | {type: 'continuePlan'}
  | {type: 'stopPlan'}
  | {type: 'dismissOutcome'}

/** What a person types before a whole site is restored whose name is unknown. */
export const WORD_TO_TYPE = 'RESTORE'
