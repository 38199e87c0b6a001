import {AsyncLocalStorage} from 'node:async_hooks'
import {createClient} from '@wix/sdk'

const WIX_ORIGIN = 'https://www.wixapis.com'
/** Longer than any web method waits: what a fault keeps from ever answering is let go of then. */
const ANSWER_MS = 60_000

const caller = new AsyncLocalStorage<string>()

/** Runs backend code as this caller: its own calls to Wix carry the caller's identity, elevated ones the app's. */
export function runAs<T>(authorization: string, work: () => Promise<T>): Promise<T> {
  return caller.run(authorization, work)
}

/**
 * What Wix sets up around a site's backend: two SDK clients, the caller's and the elevated one. Unmodified code
 * that imports `@wix/data` then calls the local Wix at `origin` over HTTP, and cannot tell it from Wix.
 */
export function installWixContext(origin: string): void {
  const redirected: typeof fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== WIX_ORIGIN)
      throw new TypeError(`The local site calls only ${WIX_ORIGIN}, not ${url.origin}`)
    const signal = init?.signal ?? AbortSignal.timeout(ANSWER_MS)
    return fetch(new URL(url.pathname + url.search, origin), {...init, redirect: 'error', signal})
  }
  const client = (authorization: () => string) =>
    createClient({
      auth: {getAuthHeaders: () => ({headers: {Authorization: authorization()}})},
      fetch: redirected,
    })
  client(() => caller.getStore() ?? 'local-visitor').enableContext('global')
  client(() => 'local-app').enableContext('global', {elevated: true})
  // Without a context, SDK calls silently return a function instead of a promise.
  if (!Reflect.has(globalThis, '__wix_context__'))
    throw new Error('The SDK has no context: its API has changed')
}
