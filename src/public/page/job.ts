import type {BackupType, Overview, RestorationCollection} from '../contract'
import {fitsRestoration} from '../rules/fits-restoration'
import type {Attempt, End, EndedAttempt} from './attempt'
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
  /** Where an earlier try at the same stayed unknown: see Attempt. */
  earlier: string[] | null
}

export type JobStage =
  | {stage: 'safetyRequested'; attemptId: string; isInterrupted: boolean}
  | {stage: 'safetyPending'; safetyBackupId: string; isInterrupted: boolean}
  /** After a reload: it waits for a person. */
  | {stage: 'safetyReady'; safetyBackupId: string}
  | {stage: 'safetyFailed'; problem: PageProblem | null}
  | {stage: 'restoreRequested'; safetyBackupId: string; attemptId: string}
  | {stage: 'restoreRefused'; safetyBackupId: string; problem: PageProblem}
  /**
   * `before`: what was listed before. What fits and turns up later is what was asked for, where it is one; `fitting`:
   * where they are several.
   */
  | {
      stage: 'restoreUnknown'
      safetyBackupId: string
      problem: PageProblem
      before: string[]
      fitting: string[]
    }
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
      // That one more try was refused says nothing about the one before it.
      return attempt.earlier === null
        ? {stage: 'restoreRefused', safetyBackupId, problem: end.problem}
        : {
            stage: 'restoreUnknown',
            safetyBackupId,
            problem: end.problem,
            before: attempt.earlier,
            fitting: [],
          }
    case 'unknown':
      return {
        stage: 'restoreUnknown',
        safetyBackupId,
        problem: end.problem,
        before: attempt.earlier ?? attempt.before,
        fitting: end.fitting,
      }
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
 *
 * @param isLagging the lists may not have yet what was made before a reload
 */
export function afterRead(
  job: RestoreJob,
  site: Overview,
  {attemptId, isLagging}: {attemptId: string; isLagging: boolean},
): RestoreJob | null {
  if (isForgotten(job, site)) return null
  const {id, task} = job
  switch (job.stage) {
    case 'safetyPending':
    case 'safetyReady': {
      const {safetyBackupId} = job
      const status = site.backups.find((backup) => backup.id === safetyBackupId)?.status
      if (status === 'PENDING' || (status === undefined && isLagging)) return job
      if (status !== 'READY') return {id, task, stage: 'safetyFailed', problem: null}
      const waits = job.stage === 'safetyReady' || job.isInterrupted
      return waits
        ? {id, task, stage: 'safetyReady', safetyBackupId}
        : {id, task, stage: 'restoreRequested', safetyBackupId, attemptId}
    }
    case 'restoreUnknown': {
      const before = new Set(job.before)
      const fitting = site.restorations
        .filter((restoration) => !before.has(restoration.id) && fitsRestoration(restoration, task))
        .map((restoration) => restoration.id)
      const [found, ...others] = fitting
      if (found === undefined || others.length > 0) return {...job, fitting}
      return {id, task, ...restoring(job.safetyBackupId, found, false)}
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

/**
 * The same is asked for anew: what waits for a person to say so has had its answer. What it does not know goes on
 * with the new one.
 */
export function replacing(jobs: readonly RestoreJob[], begun: RestoreJob): RestoreJob[] {
  const isReplaced = (job: RestoreJob) => canStop(job) && !isRunning(job) && isSameTask(job.task, begun.task)
  const before = jobs.filter(isReplaced).map(earlierOf)
  const earlier = [begun.task.earlier, ...before].find((list) => list !== null) ?? null
  return [...jobs.filter((job) => !isReplaced(job)), {...begun, task: {...begun.task, earlier}}]
}

/** What does not stop one more try: see Attempt. */
export function earlierOf(job: RestoreJob): string[] | null {
  return job.stage === 'restoreUnknown' ? [...job.before, ...job.fitting] : job.task.earlier
}

function isSameTask(task: RestoreTask, other: RestoreTask): boolean {
  const sources = ({collections}: RestoreTask) => JSON.stringify(collections)
  return task.backupId === other.backupId && sources(task) === sources(other)
}

/** Its backup is listed no longer, not even as DELETED: another site, or one that was set back. */
function isForgotten({stage, task}: RestoreJob, {backups, moreBackups}: Overview): boolean {
  if (stage === 'safetyRequested' || stage === 'restoreRequested' || stage === 'restoring') return false
  return !moreBackups && !backups.some(({id}) => id === task.backupId)
}
