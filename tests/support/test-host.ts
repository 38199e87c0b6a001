import {mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {createClient} from '@wix/sdk'
import {backups, collections, items} from '@wix/data'
import type {Result} from 'public/contract'
import {installSiteDate} from '../../local/host/install-site-date'
import type {Host, HostOptions} from '../../local/host/start-host'
import {callBackend, startBackend} from './velo-backend'

export type Identity = 'local-owner' | 'local-collaborator' | 'local-member' | 'local-visitor' | 'local-app'

export interface TestHost extends Host {
  folder: string
  log: string[]
  /** The real SDK, with one identity, against this host. */
  sdk(identity?: Identity): Sdk
  /** A web method as the page calls it. */
  call<T>(method: string, args?: unknown[], identity?: Identity): Promise<Result<T>>
  /** `/__local/**`. */
  local<T>(method: string, path: string, body?: unknown): Promise<T>
  /** Everything that was started has ended. */
  settled(): Promise<void>
}

export type Sdk = ReturnType<typeof createSdk>

const ROOT = path.join(__dirname, '../..')

/** The local host on a free port and a new folder; durations 0, so that work ends as soon as it can. */
export async function startTestHost(options: Partial<HostOptions> = {}): Promise<TestHost> {
  const folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), 'backups-host-'))
  const log: string[] = []
  const host = await startBackend({
    port: 0,
    folder,
    seed: 'empty',
    built: path.join(ROOT, '.build'),
    version: 'test',
    settings: {backupMs: 0, restoreMs: 0},
    log: (line) => log.push(line),
    ...options,
  })
  const uninstallSiteDate = installSiteDate(host.site.clock.now)
  return Object.assign(Object.create(host) as Host, {
    folder,
    log,
    sdk: (identity: Identity = 'local-owner') => createSdk(host.url, identity),
    call: <T>(method: string, args: unknown[] = [], identity: Identity = 'local-collaborator') =>
      callBackend<T>(host.url, method, args, identity),
    async local<T>(method: string, at: string, body?: unknown) {
      const response = await fetch(`${host.url}/__local/${at}`, {
        method,
        ...(body !== undefined && {body: JSON.stringify(body)}),
      })
      const answer = (await response.json()) as T
      if (!response.ok) throw Object.assign(new Error('refused'), {status: response.status, answer})
      return answer
    },
    settled: () => host.site.engine.idle(),
    async close() {
      await host.close()
      uninstallSiteDate()
      if (!options.folder) rmSync(folder, {recursive: true, force: true})
    },
  })
}

/** All that a stranger's script knows: the SDK's packages, a redirecting fetch, an identity. */
function createSdk(url: string, identity: Identity) {
  return createClient({
    modules: {backups, collections, items},
    auth: {getAuthHeaders: () => ({headers: {Authorization: identity}})},
    fetch: ((input: string, init?: RequestInit) => {
      const {pathname, search} = new URL(input)
      return fetch(`${url}${pathname}${search}`, init)
    }) as typeof fetch,
  })
}

/** The value of a result, or its failure as a thrown error. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

export function problemOf<T>(result: Result<T>) {
  if (result.ok) throw new Error(`Expected a failure, got ${JSON.stringify(result.value)}`)
  return result.error
}
