import type {BackupType} from '../contract'
import {fittingOf, type Attempt, type Failure, type Write} from './attempt'
import type {PageProblem} from './page-problem'

/** Something that just happened: a toast, and a sentence for screen readers. */
export type Notice =
  | {kind: 'backupStarted'; backupId: string; requestedDate: string}
  /** One that nobody clicked for. */
  | {kind: 'backupDue'; backupId: string; requestedDate: string}
  /** After an unclear answer: it fits, and may be somebody else's. */
  | {kind: 'backupFound'; backupId: string; requestedDate: string}
  /** Somebody has deleted it, or it was pushed out, before the answer came. */
  | {kind: 'backupGone'; backupId: string; requestedDate: string}
  | {kind: 'backupReady'; backupId: string; type: BackupType; requestedDate: string}
  | {kind: 'backupFailed'; backupId: string; type: BackupType; requestedDate: string}
  | {kind: 'backupDeleted'; backupId: string; type: BackupType; requestedDate: string}
  | {kind: 'restoreStarted'; restorationId: string; collectionCount: number; backupRequestedDate: string}
  | {kind: 'restoreFound'; restorationId: string; collectionCount: number; backupRequestedDate: string}
  | {
      kind: 'restored'
      restorationId: string
      collectionCount: number
      backupRequestedDate: string
      copy: boolean
    }
  | {kind: 'restoreFailed'; restorationId: string; collectionCount: number; backupRequestedDate: string}
  /** What was to go on after a reload can't: its backup is no longer there. */
  | {kind: 'restoreForgotten'; collectionCount: number; backupRequestedDate: string}

/** A write that was refused, or whose outcome stays unknown, and that has no dialog to say so. */
export interface Trouble {
  id: string
  kind: Write['kind']
  problem: PageProblem
  /** OUTCOME_UNKNOWN: how many are listed now that may be it. */
  fitting: number
}

export function troubleOf({id, write}: Attempt, failure: Failure): Trouble {
  return {id, kind: write.kind, problem: failure.problem, fitting: fittingOf(failure)}
}
