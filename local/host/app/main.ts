import path from 'node:path'
import {LOCAL_APP} from '../../wire/oauth'
import {explain, readPort, readSeed, readVersion, stopCleanly} from '../command-line'
import {installSiteDate} from '../install-site-date'
import {startAppHost} from './start-app-host'

const machineNow = Date.now.bind(Date)

main().catch((error: NodeJS.ErrnoException) => {
  process.stderr.write(`${explain(error, 'npm run app')}\n`)
  process.exit(1)
})

/** What `npm run app` runs once the app is built. */
async function main(): Promise<void> {
  const host = await startAppHost({
    appFolder: path.join(__dirname, '../../app'),
    app: {...LOCAL_APP, clientId: process.env.WIX_CLIENT_ID || LOCAL_APP.clientId},
    port: readPort(process.env.PORT),
    folder: path.resolve(process.env.DATA_DIR || '.local-site'),
    seed: readSeed(process.env.SEED),
    built: path.join(__dirname, '..'),
    version: readVersion(),
    machineNow,
    log: (line) => process.stderr.write(`${line}\n`),
  })
  installSiteDate(host.site.clock.now)
  // miniflare would end the process at once; here the site is closed first, and the worker with it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal)
  stopCleanly(host)
  process.stdout.write(`Backups for Wix collections, as a Wix app: open ${host.url}\n`)
  process.stdout.write(`App: ${host.url}\n`)
}
