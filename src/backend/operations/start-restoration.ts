import type {Restoration, RestorationCollection, RestoreOptions} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {listRestorations, restoreBackup, restorePartialBackup} from '../wix/backups'
import {LIST_LIMIT} from '../wix/pages'
import type {WixRequest} from '../wix/wix-request'
import {checkHeld} from './check-held'
import {findBackup} from './find-backup'

/** Restores some collections of a backup, or with `null` all of them. */
export async function startRestoration(
  request: WixRequest,
  backupId: string,
  collections: RestorationCollection[] | null,
  {overwrite}: RestoreOptions,
): Promise<Restoration> {
  const [backup, restorations] = await Promise.all([
    findBackup(request, backupId),
    request.read(() => listRestorations({limit: LIST_LIMIT, offset: 0})),
  ])
  if (backup.status !== 'READY')
    throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
  const chosen = collections ?? backup.collections.map(({id}) => ({dataCollectionId: id}))
  checkHeld(
    backup,
    chosen.map(({dataCollectionId}) => dataCollectionId),
  )
  const targets = chosen.map(targetOf)
  if (!overwrite) throw BackupsError.of({code: 'WOULD_OVERWRITE', backupId, backup, collectionIds: targets})
  checkNothingInProgress(restorations.items, targets)

  const known = new Set(restorations.items.map(({id}) => id))
  return request.write(
    () => (collections ? restorePartialBackup(backupId, collections) : restoreBackup(backupId)),
    'started the restoration',
    async () => {
      const now = await listRestorations({limit: LIST_LIMIT, offset: 0})
      return now.items.find(
        (restoration) =>
          !known.has(restoration.id) &&
          restoration.backup.id === backupId &&
          sameTargets(targetsOf(restoration), targets),
      )
    },
  )
}

function checkNothingInProgress(restorations: Restoration[], targets: string[]): void {
  const wanted = new Set(targets)
  for (const restoration of restorations) {
    if (restoration.status !== 'PENDING') continue
    const both = targetsOf(restoration).filter((id) => wanted.has(id))
    if (both.length > 0) {
      throw BackupsError.of({
        code: 'RESTORATION_IN_PROGRESS',
        restorationId: restoration.id,
        collectionIds: both,
      })
    }
  }
}

/** The collections that a restoration writes into; one without a list restores the whole backup. */
function targetsOf({backup, restorationCollections}: Restoration): string[] {
  return restorationCollections.length > 0
    ? restorationCollections.map(targetOf)
    : backup.collections.map(({id}) => id)
}

function targetOf({dataCollectionId, restoreDestination}: RestorationCollection): string {
  return restoreDestination?.dataCollectionId ?? dataCollectionId
}

function sameTargets(a: string[], b: string[]): boolean {
  const wanted = new Set(b)
  return a.length === b.length && a.every((id) => wanted.has(id))
}
