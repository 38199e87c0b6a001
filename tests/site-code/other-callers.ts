import {AsyncLocalStorage} from 'node:async_hooks'

/** What happens around the write of one call: who else acts, whether Wix gets it, and what the caller sees. */
export interface Window {
  before: Other[]
  isSent: boolean
  after: Other[]
  answer: 'clear' | 'unavailable' | 'broken' | 'never'
  isSlow: boolean
}

export type Other = 'create' | 'restore the same' | 'restore another way'

/** One call of a web method, or of site code, as it went on the wire. */
export interface Call {
  arrived: number
  window: Window
  /** When each write went out, in milliseconds since the call arrived; while the process stood still, no time passes. */
  begun: number[]
  /** What Wix made of its writes. */
  made: string[]
  /** The backups that it asked Wix to delete. */
  deleted: string[]
  /** What was there when it asked for the list that its first write is preceded by. */
  known: Set<string> | null
  /** What was there each time that it asked for a list afterwards. */
  looks: Set<string>[]
}

export interface Surroundings {
  /** The IDs of all backups and restorations. */
  all(): Set<string>
  /** Somebody else does this; `path` and `body` are the write that is under way. */
  act(other: Other, write: {path: string; body: string}): Promise<void>
}

/** Longer than a write that is begun late has, and shorter than a write may take. */
const SLOW_MS = 450

const calls = new AsyncLocalStorage<Call>()

const BEAT_MS = 10
let asleep = 0
let lastBeat = performance.now()

/** Milliseconds, but for those in which a busy machine let this process wait. */
function timeAwake(): number {
  const now = performance.now()
  return now - asleep - Math.max(0, now - lastBeat - BEAT_MS)
}

function beat(): void {
  const now = performance.now()
  asleep += Math.max(0, now - lastBeat - BEAT_MS)
  lastBeat = now
}

/** Runs a call; its writes, and only its, go through its window. */
export async function through<T>(
  window: Window,
  run: () => Promise<T>,
): Promise<{call: Call; ended: Ended<T>}> {
  const arrived = timeAwake()
  const call: Call = {arrived, window, begun: [], made: [], deleted: [], known: null, looks: []}
  const ended = await calls.run(call, async (): Promise<Ended<T>> => {
    try {
      return {value: await run()}
    } catch (thrown) {
      return {thrown}
    }
  })
  return {call, ended}
}

export type Ended<T> = {value: T} | {thrown: unknown}

/** Puts every window between the backend and Wix, until the answer is called. */
export function openWindows(surroundings: Surroundings): () => void {
  const real = globalThis.fetch
  const heart = setInterval(beat, BEAT_MS)
  globalThis.fetch = (async (input: URL | string | Request, init?: RequestInit) => {
    const {pathname} = new URL(input instanceof Request ? input.url : input)
    const call = calls.getStore()
    if (init?.method === 'DELETE') call?.deleted.push(pathname.split('/').at(-1)!)
    const isWrite = init?.method === 'POST' && /\/backups(\/.*restore)?$/.test(pathname)
    const isList = !isWrite && /\/(backups|restorations)$/.test(pathname)
    if (call && isList) {
      if (call.begun.length === 0) call.known = surroundings.all()
      else call.looks.push(surroundings.all())
    }
    if (!call || !isWrite) return real(input, init)
    return calls.exit(() => send(call, {path: pathname, body: String(init.body ?? '')}))

    async function send({window, begun, made, arrived}: Call, write: {path: string; body: string}) {
      begun.push(timeAwake() - arrived)
      for (const other of window.before) await surroundings.act(other, write)
      const response = window.isSent ? await real(input, init) : unavailable()
      if (response.ok) made.push(await idIn(response.clone()))
      if (window.isSlow) await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
      for (const other of window.after) await surroundings.act(other, write)
      // A refusal is an answer like any other.
      if (!window.isSent || (response.ok && window.answer === 'unavailable')) return unavailable()
      if (response.ok && window.answer === 'broken') throw new TypeError('fetch failed')
      if (response.ok && window.answer === 'never') return new Promise<Response>(() => undefined)
      return response
    }
  }) as typeof fetch
  return () => {
    clearInterval(heart)
    globalThis.fetch = real
  }
}

async function idIn(response: Response): Promise<string> {
  const {backup, restoration} = (await response.json()) as Record<string, {id: string} | undefined>
  return (backup ?? restoration)!.id
}

function unavailable(): Response {
  return new Response('{"message": "unavailable", "details": {}}', {
    status: 503,
    headers: {'content-type': 'application/json'},
  })
}
