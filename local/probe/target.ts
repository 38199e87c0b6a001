import {mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {ApiKeyStrategy, createClient} from '@wix/sdk'
import {backups, collections, items} from '@wix/data'
import {startHost} from '../host/start-host'
import type {LiveSiteKey} from '../host/live/wix-connection'

const MINUTE_MS = 60_000

/** The Wix that is asked: a local one or a real site, through the same SDK. */
export interface Target {
  name: string
  wix: ReturnType<typeof createWix>
  /** How often to look, and for how long, until a backup or a restoration has ended. */
  pollMs: number
  patienceMs: number
  pause(ms: number): Promise<void>
  /** Moves the site's clock. Nobody can on a real site. */
  advance: ((ms: number) => Promise<void>) | null
  close(): Promise<void>
}

/**
 * A local Wix of its own: a free port, a folder that is removed. Work takes a minute there, so that PENDING is
 * always seen; nobody waits for it, because a pause moves the clock.
 */
export async function localTarget(log: (line: string) => void): Promise<Target> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'backups-probe-'))
  const host = await startHost({
    port: 0,
    folder,
    seed: 'empty',
    built: path.join(__dirname, '..'),
    version: 'probe',
    settings: {backupMs: MINUTE_MS, restoreMs: MINUTE_MS},
    log,
  })
  const send: typeof fetch = (input, init) => {
    const {pathname, search} = new URL(input instanceof Request ? input.url : input)
    return fetch(`${host.url}${pathname}${search}`, init)
  }
  const advance = async (ms: number) => {
    await fetch(`${host.url}/__local/clock`, {method: 'POST', body: JSON.stringify({advanceMs: ms})})
  }
  return {
    name: 'the local Wix',
    wix: createWix({getAuthHeaders: () => ({headers: {Authorization: 'local-owner'}})}, send),
    pollMs: MINUTE_MS / 4,
    patienceMs: 24 * 60 * MINUTE_MS,
    async pause(ms) {
      await advance(ms)
      // The copy itself is made in another thread, in real time.
      await sleep(5)
    },
    advance,
    async close() {
      await host.close()
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

/** A real site. `send` is for tests. */
export function liveTarget({siteId, apiKey}: LiveSiteKey, send: typeof fetch = fetch): Target {
  return {
    name: `the site ${siteId}`,
    wix: createWix(ApiKeyStrategy({siteId, apiKey}), send),
    pollMs: 5_000,
    patienceMs: 30 * MINUTE_MS,
    pause: sleep,
    advance: null,
    close: async () => undefined,
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

type Auth = Parameters<typeof createClient>[0]['auth']

function createWix(auth: Auth, send: typeof fetch) {
  return createClient({modules: {backups, collections, items}, auth: auth!, fetch: send})
}
