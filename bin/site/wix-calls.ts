import {CommandProblem} from '../problem'
import {explainAnswer, explainNoAnswer, type WixAnswer} from './explain-answer'
import {machineClock, Pace, type Clock} from './pace'

export interface WixCallsOptions {
  /** Where `/wix-data/v2` is. */
  origin: string
  headers: Record<string, string>
  /** Names the site in sentences. */
  siteName: string
  /** Calls that may start in a minute; Infinity where nobody counts. */
  aMinute: number
  signal: AbortSignal
  /** Told when Wix asks to wait, and for how long. */
  onWait?: (ms: number) => void
  clock?: Clock
}

/** Wix did it or not: the answer was lost, or was an error of its own. Never repeated blindly. */
export class UnclearAnswer extends Error {
  override name = 'UnclearAnswer'
}

/** An answer that is an error; `code` is Wix's own, such as WDE0025. */
export class RefusedCall extends CommandProblem {
  override name = 'RefusedCall'
  constructor(
    readonly answer: WixAnswer,
    message: string,
  ) {
    super(message, answer.code ?? String(answer.status))
  }
}

const READ_TIMEOUT_MS = 25_000
const WRITE_TIMEOUT_MS = 90_000
const MOST_ATTEMPTS = 6
const FIRST_BACKOFF_MS = 500
/** "429 = wait a minute": where Wix does not say how long, shorter waits come first. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
const MOST_WAITS = 15

/**
 * Calls Wix's REST API. A call that Wix is too busy for is made again when it says so; a read that has no answer is
 * read again; a write that has none is an `UnclearAnswer`: only who knows what it would have made can look.
 */
export class WixCalls {
  private readonly pace: Pace
  private readonly clock: Clock

  constructor(private readonly options: WixCallsOptions) {
    this.clock = options.clock ?? machineClock
    this.pace = new Pace(options.aMinute, options.signal, this.clock)
  }

  withSignal(signal: AbortSignal): WixCalls {
    return new WixCalls({...this.options, signal})
  }

  async read<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.call<T>(method, path, body, READ_TIMEOUT_MS)
      } catch (error) {
        if (!(error instanceof UnclearAnswer)) throw error
        if (attempt === MOST_ATTEMPTS) throw new CommandProblem(error.message, 'UNAVAILABLE')
        await this.clock.wait(FIRST_BACKOFF_MS * 2 ** (attempt - 1), this.options.signal)
      }
    }
  }

  /** One attempt, for what may stay unknown: `null` then. */
  async readUnlessSlow<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T | null> {
    try {
      return await this.call<T>(method, path, body, READ_TIMEOUT_MS)
    } catch (error) {
      if (error instanceof UnclearAnswer) return null
      throw error
    }
  }

  write<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    return this.call<T>(method, path, body, WRITE_TIMEOUT_MS)
  }

  private async call<T>(method: string, path: string, body: unknown, timeoutMs: number): Promise<T> {
    for (let waits = 0; ; waits++) {
      await this.pace.next()
      const response = await this.send(method, path, body, timeoutMs)
      const {status, json, requestId, retryAfterMs} = response
      if (status === 200) return json as T
      const answer = readAnswer(status, json, requestId)
      if (isThrottled(answer) && waits < MOST_WAITS) {
        const ms = retryAfterMs ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** waits)
        this.options.onWait?.(ms)
        this.pace.pause(ms)
        continue
      }
      if (status >= 500 || UNCLEAR_CODES.has(answer.code ?? '')) {
        throw new UnclearAnswer(explainAnswer(answer, this.options.siteName))
      }
      throw new RefusedCall(answer, explainAnswer(answer, this.options.siteName))
    }
  }

  private async send(method: string, path: string, body: unknown, timeoutMs: number) {
    const {origin, headers, signal} = this.options
    const controller = new AbortController()
    const stop = () => controller.abort(signal.reason)
    const timer = setTimeout(() => controller.abort(new DOMException('', 'TimeoutError')), timeoutMs)
    signal.addEventListener('abort', stop)
    try {
      signal.throwIfAborted()
      const response = await fetch(`${origin}${path}`, {
        method,
        headers: {...headers, ...(body !== undefined && {'content-type': 'application/json'})},
        ...(body !== undefined && {body: typeof body === 'string' ? body : JSON.stringify(body)}),
        signal: controller.signal,
        redirect: 'error',
      })
      return {
        status: response.status,
        json: parse(await response.text(), response.status),
        requestId: response.headers.get('x-wix-request-id') ?? undefined,
        retryAfterMs: retryAfter(response.headers.get('retry-after')),
      }
    } catch (error) {
      signal.throwIfAborted()
      throw new UnclearAnswer(explainNoAnswer(error, origin))
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    }
  }
}

/** WDE0028 is a timeout, WDE0053 an internal error (see docs/parity.md). */
const UNCLEAR_CODES = new Set(['WDE0028', 'WDE0053'])

function isThrottled({status, code}: WixAnswer): boolean {
  return status === 429 || code === 'WDE0014' || code === 'RESOURCE_EXHAUSTED'
}

function readAnswer(status: number, json: unknown, requestId: string | undefined): WixAnswer {
  const {message, details} = Object(json) as {message?: unknown; details?: Record<string, unknown>}
  const {applicationError, validationError} = Object(details) as {
    applicationError?: {code?: string; description?: string}
    validationError?: {fieldViolations?: {field?: string; description?: string}[]}
  }
  const violation = validationError?.fieldViolations?.[0]
  const description =
    applicationError?.description ??
    (violation ? `${violation.field} ${violation.description}` : undefined) ??
    (typeof message === 'string' ? message : '')
  return {
    status,
    description,
    ...(applicationError?.code && {code: applicationError.code}),
    ...(requestId && {requestId}),
  }
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // An error page of something between here and Wix is an error all the same.
    if (status === 200) throw error
    return {}
  }
}

/** Seconds, or a date (RFC 9110). */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 10 * LONGEST_WAIT_MS) : undefined
}
