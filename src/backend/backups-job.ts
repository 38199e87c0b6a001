import {backUpIfDue, type BackUpIfDueResult} from './back-up-if-due'
import {dailyBackup} from './backups-settings'

/** Called once a day by `jobs.config` (Wix: at least once, in UTC, on the published site only). */
export async function runDailyBackup(): Promise<BackUpIfDueResult | 'OFF'> {
  if (!dailyBackup.enabled) return 'OFF'
  const {enabled: _enabled, ...options} = dailyBackup
  return backUpIfDue(options)
}
