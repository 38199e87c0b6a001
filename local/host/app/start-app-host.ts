import {generateKeyPairSync} from 'node:crypto'
import path from 'node:path'
import {LOCAL_APP} from '../../wire/oauth'
import {startHost, type Host, type HostOptions} from '../start-host'
import {startAppWorker, type AppWorker, type AppWorkerOptions} from './app-worker'
import {readBuiltApp} from './built-app'
import {installCollections} from './install-collections'
import {createOutgoing} from './outgoing'
import {sendWebhooks} from './send-webhooks'
import {createAppServer} from './serve-app'

export interface AppHostOptions extends Omit<HostOptions, 'serveFirst'> {
  /** The app's folder; what `wix build` made is in its `dist`. */
  appFolder: string
  /** In place of the variables that the local Wix gives the app. */
  variables?: Record<string, string | undefined>
  /** What events are signed with. */
  keys?: SigningKeys
  /** In place of a worker of its own. */
  runWorker?: (options: AppWorkerOptions) => Promise<AppWorker>
  /** In place of leading what the worker asks to the local Wix; gets that as `lead`. */
  outgoing?: (request: Request, lead: AppWorkerOptions['outgoing']) => Promise<Response>
}

export interface AppHost extends Host {
  worker: AppWorker
}

export interface SigningKeys {
  publicKey: string
  privateKey: string
}

export function newSigningKeys(): SigningKeys {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: {type: 'spki', format: 'pem'},
    privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
  })
}

/** The local site with the app installed on it, as Wix's tool built it: its backend runs in workerd. */
export async function startAppHost({
  appFolder,
  variables,
  outgoing,
  keys = newSigningKeys(),
  runWorker = startAppWorker,
  ...options
}: AppHostOptions): Promise<AppHost> {
  const dist = path.join(appFolder, 'dist')
  const app = readBuiltApp(dist)
  const installed = options.app ?? LOCAL_APP
  let worker: AppWorker | undefined
  const running = (): AppWorker => {
    if (!worker) throw new Error('The app is not running yet')
    return worker
  }
  const serve = createAppServer(app, running, path.join(options.built, 'frame'))
  const host: Host = await startHost({
    ...options,
    async serveFirst(request, response, url) {
      // A site that was reset has lost what the installation made.
      if (worker && url.pathname.startsWith('/api/')) await install()
      return serve(request, response, url)
    },
  })
  const install = () => installCollections(host.site.engine, app, appFolder)
  try {
    const lead = createOutgoing(host.url, options.log)
    worker = await runWorker({
      app: appFolder,
      dist,
      variables: given({
        WIX_CLIENT_ID: installed.clientId,
        WIX_CLIENT_SECRET: installed.clientSecret,
        WIX_CLIENT_INSTANCE_ID: installed.instanceId,
        WIX_CLIENT_PUBLIC_KEY: keys.publicKey,
        ...variables,
      }),
      outgoing: outgoing ? (request) => outgoing(request, lead) : lead,
      log: options.log,
      now: () => host.site.clock.now(),
    })
    await install()
  } catch (error) {
    await host.close()
    throw error
  }
  sendWebhooks({
    events: host.events,
    app,
    installed,
    privateKey: keys.privateKey,
    worker: running,
    log: options.log,
  })
  return {
    ...host,
    worker,
    async close() {
      await worker?.close()
      await host.close()
    },
  }
}

function given(variables: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
