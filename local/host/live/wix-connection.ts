import {AsyncLocalStorage} from 'node:async_hooks'
import {ApiKeyStrategy, createClient} from '@wix/sdk'

/** What a person gives to work on a real site. */
export interface LiveSiteKey {
  siteId: string
  /** A secret: it is sent to Wix, and shown nowhere. */
  apiKey: string
}

export interface WixConnection {
  /** Runs backend code, and tells what happened on the way to Wix. */
  watch<T>(work: () => Promise<T>): Promise<{result: T; trip: Trip}>
  /** An authorized request of our own. */
  fetch(path: string): Promise<Response>
  unlock(): void
  lock(): void
  readonly locked: boolean
}

/** What one call met on its way to Wix. */
export interface Trip {
  /** A write was not sent, because the site is locked. */
  refused: boolean
  /** Why Wix could not be used, as a sentence for who started this program. */
  problem: string | null
}

const WIX_ORIGIN = 'https://www.wixapis.com'

export const LOCKED =
  'This is a live site, and nothing on it may be changed yet. Type its name into the banner on top to allow changes.'

/**
 * Gives unmodified backend code that imports `@wix/data` a real site to work on, as an API key (Wix knows neither
 * a caller nor elevation then: both clients are the same). Writes are refused here, where every request passes,
 * until the site is unlocked.
 *
 * `send` is for tests: who is called in place of www.wixapis.com.
 */
export function connectToWix({siteId, apiKey}: LiveSiteKey, send: typeof fetch = fetch): WixConnection {
  const trips = new AsyncLocalStorage<Trip>()
  let locked = true

  const guarded: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== WIX_ORIGIN) throw new TypeError(`Only ${WIX_ORIGIN} is called, not ${url.origin}`)
    const trip = trips.getStore()
    const method = (init?.method ?? 'GET').toUpperCase()
    if (!isRead(method, url.pathname) && (locked || !isBackupsWrite(url.pathname))) {
      if (trip) trip.refused = true
      return refusal()
    }
    try {
      const response = await send(url, init)
      const problem = await explainStatus(response, siteId)
      if (trip && problem) trip.problem = problem
      return response
    } catch (error) {
      if (trip) trip.problem = explainNoAnswer(error)
      throw error
    }
  }

  const client = createClient({auth: ApiKeyStrategy({siteId, apiKey}), fetch: guarded})
  client.enableContext('global')
  client.enableContext('global', {elevated: true})

  return {
    async watch(work) {
      const trip: Trip = {refused: false, problem: null}
      const result = await trips.run(trip, work)
      return {result, trip}
    },
    fetch: (path) => client.fetchWithAuth(`${WIX_ORIGIN}${path}`),
    unlock() {
      locked = false
    },
    lock() {
      locked = true
    },
    get locked() {
      return locked
    },
  }
}

/** Reads that travel as POST (Wix Data). Whatever is not known to be a read counts as a write. */
const READS_BY_POST = new Set(['/wix-data/v2/items/query', '/wix-data/v2/items/count'])

function isRead(method: string, path: string): boolean {
  return method === 'GET' || (method === 'POST' && READS_BY_POST.has(path))
}

/** Unlocked or not, this program changes nothing on a site but its backups, and what a restore replaces. */
function isBackupsWrite(path: string): boolean {
  return path === '/wix-data/v2/backups' || path.startsWith('/wix-data/v2/backups/')
}

function refusal(): Response {
  const details = {applicationError: {code: 'LIVE_SITE_LOCKED', description: LOCKED}}
  return Response.json({message: LOCKED, details}, {status: 403})
}

/** Which status Wix answers for which mistake is [assumed] but for 401 and 403. */
async function explainStatus(response: Response, siteId: string): Promise<string | null> {
  switch (response.status) {
    case 401:
      return 'Wix does not accept the API key (401): it is wrong, has expired or was deleted. Check WIX_API_KEY.'
    case 403:
      return (
        `The API key may not do this on the site ${siteId} (403). In the API Keys Manager of your Wix account, give ` +
        'the key "Manage Data Backups" and what reads collections, their items and the site\'s properties, and check ' +
        'that WIX_SITE_ID is a site of the same account.'
      )
    case 400:
    case 404:
      return (await saysUnknownSite(response)) ? unknownSite(siteId, response.status) : null
    default:
      return null
  }
}

/** A backup that is not found is no such mistake: only an answer that speaks of the site is. */
async function saysUnknownSite(response: Response): Promise<boolean> {
  const text = await response.clone().text()
  return /meta.?site|site.{0,20}not found|no such site/i.test(text)
}

function unknownSite(siteId: string, status: number): string {
  return (
    `Wix knows no site with the ID ${siteId} (${status}). Check WIX_SITE_ID: in the site's dashboard, the ID follows ` +
    '/dashboard/ in the address.'
  )
}

function explainNoAnswer(error: unknown): string {
  const {cause, code} = error as {cause?: {code?: unknown}; code?: unknown}
  const reason = cause?.code ?? code
  return `Wix cannot be reached${typeof reason === 'string' ? ` (${reason})` : ''}. Check this machine's network.`
}
