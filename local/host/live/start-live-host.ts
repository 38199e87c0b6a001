import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import * as backupsWeb from 'backend/backups.web'
import {refusal} from '../guard'
import {listenOnLoopback} from '../listen-on-loopback'
import {BodyTooLarge, readBody} from '../read-body'
import {readStaticFile} from '../static-files'
import {createWebMethods} from '../web-methods'
import {hideKey} from './hide-key'
import {connectToWix, LOCKED, type LiveSiteKey, type WixConnection} from './wix-connection'

export interface LiveHostOptions {
  /** 0 = any free port. */
  port: number
  key: LiveSiteKey
  /** Where the built page is. */
  built: string
  version: string
  log: (line: string) => void
  /** For tests: who is called in place of www.wixapis.com. */
  fetch?: typeof fetch
}

export interface LiveHost {
  url: string
  /** As `/__local/status` tells it. */
  status(): Promise<LiveStatus>
  close(): Promise<void>
}

export interface LiveStatus {
  mode: 'live'
  version: string
  now: string
  siteId: string
  /** What a person types to allow changes: the site's name, or its ID where Wix does not tell the name. */
  siteName: string
  locked: boolean
  /** Why the site cannot be used, as a sentence; `null` while it can. */
  problem: string | null
}

/**
 * The dashboard, the page and the site's backend on this machine, and a real site behind them: no engine, no data
 * folder. Reads at once; every write is refused until somebody has typed the site's name.
 */
export async function startLiveHost(options: LiveHostOptions): Promise<LiveHost> {
  const {siteId, apiKey} = options.key
  const hide = hideKey(apiKey)
  const log = (line: string) => options.log(hide(line))
  const wix = connectToWix(options.key, options.fetch)
  const callWebMethod = createWebMethods({'backend/backups.web.js': backupsWeb}, log)
  let siteName: string | null = null

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) return send(response, 413, {message: error.message})
      log(`${request.method} ${request.url} failed: ${(error as Error)?.stack ?? String(error)}`)
      send(response, 500, {message: 'Internal server error'})
    })
  })
  const url = await listenOnLoopback(server, options.port)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request)
    if (refused !== undefined) return send(response, 403, {message: refused})
    const {pathname} = new URL(request.url ?? '/', url)
    const body = await readBody(request)
    switch (`${request.method} ${pathname}`) {
      case 'GET /__local/status':
        return send(response, 200, await status())
      case 'POST /__local/unlock':
        return unlock(response, body)
      case 'POST /__local/lock':
        wix.lock()
        return send(response, 200, await status())
    }
    const method = /^\/_webMethods\/(.+)\/([^/]+)\.ajax$/.exec(pathname)
    if (method && request.method === 'POST') return answerWebMethod(response, method[1]!, method[2]!, body)
    const file = request.method === 'GET' ? await readStaticFile(options.built, pathname) : undefined
    if (file) return void response.writeHead(200, file.headers).end(file.body)
    send(response, 404, {
      message:
        `There is nothing at ${request.method} ${pathname}: this is a live site. There are: the dashboard at /, ` +
        'GET /__local/status, POST /__local/unlock and /__local/lock. Local tools need npm start without WIX_SITE_ID.',
    })
  }

  async function answerWebMethod(
    response: ServerResponse,
    module: string,
    name: string,
    body: string,
  ): Promise<void> {
    // Whoever may use this machine's loopback and the key is the owner here.
    const {result, trip} = await wix.watch(() => callWebMethod(module, name, 'local-owner', body))
    if (trip.refused) {
      const thrown = {message: LOCKED, name: 'LiveSiteLocked', code: 403}
      return send(response, 403, {exception: true, result: thrown})
    }
    send(response, result.status, withSentence(result.body, trip.problem))
  }

  async function unlock(response: ServerResponse, body: string): Promise<void> {
    const {siteName: expected, problem} = await status()
    const typed = readTyped(body)
    if (typed === undefined) return send(response, 400, {message: 'The body must be {"siteName": "…"}'})
    // The ID stands in for a name that Wix does not tell, not for one that could not be asked for.
    if (problem) return send(response, 403, {message: problem})
    if (typed.trim() !== expected.trim()) {
      return send(response, 403, {message: `That is not the site's name. Type it exactly: ${expected}`})
    }
    wix.unlock()
    log(
      `Changes to the live site "${expected}" are allowed until this program ends or the site is locked again.`,
    )
    send(response, 200, await status())
  }

  async function status(): Promise<LiveStatus> {
    const {result, trip} = await wix.watch(() => look(wix))
    siteName = result.siteName ?? siteName
    return {
      mode: 'live',
      version: options.version,
      now: new Date().toISOString(),
      siteId,
      siteName: siteName ?? siteId,
      locked: wix.locked,
      problem: result.problem ?? (result.canListBackups ? null : trip.problem),
    }
  }

  function send(response: ServerResponse, code: number, body: unknown): void {
    if (response.destroyed || response.headersSent) return
    response
      .writeHead(code, {'content-type': 'application/json', 'cache-control': 'no-store'})
      .end(hide(JSON.stringify(body ?? null)))
  }

  return {
    url,
    status,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Look {
  siteName: string | null
  canListBackups: boolean
  problem: string | null
}

/** What the key can see: the site's name, and whether it has the permission that matters. */
async function look(wix: WixConnection): Promise<Look> {
  const [properties, backups] = await Promise.all([
    read(wix, '/site-properties/v4/properties'),
    read(wix, '/wix-data/v2/backups?paging.limit=1&paging.offset=0'),
  ])
  const known = (properties.body as {properties?: {siteDisplayName?: unknown}} | null)?.properties
    ?.siteDisplayName
  const code = (backups.body as {details?: {applicationError?: {code?: unknown}}} | null)?.details
    ?.applicationError?.code
  return {
    siteName: typeof known === 'string' && known !== '' ? known : null,
    canListBackups: backups.ok,
    problem:
      code === 'WDE0110'
        ? 'This site is not enabled for code yet (WDE0110). Open it in the editor, turn on Dev Mode, and publish it once.'
        : null,
  }
}

async function read(wix: WixConnection, path: string): Promise<{ok: boolean; body: unknown}> {
  try {
    const response = await wix.fetch(path)
    return {ok: response.ok, body: await response.json().catch(() => null)}
  } catch {
    // Why is known from the trip.
    return {ok: false, body: null}
  }
}

function readTyped(body: string): string | undefined {
  try {
    const {siteName} = JSON.parse(body) as {siteName?: unknown}
    return typeof siteName === 'string' ? siteName : undefined
  } catch {
    return undefined
  }
}

/** A page's own sentence speaks to a site owner in the dashboard; here, the one who set the key has to mend it. */
function withSentence(body: unknown, problem: string | null): unknown {
  const {result} = body as {result?: {ok?: boolean; error?: {message?: string}}}
  if (problem === null || result?.ok !== false || !result.error) return body
  return {result: {...result, error: {...result.error, message: problem}}}
}
