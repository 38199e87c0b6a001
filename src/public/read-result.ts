import type {Result} from './contract'
import {BackupsError} from './backups-error'

/** The value of a web method's answer; its failure is thrown. */
export function readResult<T>(result: Result<T>): T {
  if (!result.ok) throw new BackupsError(result.error)
  return result.value
}
