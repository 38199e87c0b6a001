import type {ErrorCode, Problem} from '../contract'

/** What can stop the page beyond what a web method reports: it never got an answer. */
export type PageProblemCode = ErrorCode | 'OFFLINE' | 'SESSION_ENDED'

/** A problem as a state holds it: without the backups, restorations and slots in it. */
export interface PageProblem extends Omit<Problem, 'code' | 'backup' | 'slots' | 'candidates'> {
  code: PageProblemCode
}

export type AnyProblem = Omit<Problem, 'code'> & {code: PageProblemCode}

export function plainProblem(full: AnyProblem): PageProblem {
  const {backup: _backup, slots: _slots, candidates: _candidates, ...problem} = full
  return problem
}

/** Whether the backup that was named is no longer there. */
export function isGone({code, status}: PageProblem): boolean {
  return code === 'BACKUP_NOT_FOUND' || (code === 'BACKUP_NOT_READY' && status === 'DELETED')
}

const EVERY_CODE: Record<PageProblemCode, true> = {
  INVALID_ARGUMENT: true,
  BACKUP_NOT_FOUND: true,
  BACKUP_NOT_READY: true,
  RESTORATION_NOT_FOUND: true,
  COLLECTION_NOT_IN_BACKUP: true,
  WOULD_EVICT: true,
  WOULD_OVERWRITE: true,
  RESTORATION_IN_PROGRESS: true,
  NOT_ALLOWED: true,
  SITE_NOT_ENABLED: true,
  THROTTLED: true,
  UNAVAILABLE: true,
  OUTCOME_UNKNOWN: true,
  COLLECTION_NOT_FOUND: true,
  LOOK_NOT_FOUND: true,
  LOOK_NOT_READY: true,
  TOO_MANY_LOOKS: true,
  TOO_MANY_COPIES: true,
  TOO_MUCH_AT_ONCE: true,
  RECEIPT_NOT_FOUND: true,
  RECOVERY_NOT_PRIVATE: true,
  PLAN_LIMIT_REACHED: true,
  UNEXPECTED: true,
  OFFLINE: true,
  SESSION_ENDED: true,
}

export function isProblemCode(code: unknown): code is PageProblemCode {
  return typeof code === 'string' && Object.hasOwn(EVERY_CODE, code)
}
