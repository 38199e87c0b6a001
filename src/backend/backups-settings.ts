import type {BackUpIfDueOptions} from './back-up-if-due'

const HOUR_MS = 60 * 60 * 1000

/** What the daily job does. Yours to change: updates of the module leave a changed file alone. */
export const dailyBackup: BackUpIfDueOptions & {enabled: boolean} = {
  /** Off until you turn it on. */
  enabled: false,
  ifNoBackupFor: 72 * HOUR_MS,
  ifChangesExceed: 500,
  neverEvictYoungerThan: 72 * HOUR_MS,
}
