import type {Backup, CollectionForecast, Count, ErrorCode, UnknownReason} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {countedSince} from 'public/rules/counted-since'
import type {CallLimiter} from '../wix/call-limiter'
import type {CollectionSchema} from '../wix/collections'
import {countCreatedSince, readChangesSince} from '../wix/items'
import {readWixFailure} from '../wix/wix-problem'
import type {WixRequest} from '../wix/wix-request'
import type {ListedCollections} from './list-every-collection'
import {listRestorationsSince} from './list-restorations-since'

/** What one slice found; `next` is where the following one begins. */
export interface Slice {
  collections: CollectionForecast[]
  next: string | null
  waitMs: number
}

export interface ForecastInput {
  ids: string[]
  backup: Backup
  next: string | null
  /** The site's collections; `null` where they could not be read. */
  listed: ListedCollections | null
}

/** A slice ends here, so that what is under way still fits the request. */
const SLICE_MS = 7_000

/** What has changed in each collection since a backup, as many as fit one request. */
export async function forecastSlice(
  input: ForecastInput,
  request: WixRequest,
  limiter: CallLimiter,
): Promise<Slice> {
  const {ids, backup, listed} = input
  const started = performance.now()
  const restorations = await listRestorationsSince(request, backup.requestedDate)
  const context: Context = {
    ...input,
    selection: new Set(ids),
    schemas: listed && new Map(listed.collections.map((schema) => [schema.id, schema])),
    names: new Map(backup.collections.map(({id, displayName}) => [id, displayName])),
    countedSince: (id) =>
      'unknown' in restorations
        ? restorations
        : (countedSince(backup, id, restorations.restorations) ?? {unknown: 'RESTORED_SINCE'}),
  }
  const from = input.next === null ? 0 : Number(input.next)
  const found: CollectionForecast[] = []
  let position = from
  let waitMs = 0

  async function work(): Promise<void> {
    while (position < ids.length) {
      waitMs = limiter.waitMs()
      if (waitMs > 0 || performance.now() - started > SLICE_MS) return
      const index = position++
      found[index - from] = await forecastCollection(ids[index]!, context, request, limiter)
    }
  }
  // The limiter lets as many calls through at once as Wix should see; more workers would only wait.
  await Promise.all(Array.from({length: limiter.atOnce}, work))
  const done = position >= ids.length
  return {collections: found, next: done ? null : String(position), waitMs: done ? 0 : waitMs}
}

interface Context extends ForecastInput {
  selection: Set<string>
  schemas: Map<string, CollectionSchema> | null
  /** Names to show for collections that the site no longer has. */
  names: Map<string, string>
  countedSince: (collectionId: string) => string | {unknown: UnknownReason}
}

async function forecastCollection(
  id: string,
  {backup, listed, selection, schemas, names, countedSince}: Context,
  request: WixRequest,
  limiter: CallLimiter,
): Promise<CollectionForecast> {
  const schema = schemas?.get(id)
  const references = schema?.references ?? []
  const about = {
    collectionId: id,
    displayName: schema?.displayName ?? names.get(id) ?? id,
    exists: schema ? true : listed && !listed.more ? false : null,
    // Wix documents only that a backup holds the site's live collections: of others, nobody has said.
    held: schema?.type === 'NATIVE' ? ('yes' as const) : ('uncertain' as const),
    references,
    referencesOutside: references.filter(({collectionId}) => !selection.has(collectionId)),
  }
  if (about.exists === false) return {...about, added: known(0), changed: known(0), newestDate: null}
  const since = countedSince(id)
  if (typeof since !== 'string') {
    return {...about, added: unknown(since.unknown), changed: unknown(since.unknown), newestDate: null}
  }
  const from = since === backup.requestedDate ? {} : {since}
  return {...about, ...from, ...(await countSince(id, new Date(since), request, limiter))}
}

/** Twice a collection at most: only where something has changed is it asked what was added. */
async function countSince(
  id: string,
  date: Date,
  request: WixRequest,
  limiter: CallLimiter,
): Promise<Pick<CollectionForecast, 'added' | 'changed' | 'newestDate'>> {
  const changes = await attempt(() => limiter.run(() => request.once(() => readChangesSince(id, date))))
  if (changes.ok && changes.value.total === 0) return {added: known(0), changed: known(0), newestDate: null}
  const added = await attempt(() => limiter.run(() => request.once(() => countCreatedSince(id, date))))
  return {
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

function unknown(reason: UnknownReason): Count {
  return {known: false, reason}
}
