import type {Backup} from 'public/contract'
import {onDemandSlots} from 'public/rules/on-demand-slots'
import {CommandProblem} from '../problem'
import {listBackups, poll} from './backups'
import {UnclearAnswer, type WixCalls} from './wix-calls'

export interface SafetyBackupOptions {
  /** The ID of the backup that Wix may delete for it. */
  evict: string | undefined
  signal: AbortSignal
}

/** A backup of the site as it is, before it is written over. Refuses where Wix would delete one that nobody named. */
export async function createSafetyBackup(
  calls: WixCalls,
  {evict, signal}: SafetyBackupOptions,
): Promise<Backup> {
  const before = await listBackups(calls)
  checkEviction(before, evict)
  const created = await create(calls, before)
  const backup = await poll(signal, async () => {
    // It may be listed only after a moment.
    const now = (await listBackups(calls)).find(({id}) => id === created.id)
    return now?.status === 'PENDING' ? undefined : now
  })
  if (backup.status !== 'READY') {
    throw new CommandProblem(
      `The safety backup is ${backup.status}. Nothing was written. Try again later.`,
      'BACKUP_FAILED',
    )
  }
  return backup
}

function checkEviction(backups: Backup[], evict: string | undefined): void {
  const {nextEvicted, limit} = onDemandSlots(backups)
  if (!nextEvicted || nextEvicted.id === evict) return
  throw new CommandProblem(
    `All ${limit} on-demand backups are in use: the safety backup would make Wix delete the oldest, ${nextEvicted.id} of ` +
      `${nextEvicted.requestedDate}. Nothing was written. To accept that, pass --evict ${nextEvicted.id}; or delete another ` +
      'backup first; or do without a safety backup: --no-safety-backup.',
    'WOULD_EVICT',
  )
}

/** After an unclear answer it is not created again: a new backup that fits serves as well, whoever created it. */
async function create(calls: WixCalls, before: Backup[]): Promise<Backup> {
  try {
    return (await calls.write<{backup: Backup}>('POST', '/wix-data/v2/backups', {})).backup
  } catch (error) {
    if (!(error instanceof UnclearAnswer)) throw error
    const known = new Set(before.map(({id}) => id))
    const found = (await listBackups(calls)).find(({id, type}) => type === 'ON_DEMAND' && !known.has(id))
    if (found) return found
    throw new CommandProblem(
      `Wix did not say whether it created the safety backup, and none is listed. Nothing was written. ${error.message}`,
      'OUTCOME_UNKNOWN',
    )
  }
}
