export interface WebMethodConnection {
  fetch: typeof fetch
  identity: () => Promise<string>
  /** Asked for at each call. */
  headers?: () => Record<string, string>
}

/** The host answers within 14 s or with 504, as Velo does: nothing comes after this. */
const PATIENCE_MS = 20_000

const UNREADABLE = Symbol('unreadable')

/**
 * What a page's import of a web method becomes: arguments and result travel as JSON, and an exception comes back
 * as a plain Error with the backend's `message`, `name`, `stack` and `code`. A network failure is fetch's TypeError.
 */
export function createWebMethodCaller({fetch, identity, headers = () => ({})}: WebMethodConnection) {
  return async (module: string, method: string, args: unknown[]): Promise<unknown> => {
    const url = `/_webMethods/${module}.js/${method}.ajax`
    const authorization = await identity()
    const response = await fetch(url, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', Authorization: authorization, ...headers()},
      body: JSON.stringify(args),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const answer = await response.json().catch(() => UNREADABLE)
    if (isException(answer)) throw thrown(answer.result)
    if (!response.ok || typeof answer !== 'object' || answer === null) {
      const reason =
        answer === UNREADABLE ? 'an answer that is not JSON' : (messageIn(answer) ?? 'an unexpected answer')
      throw Object.assign(new Error(`${module} ${method}: ${reason} (HTTP ${response.status}).`), {
        code: response.status,
      })
    }
    return (answer as {result?: unknown}).result
  }
}

interface ThrownResult {
  message?: string
  name?: string
  stack?: string
  code?: unknown
}

function isException(answer: unknown): answer is {exception: true; result: ThrownResult} {
  return typeof answer === 'object' && answer !== null && 'exception' in answer && answer.exception === true
}

function thrown(result: ThrownResult | undefined) {
  const error = new Error(result?.message ?? 'The web method failed without a message.')
  return Object.assign(error, {
    ...(result?.name !== undefined && {name: result.name}),
    ...(result?.stack !== undefined && {stack: result.stack}),
    ...(result?.code !== undefined && {code: result.code}),
  })
}

function messageIn(answer: unknown) {
  if (typeof answer !== 'object' || answer === null || !('message' in answer)) return undefined
  return typeof answer.message === 'string' ? answer.message : undefined
}
