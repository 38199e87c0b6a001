import type {Server} from 'node:http'
import type {AddressInfo} from 'node:net'

/**
 * Longer than a busy machine stalls: a connection that this side gives up in the moment in which a caller uses it again
 * is a request that fails (Node's own are 5 s).
 */
const IDLE_CONNECTION_MS = 120_000

/** Listens on this machine alone; 0 is any free port. Answers with the address. */
export async function listenOnLoopback(server: Server, port: number): Promise<string> {
  server.keepAliveTimeout = IDLE_CONNECTION_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
