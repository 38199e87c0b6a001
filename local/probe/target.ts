import {mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {ApiKeyStrategy} from '@wix/sdk'
import {startHost} from '../host/start-host'
import {fetchWithin} from '../host/fetch-within'
import type {LiveSiteKey} from '../host/live/wix-connection'
import {wixCalls, type WixCalls} from './wix-calls'
import {createWixClient, type WixClient} from './wix-client'

const MINUTE_MS = 60_000
/** What has not come by then will not; the probe tells it as an answer that was lost. */
const ANSWER_MS = MINUTE_MS

/** The Wix that is asked: a local one or a real site, through the same calls. */
export interface Target {
  name: string
  /** What makes the calls, as a person who reads the answers needs to know. */
  through: string
  calls: WixCalls
  /** Only questions that harm nothing are asked. */
  isHarmless: boolean
  /** Lists backups from the site's own code, elevated; `null` where that code cannot be asked. */
  listFromSiteCode: (() => Promise<'answered' | `refused with ${number}`>) | null
  /** Whether the site's own code writes down the data events that it is told of. */
  seesEvents: boolean
  /** How often to look, and for how long, until a backup or a restoration has ended. */
  pollMs: number
  patienceMs: number
  pause(ms: number): Promise<void>
  /** Moves the site's clock. Nobody can on a real site. */
  advance: ((ms: number) => Promise<void>) | null
  close(): Promise<void>
}

/** A Wix that is asked from here. */
export interface SdkTarget extends Target {
  wix: WixClient
}

/**
 * A local Wix of its own: a free port, a folder that is removed. Work takes a minute there, so that PENDING is
 * always seen; nobody waits for it, because a pause moves the clock.
 */
export async function localTarget(log: (line: string) => void): Promise<SdkTarget> {
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
  const wix = createWixClient({getAuthHeaders: () => ({headers: {Authorization: 'local-owner'}})}, send)
  return {
    name: 'the local Wix',
    through: 'the local Wix',
    isHarmless: false,
    listFromSiteCode: () => listThroughWebMethod(host.url),
    seesEvents: false,
    wix,
    calls: wixCalls(wix),
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
export function liveTarget({siteId, apiKey}: LiveSiteKey, send: typeof fetch = fetch): SdkTarget {
  const wix = createWixClient(ApiKeyStrategy({siteId, apiKey}), fetchWithin(ANSWER_MS, send))
  return {
    name: `the site ${siteId}`,
    through: 'an API key',
    isHarmless: false,
    listFromSiteCode: null,
    seesEvents: false,
    wix,
    calls: wixCalls(wix),
    pollMs: 5_000,
    patienceMs: 30 * MINUTE_MS,
    pause: sleep,
    advance: null,
    close: async () => undefined,
  }
}

/** As a collaborator, who may call the web method, but not the API: elevation makes the difference. */
async function listThroughWebMethod(url: string): Promise<'answered' | `refused with ${number}`> {
  const response = await fetch(`${url}/_webMethods/backend/backups.web.js/listBackups.ajax`, {
    method: 'POST',
    headers: {authorization: 'local-collaborator', 'content-type': 'application/json'},
    body: '[]',
  })
  const {result} = (await response.json()) as {result?: {ok: boolean}}
  return result?.ok ? 'answered' : `refused with ${response.status}`
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
