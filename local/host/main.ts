import path from 'node:path'
import {explain, readPort, readSeed, readVersion, stopCleanly} from './command-line'
import {installSiteDate} from './install-site-date'
import {readLiveSiteKey} from './live/read-live-site-key'
import {startLiveHost} from './live/start-live-host'
import type {LiveSiteKey} from './live/wix-connection'
import {startHost} from './start-host'

const machineNow = Date.now.bind(Date)

main().catch((error: NodeJS.ErrnoException) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
})

async function main(): Promise<void> {
  const key = readLiveSiteKey(process.env)
  if (key) return startLive(key)
  const host = await startHost({
    port: readPort(process.env.PORT),
    folder: path.resolve(process.env.DATA_DIR || '.local-site'),
    seed: readSeed(process.env.SEED),
    built: path.join(__dirname, '..'),
    version: readVersion(),
    machineNow,
    log: (line) => process.stderr.write(`${line}\n`),
  })
  installSiteDate(host.site.clock.now)
  process.stdout.write(`Backups for Wix collections: open ${host.url}\n`)
  stopCleanly(host)
}

async function startLive(key: LiveSiteKey): Promise<void> {
  // Whatever this process starts has no use for the key. What was started before has not seen it (build-local.mjs).
  delete process.env.WIX_API_KEY
  const host = await startLiveHost({
    port: readPort(process.env.PORT),
    key,
    built: path.join(__dirname, '..'),
    version: readVersion(),
    log: (line) => process.stderr.write(`${line}\n`),
  })
  stopCleanly(host)
  // At once: what Wix says, or whether it says anything, takes as long as it takes.
  process.stdout.write(`Backups for Wix collections: open ${host.url}\n`)
  process.stdout.write(
    'The address holds a secret, so that other users of this machine cannot use your key. Do not pass it on.\n',
  )
  const {siteName, toType, problem} = await host.status()
  if (toType !== null) {
    process.stdout.write(
      `Live site "${siteName}": what you see is real. Nothing can be changed until its name is typed into the banner.\n`,
    )
  }
  if (problem) process.stderr.write(`${problem}\n`)
}
