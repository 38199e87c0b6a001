import {createClient} from '@wix/sdk'
import {backups, collections, items} from '@wix/data'

type Auth = Parameters<typeof createClient>[0]['auth']

/** The SDK's modules, for one caller. */
export type WixClient = ReturnType<typeof createWixClient>

export function createWixClient(auth: Auth, send: typeof fetch) {
  return createClient({modules: {backups, collections, items}, auth: auth!, fetch: send})
}
