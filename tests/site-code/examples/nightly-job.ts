// src/backend/nightly-job.ts
import {backUpIfDue} from 'backend/back-up-if-due'

const HOUR = 60 * 60 * 1000

/** Named in jobs.config. Safe to run twice: a backup that is pending or young enough is enough. */
export async function nightlyBackup(): Promise<string> {
  const {created, reason, evicted} = await backUpIfDue({
    ifNoBackupFor: 48 * HOUR,
    ifChangesExceed: 200,
    neverEvictYoungerThan: 72 * HOUR,
  })
  if (!created) return `No backup: ${reason}`
  return evicted ? `Backup ${created.id}, in place of ${evicted.id}` : `Backup ${created.id}`
}
