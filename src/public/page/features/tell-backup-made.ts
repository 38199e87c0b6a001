import type {EndedAttempt} from '../attempt'
import {tell, type Effect, type Facts} from '../feature'

/** Its end is told when it is seen: what has already ended did not just begin. */
export function tellBackupMade({stage}: EndedAttempt, facts: Facts): Effect[] {
  if (stage.name !== 'done' || stage.made === null || !('backup' in stage.made)) return []
  const {id, requestedDate} = stage.made.backup
  if (!stage.isCertain) return [tell({kind: 'backupFound', backupId: id, requestedDate})]
  const status = (facts.findBackup(id) ?? stage.made.backup).status
  if (status === 'PENDING') return [tell({kind: 'backupStarted', backupId: id, requestedDate})]
  return status === 'DELETED' ? [tell({kind: 'backupGone', backupId: id, requestedDate})] : []
}
