import {CopyProblem} from '../../../copies/copy-problem'
import {DiskProblem} from '../../disk'
import type {PageProblem} from '../../page-problem'
import {CallFailed} from './site-calls'

/** What stops a copy, besides what a web method answers. */
export type CopyTroubleCode =
  'DISK_FULL' | 'NO_DISK' | 'SCHEMA_CHANGED' | 'COLLECTION_GONE' | 'DAMAGED' | 'NEWER' | 'FAILED'

export class CopyTrouble extends Error {
  override name = 'CopyTrouble'
  constructor(
    readonly code: CopyTroubleCode,
    readonly about: string,
  ) {
    super(`${code}: ${about}`)
  }
}

/** As a state holds it. */
export type Stopped =
  {kind: 'problem'; problem: PageProblem} | {kind: 'trouble'; code: CopyTroubleCode; about: string}

/** For who tells nothing but problems. */
export function problemBy(thrown: unknown): PageProblem {
  const stopped = stoppedBy(thrown)
  return stopped.kind === 'problem' ? stopped.problem : {code: 'UNEXPECTED', message: stopped.about}
}

export function stoppedBy(thrown: unknown): Stopped {
  if (thrown instanceof CallFailed) return {kind: 'problem', problem: thrown.problem}
  if (thrown instanceof CopyTrouble) return {kind: 'trouble', code: thrown.code, about: thrown.about}
  if (thrown instanceof CopyProblem) return {kind: 'trouble', code: thrown.code, about: thrown.message}
  if (thrown instanceof DiskProblem)
    return {kind: 'trouble', code: thrown.isFull ? 'DISK_FULL' : 'NO_DISK', about: thrown.message}
  return {kind: 'trouble', code: 'FAILED', about: thrown instanceof Error ? thrown.message : String(thrown)}
}
