import {readFileSync} from 'node:fs'
import path from 'node:path'
import {EngineError} from '../engine/types'
import {UnusableFolder} from './data-folder'
import {AppNotBuilt} from './app/built-app'
import {UnusableLiveSetting} from './live/read-live-site-key'
import {SEEDS, type Seed} from './open-site'

/** What the commands that start a host have in common: their variables, their end, and what they say of failures. */

/** A setting that cannot be used: one clear line, no stack. */
class UnusableSetting extends Error {}

export function readPort(value: string | undefined): number {
  if (value === undefined || value === '') return 4400
  const port = Number(value)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UnusableSetting(`PORT must be a number from 0 to 65535, not "${value}".`)
  }
  return port
}

export function readSeed(value: string | undefined): Seed {
  if (value === undefined || value === '') return 'demo'
  if (!SEEDS.includes(value as Seed))
    throw new UnusableSetting(`SEED must be ${SEEDS.join(' or ')}, not "${value}".`)
  return value as Seed
}

export function readVersion(): string {
  const file = path.join(__dirname, '../../package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as {version: string}).version
}

export function stopCleanly(host: {close(): Promise<void>}): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      host.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
}

export function explain(error: NodeJS.ErrnoException, command = 'npm start'): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${process.env.PORT || 4400} is already in use. Stop what runs there, or choose another one: PORT=4401 ${command}`
  }
  if (error.code === 'EACCES' && error.syscall === 'listen') {
    return `Port ${process.env.PORT || 4400} may not be used. Choose one above 1023: PORT=4401 ${command}`
  }
  const isClear = [UnusableFolder, UnusableSetting, UnusableLiveSetting, AppNotBuilt, EngineError].some(
    (known) => error instanceof known,
  )
  if (isClear) return error.message
  return error.stack ?? error.message
}
