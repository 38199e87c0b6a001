import {isAdmin, readIdentity, type Identity} from '../wire/identity'
import {runAs} from './wix-context'

/** "14 s a request, then 504 while the code may keep running" (Velo). */
const VELO_TIMEOUT_MS = 14_000

export interface WebMethodAnswer {
  status: number
  body: unknown
}

type WebMethod = ((...args: unknown[]) => unknown) & {permission?: string}

/** Calls web methods as Velo does: by module and name, for who may, with arguments and results as JSON. */
export function createWebMethods(modules: Record<string, object>, log: (line: string) => void) {
  return async function call(
    module: string,
    name: string,
    authorization: string | undefined,
    body: string,
  ): Promise<WebMethodAnswer> {
    const method = find(modules, module, name)
    if (!method) return failure(404, `There is no web method ${name} in ${module}`)
    let identity: Identity
    try {
      identity = readIdentity(authorization)
    } catch (error) {
      return failure(401, (error as Error).message)
    }
    if (!mayCall(identity, method.permission)) {
      return failure(403, `The current user does not have permission to call the web method ${name}`)
    }
    const args = readArguments(body)
    if (!args) return failure(400, 'The body must be a JSON array with the arguments')
    try {
      const work = runAs(authorization ?? 'local-visitor', async () => method(...args))
      const result = await orTimeout(work)
      if (result === TIMED_OUT) return failure(504, `The web method ${name} took more than 14 seconds`)
      return {status: 200, body: {result: asJson(result)}}
    } catch (error) {
      log(`The web method ${name} threw: ${(error as Error)?.stack ?? String(error)}`)
      return failure(500, (error as Error)?.message ?? String(error))
    }
  }
}

function find(modules: Record<string, object>, module: string, name: string): WebMethod | undefined {
  if (!Object.hasOwn(modules, module)) return undefined
  const exports = modules[module]!
  if (!Object.keys(exports).includes(name)) return undefined
  const method = (exports as Record<string, unknown>)[name]
  // `webMethod` only tags the function; nothing enforces the tag outside Wix but this.
  return typeof method === 'function' && 'permission' in method ? (method as WebMethod) : undefined
}

function mayCall(identity: Identity, permission: string | undefined): boolean {
  switch (permission) {
    case 'Admin':
      return isAdmin(identity)
    case 'SiteMember':
      return identity === 'member' || isAdmin(identity)
    case 'Anyone':
      return true
    default:
      return false
  }
}

function readArguments(body: string): unknown[] | undefined {
  try {
    const args: unknown = JSON.parse(body === '' ? '[]' : body)
    return Array.isArray(args) ? args : undefined
  } catch {
    return undefined
  }
}

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

const TIMED_OUT = Symbol('timed out')

async function orTimeout(work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), VELO_TIMEOUT_MS)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}

function failure(status: number, message: string): WebMethodAnswer {
  return {status, body: {exception: true, result: {message, name: 'Error', code: status}}}
}
