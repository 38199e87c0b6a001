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

export interface WixPeer {
  /** Calls www.wixapis.com, but arrives here, and trusts this peer's certificate alone. */
  fetch: typeof fetch
  port: number
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
        host: '127.0.0.1',
        port,
        servername: url.hostname,
        ca,
        method: init.method ?? 'GET',
        path: url.pathname + url.search,
        headers: {...Object.fromEntries(new Headers(init.headers)), host: url.host},
      }
      const request = httpsRequest(options, (response) => {
        text(response).then((body) => {
          const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
          resolve(new Response(body, {status: response.statusCode!, headers: headers as [string, string][]}))
        }, reject)
      })
      // As Node's fetch tells it: the reason is the cause.
      request.on('error', (cause) => reject(Object.assign(new TypeError('fetch failed'), {cause})))
      request.end(init.body as string | undefined)
    })
}
