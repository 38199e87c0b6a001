import {EngineError, type EngineErrorCode} from './types'

/** What of an error survives the way between two threads. */
export interface Failure {
  message: string
  code?: EngineErrorCode
  facts?: Record<string, unknown>
}

export function failureOf(error: unknown): Failure {
  if (error instanceof EngineError) return {message: error.message, code: error.code, facts: error.facts}
  const {code, message} = error as Error & {code?: string}
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return {message: 'The disk is full.', code: 'DISK_FULL'}
  // The filter was read, but is more than SQLite can parse or bind.
  if (/Expression tree is too large|too many SQL variables|parser stack overflow/.test(message))
    return {message: 'The filter is too complex.', code: 'INVALID_FILTER'}
  return {message}
}

export function errorOf({message, code, facts}: Failure): Error {
  return code ? new EngineError(code, message, facts) : new Error(message)
}
