import {AsyncLocalStorage} from 'node:async_hooks'

/** Something that happens when the backend makes its `at`th call to Wix. */
export interface Disturbance<Edit> {
  at: number
  what: {kind: 'edit'; edit: Edit} | {kind: 'lose-answer' | 'refuse' | 'kill'}
}

/**
 * From now on: others act while a call is on its way, answers are lost after the work was done, calls are refused with
 * 503 before it, and a process ends: after a kill, none of its calls gets through any more, until
 * `revive`, which is for the next request.
 */
export function disturbCalls<Edit>(
  disturbances: Disturbance<Edit>[],
  apply: (edit: Edit) => Promise<void>,
): {revive(): void; end(): void} {
  const real = globalThis.fetch
  const left = [...disturbances]
  let calls = 0
  let isKilled = false
  // What others do is not disturbed itself, and doesn't count.
  const byOthers = new AsyncLocalStorage<true>()
  globalThis.fetch = (async (input: URL | string | Request, init?: RequestInit) => {
    const {pathname} = new URL(input instanceof Request ? input.url : input)
    if (!pathname.startsWith('/wix-data/') || byOthers.getStore()) return real(input, init)
    if (isKilled) return answer(401)
    const now = left.filter(({at}) => at === calls)
    calls += 1
    for (const {what} of now) if (what.kind === 'edit') await byOthers.run(true, () => apply(what.edit))
    const fault = now.find(({what}) => what.kind !== 'edit')?.what.kind
    if (fault === 'refuse') return answer(503)
    const response = await real(input, init)
    if (fault === 'lose-answer') return answer(504)
    if (fault === 'kill') {
      isKilled = true
      return answer(401)
    }
    return response
  }) as typeof fetch
  return {
    revive() {
      isKilled = false
    },
    end() {
      globalThis.fetch = real
    },
  }
}

function answer(status: number): Response {
  return new Response(JSON.stringify({message: `status ${status}`, details: {}}), {
    status,
    headers: {'content-type': 'application/json'},
  })
}
