import {items} from '@wix/data'
import {AppStrategy, createClient} from '@wix/sdk'
import {WIX_CLIENT_ID} from 'astro:env/client'
import {WIX_CLIENT_SECRET} from 'astro:env/server'
import {hashOf, isSameHash, readKey} from '../automatic/scheduler-key'
import {readSettings} from '../automatic/settings'
import {readArguments} from './read-arguments'
import {Refusal} from './refusal'
import {within} from './within'

const PATIENCE_MS = 8_000

/**
 * Whose scheduler calls, by the key in the body (`["<key>"]`), and the access token that the app itself has there.
 * A scheduler is no caller that Wix knows: the app asks for its own token, and looks only at what it keeps of keys
 * before it says anything.
 */
export async function whichInstallation(
  request: Request,
): Promise<{instanceId: string; accessToken: string}> {
  const [text, ...others] = await readArguments(request)
  const key = others.length === 0 ? readKey(text) : null
  if (!key) throw wrongKey()
  const {instanceId, secret} = key
  const asked = askWix(instanceId)
  const {accessToken, secretHash} = await within(PATIENCE_MS, asked).catch((error: unknown) => {
    throw error instanceof Refusal ? error : unknown()
  })
  const hash = await hashOf(secret)
  if (secretHash === null || !isSameHash(hash, secretHash)) throw wrongKey()
  return {instanceId, accessToken}
}

async function askWix(instanceId: string): Promise<{accessToken: string; secretHash: string | null}> {
  const headers = await headersOf(instanceId)
  const client = createClient({auth: {getAuthHeaders: () => ({headers})}, modules: {items}})
  const {secretHash} = await readSettings(instanceId, (...asked) => client.items.get(...asked))
  return {accessToken: headers.Authorization ?? '', secretHash}
}

async function headersOf(instanceId: string): Promise<Record<string, string>> {
  const app = createClient({
    auth: AppStrategy({appId: WIX_CLIENT_ID, appSecret: WIX_CLIENT_SECRET, instanceId}),
  })
  try {
    return (await app.auth.getAuthHeaders()).headers
  } catch (error) {
    // The SDK tells the status in its sentence alone: Wix knows no such installation, or did not answer.
    throw /\b40[0134]\b/.test(String(error)) ? wrongKey() : error
  }
}

/** The same for a key that is missing, wrong, taken back, or of an installation that there is not. */
function wrongKey(): Refusal {
  return new Refusal(
    403,
    'NOT_ALLOWED',
    'This is not a key that lets a scheduler in: make one on the Backups page.',
  )
}

function unknown(): Refusal {
  return new Refusal(
    503,
    'UNAVAILABLE',
    'Wix did not answer, so the key could not be checked. Nothing was changed.',
    {
      'retry-after': '60',
    },
  )
}
