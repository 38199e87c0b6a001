import type {Backup} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {listBackups} from '../wix/backups'
import type {WixRequest} from '../wix/wix-request'
import {findInPages} from './find-in-pages'

/** Throws BACKUP_NOT_FOUND. The Backups API has no operation that gets one backup. */
export async function findBackup(request: WixRequest, backupId: string): Promise<Backup> {
  const found = await findInPages(request, listBackups, backupId)
  if (!found) throw BackupsError.of({code: 'BACKUP_NOT_FOUND', backupId})
  return found
}
