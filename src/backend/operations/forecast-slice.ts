import type {CollectionForecast, Count, ErrorCode} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import type {CallLimiter} from '../wix/call-limiter'
import type {CollectionSchema} from '../wix/collections'
import {countCreatedSince, readChangesSince} from '../wix/items'
import {readWixFailure} from '../wix/wix-problem'
import type {WixRequest} from '../wix/wix-request'

/** What one slice found; `next` is where the following one begins. */
export interface Slice {
  collections: CollectionForecast[]
  next: string | null
  waitMs: number
}

export interface ForecastInput {
  ids: string[]
  since: string
  next: string | null
  /** The site's collections; `null` where they could not be read. */
  schemas: Map<string, CollectionSchema> | null
  /** Names to show for collections that the site no longer has. */
  names: Map<string, string>
}

/** A slice ends here, so that what is under way still fits the request. */
const SLICE_MS = 7_000

/** What has changed in each collection since a moment, as many as fit one request. */
export async function forecastSlice(
  input: ForecastInput,
  request: WixRequest,
  limiter: CallLimiter,
): Promise<Slice> {
  const {ids} = input
  const selection = new Set(ids)
  const started = performance.now()
  const from = input.next === null ? 0 : Number(input.next)
  const found: CollectionForecast[] = []
  let position = from
  let waitMs = 0

  async function work(): Promise<void> {
    while (position < ids.length) {
      waitMs = limiter.waitMs()
      if (waitMs > 0 || performance.now() - started > SLICE_MS) return
      const index = position++
      found[index - from] = await forecastCollection(ids[index]!, selection, input, request, limiter)
    }
  }
  // The limiter lets as many calls through at once as Wix should see; more workers would only wait.
  await Promise.all(Array.from({length: limiter.atOnce}, work))
  const done = position >= ids.length
  return {collections: found, next: done ? null : String(position), waitMs: done ? 0 : waitMs}
}

async function forecastCollection(
  id: string,
  selection: Set<string>,
  {since, schemas, names}: ForecastInput,
  request: WixRequest,
  limiter: CallLimiter,
): Promise<CollectionForecast> {
  const schema = schemas?.get(id)
  const references = schema?.references ?? []
  const about = {
    collectionId: id,
    displayName: schema?.displayName ?? names.get(id) ?? id,
    exists: schemas === null ? null : schema !== undefined,
    // Wix documents only that a backup holds the site's live collections: of others, nobody has said.
    held: schema?.type === 'NATIVE' ? ('yes' as const) : ('uncertain' as const),
    references,
    referencesOutside: references.filter(({collectionId}) => !selection.has(collectionId)),
  }
  if (about.exists === false) return {...about, added: known(0), changed: known(0), newestDate: null}

  const date = new Date(since)
  const changes = await attempt(() => limiter.run(() => request.once(() => readChangesSince(id, date))))
  if (changes.ok && changes.value.total === 0)
    return {...about, added: known(0), changed: known(0), newestDate: null}
  const added = await attempt(() => limiter.run(() => request.once(() => countCreatedSince(id, date))))
  return {
    ...about,
    added: added.ok ? known(added.value) : unknown(added.code),
    changed: !changes.ok
      ? unknown(changes.code)
      : added.ok
        ? known(Math.max(0, changes.value.total - added.value))
        : unknown(added.code),
    newestDate: changes.ok ? changes.value.newestDate : null,
  }
}

/** One collection that cannot be counted must not spoil the others. */
async function attempt<T>(
  call: () => Promise<T>,
): Promise<{ok: true; value: T} | {ok: false; code: ErrorCode}> {
  try {
    return {ok: true, value: await call()}
  } catch (error) {
    return {ok: false, code: error instanceof BackupsError ? error.code : readWixFailure(error).facts.code}
  }
}

function known(value: number): Count {
  return {known: true, value}
}

function unknown(reason: ErrorCode): Count {
  return {known: false, reason}
}
