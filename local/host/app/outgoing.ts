/** What of a request of the app's worker is for Wix; the rest is of the runtime that made it. */
const PASSED_HEADERS = ['accept', 'authorization', 'content-type', 'wix-site-id', 'x-wix-bi-gateway']

/** Wix's runtime tells Wix how it fares: nobody here wants to know. */
const TELEMETRY = /^\/otel-collector\//

/**
 * Leads what the app's worker asks of www.wixapis.com to the local Wix. What it asks of anybody else is refused:
 * nothing here leaves this machine.
 */
export function createOutgoing(localWix: string, log: (line: string) => void) {
  return async function outgoing(request: Request): Promise<Response> {
    const {hostname, pathname, search} = new URL(request.url)
    if (TELEMETRY.test(pathname)) return Response.json({})
    if (hostname !== 'www.wixapis.com') {
      log(`The app asked ${hostname} for ${pathname}, which is not part of the local Wix`)
      return Response.json({message: `The local Wix does not stand in for ${hostname}`}, {status: 404})
    }
    const headers = PASSED_HEADERS.flatMap((name) => {
      const value = request.headers.get(name)
      return value === null ? [] : [[name, value] as [string, string]]
    })
    const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.text()
    return fetch(`${localWix}${pathname}${search}`, {method: request.method, headers, ...(body && {body})})
  }
}
