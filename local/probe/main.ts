import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {createInterface} from 'node:readline/promises'
import {readLiveSiteKey, UnusableLiveSetting} from '../host/live/read-live-site-key'
import {hideKey} from '../host/live/hide-key'
import {announcement, printReport, runProbe, type Row} from './run-probe'
import {liveTarget, localTarget, type Target} from './target'

const hide = hideKeyOf(process.env.WIX_API_KEY)

main().catch((error: Error) => {
  const text = error instanceof UnusableLiveSetting ? error.message : (error.stack ?? error.message)
  process.stderr.write(`${hide(text)}\n`)
  process.exit(1)
})

async function main(): Promise<void> {
  const target = await chooseTarget()
  try {
    print(announcement(target).join('\n'))
    if (!target.advance && process.stdin.isTTY && !(await isMeant())) return
    const rows = await runProbe(target, (row) => print(colored(row)))
    print(`\n${printReport(target, rows, await version(), new Date())}`)
    if (rows.some(({verdict}) => verdict === 'differs' || verdict === 'failed')) process.exitCode = 1
  } finally {
    await target.close()
  }
}

async function chooseTarget(): Promise<Target> {
  const key = readLiveSiteKey(process.env)
  if (!key) return localTarget((line) => process.stderr.write(`${line}\n`))
  if (process.env.WIX_SITE_MAY_BE_DESTROYED?.trim() !== key.siteId) {
    throw new UnusableLiveSetting(
      'The probe evicts the backups of the site that it asks, and restores over its content. If that is what you ' +
        `want, say so: WIX_SITE_MAY_BE_DESTROYED=${key.siteId} (the same ID as WIX_SITE_ID).`,
    )
  }
  return liveTarget(key)
}

async function version(): Promise<string> {
  const file = path.join(__dirname, '../../package.json')
  return (JSON.parse(await readFile(file, 'utf8')) as {version: string}).version
}

async function isMeant(): Promise<boolean> {
  const terminal = createInterface({input: process.stdin, output: process.stdout})
  const typed = await terminal.question('Type "destroy" to begin: ')
  terminal.close()
  return typed.trim() === 'destroy'
}

function colored({question, observed, verdict}: Row): string {
  const line = `${verdict.padEnd(12)} ${question}: ${observed}`
  if (!process.stdout.isTTY) return line
  const color = {'as assumed': 32, differs: 31, failed: 31, 'not answered': 33}[verdict]
  return `\u001b[${color}m${line}\u001b[0m`
}

function print(text: string): void {
  process.stdout.write(`${hide(text)}\n`)
}

function hideKeyOf(apiKey: string | undefined): (text: string) => string {
  return apiKey?.trim() ? hideKey(apiKey.trim()) : (text) => text
}
