import {auth, httpClient} from '@wix/essentials'

/** Site Properties API: `GET /site-properties/v4/properties` → `{properties: {siteDisplayName}}`. */
const PROPERTIES_URL = 'https://www.wixapis.com/site-properties/v4/properties'
const KEPT_MS = 10 * 60 * 1000
const PATIENCE_MS = 3_000

/**
 * Reads the site's name as its owner knows it, or `null` where Wix does not tell: the page then asks for a fixed
 * word instead. Kept for ten minutes, so that a page that polls does not ask again each time.
 */
export function siteNameReader(): () => Promise<string | null> {
  let kept: {name: string; at: number} | undefined

  return async () => {
    if (kept && Math.abs(Date.now() - kept.at) < KEPT_MS) return kept.name
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const response = await auth.elevate(httpClient.fetchWithAuth)(PROPERTIES_URL, {signal})
      if (!response.ok) return null
      const {properties} = (await response.json()) as {properties?: {siteDisplayName?: unknown}}
      const name = properties?.siteDisplayName
      // A name of blanks could be "typed" with an empty field.
      if (typeof name !== 'string' || name.trim() === '') return null
      kept = {name, at: Date.now()}
      return name
    } catch {
      return null
    }
  }
}
