import {createBackup, getExposure, listBackups, listRestorations} from './backups.web'
import {createBackUpIfDue} from './create-back-up-if-due'

export type {BackUpIfDueOptions, BackUpIfDueResult} from './create-back-up-if-due'

/**
 * Creates an on-demand backup only when one is due. Safe to call twice, as jobs run at least once: a backup that
 * is still PENDING, or young enough, is enough.
 */
export const backUpIfDue = createBackUpIfDue({
  createBackup,
  getExposure,
  listBackups,
  listRestorations,
})
