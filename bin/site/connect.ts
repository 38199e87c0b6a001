import {readLiveSiteKey, UnusableLiveSetting} from '../../local/host/live/read-live-site-key'
import {CommandProblem} from '../problem'
import {WixCalls, type WixCallsOptions} from './wix-calls'

/** The site that a command works on. */
export interface Site {
  id: string
  /** `null` where Wix does not tell it. */
  name: string | null
  calls: WixCalls
  /** The same site, for what must still be done after a command was stopped. */
  withSignal(signal: AbortSignal): Site
  /** The site's clock, epoch milliseconds: a local site has one of its own. */
  now(): Promise<number>
}

export interface ConnectOptions {
  /** The address of `npm start`. */
  local: string | undefined
  env: NodeJS.ProcessEnv
  signal: AbortSignal
  onWait?: (ms: number) => void
}

const WIX_ORIGIN = 'https://www.wixapis.com'

/** "200 requests a minute" (Wix Data quotas): two thirds of them, so that the site's own code has the rest. */
const CALLS_A_MINUTE = 133

/** Two local sites cannot be told apart. */
export const LOCAL_SITE_ID = 'local'

export async function connect(options: ConnectOptions): Promise<Site> {
  return options.local === undefined ? connectToWix(options) : connectToLocal(options.local, options)
}

async function connectToWix({env, signal, onWait}: ConnectOptions): Promise<Site> {
  const {siteId, apiKey} = readKey(env)
  const calls = new WixCalls({
    origin: WIX_ORIGIN,
    headers: {authorization: apiKey, 'wix-site-id': siteId},
    siteName: `the site ${siteId}`,
    aMinute: CALLS_A_MINUTE,
    signal,
    ...(onWait && {onWait}),
  })
  return siteOf({id: siteId, name: await readSiteName(calls)}, calls, async () => Date.now())
}

function siteOf(known: Pick<Site, 'id' | 'name'>, calls: WixCalls, now: Site['now']): Site {
  return {...known, calls, now, withSignal: (signal) => siteOf(known, calls.withSignal(signal), now)}
}

function readKey(env: NodeJS.ProcessEnv) {
  try {
    const key = readLiveSiteKey(env)
    if (key) return key
  } catch (error) {
    if (error instanceof UnusableLiveSetting) throw new CommandProblem(error.message, 'NO_SITE')
    throw error
  }
  throw new CommandProblem(
    'Which site? Set WIX_SITE_ID and WIX_API_KEY, or pass --local with the address of npm start.',
    'NO_SITE',
  )
}

/** A key without the right to it is no reason to fail: the name is for people. */
async function readSiteName(calls: WixCalls): Promise<string | null> {
  try {
    const {properties} = await calls.read<{properties?: {siteDisplayName?: string}}>(
      'GET',
      '/site-properties/v4/properties',
    )
    return properties?.siteDisplayName || null
  } catch (error) {
    if (error instanceof CommandProblem && error.code !== 'UNAVAILABLE') return null
    throw error
  }
}

async function connectToLocal(address: string, {signal, onWait}: ConnectOptions): Promise<Site> {
  const origin = readAddress(address)
  const status = await askLocal<{mode?: string; siteName?: string}>(origin, 'status', signal)
  if (status.mode !== 'local') {
    throw new CommandProblem(
      `${origin} shows a live site. Set WIX_SITE_ID and WIX_API_KEY for this command instead of --local.`,
      'NO_SITE',
    )
  }
  const options: WixCallsOptions = {
    origin,
    headers: {authorization: 'local-owner'},
    siteName: `the local site at ${origin}`,
    aMinute: Infinity,
    signal,
    ...(onWait && {onWait}),
  }
  const now = async () => Date.parse((await askLocal<{now: string}>(origin, 'clock', signal)).now)
  return siteOf({id: LOCAL_SITE_ID, name: status.siteName ?? null}, new WixCalls(options), now)
}

function readAddress(address: string): string {
  const text = /^\d+$/.test(address) ? `http://127.0.0.1:${address}` : address
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new CommandProblem(
      `--local takes the address of npm start, such as http://127.0.0.1:4400, not "${address}".`,
      'USAGE',
    )
  }
  return url.origin
}

/** A site that is being opened, or reset, answers when it is ready. */
const LOCAL_TIMEOUT_MS = 20_000

async function askLocal<T>(origin: string, what: string, signal: AbortSignal): Promise<T> {
  try {
    const response = await fetch(`${origin}/__local/${what}`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(LOCAL_TIMEOUT_MS)]),
    })
    if (response.ok) return (await response.json()) as T
  } catch {
    signal.throwIfAborted()
  }
  throw new CommandProblem(
    `No local site answers at ${origin}. Start it with npm start, or pass its address with --local.`,
    'NO_SITE',
  )
}
