import {randomBytes} from 'node:crypto'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import * as backupsWeb from 'backend/backups.web'
import type {ErrorCode} from 'public/contract'
import {refusal} from '../guard'
import {listenOnLoopback} from '../listen-on-loopback'
import {BodyNotText, BodyTooLarge, readBody} from '../read-body'
import {readTarget} from '../read-target'
import {readStaticFile, sendStaticFile} from '../static-files'
import {createWebMethods} from '../web-methods'
import {confirmSite, type Confirmation} from './confirm-site'
import type {WixTrouble} from './explain-wix'
import {hideKey} from './hide-key'
import {isSame} from './is-same'
import {TOKEN_HEADER, UNLOCK_HEADER, type LiveStatus, type LiveUnlock} from './live-status'
import {watchers} from './watchers'
import {connectToWix, LOCKED, type LiveSiteKey} from './wix-connection'
import {writeLock, type LockClock} from './write-lock'

export interface LiveHostOptions {
  /** 0 = any free port. */
  port: number
  key: LiveSiteKey
  /** Where the built page is. */
  built: string
  version: string
  log: (line: string) => void
  /** For tests: who is called in place of www.wixapis.com, how long for, and whose time ends an unlock. */
  fetch?: typeof fetch | undefined
  answerMs?: number | undefined
  clock?: LockClock | undefined
}

export interface LiveHost {
  /** The address of the dashboard, with the secret that everything but the static files asks for. */
  url: string
  origin: string
  /** That secret alone. */
  token: string
  /** As `/__local/status` tells it: when Wix has been asked. */
  status(): Promise<LiveStatus>
  close(): Promise<void>
}

/**
 * The dashboard, the page and the site's backend on this machine, and a real site behind them: no engine, no data
 * folder. Reads at once; every write is refused until somebody has typed the site's name, and then only the tab in
 * which they did may write.
 */
export async function startLiveHost(options: LiveHostOptions): Promise<LiveHost> {
  const {siteId, apiKey} = options.key
  const token = randomBytes(24).toString('base64url')
  const hideApiKey = hideKey(apiKey)
  const hideToken = hideKey(token, 'secret')
  const hide = (text: string) => hideToken(hideApiKey(text))
  const log = (line: string) => options.log(hide(line))
  const tabs = watchers(hide)
  const lock = writeLock({clock: options.clock, onChange: () => tabs.tell(told())})
  const wix = connectToWix(options.key, {
    mayWrite: (secret) => lock.admits(secret),
    send: options.fetch,
    answerMs: options.answerMs,
  })
  const callWebMethod = createWebMethods({'backend/backups.web.js': backupsWeb}, log)
  let confirmed: Confirmation | null = null
  let asking: Promise<Confirmation> | null = null
  let order = 0

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof BodyNotText) return send(response, 400, {message: error.message})
      if (error instanceof BodyTooLarge) return send(response, 413, {message: error.message})
      log(`${request.method} ${request.url} failed: ${(error as Error)?.stack ?? String(error)}`)
      send(response, 500, {message: 'Internal server error'})
    })
  })
  const origin = await listenOnLoopback(server, options.port)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request)
    if (refused !== undefined) return send(response, 403, {message: refused})
    const target = readTarget(request, origin)
    if (!target) return send(response, 400, {message: `${request.url} is no address`})
    const {pathname} = target
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const file = method === 'GET' ? await readStaticFile(options.built, pathname) : undefined
    if (file) return sendStaticFile(response, pathname === '/' ? forLive(file) : file)
    const webMethod = /^\/_webMethods\/(.+)\/([^/]+)\.ajax$/.exec(pathname)
    if (!isTrusted(request, target)) return sendUntrusted(response, webMethod !== null)
    if (`${method} ${pathname}` === 'GET /__local/state') return watch(response)
    const body = await readBody(request)
    switch (`${method} ${pathname}`) {
      case 'GET /__local/status':
        return send(response, 200, await status())
      case 'POST /__local/unlock':
        return unlock(response, body)
      case 'POST /__local/lock':
        lock.lock(readNumber(body))
        return send(response, 200, told())
    }
    if (webMethod && method === 'POST') {
      const secret = request.headers[UNLOCK_HEADER]
      return answerWebMethod(response, webMethod[1]!, webMethod[2]!, body, String(secret ?? ''))
    }
    send(response, 404, {
      message:
        `There is nothing at ${request.method} ${pathname}: this is a live site. There are: the dashboard at /, ` +
        'GET /__local/status and /__local/state, POST /__local/unlock and /__local/lock. Local tools need npm start ' +
        'without WIX_SITE_ID.',
    })
  }

  /** Any user of this machine can reach its loopback: only who was told the address may use the key. */
  function isTrusted({headers}: IncomingMessage, {searchParams}: URL): boolean {
    return isSame(String(headers[TOKEN_HEADER] ?? searchParams.get('token') ?? ''), token)
  }

  function sendUntrusted(response: ServerResponse, isWebMethod: boolean): void {
    const message = 'Open the dashboard at the whole address that npm start has printed: it holds a secret.'
    const thrown = {message, name: 'NotTrusted', code: 401}
    send(response, 401, isWebMethod ? {exception: true, result: thrown} : {message})
  }

  /** The state at once, and then whenever it changes, for as long as the tab is there. */
  function watch(response: ServerResponse): void {
    if (!asking && confirmed?.problem !== null) void confirm()
    tabs.add(response, told())
  }

  async function answerWebMethod(
    response: ServerResponse,
    module: string,
    name: string,
    body: string,
    secret: string,
  ): Promise<void> {
    // Whoever may use this machine's loopback and the key is the owner here.
    const {result, trip} = await wix.watch(secret, () => callWebMethod(module, name, 'local-owner', body))
    if (trip.refused && trip.written === 0) {
      const thrown = {message: LOCKED, name: 'LiveSiteLocked', code: 403}
      return send(response, 403, {exception: true, result: thrown})
    }
    send(response, result.status, withSentence(result.body, trip.trouble))
  }

  async function unlock(response: ServerResponse, body: string): Promise<void> {
    const attempt = lock.attempt()
    const typed = readTyped(body)
    if (typed === undefined) return send(response, 400, {message: 'The body must be {"siteName": "…"}'})
    // Asked again: what was true when the page was opened may not be any more.
    const {toType, problem} = await confirm()
    if (toType === null) return send(response, 403, {message: problem})
    if (typed.trim() !== toType.trim()) {
      return send(response, 403, {message: `That is not the site's name. Type it exactly: ${toType}`})
    }
    const unlocked = attempt.unlock()
    if (!unlocked) {
      return send(response, 409, {message: 'It was locked again meanwhile. Nothing can be changed.'})
    }
    log(
      `Changes to the live site "${toType}" are allowed in one tab, until 15 minutes pass without a change.`,
    )
    send(response, 200, {...told(), ...unlocked} satisfies LiveUnlock)
  }

  async function status(): Promise<LiveStatus> {
    await confirm()
    return told()
  }

  /** Asks Wix, once for all who want to know at the same time. */
  function confirm(): Promise<Confirmation> {
    asking ??= confirmSite(wix, siteId).then((now) => {
      confirmed = {...now, siteName: now.siteName ?? confirmed?.siteName ?? null}
      asking = null
      tabs.tell(told())
      return confirmed
    })
    return asking
  }

  /** What is known now. */
  function told(): LiveStatus {
    const {unlocked} = lock
    return {
      mode: 'live',
      order: ++order,
      version: options.version,
      now: new Date().toISOString(),
      siteId,
      siteName: confirmed?.siteName ?? siteId,
      toType: confirmed?.toType ?? null,
      locked: !unlocked,
      unlocked: unlocked && {number: unlocked.number, until: new Date(unlocked.until).toISOString()},
      isAsking: confirmed === null,
      problem: confirmed?.problem ?? null,
    }
  }

  function send(response: ServerResponse, code: number, body: unknown): void {
    if (response.destroyed || response.headersSent) return
    response
      .writeHead(code, {'content-type': 'application/json', 'cache-control': 'no-store'})
      .end(hide(JSON.stringify(body ?? null)))
  }

  return {
    url: `${origin}/?token=${token}`,
    origin,
    token,
    status,
    async close() {
      lock.lock()
      tabs.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** From its first moment, whatever else may not be known yet, the page says that the site is a real one. */
function forLive(index: {headers: Record<string, string>; body: Buffer}) {
  return {...index, body: Buffer.from(index.body.toString('utf8').replace('<body>', '<body class="live">'))}
}

function readTyped(body: string): string | undefined {
  const {siteName} = readObject(body)
  return typeof siteName === 'string' ? siteName : undefined
}

function readNumber(body: string): number | undefined {
  const {number} = readObject(body)
  return typeof number === 'number' ? number : undefined
}

function readObject(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** A page's own sentence speaks to a site owner in the dashboard; here, the one who set the key has to mend it. */
function withSentence(body: unknown, trouble: WixTrouble | null): unknown {
  const {result} = body as {result?: {ok?: boolean; error?: {code?: ErrorCode; message?: string}}}
  if (!trouble || result?.ok !== false || !result.error?.code || !trouble.codes.includes(result.error.code)) {
    return body
  }
  return {result: {...result, error: {...result.error, message: trouble.sentence}}}
}
