import type {Restoration, RestorationCollection, RestoreOptions, Started} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {fitsRestoration, targetOf, targetsOf} from 'public/rules/fits-restoration'
import {listRestorations, restoreBackup, restorePartialBackup} from '../wix/backups'
import {LIST_LIMIT} from '../wix/pages'
import type {WixRequest} from '../wix/wix-request'
import {checkHeld} from './check-held'
import {findBackup, ofBackup} from './find-backup'
import {theOnlyOneThatFits} from './the-only-one-that-fits'

const NEWEST = {limit: LIST_LIMIT, offset: 0}

/** Restores some collections of a backup, or with `null` all of them. */
export async function startRestoration(
  request: WixRequest,
  backupId: string,
  collections: RestorationCollection[] | null,
  {overwrite}: RestoreOptions,
): Promise<Started<Restoration>> {
  const backup = await findBackup(request, backupId)
  if (backup.status !== 'READY')
    throw BackupsError.of({code: 'BACKUP_NOT_READY', backupId, backup, status: backup.status})
  const chosen = collections ?? backup.collections.map(({id}) => ({dataCollectionId: id}))
  checkHeld(
    backup,
    chosen.map(({dataCollectionId}) => dataCollectionId),
  )
  const targets = chosen.map(targetOf)
  if (!overwrite) throw BackupsError.of({code: 'WOULD_OVERWRITE', backupId, backup, collectionIds: targets})
  // Last of all reads: what is not in this list, and is there after an unclear answer, may be what we started.
  const before = (await request.read(() => listRestorations(NEWEST))).items
  checkNothingInProgress(before, targets)

  return request.write<Started<Restoration>>(
    () => (collections ? restorePartialBackup(backupId, collections) : restoreBackup(backupId)),
    'started the restoration',
    async () => {
      const now = await listRestorations(NEWEST)
      return theOnlyOneThatFits(now.items, before, (listed) =>
        fitsRestoration(listed, {backupId, collections}),
      )
    },
    ofBackup(backup),
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
