import {TOKEN_HEADER, UNLOCK_HEADER, type LiveStatus, type LiveUnlock} from '../live/live-status'
import type {PageCalls} from './backups-view'
import {call} from './local-site'

/** What this tab knows of a live site, and what it may do there. */
export interface LiveTab extends PageCalls {
  /** `null`: it is not known, and so this tab may not write. */
  readonly status: LiveStatus | null
  /** Why it is not known. */
  readonly why: string
  /** The unlock that holds is this tab's. */
  readonly mayWrite: boolean
  /** What was refused to the page; a new one each time. */
  onRefused(listener: (message: string) => void): void
  unlock(typed: string): Promise<void>
  lock(): Promise<void>
  /** Asks Wix again which site this is. */
  askAgain(): Promise<void>
}

/** The program says something every four seconds (watchers.ts). */
const SILENCE_MS = 10_000
const RETRY_MS = 2_000
const TOKEN = 'dashboard-token'

/**
 * Hears from the program at once whatever changes, and knows nothing where it hears nothing. The secret that lets
 * this tab write is in its memory alone: a tab that is loaded again, or made as a copy of this one, begins locked.
 */
export function liveTab(): LiveTab {
  const token = readToken()
  const changed = new Set<() => void>()
  const refused = new Set<(message: string) => void>()
  let status: LiveStatus | null = null
  let why = ''
  let own: LiveUnlock | null = null
  let source: EventSource | null = null
  let heard = 0

  const mayWrite = () => own !== null && status?.unlocked?.number === own.number
  const ask = <T>(method: string, path: string, body?: object) =>
    call<T>(method, path, body, {[TOKEN_HEADER]: token})

  function know(next: LiveStatus): void {
    // An answer and an event may overtake each other.
    if (status && next.order < status.order) return
    status = next
    why = ''
    for (const listener of changed) listener()
  }

  function lose(reason: string): void {
    if (!status && why === reason) return
    status = null
    why = reason
    for (const listener of changed) listener()
  }

  function connect(): void {
    source?.close()
    heard = performance.now()
    const opened = new EventSource(`/__local/state?token=${encodeURIComponent(token)}`)
    source = opened
    opened.addEventListener('message', ({data}: MessageEvent<string>) => {
      heard = performance.now()
      know(JSON.parse(data) as LiveStatus)
    })
    opened.addEventListener('alive', () => (heard = performance.now()))
    opened.addEventListener('error', () => {
      if (source !== opened) return
      lose('The program that npm start runs does not answer.')
      // It is tried again by the browser, unless the answer was no stream: then the answer says why.
      if (opened.readyState === EventSource.CLOSED) void askWhy()
    })
  }

  async function askWhy(): Promise<void> {
    disconnect()
    try {
      await ask('GET', '/__local/status')
      connect()
    } catch (error) {
      lose((error as Error).message)
      setTimeout(() => !source && !document.hidden && connect(), RETRY_MS)
    }
  }

  function disconnect(): void {
    source?.close()
    source = null
  }

  setInterval(() => {
    if (!source || performance.now() - heard < SILENCE_MS) return
    lose('The program that npm start runs has not been heard of for a while.')
    connect()
  }, 1_000)
  // A browser opens six connections to one address, for all tabs together: those that nobody sees do without, unless
  // the page in them may be at work.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && !source) connect()
    if (!document.hidden || mayWrite()) return
    disconnect()
    lose('This tab is hidden.')
  })
  window.addEventListener('pagehide', () => {
    // Whatever is known of it now: the program knows whether this unlock still holds.
    if (!own) return
    const body = JSON.stringify({number: own.number})
    navigator.sendBeacon(`/__local/lock?token=${encodeURIComponent(token)}`, body)
  })
  connect()

  return {
    get status() {
      return status
    },
    get why() {
      return why
    },
    get mayWrite() {
      return mayWrite()
    },
    headers: () => ({
      [TOKEN_HEADER]: token,
      ...(own && mayWrite() && {[UNLOCK_HEADER]: own.secret}),
    }),
    onChange(listener) {
      changed.add(listener)
      return () => void changed.delete(listener)
    },
    refused: (message) => refused.forEach((listener) => listener(message)),
    onRefused: (listener) => void refused.add(listener),
    async unlock(siteName) {
      own = await ask<LiveUnlock>('POST', '/__local/unlock', {siteName})
      know(own)
    },
    lock: async () => know(await ask<LiveStatus>('POST', '/__local/lock', {})),
    askAgain: async () => know(await ask<LiveStatus>('GET', '/__local/status')),
  }
}

/** From the address that npm start printed; kept for this origin, so that a second tab does without it. */
function readToken(): string {
  const given = new URLSearchParams(location.search).get('token')
  if (given !== null) {
    // Out of the address bar, which others may see.
    history.replaceState(null, '', location.pathname + location.hash)
    localStorage.setItem(TOKEN, given)
  }
  return given ?? localStorage.getItem(TOKEN) ?? ''
}
