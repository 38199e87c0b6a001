import path from 'node:path'
import type {Result} from 'public/contract'
import {startAppWorker, type AppWorker, type AppWorkerOptions} from '../../local/host/app/app-worker'
import {newSigningKeys, startAppHost} from '../../local/host/app/start-app-host'
import type {Host, HostOptions} from '../../local/host/start-host'

/** In place of tests/support/velo-backend.ts: the app that Wix's tool built, in workerd, behind its endpoints. */

export const APP_FOLDER = path.join(__dirname, '../../app')

/** What `npm run app` runs once the app is built. */
export const PROGRAM = '.build/local/app-host.cjs'

/** How it is ended: workerd would outlive a kill. */
export const END: NodeJS.Signals = 'SIGTERM'

const keys = newSigningKeys()

export const startBackend = (options: HostOptions): Promise<Host> =>
  startAppHost({appFolder: APP_FOLDER, keys, runWorker: sharedWorker, ...options})

/** The hosts of a test file follow one another: one worker serves them all, as one serves many sites on Wix. */
let shared: Promise<AppWorker> | undefined
let current: AppWorkerOptions

function sharedWorker(options: AppWorkerOptions): Promise<AppWorker> {
  current = options
  shared ??= startAppWorker({
    ...options,
    outgoing: (request) => current.outgoing(request),
    log: (line) => current.log(line),
    now: () => current.now?.() ?? Date.now(),
  })
  return shared.then((worker) => ({...worker, close: async () => undefined}))
}

afterAll(async () => (await shared)?.close())

/** What the door refuses is thrown with its status as `code`, as Velo does it. */
export async function callBackend<T>(
  url: string,
  method: string,
  args: unknown[],
  identity: string,
): Promise<Result<T>> {
  const response = await fetch(`${url}/api/backups/${method}`, {
    method: 'POST',
    headers: {authorization: identity, 'content-type': 'application/json'},
    body: JSON.stringify(args),
  })
  const result = (await response.json()) as Result<T>
  if (!response.ok) throw Object.assign(new Error('refused'), {code: response.status})
  return result
}
