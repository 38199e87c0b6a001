import {mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {startAppHost, type AppHost, type AppHostOptions} from '../../local/host/app/start-app-host'
import {APP_FOLDER} from './app-backend'

export interface App extends AppHost {
  log: string[]
  /** What the worker asked of the outside, `METHOD path`, without its traces. */
  asked: string[]
}

type Outgoing = NonNullable<AppHostOptions['outgoing']>

/** The app on a local site of its own, on a free port; `outgoing` stands between it and the local Wix. */
export async function startApp({outgoing, ...options}: Partial<AppHostOptions> = {}): Promise<App> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'backups-app-'))
  const log: string[] = []
  const asked: string[] = []
  const recorded: Outgoing = async (request, lead) => {
    const {hostname, pathname} = new URL(request.url)
    const body = pathname === '/oauth2/token' ? await request.clone().text() : ''
    // Wix's runtime sends its traces whenever it likes, with the caller's own token.
    const isTrace = hostname !== 'www.wixapis.com' || pathname.startsWith('/otel-collector/')
    if (!isTrace && !body.includes('strip_bound_session')) {
      asked.push(`${request.method} ${pathname}`)
    }
    return outgoing ? outgoing(request, lead) : lead(request)
  }
  const host = await startAppHost({
    appFolder: APP_FOLDER,
    port: 0,
    folder,
    seed: 'empty',
    built: path.join(APP_FOLDER, '../.build'),
    version: 'test',
    settings: {backupMs: 0, restoreMs: 0},
    log: (line) => log.push(line),
    outgoing: recorded,
    ...options,
  })
  return {
    ...host,
    log,
    asked,
    async close() {
      await host.close()
      rmSync(folder, {recursive: true, force: true})
    },
  }
}
