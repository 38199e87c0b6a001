import {spawn, spawnSync, type ChildProcess} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {cpus, release, tmpdir, totalmem} from 'node:os'
import path from 'node:path'
import {createGzip, inflateRawSync} from 'node:zlib'

const ROOT = path.join(__dirname, '../..')
const ROUNDS = 3
const RSS_EVERY_MS = 20
// A connection that rests while the SDK's process is waited for is closed by then, and nobody hears of it.
const HEADERS = {authorization: 'local-owner', 'content-type': 'application/json', connection: 'close'}

void main(process.argv.slice(2).map(Number))

async function main(sizes: number[]) {
  const all: Figures[] = []
  for (const items of sizes.length > 0 ? sizes : [100_000, 1_000_000]) all.push(await measure(items))
  const text = table(all)
  process.stdout.write(`\n${text}`)
  if (sizes.length === 0) writeFileSync(path.join(ROOT, 'bench/RESULTS-COPIES.md'), text)
}

interface Figures {
  items: number
  bareRead: number
  copy: number
  copyRss: number
  bytes: number
  gzipBytes: number
  verify: number
  bareInsert: number
  restore: number
  restoreRss: number
  /** Until the process was killed, and from the second start to the end. */
  killedAfter: number
  resumed: number
  resumedRss: number
}

/** Bare and own in turn, so that whatever else the machine does falls on both. */
async function measure(items: number): Promise<Figures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'copies-bench-'))
  const host = await startHost(path.join(folder, 'site'))
  const local = ['--local', host.url]
  const rounds = items > 100_000 ? 1 : ROUNDS
  try {
    const say = (what: string) => process.stderr.write(`${items.toLocaleString('en')}: ${what}\n`)
    say('load')
    await createCollection(host.url, 'Big')
    const bareInserts = [sdkAlone('insert', host.url, 'Big', items)]

    const reads: number[] = []
    const copies: Ran[] = []
    const file = path.join(folder, 'big.zip')
    for (let round = 0; round < rounds; round++) {
      say(`read and copy ${round + 1}`)
      reads.push(sdkAlone('read', host.url, 'Big', items))
      copies.push(await command(['copy', ...local, '--out', file, '--overwrite']))
    }
    const verified = await command(['verify', file])

    say('copy, killed and resumed')
    const killedFile = path.join(folder, 'killed.zip')
    const half = median(copies.map(({ms}) => ms)) / 2
    await command(['copy', ...local, '--out', killedFile], half)
    const resumed = await command(['copy', ...local, '--out', killedFile])
    await command(['verify', killedFile])

    const restores: Ran[] = []
    for (let round = 0; round < rounds; round++) {
      say(`insert and restore ${round + 1}`)
      const bare = `Bare${round}`
      await createCollection(host.url, bare)
      bareInserts.push(sdkAlone('insert', host.url, bare, items))
      await deleteCollection(host.url, bare)
      await deleteCollection(host.url, 'Big')
      restores.push(await command(['restore', file, ...local, '--mode', 'keep-newer']))
    }
    return {
      items,
      bareRead: median(reads),
      copy: median(copies.map(({ms}) => ms)),
      copyRss: Math.max(...copies.map(({rss}) => rss)),
      bytes: statSync(file).size,
      gzipBytes: await gzipped(file),
      verify: verified.ms,
      bareInsert: median(bareInserts.slice(1)),
      restore: median(restores.map(({ms}) => ms)),
      restoreRss: Math.max(...restores.map(({rss}) => rss)),
      killedAfter: half,
      resumed: resumed.ms,
      resumedRss: resumed.rss,
    }
  } finally {
    host.process.kill('SIGKILL')
    rmSync(folder, {recursive: true, force: true})
  }
}

async function startHost(folder: string): Promise<{url: string; process: ChildProcess}> {
  const child = spawn(process.execPath, [path.join(ROOT, '.build/local/host.cjs')], {
    env: {...process.env, PORT: '0', DATA_DIR: folder, SEED: 'empty'},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /http:\/\/\S+/.exec(chunk.toString())
      if (found) resolve(found[0])
    })
  })
  return {url, process: child}
}

async function createCollection(url: string, id: string) {
  const fields = [
    {key: 'title', type: 'TEXT'},
    {key: 'price', type: 'NUMBER'},
    {key: 'addedOn', type: 'DATETIME'},
  ]
  await fetch(`${url}/wix-data/v2/collections`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({collection: {id, fields}}),
  })
}

async function deleteCollection(url: string, id: string) {
  await fetch(`${url}/wix-data/v2/collections/${id}`, {
    method: 'DELETE',
    headers: HEADERS,
  })
}

/** Milliseconds of the SDK's own work: its process has started, and the SDK is loaded. */
function sdkAlone(what: 'read' | 'insert', url: string, collection: string, items: number): number {
  const script = path.join(ROOT, '.build/local/sdk-alone.cjs')
  const {stdout, stderr} = spawnSync(process.execPath, [script, what, url, collection, String(items)], {
    encoding: 'utf8',
  })
  const done = JSON.parse(stdout || 'null') as {ms: number; items: number} | null
  if (done?.items !== items) throw new Error(`The SDK did not ${what} ${items} items: ${stderr}`)
  return done.ms
}

interface Ran {
  ms: number
  rss: number
}

/** Start, work and end of the command's process, and the most memory that it had. */
async function command(args: string[], killAfter?: number): Promise<Ran> {
  const start = performance.now()
  const child = spawn(process.execPath, [path.join(ROOT, 'bin/backups.mjs'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  let rss = 0
  const watch = setInterval(() => (rss = Math.max(rss, mostMemory(child.pid!))), RSS_EVERY_MS)
  const kill = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
  const code = await new Promise((resolve) => child.on('close', resolve))
  clearInterval(watch)
  clearTimeout(kill)
  if (code !== 0 && killAfter === undefined)
    throw new Error(`${args.join(' ')} ended with ${String(code)}: ${errors}`)
  return {ms: performance.now() - start, rss}
}

/** Linux keeps it. */
function mostMemory(pid: number): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) * 1024
  } catch {
    return 0
  }
}

/** What `gzip -6` makes of the same lines. */
async function gzipped(file: string): Promise<number> {
  const gzip = createGzip({level: 6})
  let bytes = 0
  gzip.on('data', (chunk: Buffer) => (bytes += chunk.length))
  const ended = new Promise((resolve) => gzip.on('end', resolve))
  for (const lines of itemParts(readFileSync(file))) {
    if (!gzip.write(lines)) await new Promise((resolve) => gzip.once('drain', resolve))
  }
  gzip.end()
  await ended
  return bytes
}

function* itemParts(zip: Buffer): Generator<Buffer> {
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    const [size, name, extra] = [
      zip.readUInt32LE(at + 18),
      zip.readUInt16LE(at + 26),
      zip.readUInt16LE(at + 28),
    ]
    const data = at + 30 + name + extra
    if (zip.toString('utf8', at + 30, at + 30 + name).endsWith('.jsonl'))
      yield inflateRawSync(zip.subarray(data, data + size))
    at = data + size
  }
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function table(all: Figures[]): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
  const ratio = (value: number) => value.toFixed(2)
  const rows: [string, (figures: Figures) => string, string?][] = [
    ['bare paged read by the SDK', (f) => seconds(f.bareRead)],
    ['**copy**, from start to end of its process', (f) => `**${seconds(f.copy)}**`],
    ['· speed of the copy to that of the read', (f) => ratio(f.bareRead / f.copy), '≥ 0.5'],
    ['· memory', (f) => mb(f.copyRss), '< 150 MB'],
    ['the file', (f) => mb(f.bytes)],
    ['· to `gzip -6` of the same lines', (f) => ratio(f.bytes / f.gzipBytes), '≤ 1.2'],
    ['verify', (f) => seconds(f.verify)],
    ['copy killed after', (f) => seconds(f.killedAfter)],
    ['· resumed, from start to end', (f) => `${seconds(f.resumed)}, ${mb(f.resumedRss)}`],
    ['bare `bulkInsert` by the SDK', (f) => seconds(f.bareInsert)],
    ['**restore** of the collection, from start to end of its process', (f) => `**${seconds(f.restore)}**`],
    ['· speed of the restore to that of the inserts', (f) => ratio(f.bareInsert / f.restore), '≥ 0.6'],
    ['· memory', (f) => mb(f.restoreRss)],
  ]
  return [
    '# Own copies, measured',
    '',
    'Items of about 400 bytes in one collection of the local Wix, which runs in a process of its own. Written by `npm run bench copies`; do not edit. Up to 100,000 items the median of three rounds, bare and own in turn.',
    '',
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Linux ${release()}, Node ${process.version}.`,
    '',
    `| | ${all.map(({items}) => items.toLocaleString('en')).join(' | ')} | to reach |`,
    `|---|${all.map(() => '---:|').join('')}---|`,
    ...rows.map(([name, cell, target]) => `| ${name} | ${all.map(cell).join(' | ')} | ${target ?? ''} |`),
    '',
  ].join('\n')
}
