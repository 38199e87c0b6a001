import {readdirSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'
import type {Readable} from 'node:stream'

/** The app's backend in workerd, the runtime that Wix builds it for. */
export interface AppWorker {
  fetch(url: string, init: WorkerRequest): Promise<Response>
  close(): Promise<void>
}

export interface WorkerRequest {
  method: string
  headers: Record<string, string>
  body?: string | ReadableStream | null
}

export interface AppWorkerOptions {
  /** The app's folder, with `node_modules` and `dist`. */
  app: string
  /** The app's built files. */
  dist: string
  variables: Record<string, string>
  /** Every request that the worker makes to the outside. */
  outgoing: (request: Request) => Promise<Response>
  /** What the worker writes to its console. */
  log: (line: string) => void
  now?: () => number
}

/** The part of miniflare that is used here. It is a package of the app, which the main install does without. */
interface MiniflareModule {
  Response: typeof Response
  Miniflare: new (options: Record<string, unknown>) => {
    ready: Promise<URL>
    dispatchFetch(url: string, init: unknown): Promise<Response>
    dispose(): Promise<void>
  }
}

const ENTRY = 'local-entry.mjs'
const CLOCK_HEADER = 'x-local-now'

export async function startAppWorker({
  app,
  dist,
  variables,
  outgoing,
  log,
  now = Date.now,
}: AppWorkerOptions): Promise<AppWorker> {
  const {Miniflare, Response: WorkerResponse} = createRequire(path.join(app, 'package.json'))(
    'miniflare',
  ) as MiniflareModule
  const root = path.join(dist, '_worker.js')
  const miniflare = new Miniflare({
    modulesRoot: root,
    modules: [
      {type: 'ESModule', path: path.join(root, ENTRY), contents: ENTRY_MODULE},
      ...modulesIn(root).map((file) => ({type: 'ESModule', path: file})),
    ],
    compatibilityDate: '2025-09-01',
    compatibilityFlags: ['nodejs_compat'],
    bindings: variables,
    serviceBindings: {ASSETS: () => new WorkerResponse('Not found', {status: 404})},
    // miniflare takes its own kind of response only.
    async outboundService(request: Request) {
      const {status, headers, body} = await outgoing(request)
      return new WorkerResponse(body, {status, headers: [...headers]})
    },
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
      for (const stream of [stdout, stderr]) eachLine(stream, log)
    },
  })
  await miniflare.ready
  return {
    fetch: (url, {method, headers, body}) =>
      miniflare.dispatchFetch(url, {
        method,
        headers: {...headers, [CLOCK_HEADER]: String(now())},
        redirect: 'manual',
        ...(body != null && {body, duplex: 'half'}),
      }),
    close: () => miniflare.dispose(),
  }
}

/**
 * The worker's own entry, unchanged, in a site whose clock can be moved: the backend reads its own clock, and must
 * not live a week ago when the site's clock has been moved by a week.
 */
const ENTRY_MODULE = `
import worker from './index.js'
const MachineDate = Date
let ahead = 0
globalThis.Date = class extends MachineDate {
  constructor(...args) {
    if (args.length === 0) super(MachineDate.now() + ahead)
    else super(...args)
  }
  static now() {
    return MachineDate.now() + ahead
  }
  static [Symbol.hasInstance](value) {
    return Object.prototype.toString.call(value) === '[object Date]'
  }
}
export default {
  fetch(request, ...rest) {
    ahead = Number(request.headers.get('${CLOCK_HEADER}')) - MachineDate.now()
    return worker.fetch(request, ...rest)
  },
}
`

function modulesIn(folder: string): string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((name) => /\.m?js$/.test(name))
    .map((name) => path.join(folder, name))
}

function eachLine(stream: Readable, log: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') log(line)
  })
}
