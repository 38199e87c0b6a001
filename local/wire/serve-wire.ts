import type {Engine} from '../engine/types'
import {spoil, type Faults} from './faults'
import {readIdentity} from './identity'
import type {InstalledApp} from './installed-app'
import {readJsonBody, type WireRequest} from './request'
import {findRoute, ROUTES} from './routes'
import {applicationError, toWireError, WireError} from './wire-error'

export interface WireAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export interface Wire {
  engine: Engine
  faults: Faults
  app: InstalledApp
  newRequestId: () => string
  sleep: (ms: number) => Promise<void>
  /** A defect of ours, or a state that nobody foresaw: the caller gets a plain 500. */
  log: (line: string) => void
}

/** `null` is an answer that never comes: the connection stays open and silent, or breaks. */
export type Served = WireAnswer | {lost: 'never' | 'broken'}

/** Answers one request as www.wixapis.com would. */
export async function serveWire(wire: Wire, request: WireRequest): Promise<Served> {
  const requestId = wire.newRequestId()
  try {
    const found = findRoute(request.method, request.path)
    if (!found) throw unknownRoute(request)
    const faults = wire.faults.take(found.route.operation)
    for (const {effect, latencyMs} of faults) {
      if (effect === 'throttle')
        throw applicationError(429, throttleCode(found.route.operation), 'Too many requests: wait a minute')
      if (effect === 'unavailable') throw applicationError(503, 'UNAVAILABLE', 'The service is unavailable')
      // What a site answers that was never enabled for code: the most likely first error.
      if (effect === 'not-enabled') throw applicationError(400, 'WDE0110', 'WDE0110: Wix Code not enabled.')
      if (effect === 'timeout') return {lost: 'never'}
      if (effect === 'latency') await wire.sleep(latencyMs ?? 0)
    }
    const identity = readIdentity(request.authorization)
    const input = readJsonBody(request)
    for (const {effect} of faults) spoil(wire.engine, effect)
    const body = await found.route.handle(wire.engine, {
      identity,
      params: found.params,
      query: request.query,
      input,
      app: wire.app,
    })
    if (faults.some(({effect}) => effect === 'lose-response')) return {lost: 'broken'}
    return json(200, requestId, body)
  } catch (error) {
    const known = toWireError(error)
    if (!known)
      wire.log(`${request.method} ${request.path} failed: ${(error as Error)?.stack ?? String(error)}`)
    const {status, message, details} = known ?? new WireError(500, 'Internal server error')
    return json(status, requestId, {message, details})
  }
}

/** Items have Wix Data's code for it [assumed from public code that handles it]; the rest has Wix's standard one. */
function throttleCode(operation: string): string {
  return operation.includes('DataItem') ? 'WDE0014' : 'RESOURCE_EXHAUSTED'
}

function json(status: number, requestId: string, body: unknown): WireAnswer {
  return {
    status,
    headers: {'content-type': 'application/json', 'x-wix-request-id': requestId},
    body: JSON.stringify(body),
  }
}

function unknownRoute({method, path}: WireRequest): WireError {
  const supported = ROUTES.map((route) => `${route.method} ${route.path}`)
  return new WireError(
    404,
    `The local Wix does not serve ${method} ${path}. It serves: ${supported.join('; ')}`,
  )
}
