import type {BackupType, Overview, RestorationCollection} from '../contract'
import {fitsRestoration} from '../rules/fits-restoration'
import {earlierOf, type Attempt, type End, type EndedAttempt} from './attempt'
import type {PageProblem} from './page-problem'

/**
 * A safety backup, and then a restore: steps in order, each an attempt. A stage has what it needs and no more. A
 * job is remembered across a reload, and then goes on only when a person says so.
 */
export type RestoreJob = {id: string; task: RestoreTask} & JobStage

export interface RestoreTask {
  backupId: string
  backupType: BackupType
  backupRequestedDate: string
  /** `null`: the whole backup. */
  collections: RestorationCollection[] | null
  collectionCount: number
  firstCollections: string[]
}

export type JobStage =
  | {stage: 'safetyRequested'; attemptId: string; isInterrupted: boolean}
  | {stage: 'safetyPending'; safetyBackupId: string; isInterrupted: boolean}
  /** After a reload: it waits for a person. */
  | {stage: 'safetyReady'; safetyBackupId: string}
  | {stage: 'safetyFailed'; problem: PageProblem | null}
  | {stage: 'restoreRequested'; safetyBackupId: string; attemptId: string}
  | {stage: 'restoreRefused'; safetyBackupId: string; problem: PageProblem}
  /** `before`: what was listed before. What fits and turns up later is what was asked for. */
  | {stage: 'restoreUnknown'; safetyBackupId: string; problem: PageProblem; before: string[]}
  | Restoring

/** Uncertain: it may be somebody else's. */
type Restoring = {stage: 'restoring'; safetyBackupId: string; restorationId: string; isCertain: boolean}

/** It goes on by itself, and needs this page for it. */
export function isRunning(job: RestoreJob): boolean {
  if (job.stage === 'safetyRequested' || job.stage === 'safetyPending') return !job.isInterrupted
  return job.stage === 'restoreRequested'
}

/** What Wix has begun can't be taken back; until then, nothing was restored. */
export function canStop({stage}: RestoreJob): boolean {
  return stage !== 'restoreRequested' && stage !== 'restoring'
}

/** The backups that it can't do without. */
export function neededBackups(job: RestoreJob): string[] {
  return 'safetyBackupId' in job ? [job.task.backupId, job.safetyBackupId] : [job.task.backupId]
}

/** After a reload nothing goes on by itself but what has been sent. */
export function interrupted(job: RestoreJob): RestoreJob {
  return 'isInterrupted' in job ? {...job, isInterrupted: true} : job
}

/** What came of the attempt that it waits for. */
export function afterAttempt(job: RestoreJob, attempt: EndedAttempt): RestoreJob {
  const {id, task} = job
  if (job.stage === 'safetyRequested') return {id, task, ...afterSafety(job, attempt.stage)}
  if (job.stage === 'restoreRequested')
    return {id, task, ...afterRestore(job.safetyBackupId, attempt, attempt.stage)}
  return job
}

function afterSafety({isInterrupted}: {isInterrupted: boolean}, end: End): JobStage {
  if (end.name !== 'done') return {stage: 'safetyFailed', problem: end.problem}
  if (end.made === null || !('backup' in end.made)) throw new Error('A safety backup is a backup')
  return {stage: 'safetyPending', safetyBackupId: end.made.backup.id, isInterrupted}
}

function afterRestore(safetyBackupId: string, attempt: Attempt, end: End): JobStage {
  switch (end.name) {
    case 'refused':
      return {stage: 'restoreRefused', safetyBackupId, problem: end.problem}
    case 'unknown':
      return {stage: 'restoreUnknown', safetyBackupId, problem: end.problem, before: earlierOf(attempt)}
    case 'done':
      if (end.made === null || !('restoration' in end.made)) throw new Error('A restore makes a restoration')
      return restoring(safetyBackupId, end.made.restoration.id, end.isCertain)
  }
}

function restoring(safetyBackupId: string, restorationId: string, isCertain: boolean): Restoring {
  return {stage: 'restoring', safetyBackupId, restorationId, isCertain}
}

/**
 * After each read of the site: where it stands now. A job that comes back as `restoreRequested` is to be sent, as
 * the attempt of that ID; `null`: its backup is no longer there, and nothing can come of it.
 */
export function afterRead(job: RestoreJob, site: Overview, attemptId: string): RestoreJob | null {
  if (isForgotten(job, site)) return null
  const {id, task} = job
  switch (job.stage) {
    case 'safetyPending':
    case 'safetyReady': {
      const {safetyBackupId} = job
      const status = site.backups.find((backup) => backup.id === safetyBackupId)?.status
      if (status === 'PENDING') return job
      if (status !== 'READY') return {id, task, stage: 'safetyFailed', problem: null}
      const waits = job.stage === 'safetyReady' || job.isInterrupted
      return waits
        ? {id, task, stage: 'safetyReady', safetyBackupId}
        : {id, task, stage: 'restoreRequested', safetyBackupId, attemptId}
    }
    case 'restoreUnknown': {
      const before = new Set(job.before)
      const [found, ...others] = site.restorations.filter(
        (restoration) => !before.has(restoration.id) && fitsRestoration(restoration, task),
      )
      if (!found || others.length > 0) return job
      return {id, task, ...restoring(job.safetyBackupId, found.id, false)}
    }
    default:
      return job
  }
}

/** A person says that what waits goes on. */
export function continued(job: RestoreJob, attemptId: string): RestoreJob {
  const {id, task} = job
  switch (job.stage) {
    case 'safetyReady':
    case 'restoreRefused':
    case 'restoreUnknown':
      return {id, task, stage: 'restoreRequested', safetyBackupId: job.safetyBackupId, attemptId}
    case 'safetyPending':
      return {...job, isInterrupted: false}
    default:
      return job
  }
}

/** Its backup is listed no longer, not even as DELETED: another site, or one that was set back. */
function isForgotten({stage, task}: RestoreJob, {backups, moreBackups}: Overview): boolean {
  if (stage === 'safetyRequested' || stage === 'restoreRequested' || stage === 'restoring') return false
  return !moreBackups && !backups.some(({id}) => id === task.backupId)
}
