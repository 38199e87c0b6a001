import {isGuid} from 'public/rules/is-guid'
import type {LiveSiteKey} from './wix-connection'

/** A live site's settings that cannot be used: one clear line, no stack. */
export class UnusableLiveSetting extends Error {}

/** WIX_SITE_ID and WIX_API_KEY; `undefined` where neither is set: the local Wix is meant. */
export function readLiveSiteKey(env: NodeJS.ProcessEnv): LiveSiteKey | undefined {
  const siteId = env.WIX_SITE_ID?.trim() ?? ''
  const apiKey = env.WIX_API_KEY?.trim() ?? ''
  if (siteId === '' && apiKey === '') return undefined
  if (siteId === '' || apiKey === '') {
    const [set, missing] = siteId === '' ? ['WIX_API_KEY', 'WIX_SITE_ID'] : ['WIX_SITE_ID', 'WIX_API_KEY']
    throw new UnusableLiveSetting(
      `${set} is set, but ${missing} is not. A live site needs both; the local one needs neither.`,
    )
  }
  if (!isGuid(siteId)) {
    throw new UnusableLiveSetting(
      `WIX_SITE_ID is not a site's ID. In the site's dashboard, the ID follows /dashboard/ in the address.`,
    )
  }
  if (/[\s\u0000-\u001f\u007f-\uffff]/.test(apiKey)) {
    throw new UnusableLiveSetting(
      'WIX_API_KEY holds characters that no key has. Copy it again from the API Keys Manager.',
    )
  }
  return {siteId, apiKey}
}
