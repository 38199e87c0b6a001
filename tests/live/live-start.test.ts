import {spawn, type ChildProcess} from 'node:child_process'
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import type {LiveStatus} from '../../local/host/live/live-status'
import {environment} from '../support/host-process'
import {startTestHost, type TestHost} from '../support/test-host'
import {watchState} from './watch-state'
import {startWixPeer, type WixPeer} from './wix-peer'

const ROOT = path.join(__dirname, '../..')
const KEY = {siteId: '8e4f6a3c-2b1d-4c5e-9f70-112233445566', apiKey: 'IST.secret-of-the-live-start'}

let behind: TestHost
let peer: WixPeer
let running: Running | null = null
let copy: string | null = null

beforeAll(async () => {
  behind = await startTestHost()
  peer = await startWixPeer({...KEY, behind: behind.url})
})
afterEach(async () => {
  peer.instead.clear()
  await running?.kill()
  running = null
  if (copy !== null) rmSync(copy, {recursive: true})
  copy = null
})
afterAll(async () => {
  await peer.close()
  await behind.close()
})

describe('npm start for a live site', () => {
  test('prints the address, then what Wix says of the site; whoever opens it can use it', async () => {
    running = startProcess(path.join(ROOT, '.build/local/host.cjs'))
    const origin = await addressOf(running)
    await running.until(/Live site "Olive & Rye Pantry": what you see is real/)
    expect(await (await fetch(`${origin.origin}/__local/status${origin.search}`)).json()).toMatchObject({
      locked: true,
      siteName: 'Olive & Rye Pantry',
      problem: null,
    } satisfies Partial<LiveStatus>)
    expect(running.output()).not.toContain(KEY.apiKey)
  })

  test('prints the address at once against a Wix that never answers, and tells who opens it', async () => {
    peer.instead.set('/', 'nothing')
    running = startProcess(path.join(ROOT, '.build/local/host.cjs'))
    const {origin, searchParams} = await addressOf(running)
    const tab = await watchState({origin, token: searchParams.get('token')!})
    expect(tab.states[0]).toMatchObject({locked: true, isAsking: true, toType: null})
    tab.close()
  })

  test('follows no redirect with its own fetch either', async () => {
    const before = peer.seen.length
    peer.instead.set('/elsewhere', {status: 200, body: '{"backups": [], "properties": {}}'})
    peer.instead.set('/', {status: 307, headers: {location: 'https://www.wixapis.com/elsewhere'}})
    running = startProcess(path.join(ROOT, '.build/local/host.cjs'))
    await running.until(/sending us elsewhere[^]*It was not followed/)
    expect(peer.seen.slice(before).map(({path: asked}) => asked)).not.toContain('/elsewhere')
  })
})

const proc = process.platform === 'linux' ? test : test.skip
proc('no process that npm start starts has the key (read from /proc, so on Linux alone)', async () => {
  // In a copy, because it builds, and other tests run what is built.
  copy = mkdtempSync(path.join(ROOT, '.build/live-start-'))
  for (const part of ['scripts', 'local', 'src', 'package.json', 'tsconfig.json']) {
    cpSync(path.join(ROOT, part), path.join(copy, part), {recursive: true})
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'))
  running = startProcess(path.join(copy, 'scripts/start.mjs'))
  await addressOf(running)
  const started = childrenOf(running.pid)
  expect(started.length).toBeGreaterThan(0)
  for (const pid of started) expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain(KEY.apiKey)
  // What it is for has it.
  await running.until(/Live site "Olive & Rye Pantry"/)
})

interface Running {
  pid: number
  output(): string
  /** Waits for a line that has come already, or will. */
  until(pattern: RegExp): Promise<RegExpExecArray>
  kill(): Promise<void>
}

function startProcess(file: string): Running {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--require', path.join(__dirname, 'route-wix.cjs'), file],
    {
      env: {
        ...environment(),
        PORT: '0',
        WIX_SITE_ID: KEY.siteId,
        WIX_API_KEY: KEY.apiKey,
        WIX_PEER: JSON.stringify({port: peer.port, ca: peer.certificate}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  const looks = new Set<() => void>()
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      for (const look of looks) look()
    })
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    pid: child.pid!,
    output: () => output,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(output)
          if (found) resolve(found)
        }
        looks.add(look)
        look()
        void ended.then(() => reject(new Error(`It ended: ${output}`)))
      }),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function addressOf({until}: Running): Promise<URL> {
  const [address] = await until(/http:\/\/\S+\?token=\S+/)
  return new URL(address)
}

function childrenOf(pid: number): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      return new RegExp(`^PPid:\\s*${pid}$`, 'm').test(readFileSync(`/proc/${name}/status`, 'utf8'))
    } catch {
      return false
    }
  })
}
