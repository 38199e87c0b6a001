import {auth} from '@wix/essentials'
import {backups, collections, items} from '@wix/data'
import type {
  Backup,
  BackupStatus,
  BackupType,
  Page,
  Restoration,
  RestorationCollection,
  RestorationStatus,
  SiteCollection,
} from 'public/contract'

/**
 * Every call to Wix that needs more than the caller's own rights: the only place that elevates. A collaborator
 * may click, but the Backups API answers only the owner and apps with the scope "Manage Data Backups".
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

export interface CollectionSchema extends SiteCollection {
  /** Its reference and multi-reference fields. */
  references: {field: string; collectionId: string}[]
}

/** One page of the site's collections, with the reference fields that a restore may leave dangling. */
export async function listCollections(paging: {
  limit: number
  offset: number
}): Promise<Page<CollectionSchema>> {
  const answer = await auth.elevate(collections.listDataCollections)({paging})
  return {
    items: answered(answer.collections, 'collections').map((collection) => ({
      id: answered(collection._id, 'collections.id'),
      displayName: collection.displayName ?? collection._id ?? '',
      type: (collection.collectionType as SiteCollection['type'] | undefined) ?? 'NATIVE',
      references: (collection.fields ?? []).flatMap((field) => {
        const target =
          field.typeMetadata?.reference?.referencedCollectionId ??
          field.typeMetadata?.multiReference?.referencedCollectionId
        return target && field.key ? [{field: field.key, collectionId: target}] : []
      }),
    })),
    offset: paging.offset,
    total: answer.pagingMetadata?.total ?? null,
  }
}

/** A collection's items that were created or updated after `since`: how many, and when the newest was. */
export async function readChangesSince(
  collectionId: string,
  since: Date,
): Promise<{total: number; newestDate: string | null}> {
  // Elevating the builder elevates what it sends; elevating a function around it would not.
  const changed = await auth
    .elevate(items.query)(collectionId)
    .gt('_updatedDate', since)
    .descending('_updatedDate')
    .fields('_updatedDate')
    .limit(1)
    .find({returnTotalCount: true})
  const newest = (changed.items[0] as {_updatedDate?: Date} | undefined)?._updatedDate
  return {total: answered(changed.totalCount, 'totalCount'), newestDate: toIso(newest)}
}

/** How many items were created after `since`. `_createdDate` is indexed: this answers where the other may time out. */
export async function countCreatedSince(collectionId: string, since: Date): Promise<number> {
  return auth.elevate(items.query)(collectionId).gt('_createdDate', since).count()
}

// The SDK's types say that these are always there; a broken answer must not look like an empty one.
function answered<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null) throw new Error(`Wix answered without "${name}"`)
  return value
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

function toIso(date: Date | null | undefined): string | null {
  return date ? date.toISOString() : null
}
