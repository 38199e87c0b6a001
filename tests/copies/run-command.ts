import {spawn, type ChildProcess} from 'node:child_process'
import path from 'node:path'

export const COMMAND = path.join(__dirname, '../../bin/backups.mjs')

export interface Ran {
  /** `null`: killed. */
  code: number | null
  stdout: string
  stderr: string
}

export interface Running {
  child: ChildProcess
  ended: Promise<Ran>
}

export interface RunOptions {
  env?: Record<string, string>
  cwd?: string
  /** A shell's command that comes first, such as a limit. */
  shell?: string
}

const running = new Set<ChildProcess>()
// A failed expectation must not leave a process behind, which jest would wait for.
afterEach(() => running.forEach((child) => child.kill('SIGKILL')))

/** The command as a person runs it. Whatever site this machine's environment names is not meant. */
export function startCommand(args: string[], {env = {}, cwd, shell}: RunOptions = {}): Running {
  const command = [process.execPath, COMMAND, ...args]
  const [program = '', ...rest] =
    shell === undefined ? command : ['bash', '-c', `${shell}; exec "$@"`, 'bash', ...command]
  const child = spawn(program, rest, {
    env: {...process.env, WIX_SITE_ID: '', WIX_API_KEY: '', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && {cwd}),
  })
  running.add(child)
  const ran: Ran = {code: null, stdout: '', stderr: ''}
  child.stdout.on('data', (chunk: Buffer) => (ran.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (ran.stderr += chunk.toString()))
  const ended = new Promise<Ran>((resolve) =>
    child.on('close', (code) => {
      running.delete(child)
      resolve({...ran, code})
    }),
  )
  return {child, ended}
}

export function runCommand(args: string[], options?: RunOptions): Promise<Ran> {
  return startCommand(args, options).ended
}

/** What `--json` printed: one value, and nothing else. */
export async function runForJson<T>(
  args: string[],
  options?: RunOptions,
): Promise<{code: number | null; json: T; stderr: string}> {
  const {code, stdout, stderr} = await runCommand([...args, '--json'], options)
  return {code, json: JSON.parse(stdout) as T, stderr}
}
