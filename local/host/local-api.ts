import {Faults, EFFECTS, FAULTY_OPERATIONS, readFault} from '../wire/faults'
import {LOCAL_SITE_NAME} from '../wire/site-properties'
import {importItems, IMPORT_FORMATS, type ImportFormat} from './import/import-items'
import {readSettings, settingsJson} from './local-settings'
import {SEEDS, type Seed, type Site} from './open-site'

export interface LocalAnswer {
  status: number
  body: unknown
}

export interface LocalApi {
  site: Site
  faults: Faults
  version: string
}

/** `/__local/**`: what plays with the local Wix, and is clearly not Wix's. */
export async function serveLocalApi(
  {site, faults, version}: LocalApi,
  request: {method: string; path: string; query: URLSearchParams; body: string; bytes: Buffer},
): Promise<LocalAnswer> {
  const {method, path, query} = request
  switch (`${method} ${path}`) {
    case 'GET /__local/status':
      return ok({siteName: LOCAL_SITE_NAME, now: isoNow(site), mode: 'local', version})

    case 'GET /__local/clock':
      return ok({now: isoNow(site)})

    case 'POST /__local/clock': {
      const {advanceMs} = readObject(request.body)
      if (!isWhole(advanceMs, 1, MOST_ADVANCE_MS)) {
        return bad(`advanceMs must be a whole number of milliseconds from 1 to ${MOST_ADVANCE_MS}`)
      }
      await site.use(async (engine) => {
        site.clock.advance(advanceMs)
        await engine.tick()
      })
      return ok({now: isoNow(site)})
    }

    case 'GET /__local/settings':
      return ok(settingsJson(await site.use(async ({settings}) => settings)))

    case 'POST /__local/settings': {
      const changes = readSettings(readObject(request.body))
      if ('error' in changes) return bad(changes.error)
      const changed = await site.use(async (engine) => {
        engine.changeSettings(changes)
        return engine.settings
      })
      return ok(settingsJson(changed))
    }

    case 'GET /__local/faults':
      return ok({faults: faults.all(), operations: FAULTY_OPERATIONS, effects: EFFECTS})

    case 'POST /__local/faults': {
      const fault = readFault(readObject(request.body))
      if ('error' in fault)
        return {status: 400, body: {message: fault.error, operations: FAULTY_OPERATIONS, effects: EFFECTS}}
      faults.add(fault)
      return ok({faults: faults.all()})
    }

    case 'DELETE /__local/faults':
      faults.clear()
      return ok({faults: []})

    case 'POST /__local/reset': {
      const {seed = 'demo'} = readObject(request.body)
      if (!SEEDS.includes(seed as Seed)) return bad(`seed must be one of ${SEEDS.join(', ')}`)
      await site.reset(seed as Seed)
      return ok({seed, now: isoNow(site)})
    }

    case 'POST /__local/import': {
      const collectionId = query.get('collectionId') ?? ''
      const format = query.get('format') ?? ''
      if (!IMPORT_FORMATS.includes(format as ImportFormat))
        return bad(`format must be one of ${IMPORT_FORMATS.join(', ')}`)
      if (collectionId === '') return bad('collectionId must not be empty')
      const displayName = query.get('displayName') ?? collectionId
      return ok(
        await site.use((engine) =>
          importItems(engine, {id: collectionId, displayName}, format as ImportFormat, request.bytes),
        ),
      )
    }

    case 'GET /__local/sandbox/items': {
      const collectionId = query.get('collectionId') ?? ''
      const limit = Number(query.get('limit') ?? 50)
      const offset = Number(query.get('offset') ?? 0)
      if (!isWhole(limit, 1, 1000) || !isWhole(offset, 0, Number.MAX_SAFE_INTEGER))
        return bad('limit or offset is not valid')
      const {items, total} = await site.use((engine) =>
        engine.queryItems(collectionId, {limit, offset}, 'sandbox'),
      )
      return ok({
        dataItems: items.map((data) => ({id: data._id, dataCollectionId: collectionId, data})),
        pagingMetadata: {count: items.length, offset, total},
      })
    }
  }
  return {
    status: 404,
    body: {
      message:
        `There is no ${method} ${path}. There are: GET /__local/status; GET and POST /__local/clock, /__local/settings; ` +
        'GET, POST and DELETE /__local/faults; POST /__local/reset, /__local/import; GET /__local/sandbox/items',
    },
  }
}

/** A body that is not what the route takes. */
export class LocalBadRequest extends Error {}

const MOST_ADVANCE_MS = 10 * 366 * 24 * 60 * 60 * 1000

function isWhole(value: unknown, from: number, to: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
}

function isoNow({clock}: Site): string {
  return new Date(clock.now()).toISOString()
}

function readObject(body: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(body === '' ? '{}' : body)
  } catch {
    throw new LocalBadRequest('The body is not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LocalBadRequest('The body must be a JSON object')
  }
  return value as Record<string, unknown>
}

function ok(body: unknown): LocalAnswer {
  return {status: 200, body}
}

function bad(message: string): LocalAnswer {
  return {status: 400, body: {message}}
}
