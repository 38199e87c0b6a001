import {AppStrategy} from '@wix/sdk'
import {WIX_CLIENT_ID} from 'astro:env/client'
import {WIX_CLIENT_INSTANCE_ID} from 'astro:env/server'
import {Refusal} from './refusal'
import {within} from './within'

export interface Caller {
  userId: string
  siteId: string
  /** The installation: this app on the caller's site. What is elevated is elevated for it. */
  instanceId: string
}

/** Wix's answer is due by then; a call that nobody vouches for is refused, never let in. */
const PATIENCE_MS = 4_000

/** What Wix's hosting has in place of an installation [read in public code]: one worker serves all of them. */
const NO_INSTANCE = '00000000-0000-0000-0000-000000000000'

/**
 * Asks Wix whose token this is (`/oauth2/token-info`), and answers only for a Wix user, a site's owner or a
 * collaborator, of this app's installation on their site. An endpoint has no `Permissions.Admin`: this is in its place.
 */
export async function whoCalls(headers: Headers): Promise<Caller> {
  const accessToken = headers.get('authorization')
  if (!accessToken) {
    throw new Refusal(
      401,
      'NOT_ALLOWED',
      'The call has no access token: call from the Backups page of a site’s dashboard.',
    )
  }
  const info = await askWix(accessToken)
  if (info.active !== true || hasEnded(info.exp)) {
    throw new Refusal(
      401,
      'NOT_ALLOWED',
      'Wix does not know this access token, or it has expired. Reload the page.',
    )
  }
  if (info.clientId !== WIX_CLIENT_ID) {
    throw new Refusal(
      403,
      'NOT_ALLOWED',
      'The access token is not of this app: WIX_CLIENT_ID is another one.',
    )
  }
  if (info.subjectType !== 'USER') {
    throw new Refusal(
      403,
      'NOT_ALLOWED',
      'Only site owners and collaborators who manage this site may use backups.',
    )
  }
  const {subjectId, siteId, instanceId} = info
  if (!isText(subjectId) || !isText(siteId) || !isText(instanceId) || !isThisInstallation(instanceId)) {
    throw new Refusal(403, 'NOT_ALLOWED', 'The access token is not of this site’s installation of the app.')
  }
  return {userId: subjectId, siteId, instanceId}
}

type TokenInfo = Awaited<ReturnType<ReturnType<typeof AppStrategy>['getTokenInfo']>>

async function askWix(accessToken: string): Promise<Partial<TokenInfo>> {
  try {
    const asked = AppStrategy({appId: WIX_CLIENT_ID, accessToken}).getTokenInfo()
    return Object(await within(PATIENCE_MS, asked)) as Partial<TokenInfo>
  } catch {
    throw notVouchedFor()
  }
}

export function notVouchedFor(): Refusal {
  return new Refusal(
    503,
    'UNAVAILABLE',
    'Wix did not say who is calling. Nothing was changed. Try again in a moment.',
    {
      'retry-after': '5',
    },
  )
}

/** Where a deployment is for one installation alone (`wix dev`, a local site), it serves no other. */
function isThisInstallation(instanceId: string): boolean {
  return WIX_CLIENT_INSTANCE_ID === NO_INSTANCE || WIX_CLIENT_INSTANCE_ID === instanceId
}

function hasEnded(exp: unknown): boolean {
  return typeof exp === 'number' && exp > 0 && exp * 1000 <= Date.now()
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
