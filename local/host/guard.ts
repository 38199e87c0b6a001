import type {IncomingMessage} from 'node:http'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Why a request is refused, or `undefined`. This process holds a site's data and has no password: another
 * site in the same browser must not reach it, neither directly nor by a host name that points here.
 */
export function refusal({headers, method, url}: IncomingMessage): string | undefined {
  const {host, origin} = headers
  if (!isLoopback(host)) return 'Only requests to localhost are answered'
  if (origin !== undefined && origin !== `http://${host}`) return 'Requests from other origins are refused'
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined
  // Somebody may follow a link to the dashboard; nothing else comes from elsewhere.
  const followedLink =
    method === 'GET' && /^\/(\?|$)/.test(url ?? '') && headers['sec-fetch-dest'] === 'document'
  return followedLink ? undefined : 'Requests from other sites are refused'
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.has(host.replace(/:\d+$/, '').toLowerCase())
}
