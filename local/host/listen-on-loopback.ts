import type {Server} from 'node:http'
import type {AddressInfo} from 'node:net'

/** Listens on this machine alone; 0 is any free port. Answers with the address. */
export async function listenOnLoopback(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
