import {BackupsError} from 'public/backups-error'
import type {ProblemFacts} from 'public/rules/explain-problem'

/** What is known of a failed call to Wix. `unclear` means that Wix may have done it all the same. */
export interface WixFailure {
  facts: ProblemFacts
  unclear: boolean
}

/**
 * Reads an error of the SDK. `backups` and `collections` calls throw errors with `status`, `requestId` and
 * `details`; `items` calls throw plain errors with `details` only; a network failure is a `TypeError`.
 */
export function readWixFailure(error: unknown): WixFailure {
  if (error instanceof WixTimeout) return {facts: {code: 'UNAVAILABLE'}, unclear: true}
  const {status, requestId, applicationCode, description} = readError(error)
  const facts = (code: ProblemFacts['code'], detail?: string): ProblemFacts => ({
    code,
    ...(requestId && {requestId}),
    ...(detail && {detail}),
  })
  switch (applicationCode) {
    case 'WDE0110':
      return {facts: facts('SITE_NOT_ENABLED'), unclear: false}
    case 'WDE0025':
      return {facts: facts('COLLECTION_NOT_FOUND', description), unclear: false}
    // How many collections or items a plan allows: 428, as a backup that is not ready.
    case 'QUOTA_EXCEEDED':
      return {facts: facts('PLAN_LIMIT_REACHED', sentence(description)), unclear: false}
    // The quota of requests a minute, whatever the status.
    case 'WDE0014':
    case 'RESOURCE_EXHAUSTED':
      return {facts: facts('THROTTLED'), unclear: false}
    // Took too long; something went wrong inside.
    case 'WDE0028':
    case 'WDE0053':
    case 'UNAVAILABLE':
    case 'INTERNAL':
    case 'DEADLINE_EXCEEDED':
      return {facts: facts('UNAVAILABLE'), unclear: true}
    case 'WDE0027':
    case 'WD_PERMISSION_DENIED':
    case 'PERMISSION_DENIED':
    case 'UNAUTHENTICATED':
      return {facts: facts('NOT_ALLOWED'), unclear: false}
  }
  switch (status) {
    case 400:
      return {facts: facts('INVALID_ARGUMENT', description), unclear: false}
    case 401:
    case 403:
      return {facts: facts('NOT_ALLOWED'), unclear: false}
    case 404:
      return {facts: facts('BACKUP_NOT_FOUND'), unclear: false}
    case 409:
      return {facts: facts('RESTORATION_IN_PROGRESS'), unclear: false}
    case 428:
      return {facts: facts('BACKUP_NOT_READY'), unclear: false}
    case 429:
      return {facts: facts('THROTTLED'), unclear: false}
  }
  if (status !== undefined && status >= 500) return {facts: facts('UNAVAILABLE'), unclear: true}
  // No status: the answer never came, or was not one of Wix's.
  if (error instanceof TypeError) return {facts: facts('UNAVAILABLE'), unclear: true}
  return {facts: facts('UNEXPECTED', description), unclear: true}
}

/** A call that Wix did not answer within the time that a web method has. */
export class WixTimeout extends Error {
  override name = 'WixTimeout'
}

/** The error that callers get for a failed call to Wix; `known` adds the facts that the caller had. */
export function wixProblem(failure: WixFailure, known: Partial<ProblemFacts> = {}): BackupsError {
  return BackupsError.of({...failure.facts, ...known, code: failure.facts.code})
}

function readError(error: unknown): {
  status?: number
  requestId?: string
  applicationCode?: string
  description?: string
} {
  const {status, requestId, details, message, code} = Object(error) as Record<string, unknown>
  const {applicationError, validationError} = Object(details) as Record<
    string,
    Record<string, unknown> | undefined
  >
  const [violation] = (validationError?.fieldViolations ?? []) as {field?: string; description?: string}[]
  const description =
    text(applicationError?.description) ??
    (violation ? [violation.field, violation.description].filter(Boolean).join(' ') : undefined) ??
    messageIn(message)
  const applicationCode = text(applicationError?.code) ?? text(code)
  return {
    ...(typeof status === 'number' && {status}),
    ...(text(requestId) && {requestId: text(requestId)!}),
    ...(applicationCode && {applicationCode}),
    ...(description && {description}),
  }
}

/** Without its full stop, to stand inside of another one; `items` calls begin it with the code. */
function sentence(text: string | undefined): string | undefined {
  return text?.replace(/^[A-Z_]+: /, '').replace(/\.$/, '')
}

/** The SDK's `message` may be a JSON string with the real message inside. */
function messageIn(message: unknown): string | undefined {
  if (typeof message !== 'string') return undefined
  try {
    const parsed: unknown = JSON.parse(message)
    return text((Object(parsed) as {message?: unknown}).message) ?? message
  } catch {
    return message
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
