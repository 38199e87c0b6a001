import {EngineError, type EngineErrorCode} from '../engine/types'

export interface FieldViolation {
  field: string
  description: string
}

/** An answer that is an error, as Wix's error model has it (https://dev.wix.com/docs/rest/articles/getting-started/errors). */
export class WireError extends Error {
  override name = 'WireError'
  constructor(
    readonly status: number,
    message: string,
    readonly details:
      | {applicationError: {code: string; description: string; data?: Record<string, unknown>}}
      | {validationError: {fieldViolations: FieldViolation[]}}
      | Record<string, never> = {},
  ) {
    super(message)
  }
}

export function invalidField(field: string, description: string): WireError {
  return new WireError(400, `${field} ${description}`, {
    validationError: {fieldViolations: [{field, description}]},
  })
}

export function applicationError(
  status: number,
  code: string,
  description: string,
  data?: Record<string, unknown>,
): WireError {
  return new WireError(status, description, {applicationError: {code, description, ...(data && {data})}})
}

/**
 * The Backups API documents no codes of its own, so backups answer with Wix's standard ones; collections and
 * items answer with the WDE codes of Wix Data. Which status goes with which is [assumed] where Wix has no list.
 */
const ENGINE_ERRORS: Record<EngineErrorCode, {status: number; code: string}> = {
  BACKUP_NOT_FOUND: {status: 404, code: 'NOT_FOUND'},
  BACKUP_NOT_READY: {status: 428, code: 'FAILED_PRECONDITION'},
  RESTORATION_IN_PROGRESS: {status: 409, code: 'ABORTED'},
  COLLECTION_NOT_IN_BACKUP: {status: 400, code: 'INVALID_ARGUMENT'},
  INVALID_RESTORE_DESTINATION: {status: 400, code: 'INVALID_ARGUMENT'},
  COLLECTION_NOT_FOUND: {status: 404, code: 'WDE0025'},
  COLLECTION_ALREADY_EXISTS: {status: 409, code: 'WDE0104'},
  INVALID_COLLECTION_ID: {status: 400, code: 'WDE0001'},
  COLLECTION_LIMIT_REACHED: {status: 428, code: 'QUOTA_EXCEEDED'},
  INVALID_FIELD: {status: 400, code: 'WDE0003'},
  ITEM_OF_ANOTHER: {status: 403, code: 'WDE0027'},
  INVALID_REFERENCE: {status: 400, code: 'WDE0019'},
  INVALID_FILTER: {status: 400, code: 'WDE0093'},
  DISK_FULL: {status: 503, code: 'UNAVAILABLE'},
  DATA_FOLDER_NEWER: {status: 500, code: 'INTERNAL'},
  DATA_FOLDER_UNUSABLE: {status: 500, code: 'INTERNAL'},
  DATA_FOLDER_IN_USE: {status: 500, code: 'INTERNAL'},
}

/** `undefined` where the error is a defect: the caller logs it and answers a plain 500. */
export function toWireError(error: unknown): WireError | undefined {
  if (error instanceof WireError) return error
  if (!(error instanceof EngineError)) return undefined
  const {status, code} = ENGINE_ERRORS[error.code]
  return applicationError(status, code, error.message, error.facts)
}
