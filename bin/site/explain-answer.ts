import {explainProblem} from 'public/rules/explain-problem'

/** An answer of Wix that is an error. */
export interface WixAnswer {
  status: number
  /** Wix's code for it, such as WDE0025. */
  code?: string
  description: string
  requestId?: string
}

/** One sentence, or two: what happened and what to do. Which status Wix has for which mistake is [assumed]. */
export function explainAnswer({status, code, description, requestId}: WixAnswer, site: string): string {
  if (code === 'WDE0110') return explainProblem({code: 'SITE_NOT_ENABLED'}).message
  if (status === 401) {
    return 'Wix does not accept the API key (401): it is wrong, has expired or was deleted. Check WIX_API_KEY.'
  }
  if (status === 403) {
    return (
      `The API key may not do this on ${site} (403: ${description}). In the API Keys Manager of your Wix account, ` +
      'give the key "Manage Data Backups" and what reads and writes collections and their items, and check that ' +
      'WIX_SITE_ID is a site of the same account.'
    )
  }
  if ((status === 400 || status === 404) && SPEAKS_OF_SITE.test(`${code} ${description}`)) {
    return (
      `Wix knows no such site (${status}): ${site}. Check WIX_SITE_ID: in the site's dashboard, the ID follows ` +
      '/dashboard/ in the address.'
    )
  }
  if (status === 429) return explainProblem({code: 'THROTTLED'}).message
  const asked = requestId ? ` (request ${requestId})` : ''
  if (status >= 500) return `Wix could not answer: ${status} ${description}${asked}`
  return `Wix refused this: ${status} ${code ?? ''} ${description}${asked}`.replace(/  +/g, ' ')
}

const SPEAKS_OF_SITE = /meta.?site|site.{0,20}not found|no such site/i

export function explainNoAnswer(error: unknown, origin: string): string {
  const {cause, code, name} = Object(error) as {cause?: {code?: unknown}; code?: unknown; name?: unknown}
  const reason = name === 'TimeoutError' ? 'no answer in time' : (cause?.code ?? code)
  return `${origin} cannot be reached${typeof reason === 'string' ? ` (${reason})` : ''}. Check this machine's network.`
}
