import type {Overview} from '../contract'
import type {RestorePlan} from './page-state'

/** The clocks of a request and of the list that tells of it need not agree to the second. */
const SLACK_MS = 5_000

/**
 * After a reload: where a safety backup and restore stand, read from the lists, since what was asked for last may
 * or may not have happened. Nothing goes on by itself but a restoration that has begun.
 */
export function standingPlan(
  asked: RestorePlan,
  {backups, restorations, moreBackups}: Overview,
): {plan: RestorePlan | null; endedRestorationId: string | null} {
  // Remembered of another site, or of a backup that is no longer listed.
  if (!moreBackups && !backups.some(({id}) => id === asked.backupId))
    return {plan: null, endedRestorationId: null}

  const isSince = (date: string) => Date.parse(date) >= Date.parse(asked.startedDate) - SLACK_MS
  const restoration = restorations.find(
    ({id, backup, requestedDate}) =>
      id === asked.restorationId ||
      (asked.stage === 'restoreRequested' && backup.id === asked.backupId && isSince(requestedDate)),
  )
  if (restoration && restoration.status !== 'PENDING') return {plan: null, endedRestorationId: restoration.id}
  if (restoration) {
    const plan = {...asked, stage: 'restoring' as const, restorationId: restoration.id, interrupted: false}
    return {plan, endedRestorationId: null}
  }

  const safety = backups.find(
    ({id, type, requestedDate}) =>
      id === asked.safetyBackupId ||
      (asked.safetyBackupId === null && type === 'ON_DEMAND' && isSince(requestedDate)),
  )
  const stage =
    safety?.status === 'READY'
      ? 'safetyReady'
      : safety?.status === 'PENDING'
        ? 'safetyPending'
        : 'safetyFailed'
  return {
    plan: {...asked, stage, safetyBackupId: safety?.id ?? asked.safetyBackupId},
    endedRestorationId: null,
  }
}
