import {createServer, request as httpsRequest} from 'node:https'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'
import {selfSigned} from './self-signed'

const HOST_NAME = 'www.wixapis.com'

export interface Seen {
  host: string | undefined
  method: string
  path: string
  authorization: string | undefined
  siteId: string | undefined
}

/** What comes in place of Wix's own answer: from a captive portal, a proxy, a Wix that is not well. */
export type Instead =
  {status: number; headers?: Record<string, string>; body?: string} | 'nothing' | 'half an answer'

export interface WixPeer {
  /** Calls www.wixapis.com, but arrives here, and trusts this peer's certificate alone. */
  fetch: typeof fetch
  port: number
  /** Of that authority. */
  certificate: string
  /** Answers the paths that begin like this, until it is taken away. */
  instead: Map<string, Instead>
  seen: Seen[]
  close(): Promise<void>
}

export interface PeerOptions {
  siteId: string
  /** A key that may do everything. */
  apiKey: string
  /** A key without "Manage Data Backups". */
  weakKey?: string
  /** The local Wix that stands behind it. */
  behind: string
  /** Some peers say too much: their errors quote the request's headers. */
  echoes?: boolean
}

/** A Wix on this machine, over HTTPS: checks what Wix would check of an API key, and lets a local Wix answer. */
export async function startWixPeer({siteId, apiKey, weakKey, behind, echoes}: PeerOptions): Promise<WixPeer> {
  const certificate = selfSigned(HOST_NAME)
  const seen: Seen[] = []
  const instead = new Map<string, Instead>()
  const server = createServer(certificate, (request, response) => {
    void (async () => {
      const {host, authorization} = request.headers
      const site = request.headers['wix-site-id'] as string | undefined
      seen.push({host, method: request.method!, path: request.url!, authorization, siteId: site})
      const answer = (status: number, code: string, message: string) => {
        const said = echoes ? `${message} (headers: ${JSON.stringify(request.headers)})` : message
        response
          .writeHead(status, {'content-type': 'application/json', 'x-wix-request-id': 'peer'})
          .end(JSON.stringify({message: said, details: {applicationError: {code, description: said}}}))
      }
      const [, other] = [...instead].find(([path]) => request.url!.startsWith(path)) ?? []
      if (other === 'nothing') return
      if (other === 'half an answer') return void response.writeHead(200, {'content-length': 100}).write('{')
      if (other) return void response.writeHead(other.status, other.headers).end(other.body)
      if (host !== HOST_NAME) return answer(421, 'WRONG_HOST', `No such host: ${host}`)
      if (authorization !== apiKey && authorization !== weakKey) {
        return answer(401, 'UNAUTHENTICATED', 'Unauthenticated')
      }
      if (site !== siteId) return answer(404, 'META_SITE_NOT_FOUND', `Meta site ${site} not found`)
      if (authorization === weakKey && request.url!.startsWith('/wix-data/v2/backups')) {
        return answer(403, 'PERMISSION_DENIED', 'Missing the permission to manage data backups')
      }
      const body = await text(request)
      const passed = await fetch(`${behind}${request.url}`, {
        method: request.method!,
        headers: {
          authorization: 'local-app',
          'content-type': request.headers['content-type'] ?? 'application/json',
        },
        ...(body !== '' && {body}),
      })
      response
        .writeHead(passed.status, {
          'content-type': 'application/json',
          'x-wix-request-id': passed.headers.get('x-wix-request-id') ?? '',
        })
        .end(await passed.text())
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  return {
    fetch: fetchFrom(port, certificate.cert),
    port,
    certificate: certificate.cert,
    instead,
    seen,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** As the real one, but for where it connects to and whom it trusts. */
export function fetchFrom(port: number, ca: string): typeof fetch {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const options = {
        agent: false,
        host: '127.0.0.1',
        port,
        servername: url.hostname,
        ca,
        method: init.method ?? 'GET',
        path: url.pathname + url.search,
        headers: {...Object.fromEntries(new Headers(init.headers)), host: url.host},
        ...(init.signal && {signal: init.signal}),
      }
      // As Node's fetch tells it: the reason is the cause.
      const fail = (cause: unknown) => {
        if (init.signal?.aborted) reject(init.signal.reason as Error)
        else reject(Object.assign(new TypeError('fetch failed'), {cause}))
      }
      const request = httpsRequest(options, (response) => {
        const {location} = response.headers
        if (location !== undefined && init.redirect !== 'manual') {
          response.resume()
          if (init.redirect === 'error') return fail(new Error('unexpected redirect'))
          // To wherever it leads: here, where nobody answers for another host but this peer.
          return resolve(fetchFrom(port, ca)(new URL(location, url), {...init, method: 'GET'}))
        }
        text(response).then((body) => {
          const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
          resolve(new Response(body, {status: response.statusCode!, headers: headers as [string, string][]}))
        }, fail)
      })
      request.on('error', fail)
      request.end(init.body as string | undefined)
    })
}
