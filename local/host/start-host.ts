import {randomUUID} from 'node:crypto'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import * as backupsWeb from 'backend/backups.web'
import {EngineError, type EngineSettings} from '../engine/types'
import {WireEvents} from '../wire/events'
import {Faults} from '../wire/faults'
import {LOCAL_APP, type InstalledApp} from '../wire/oauth'
import {serveWire, type Wire} from '../wire/serve-wire'
import {refusal} from './guard'
import {keepTime} from './keep-time'
import {listenOnLoopback} from './listen-on-loopback'
import {LocalBadRequest, serveLocalApi} from './local-api'
import {openSite, type Seed, type Site} from './open-site'
import {BodyTooLarge, readBody} from './read-body'
import {readStaticFile} from './static-files'
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

/** One process for one machine: the dashboard, the local Wix and the site's backend on one port of 127.0.0.1. */
export async function startHost(options: HostOptions): Promise<Host> {
  const {log} = options
  // The port first: a second start on the same folder must fail before it looks at the data.
  const server = createServer()
  const url = await listenOnLoopback(server, options.port)

  const events = new WireEvents(randomUUID, log)
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
    throw error
  }

  const faults = new Faults()
  const time = keepTime(site, log)
  installWixContext(url)
  const callWebMethod = createWebMethods({'backend/backups.web.js': backupsWeb}, log)
  let requests = 0

  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) return send(response, 413, {message: error.message, details: {}})
      if (error instanceof LocalBadRequest) return send(response, 400, {message: error.message})
      if (error instanceof EngineError) return send(response, 400, {message: error.message, code: error.code})
      log(`${request.method} ${request.url} failed: ${(error as Error)?.stack ?? String(error)}`)
      send(response, 500, {message: 'Internal server error', details: {}})
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request)
    if (refused !== undefined) return send(response, 403, {message: refused})
    const asked = new URL(request.url ?? '/', url)
    if (await options.serveFirst?.(request, response, asked)) return
    const {pathname, searchParams} = asked

    if (WIRE_PATHS.some((path) => pathname.startsWith(path))) {
      return answerWire(request, response, pathname, searchParams)
    }
    if (pathname.startsWith('/_webMethods/')) return answerWebMethod(request, response, pathname)
    if (pathname.startsWith('/__local/')) {
      const body = await readBody(request, pathname === '/__local/import' ? LARGEST_IMPORT_BYTES : undefined)
      const call = {method: request.method ?? 'GET', path: pathname, query: searchParams, body}
      const {status, body: result} = await serveLocalApi({site, faults, version: options.version}, call)
      time.look()
      return send(response, status, result)
    }
    const file = request.method === 'GET' ? await readStaticFile(options.built, pathname) : undefined
    if (!file) return send(response, 404, {message: `There is nothing at ${request.method} ${pathname}`})
    response.writeHead(200, file.headers).end(file.body)
  }

  async function answerWire(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): Promise<void> {
    const wire: Wire = {
      engine: site.engine,
      faults,
      app: options.app ?? LOCAL_APP,
      newRequestId: () => `${Date.now()}.${++requests}`,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      log,
    }
    const {authorization, 'content-type': contentType} = request.headers
    const served = await serveWire(wire, {
      method: request.method ?? 'GET',
      path,
      query,
      authorization,
      contentType,
      body: await readBody(request),
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
      await site.engine.idle()
      await site.close()
    },
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return
  response
    .writeHead(status, {'content-type': 'application/json', 'cache-control': 'no-store'})
    .end(JSON.stringify(body ?? null))
}
