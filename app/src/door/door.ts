import type {MiddlewareHandler} from 'astro'
import {checkRequest} from './check-request'
import {answerRefusal, Refusal} from './refusal'
import {notVouchedFor, whoCalls} from './who-calls'
import {within} from './within'

/** Wix's own middleware asks `token-info` once more, without a limit of its own: the endpoint's turn comes by then. */
const PATIENCE_MS = 4_000

const ENDPOINT = /^\/api\/backups\/[^/]+\/?$/

/**
 * Everybody who calls an endpoint comes through here, before Wix's own middleware: nobody is elevated for who is
 * not let in, and a refusal is JSON, where that would answer "Internal Server Error".
 */
export const onRequest: MiddlewareHandler = async ({request, url, locals}, next) => {
  if (!url.pathname.startsWith('/api/')) return next()
  try {
    if (!ENDPOINT.test(url.pathname)) throw new Refusal(404, 'INVALID_ARGUMENT', 'There is nothing here.')
    checkRequest(request, url)
    locals.caller = await whoCalls(request.headers)
    return await endpointsTurn(locals, next)
  } catch (error) {
    if (error instanceof Refusal) return answerRefusal(error)
    throw error
  }
}

/** Lets the endpoint begin, unless Wix's middleware fails or keeps it waiting: then it never begins. */
async function endpointsTurn(locals: App.Locals, next: () => Promise<Response>): Promise<Response> {
  const turn = {hasBegun: false, isOver: false}
  const begun = new Promise<void>((resolve) => {
    locals.begin = () => {
      if (turn.isOver) return false
      turn.hasBegun = true
      resolve()
      return true
    }
  })
  const answered = next()
  try {
    await within(PATIENCE_MS, Promise.race([begun, answered]))
  } catch {
    turn.isOver = true
    answered.catch(() => undefined)
    throw notVouchedFor()
  }
  return answered
}
