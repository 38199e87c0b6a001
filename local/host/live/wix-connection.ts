import {AsyncLocalStorage} from 'node:async_hooks'
import {ApiKeyStrategy, createClient} from '@wix/sdk'
import {fetchWithin} from '../fetch-within'
import {explainAnswer, explainNoAnswer, STILL_WAITING, type WixTrouble} from './explain-wix'

/** What a person gives to work on a real site. */
export interface LiveSiteKey {
  siteId: string
  /** A secret: it is sent to Wix, and shown nowhere. */
  apiKey: string
}

export interface WixConnection {
  /** Runs backend code for who holds this secret (or none), and tells what happened on the way to Wix. */
  watch<T>(secret: string | undefined, work: () => Promise<T>): Promise<{result: T; trip: Trip}>
  /** An authorized question of our own. */
  ask(path: string): Promise<WixAnswer>
}

/** What one call met on its way to Wix. */
export interface Trip {
  /** How many writes were sent. */
  written: number
  /** A write was not sent, because whoever it was for may change nothing. */
  refused: boolean
  /** Why Wix could not be used. */
  trouble: WixTrouble | null
}

export interface WixAnswer {
  /** `null` where there was no answer. */
  status: number | null
  /** What came as JSON. */
  body: unknown
  trouble: WixTrouble | null
}

const WIX_ORIGIN = 'https://www.wixapis.com'

/** Less than a web method lives (14 s): its caller gets a sentence before that. */
const ANSWER_MS = 12_000

export const LOCKED =
  'This is a live site, and this tab may not change anything on it. Type its name into the banner on top to allow changes.'

/**
 * Gives unmodified backend code that imports `@wix/data` a real site to work on, as an API key (Wix knows neither
 * a caller nor elevation then: both clients are the same). Each write is asked for here, where every request passes,
 * at the moment when it would be sent: `mayWrite` gets the secret of whom it is for.
 *
 * `send` is for tests: who is called in place of www.wixapis.com.
 */
export function connectToWix(
  {siteId, apiKey}: LiveSiteKey,
  options: {
    mayWrite: (secret: string | undefined) => boolean
    send: typeof fetch | undefined
    answerMs: number | undefined
  },
): WixConnection {
  const {mayWrite, send, answerMs = ANSWER_MS} = options
  const limited = fetchWithin(answerMs, send)
  const calls = new AsyncLocalStorage<Call>()

  const guarded: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== WIX_ORIGIN) throw new TypeError(`Only ${WIX_ORIGIN} is called, not ${url.origin}`)
    const call = calls.getStore()
    if (!isRead((init?.method ?? 'GET').toUpperCase(), url.pathname)) {
      if (!isDataWrite(url.pathname) || !mayWrite(call?.secret)) {
        if (call) call.trip.refused = true
        return refusal()
      }
      if (call) call.trip.written += 1
    }
    const tell = (trouble: WixTrouble | null) => {
      if (call && trouble) call.trip.trouble = trouble
    }
    call?.waiting.add(url)
    try {
      const response = await limited(url, init)
      tell(explainAnswer(response.status, await readJson(response), siteId))
      return response
    } catch (error) {
      tell(explainNoAnswer(error))
      throw error
    } finally {
      call?.waiting.delete(url)
    }
  }

  const client = createClient({auth: ApiKeyStrategy({siteId, apiKey}), fetch: guarded})
  client.enableContext('global')
  client.enableContext('global', {elevated: true})

  return {
    async watch(secret, work) {
      const call: Call = {secret, trip: {written: 0, refused: false, trouble: null}, waiting: new Set()}
      const result = await calls.run(call, work)
      const {trip, waiting} = call
      const waits = waiting.size > 0 ? STILL_WAITING : null
      return {result, trip: {...trip, trouble: trip.trouble ?? waits}}
    },
    async ask(path) {
      try {
        const response = await client.fetchWithAuth(`${WIX_ORIGIN}${path}`)
        const body = await readJson(response)
        return {status: response.status, body, trouble: explainAnswer(response.status, body, siteId)}
      } catch (error) {
        return {status: null, body: undefined, trouble: explainNoAnswer(error)}
      }
    },
  }
}

interface Call {
  secret: string | undefined
  trip: Trip
  waiting: Set<URL>
}

export const PROPERTIES = '/site-properties/v4/properties'

/** Reads that travel as POST (Wix Data). Whatever is not known to be a read counts as a write. */
const READS_BY_POST = new Set(
  ['query', 'count', 'aggregate', 'query-referenced', 'is-referenced', 'query-distinct-values'].map(
    (name) => `/wix-data/v2/items/${name}`,
  ),
)

function isRead(method: string, path: string): boolean {
  return method === 'GET' || (method === 'POST' && READS_BY_POST.has(path))
}

/** Allowed or not, this program changes nothing on a site but its data. */
function isDataWrite(path: string): boolean {
  return path.startsWith('/wix-data/v2/')
}

function refusal(): Response {
  const details = {applicationError: {code: 'LIVE_SITE_LOCKED', description: LOCKED}}
  return Response.json({message: LOCKED, details}, {status: 403})
}

/** `undefined` where it is none. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return (await response.clone().json()) as unknown
  } catch {
    return undefined
  }
}
