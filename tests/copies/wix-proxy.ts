import {createServer, type IncomingHttpHeaders} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'

export interface SeenCall {
  /** From 1, as they came. */
  number: number
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** What is done with a call. `answer`: instead of the site's. `lose`: the site does it, and its answer is lost. */
export type Treatment =
  'pass' | 'lose' | 'refuse' | {status: number; body?: unknown; headers?: Record<string, string>}

export interface WixProxy {
  url: string
  seen: SeenCall[]
  /** Asked before each call goes on. */
  treat: (call: SeenCall) => Treatment | Promise<Treatment>
  close(): Promise<void>
}

/** Stands between a command and a local site: to count, to interrupt, to change the site at a chosen call. */
export async function startWixProxy(behind: string): Promise<WixProxy> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request)
      const {method = 'GET', url = '/', headers} = request
      const call: SeenCall = {number: proxy.seen.length + 1, method, path: url, headers, body}
      // The local site's own questions are no calls to Wix.
      const isWix = url.startsWith('/wix-data/') || url.startsWith('/site-properties/')
      if (isWix) proxy.seen.push(call)
      const treatment = isWix ? await proxy.treat(call) : 'pass'
      if (treatment === 'refuse') return void response.destroy()
      if (typeof treatment === 'object') {
        return void response
          .writeHead(treatment.status, {'content-type': 'application/json', ...treatment.headers})
          .end(JSON.stringify(treatment.body ?? {}))
      }
      const passed = await fetch(`${behind}${url}`, {
        method,
        headers: {
          authorization: headers.authorization === undefined ? '' : asLocal(headers.authorization),
          'content-type': headers['content-type'] ?? 'application/json',
        },
        ...(body !== '' && {body}),
      })
      const answer = await passed.text()
      if (treatment === 'lose') return void response.destroy()
      response
        .writeHead(passed.status, {
          'content-type': 'application/json',
          'x-wix-request-id': passed.headers.get('x-wix-request-id') ?? '',
        })
        .end(answer)
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  const proxy: WixProxy = {
    url: `http://127.0.0.1:${port}`,
    seen: [],
    treat: () => 'pass',
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

/** An API key is the site's app; the local identities are themselves. */
function asLocal(authorization: string): string {
  return authorization.startsWith('local-') ? authorization : 'local-app'
}
