import type {Backup, BackupStatus, BackupType, Restoration, RestorationStatus} from '../contract'
import {isCopy} from '../rules/is-copy'
import {withoutPrivate} from '../rules/private-collections'
import {undoBackup} from '../rules/undo-backup'
import {canDelete, canRestore} from '../rules/what-can-be-done'
import {estimateBackup, estimateRestoration, type Estimate} from './estimate-duration'
import type {Site} from './site'

const FEW = 3

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
  /** Without what is nobody's content. */
  collectionCount: number
  /** The names of the first few collections: the whole list is in the panel and in the restore dialog. */
  firstCollections: string[]
  /** For a PENDING backup, when earlier ones tell. */
  estimate: Estimate | null
  canRestore: boolean
  canDelete: boolean
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

export function viewBackup(backup: Backup, {overview, deleting, needed}: Site): BackupView {
  const {id, type, status, requestedDate, startedDate, finishedDate, deletedDate, sizeInBytes, collections} =
    backup
  const content = withoutPrivate(collections)
  const use = {status, isDeleting: deleting.has(id), isNeeded: needed.has(id)}
  return {
    id,
    type,
    status: use.isDeleting && status !== 'DELETED' ? 'DELETING' : status,
    requestedDate,
    startedDate,
    finishedDate,
    deletedDate,
    sizeInBytes,
    collectionCount: content.length,
    firstCollections: content.slice(0, FEW).map(({displayName}) => displayName),
    estimate: status === 'PENDING' ? estimateBackup(overview.backups) : null,
    canRestore: canRestore(use),
    canDelete: canDelete(use),
  }
}

export function viewRestoration(restoration: Restoration, {overview}: Site): RestorationView {
  const {id, status, requestedDate, startedDate, finishedDate, backup, restorationCollections} = restoration
  const names = namesOf(restoration)
  return {
    id,
    status,
    requestedDate,
    startedDate,
    finishedDate,
    backupId: backup.id,
    backupType: backup.type,
    backupRequestedDate: backup.requestedDate,
    whole: restorationCollections.length === 0,
    copy: isCopy(restorationCollections),
    collectionCount: names.length,
    firstCollections: names.slice(0, FEW),
    estimate: status === 'PENDING' ? estimateRestoration(overview.restorations, restoration) : null,
    undoBackupId: undoBackup(restoration, overview.backups)?.id ?? null,
  }
}

function namesOf({backup, restorationCollections}: Restoration): string[] {
  if (restorationCollections.length === 0) return backup.collections.map(({displayName}) => displayName)
  const names = new Map(backup.collections.map(({id, displayName}) => [id, displayName]))
  return restorationCollections.map(({dataCollectionId}) => names.get(dataCollectionId) ?? dataCollectionId)
}

/** The newest READY backup: changes since then are on nothing. Lists are newest first. */
export function lastGoodBackup({overview, deleting}: Site): Backup | null {
  return overview.backups.find(({id, status}) => status === 'READY' && !deleting.has(id)) ?? null
}

export function pendingOf<T extends {status: string}>(listed: readonly T[]): T[] {
  return listed.filter(({status}) => status === 'PENDING')
}
