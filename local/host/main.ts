import {readFileSync} from 'node:fs'
import path from 'node:path'
import {EngineError} from '../engine/types'
import {UnusableFolder} from './data-folder'
import {installSiteDate} from './install-site-date'
import {readLiveSiteKey, UnusableLiveSetting} from './live/read-live-site-key'
import {startLiveHost} from './live/start-live-host'
import type {LiveSiteKey} from './live/wix-connection'
import {SEEDS, type Seed} from './open-site'
import {startHost} from './start-host'

/** A setting that cannot be used: one clear line, no stack. */
class UnusableSetting extends Error {}

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
  // Whatever this process starts has no use for the key.
  delete process.env.WIX_API_KEY
  const host = await startLiveHost({
    port: readPort(process.env.PORT),
    key,
    built: path.join(__dirname, '..'),
    version: readVersion(),
    log: (line) => process.stderr.write(`${line}\n`),
  })
  const {siteName, problem} = await host.status()
  process.stdout.write(`Backups for Wix collections: open ${host.url}\n`)
  process.stdout.write(
    `Live site "${siteName}": what you see is real. Nothing can be changed until its name is typed into the banner.\n`,
  )
  if (problem) process.stderr.write(`${problem}\n`)
  stopCleanly(host)
}

function readPort(value: string | undefined): number {
  if (value === undefined || value === '') return 4400
  const port = Number(value)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UnusableSetting(`PORT must be a number from 0 to 65535, not "${value}".`)
  }
  return port
}

function readSeed(value: string | undefined): Seed {
  if (value === undefined || value === '') return 'demo'
  if (!SEEDS.includes(value as Seed))
    throw new UnusableSetting(`SEED must be ${SEEDS.join(' or ')}, not "${value}".`)
  return value as Seed
}

function readVersion(): string {
  const file = path.join(__dirname, '../../package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as {version: string}).version
}

function stopCleanly(host: {close(): Promise<void>}): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      host.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
}

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${process.env.PORT || 4400} is already in use. Stop what runs there, or choose another one: PORT=4401 npm start`
  }
  if (error.code === 'EACCES' && error.syscall === 'listen') {
    return `Port ${process.env.PORT || 4400} may not be used. Choose one above 1023: PORT=4401 npm start`
  }
  const isClear = [UnusableFolder, UnusableSetting, UnusableLiveSetting, EngineError].some(
    (known) => error instanceof known,
  )
  if (isClear) return error.message
  return error.stack ?? error.message
}
