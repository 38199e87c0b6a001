import {readFile} from 'node:fs/promises'
import type {IncomingMessage, ServerResponse} from 'node:http'
import path from 'node:path'
import {Readable} from 'node:stream'
import type {AppWorker} from './app-worker'
import type {BuiltApp} from './built-app'

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** As for the local dashboard, but that a page which Wix's tool built starts by a script in its markup. */
const PAGE_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

/** Hop by hop: each side has its own. */
const OWN_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host'])

/**
 * Serves the app's pages, files and endpoints on the local site's own origin: the page shakes hands with a
 * dashboard frame of its own origin only. Answers whether a request was for the app.
 */
export function createAppServer(app: BuiltApp, worker: () => AppWorker, frame: string) {
  return async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
  ): Promise<boolean> {
    const {pathname} = url
    if (pathname === '/' && request.method === 'GET') return serveFrame(response)
    if (pathname.startsWith('/_astro/')) return serveFile(response, pathname)
    if (!pathname.startsWith('/api/') && !pathname.startsWith('/_wix/')) return false
    await passOn(request, response, url)
    return true
  }

  /** The dashboard frame, told where the page in it is. */
  async function serveFrame(response: ServerResponse): Promise<boolean> {
    const html = await readFile(path.join(frame, 'index.html'), 'utf8')
    const told = html.replace('<head>', `<head>\n    <meta name="app-page" content="${app.pagePath}" />`)
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': PAGE_POLICY,
      'cache-control': 'no-cache',
    })
    response.end(told)
    return true
  }

  async function serveFile(response: ServerResponse, pathname: string): Promise<boolean> {
    const file = path.join(app.folder, pathname)
    const body = file.startsWith(path.join(app.folder, '_astro'))
      ? await readFile(file).catch(() => null)
      : null
    if (!body) return false
    response.writeHead(200, {
      'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-cache',
    })
    response.end(body)
    return true
  }

  async function passOn(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
    const answered = await worker().fetch(url.href, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      body: hasBody ? (Readable.toWeb(request) as ReadableStream) : null,
    })
    const headers = Object.fromEntries([...answered.headers].filter(([name]) => !OWN_HEADERS.has(name)))
    if (headers['content-type']?.startsWith('text/html')) headers['content-security-policy'] = PAGE_POLICY
    // Whoever is refused before their body was read still gets to see the answer.
    request.resume()
    response.writeHead(answered.status, headers).end(Buffer.from(await answered.arrayBuffer()))
  }
}

function headersOf({headers}: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value !== 'string' || OWN_HEADERS.has(name) ? [] : [[name, value]],
    ),
  )
}
