import {auth} from '@wix/essentials'
import {backups} from '@wix/data'
import type {
  Backup,
  BackupStatus,
  BackupType,
  Page,
  Restoration,
  RestorationCollection,
  RestorationStatus,
} from 'public/contract'
import {answered, toIso} from './answered'

/**
 * The Backups API, called with more than the caller's own rights: this folder is the only place that elevates. A
 * collaborator may click, but the Backups API answers only the owner and apps with the scope "Manage Data Backups".
 * Answers are plain JSON in this product's words; failures are the SDK's own errors.
 */

export interface ListOptions<Status> {
  status?: Status[]
  type?: BackupType[]
  limit: number
  offset: number
}

export async function createBackup(): Promise<Backup> {
  const {backup} = await auth.elevate(backups.createBackup)()
  return toBackup(answered(backup, 'backup'))
}

export async function listBackups({
  limit,
  offset,
  status,
  type,
}: ListOptions<BackupStatus>): Promise<Page<Backup>> {
  const answer = await auth.elevate(backups.listBackups)({
    ...(status && {status}),
    ...(type && {type}),
    paging: {limit, offset},
  })
  return {
    items: answered(answer.backups, 'backups').map(toBackup),
    offset,
    total: answer.pagingMetadata?.total ?? null,
  }
}

export async function restoreBackup(backupId: string): Promise<Restoration> {
  const {restoration} = await auth.elevate(backups.restoreBackup)(backupId)
  return toRestoration(answered(restoration, 'restoration'))
}

export async function restorePartialBackup(
  backupId: string,
  restorationCollections: RestorationCollection[],
): Promise<Restoration> {
  const {restoration} = await auth.elevate(backups.restorePartialBackup)(backupId, restorationCollections)
  return toRestoration(answered(restoration, 'restoration'))
}

export async function deleteBackup(backupId: string): Promise<void> {
  await auth.elevate(backups.deleteBackup)(backupId)
}

export async function listRestorations({
  limit,
  offset,
  status,
}: Omit<ListOptions<RestorationStatus>, 'type'>): Promise<Page<Restoration>> {
  const answer = await auth.elevate(backups.listRestorations)({
    ...(status && {status}),
    paging: {limit, offset},
  })
  return {
    items: answered(answer.restorations, 'restorations').map(toRestoration),
    offset,
    total: answer.pagingMetadata?.total ?? null,
  }
}

function toBackup(backup: backups.Backup): Backup {
  return {
    id: answered(backup._id, 'backup.id'),
    type: answered(backup.type, 'backup.type'),
    status: answered(backup.status, 'backup.status'),
    requestedDate: answered(toIso(backup.requestedDate), 'backup.requestedDate'),
    startedDate: toIso(backup.startedDate),
    finishedDate: toIso(backup.finishedDate),
    deletedDate: toIso(backup.deletedDate),
    // A 64-bit number travels as a string.
    sizeInBytes: backup.sizeInBytes == null ? null : Number(backup.sizeInBytes),
    collections: (backup.collections ?? []).map((collection) => {
      const id = answered(collection._id, 'backup.collections.id')
      return {id, displayName: collection.displayName ?? id}
    }),
  }
}

function toRestoration(restoration: backups.Restoration): Restoration {
  return {
    id: answered(restoration._id, 'restoration.id'),
    status: answered(restoration.status, 'restoration.status'),
    requestedDate: answered(toIso(restoration.requestedDate), 'restoration.requestedDate'),
    startedDate: toIso(restoration.startedDate),
    finishedDate: toIso(restoration.finishedDate),
    backup: toBackup(answered(restoration.backup, 'restoration.backup')),
    restorationCollections: (restoration.restorationCollections ?? []).map((collection) => {
      const destination = collection.restoreDestination
      return {
        dataCollectionId: answered(collection.dataCollectionId, 'restorationCollections.dataCollectionId'),
        ...(destination?.dataCollectionId && {
          restoreDestination: {
            dataCollectionId: destination.dataCollectionId,
            ...(destination.displayName && {displayName: destination.displayName}),
          },
        }),
      }
    }),
  }
}
