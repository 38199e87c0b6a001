import type {Result} from 'public/contract'
import {startHost} from '../../local/host/start-host'

/** What calls a site's backend. `tests/app` has the app's in its place (tests/app/app-backend.ts). */

export const startBackend = startHost

/** What `npm start` runs. */
export const PROGRAM = '.build/local/host.cjs'

/** How it is ended: it keeps nothing that a kill could harm, and has no child. */
export const END: NodeJS.Signals = 'SIGKILL'

/** A web method as the page calls it; what Velo refuses is thrown, with its `code`. */
export async function callBackend<T>(
  url: string,
  method: string,
  args: unknown[],
  identity: string,
): Promise<Result<T>> {
  const response = await fetch(`${url}/_webMethods/backend/backups.web.js/${method}.ajax`, {
    method: 'POST',
    headers: {authorization: identity},
    body: JSON.stringify(args),
  })
  const answer = (await response.json()) as {result: Result<T>; exception?: boolean}
  if (answer.exception) throw Object.assign(new Error('thrown'), answer.result)
  return answer.result
}
