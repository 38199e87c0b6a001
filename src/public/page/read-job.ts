import type {RestorationCollection} from '../contract'
import {BACKUP_TYPES} from '../contract'
import {isObject, isTextList} from './json'
import type {JobStage, RestoreJob, RestoreTask} from './job'
import {isProblemCode, type PageProblem} from './page-problem'

/** A job as it was remembered; `null` where it can't be one. */
export function readJob(value: unknown): RestoreJob | null {
  if (!isObject(value) || typeof value.id !== 'string') return null
  const task = readTask(value.task)
  const stage = readStage(value)
  return task && stage && {id: value.id, task, ...stage}
}

export function readTask(value: unknown): RestoreTask | null {
  if (!isObject(value)) return null
  const {backupId, backupRequestedDate, collectionCount, firstCollections} = value
  const backupType = BACKUP_TYPES.find((type) => type === value.backupType)
  const collections = readCollections(value.collections)
  if (typeof backupId !== 'string' || typeof backupRequestedDate !== 'string' || !backupType) return null
  if (Number.isNaN(Date.parse(backupRequestedDate)) || collections === undefined) return null
  if (typeof collectionCount !== 'number' || !isTextList(firstCollections)) return null
  const earlier = isTextList(value.earlier) ? value.earlier : null
  return {backupId, backupType, backupRequestedDate, collections, collectionCount, firstCollections, earlier}
}

/** `null`: the whole backup. `undefined`: unreadable, which must never become the whole backup. */
export function readCollections(value: unknown): RestorationCollection[] | null | undefined {
  if (value === null) return null
  if (!Array.isArray(value) || value.length === 0) return undefined
  const read = value.flatMap((entry) => readCollection(entry) ?? [])
  return read.length === value.length ? read : undefined
}

function readCollection(value: unknown): RestorationCollection | null {
  if (!isObject(value) || typeof value.dataCollectionId !== 'string') return null
  const {dataCollectionId, restoreDestination} = value
  if (restoreDestination === undefined) return {dataCollectionId}
  if (!isObject(restoreDestination) || typeof restoreDestination.dataCollectionId !== 'string') return null
  const {displayName} = restoreDestination
  const destination = {dataCollectionId: restoreDestination.dataCollectionId}
  if (displayName === undefined) return {dataCollectionId, restoreDestination: destination}
  if (typeof displayName !== 'string') return null
  return {dataCollectionId, restoreDestination: {...destination, displayName}}
}

function readStage(value: Record<string, unknown>): JobStage | null {
  const {stage, safetyBackupId, attemptId, restorationId, before, fitting} = value
  const isInterrupted = value.isInterrupted === true
  const isCertain = value.isCertain === true
  const problem = readProblem(value.problem)
  if (stage === 'safetyRequested')
    return typeof attemptId === 'string' ? {stage, attemptId, isInterrupted} : null
  if (stage === 'safetyFailed') return {stage, problem}
  if (typeof safetyBackupId !== 'string') return null
  switch (stage) {
    case 'safetyPending':
      return {stage, safetyBackupId, isInterrupted}
    case 'safetyReady':
      return {stage, safetyBackupId}
    case 'restoreRequested':
      return typeof attemptId === 'string' ? {stage, safetyBackupId, attemptId} : null
    case 'restoreRefused':
      return problem && {stage, safetyBackupId, problem}
    case 'restoreUnknown':
      return problem && isTextList(before) && isTextList(fitting)
        ? {stage, safetyBackupId, problem, before, fitting}
        : null
    case 'restoring':
      return typeof restorationId === 'string' ? {stage, safetyBackupId, restorationId, isCertain} : null
    default:
      return null
  }
}

/** Only what can be said of it again: its code. */
export function readProblem(value: unknown): PageProblem | null {
  if (!isObject(value)) return null
  const {code, message} = value
  return isProblemCode(code) ? {code, message: typeof message === 'string' ? message : ''} : null
}
