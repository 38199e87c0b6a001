import type {APIContext, MiddlewareHandler, MiddlewareNext} from 'astro'
import {checkRequest} from './check-request'
import {answerRefusal, Refusal} from './refusal'
import {whichInstallation} from './which-installation'
import {notVouchedFor, whoCalls} from './who-calls'
import {within} from './within'

/** Wix's own middleware asks `token-info` once more, without a limit of its own: the endpoint's turn comes by then. */
const PATIENCE_MS = 4_000

const FOR_USERS = /^\/api\/(backups|automatic)\/[^/]+\/?$/
const FOR_SCHEDULERS = '/api/scheduled-backup'

/**
 * Everybody who calls an endpoint comes through here, before Wix's own middleware: nobody is elevated for who is
 * not let in, and a refusal is JSON, where that would answer "Internal Server Error".
 */
export const onRequest: MiddlewareHandler = async (context, next) => {
  if (!context.url.pathname.startsWith('/api/')) return next()
  try {
    return await letIn(context, next)
  } catch (error) {
    if (error instanceof Refusal) return answerRefusal(error)
    throw error
  }
}

async function letIn({request, url, locals}: APIContext, next: MiddlewareNext): Promise<Response> {
  if (FOR_USERS.test(url.pathname)) {
    checkRequest(request, url)
    locals.caller = await whoCalls(request.headers)
    return endpointsTurn(locals, () => next())
  }
  if (url.pathname === FOR_SCHEDULERS) {
    checkRequest(request, url)
    const {instanceId, accessToken} = await whichInstallation(request)
    locals.scheduledFor = instanceId
    // Wix's runtime elevates for the installation of whoever calls: here, of the app itself.
    const headers = {authorization: accessToken, 'content-type': 'application/json'}
    return endpointsTurn(locals, () => next(new Request(url, {method: 'POST', headers})))
  }
  throw new Refusal(404, 'INVALID_ARGUMENT', 'There is nothing here.')
}

/** Lets the endpoint begin, unless Wix's middleware fails or keeps it waiting: then it never begins. */
async function endpointsTurn(locals: App.Locals, next: () => Promise<Response>): Promise<Response> {
  const turn = {isOver: false}
  const begun = new Promise<void>((resolve) => {
    locals.begin = () => {
      if (turn.isOver) return false
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
