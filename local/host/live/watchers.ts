import type {ServerResponse} from 'node:http'
import type {LiveStatus} from './live-status'

/** A tab that hears nothing for longer than this does not know the state any more (live-state.ts of the frame). */
export const ALIVE_MS = 4_000

/** The open event streams (server-sent events) of the tabs. */
export function watchers(hide: (text: string) => string) {
  const open = new Set<ServerResponse>()
  const alive = setInterval(() => {
    for (const response of open) response.write('event: alive\ndata:\n\n')
  }, ALIVE_MS)
  alive.unref()

  function event(status: LiveStatus): string {
    return `data: ${hide(JSON.stringify(status))}\n\n`
  }

  return {
    add(response: ServerResponse, status: LiveStatus): void {
      response.writeHead(200, {'content-type': 'text/event-stream', 'cache-control': 'no-store'})
      response.on('close', () => open.delete(response))
      open.add(response)
      response.write(event(status))
    },
    tell(status: LiveStatus): void {
      for (const response of open) response.write(event(status))
    },
    close(): void {
      clearInterval(alive)
      for (const response of open) response.end()
    },
  }
}
