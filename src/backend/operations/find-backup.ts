import type {Backup} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import type {ProblemFacts} from 'public/rules/explain-problem'
import {listBackups} from '../wix/backups'
import type {WixRequest} from '../wix/wix-request'
import {findInLists, type Lists} from './find-in-lists'

/** Of many backups most are DELETED, and those are asked for least. */
export const BACKUPS: Lists<Backup> = {
  list: listBackups,
  shorter: [
    (paging) => listBackups({...paging, status: ['READY', 'PENDING']}),
    (paging) => listBackups({...paging, status: ['FAILED', 'CANCELED']}),
  ],
}

/** Throws BACKUP_NOT_FOUND. The Backups API has no operation that gets one backup. */
export async function findBackup(request: WixRequest, backupId: string): Promise<Backup> {
  const found = await findInLists(request, BACKUPS, backupId)
  if (!found) throw BackupsError.of({code: 'BACKUP_NOT_FOUND', backupId})
  return found
}

/** What a refusal by Wix is about. A status that was READY when it was read is not why, and may have changed since. */
export function ofBackup(backup: Backup): Partial<ProblemFacts> {
  return {backupId: backup.id, backup, ...(backup.status !== 'READY' && {status: backup.status})}
}
