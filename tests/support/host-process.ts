import {spawn, type ChildProcess} from 'node:child_process'
import path from 'node:path'
import {END, PROGRAM} from './velo-backend'

const HOST = path.join(__dirname, '../..', PROGRAM)

export interface HostProcess {
  url: string
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** What `npm start` runs, as a process of its own. */
export async function startHostProcess(env: Record<string, string>): Promise<HostProcess> {
  const child = spawnHost(env)
  const ended = exit(child)
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /http:\/\/\S+/.exec(output)
      if (found) resolve(found[0])
    })
    void ended.then(({code, errors}) => reject(new Error(`The host ended with ${code}: ${errors}`)))
  })
  return {
    url,
    async kill(signal = END) {
      child.kill(signal)
      await ended
    },
  }
}

/** Runs the host until it ends by itself. */
export function runHostToItsEnd(env: Record<string, string>): Promise<{code: number | null; errors: string}> {
  return exit(spawnHost(env))
}

// A failed expectation must not leave a process behind, which jest would wait for.
const running = new Set<ChildProcess>()
afterEach(() => running.forEach((child) => child.kill(END)))

/** Whoever has a real site's key in their shell must not have the tests work on that site. */
export function environment(): NodeJS.ProcessEnv {
  const {WIX_SITE_ID: _site, WIX_API_KEY: _key, WIX_SITE_MAY_BE_DESTROYED: _may, ...others} = process.env
  return others
}

function spawnHost(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [HOST], {
    env: {...environment(), PORT: '0', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

function exit(child: ChildProcess): Promise<{code: number | null; errors: string}> {
  let errors = ''
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({code, errors})))
}
