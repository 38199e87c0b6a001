import {randomUUID} from 'node:crypto'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import * as backupsWeb from 'backend/backups.web'
import {EngineError, type EngineSettings} from '../engine/types'
import {WireEvents} from '../wire/events'
import {Faults} from '../wire/faults'
import type {InstalledApp} from '../wire/installed-app'
import {LOCAL_APP} from '../wire/oauth'
import {serveWire, type Wire} from '../wire/serve-wire'
import {refusal} from './guard'
import {keepTime} from './keep-time'
import {listenOnLoopback} from './listen-on-loopback'
import {LocalBadRequest, serveLocalApi} from './local-api'
import {openSite, SiteUnusable, type Seed, type Site} from './open-site'
import {BodyNotText, BodyTooLarge, readBody, readBytes} from './read-body'
import {readTarget} from './read-target'
import {readStaticFile, sendStaticFile} from './static-files'
import {createWebMethods} from './web-methods'
import {installWixContext} from './wix-context'

export interface HostOptions {
  /** 0 = any free port. */
  port: number
  folder: string
  /** What a fresh folder is filled with. */
  seed: Seed
  /** Where the built page is. */
  built: string
  version: string
  /** The Wix app that is installed on the site. */
  app?: InstalledApp
  /** Asked before all others; answers whether it took the request. */
  serveFirst?: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>
  settings?: EngineSettings
  machineNow?: () => number
  /** How long a request waits for the site to be opened before it is sent away. */
  patienceMs?: number
  log: (line: string) => void
}

export interface Host {
  url: string
  site: Site
  faults: Faults
  /** Where handlers of state changes are registered. */
  events: WireEvents
  close(): Promise<void>
}

/** Long enough to be seen, short enough to be waited for. */
const DEMO_SETTINGS: EngineSettings = {backupMs: 4000, restoreMs: 4000}

/** What of www.wixapis.com is served here. */
const WIRE_PATHS = ['/wix-data/', '/site-properties/', '/oauth2/']

const LARGEST_IMPORT_BYTES = 256 * 1024 * 1024

const PATIENCE_MS = 10_000

/** Sent with a 503: by then most sites are open. */
const RETRY_AFTER_SECONDS = 2

/** One process for one machine: the dashboard, the local Wix and the site's backend on one port of 127.0.0.1. */
export async function startHost(options: HostOptions): Promise<Host> {
  const {log} = options
  let letIn: (open: OpenSite | undefined) => void = () => undefined
  const opened = new Promise<OpenSite | undefined>((resolve) => (letIn = resolve))
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof BodyNotText) return send(response, 400, {message: error.message, details: {}})
      if (error instanceof BodyTooLarge) return send(response, 413, {message: error.message, details: {}})
      if (error instanceof LocalBadRequest) return send(response, 400, {message: error.message})
      if (error instanceof SiteUnusable) return sendAway(response, error.message)
      if (error instanceof EngineError) return send(response, 400, {message: error.message, code: error.code})
      log(`${request.method} ${request.url} failed: ${(error as Error)?.stack ?? String(error)}`)
      send(response, 500, {message: 'Internal server error', details: {}})
    })
  })
  // The port first: a second start on the same folder must fail before it looks at the data.
  const url = await listenOnLoopback(server, options.port)

  const events = new WireEvents(randomUUID, log)
  const faults = new Faults()
  const callWebMethod = createWebMethods({'backend/backups.web.js': backupsWeb}, log)
  let requests = 0

  let site: Site
  try {
    site = await openSite({
      folder: options.folder,
      seed: options.seed,
      machineNow: options.machineNow ?? Date.now,
      newId: randomUUID,
      settings: {...(options.settings ?? DEMO_SETTINGS)},
      onEvent: (event) => events.emit(event),
      log,
    })
  } catch (error) {
    server.close()
    server.closeAllConnections()
    letIn(undefined)
    throw error
  }
  installWixContext(url)
  const time = keepTime(site, log)
  // Our caller first, who may have something to set up, such as the site's time for the backend.
  setImmediate(() => letIn({site, time}))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request)
    if (refused !== undefined) return send(response, 403, {message: refused})
    const target = readTarget(request, url)
    if (!target) return send(response, 400, {message: `${request.url} is no address`})
    if (await options.serveFirst?.(request, response, target)) return
    const {pathname, searchParams} = target
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET')
    const file = method === 'GET' ? await readStaticFile(options.built, pathname) : undefined
    if (file) return sendStaticFile(response, file)
    const open = await within(options.patienceMs ?? PATIENCE_MS, opened)
    if (!open) return sendAway(response, 'The local site is being opened.')

    if (WIRE_PATHS.some((path) => pathname.startsWith(path))) {
      return answerWire(open, request, response, pathname, searchParams)
    }
    if (pathname.startsWith('/_webMethods/')) return answerWebMethod(request, response, pathname)
    if (pathname.startsWith('/__local/')) {
      const isFile = pathname === '/__local/import'
      const bytes = isFile ? await readBytes(request, LARGEST_IMPORT_BYTES) : Buffer.alloc(0)
      const body = isFile ? '' : await readBody(request)
      const call = {method, path: pathname, query: searchParams, body, bytes}
      const {status, body: result} = await serveLocalApi(
        {site: open.site, faults, version: options.version},
        call,
      )
      open.time.look()
      return send(response, status, result)
    }
    send(response, 404, {message: `There is nothing at ${request.method} ${pathname}`})
  }

  async function answerWire(
    {site, time}: OpenSite,
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): Promise<void> {
    const {authorization, 'content-type': contentType} = request.headers
    const body = await readBody(request)
    const served = await site.use((engine) => {
      const wire: Wire = {
        engine,
        faults,
        app: options.app ?? LOCAL_APP,
        newRequestId: () => `${Date.now()}.${++requests}`,
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        log,
      }
      return serveWire(wire, {method: request.method ?? 'GET', path, query, authorization, contentType, body})
    })
    time.look()
    if ('lost' in served) {
      if (served.lost === 'broken') response.destroy()
      return
    }
    response.writeHead(served.status, served.headers).end(served.body)
  }

  async function answerWebMethod(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const match = /^\/_webMethods\/(.+)\/([^/]+)\.ajax$/.exec(path)
    if (!match || request.method !== 'POST') {
      return send(response, 404, {
        exception: true,
        result: {message: 'There is no such web method', name: 'Error', code: 404},
      })
    }
    const [, module = '', name = ''] = match
    const body = await readBody(request)
    const result = await callWebMethod(module, name, request.headers.authorization, body)
    send(response, result.status, result.body)
  }

  return {
    url,
    site,
    faults,
    events,
    async close() {
      server.close()
      server.closeAllConnections()
      await time.stop()
      await site.close()
    },
  }
}

interface OpenSite {
  site: Site
  time: ReturnType<typeof keepTime>
}

/** `undefined` when it takes longer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, ms, undefined)))
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function sendAway(response: ServerResponse, message: string): void {
  if (!response.headersSent) response.setHeader('retry-after', RETRY_AFTER_SECONDS)
  send(response, 503, {message, details: {}})
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return
  response
    .writeHead(status, {'content-type': 'application/json', 'cache-control': 'no-store'})
    .end(JSON.stringify(body ?? null))
}
