import {Refusal} from './refusal'

/** More than a thousand collections with their destinations need. */
export const MOST_BODY_BYTES = 1024 * 1024

/** What can be said of a call before anybody is asked who makes it. */
export function checkRequest({method, headers}: Request, url: URL): void {
  if (method !== 'POST') {
    throw new Refusal(405, 'INVALID_ARGUMENT', `Only POST is answered here, not ${method}.`, {allow: 'POST'})
  }
  if (isForeign(headers, url)) {
    throw new Refusal(403, 'NOT_ALLOWED', 'Calls from pages of other sites are refused.')
  }
  const type = headers.get('content-type') ?? 'none'
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Refusal(
      415,
      'INVALID_ARGUMENT',
      `The body must be of type application/json, not ${type.slice(0, 100)}.`,
    )
  }
  const length = Number(headers.get('content-length') ?? 0)
  if (!(length <= MOST_BODY_BYTES)) throw tooLarge()
}

export function tooLarge(): Refusal {
  return new Refusal(413, 'INVALID_ARGUMENT', `The body may have at most ${MOST_BODY_BYTES} bytes.`)
}

/**
 * The browser says where a call comes from. `Sec-Fetch-Site` compares what the browser sees, so it holds behind
 * any proxy; `Origin` is compared where that is missing. Whoever sends neither is no page.
 */
function isForeign(headers: Headers, url: URL): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  const origin = headers.get('origin')
  return origin !== null && origin !== url.origin
}
