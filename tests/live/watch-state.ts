import type {LiveStatus} from '../../local/host/live/live-status'

/** What one tab is told. */
export interface Watched {
  readonly states: LiveStatus[]
  /** Waits for it; a state that has come already counts. */
  until(isSo: (state: LiveStatus) => boolean): Promise<LiveStatus>
  close(): void
}

/** The event stream of the live host, as a tab reads it; there when the first state is. */
export async function watchState({origin, token}: {origin: string; token: string}): Promise<Watched> {
  const ended = new AbortController()
  const response = await fetch(`${origin}/__local/state?token=${token}`, {signal: ended.signal})
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  const states: LiveStatus[] = []
  const waiting = new Set<() => void>()
  void read().catch(() => undefined)

  async function read(): Promise<void> {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const events = (rest + decoder.decode(chunk, {stream: true})).split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events) {
        if (event.startsWith('data: ')) states.push(JSON.parse(event.slice(6)) as LiveStatus)
      }
      for (const look of waiting) look()
    }
  }

  const watched: Watched = {
    states,
    until: (isSo) =>
      new Promise((resolve) => {
        const look = () => {
          const found = states.findLast(isSo)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    close: () => ended.abort(),
  }
  await watched.until(() => true)
  return watched
}
