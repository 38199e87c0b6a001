import {readFile} from 'node:fs/promises'
import type {ServerResponse} from 'node:http'
import path from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Nothing is loaded from anywhere else, and nobody else may frame the page. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
    "connect-src 'self'; worker-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}

export interface StaticFile {
  headers: Record<string, string>
  body: Buffer
}

/** The file of a path, out of what was built; `undefined` where there is none. */
export async function readStaticFile(built: string, urlPath: string): Promise<StaticFile | undefined> {
  const relative =
    urlPath === '/' ? 'frame/index.html' : urlPath === '/page' ? 'frame/page.html' : urlPath.slice(1)
  if (!/^(frame|page)\/[\w.-]+$/.test(relative) || relative.includes('..')) return undefined
  try {
    const body = await readFile(path.join(built, relative))
    return {
      body,
      headers: {...HEADERS, 'content-type': TYPES[path.extname(relative)] ?? 'application/octet-stream'},
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** For a HEAD, Node leaves the body out. */
export function sendStaticFile(response: ServerResponse, {headers, body}: StaticFile): void {
  response.writeHead(200, {...headers, 'content-length': body.length}).end(body)
}
