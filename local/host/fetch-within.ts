/** No answer, or not all of it, within the time that was given. A TypeError, as all that `fetch` fails with. */
export class NoAnswerInTime extends TypeError {
  override name = 'NoAnswerInTime'
  constructor(readonly ms: number) {
    super(`No answer within ${ms} ms`)
  }
}

/**
 * `fetch` that ends: within `ms` all of the answer is here, its body too, or it fails. Redirects are failures: what
 * another host answers is not the answer of the one that was asked, and a key must not go there.
 */
export function fetchWithin(ms: number, send: typeof fetch = fetch): typeof fetch {
  return async (input, init = {}) => {
    const ended = new AbortController()
    const stop = () => ended.abort(init.signal?.reason)
    init.signal?.addEventListener('abort', stop)
    if (init.signal?.aborted) stop()
    const timer = setTimeout(() => ended.abort(new NoAnswerInTime(ms)), ms)
    try {
      return await orAborted(ended.signal, async () => {
        const response = await send(input, {...init, redirect: 'error', signal: ended.signal})
        const {status, statusText, headers} = response
        const body = await response.arrayBuffer()
        return new Response(body.byteLength === 0 ? null : body, {status, statusText, headers})
      })
    } finally {
      clearTimeout(timer)
      init.signal?.removeEventListener('abort', stop)
    }
  }
}

/** Also where `send` does not listen to its signal. */
async function orAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let abort: () => void = () => undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
  })
  try {
    return await Promise.race([aborted, work()])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
