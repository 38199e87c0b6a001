import type {IncomingMessage} from 'node:http'

/**
 * The address that is asked for, at the `origin` of who is asked; `undefined` where the target is no address. As a
 * relative one, `//` would name a host.
 */
export function readTarget({url = '/'}: IncomingMessage, origin: string): URL | undefined {
  const address = url.startsWith('/') ? `${origin}${url}` : url
  return URL.canParse(address) ? new URL(address) : undefined
}
