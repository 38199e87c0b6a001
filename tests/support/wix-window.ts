export interface WixRequestSeen {
  method: string
  path: string
}

/**
 * The next call to Wix that `matches` gets a 503 and does nothing; `doing` happens while it is under way, as other
 * callers do. Answers with what ends it.
 */
export function instead(
  matches: (request: WixRequestSeen) => boolean,
  doing: () => Promise<unknown>,
): () => void {
  const real = globalThis.fetch
  const end = () => void (globalThis.fetch = real)
  globalThis.fetch = (async (input: URL | string | Request, init?: RequestInit) => {
    const {pathname} = new URL(input instanceof Request ? input.url : input)
    if (pathname.startsWith('/wix-data/') && matches({method: init?.method ?? 'GET', path: pathname})) {
      end()
      await doing()
      return new Response('{"message": "unavailable", "details": {}}', {
        status: 503,
        headers: {'content-type': 'application/json'},
      })
    }
    return real(input, init)
  }) as typeof fetch
  return end
}
