import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {cpus, tmpdir} from 'node:os'
import path from 'node:path'
import {createClient} from '@wix/sdk'
import {backups, collections, items} from '@wix/data'
import Libsql from 'libsql'
import * as webMethods from 'backend/backups.web'
import {newProcess} from 'backend/operations/operation'
import {createOperations} from 'backend/operations/operations'
import {CallLimiter} from 'backend/wix/call-limiter'
import {VELO_TIMING} from 'backend/wix/wix-request'
import type {RestoreForecast} from 'public/contract'
import {readResult} from 'public/read-result'
import {startHost} from '../local/host/start-host'
import {sampleId, sampleItem} from './sample-items'

const ROUNDS = 200
const COLLECTIONS = 100
const LATENCY_MS = 50
const ITEMS = 50_000
const BULK = 1000

void main()

async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'web-methods-bench-'))
  const host = await startHost({
    port: 0,
    folder: path.join(folder, 'site'),
    seed: 'empty',
    built: '.build',
    version: 'bench',
    settings: {backupMs: 0, restoreMs: 0},
    log: () => undefined,
  })
  const sdk = createClient({
    modules: {backups, collections, items},
    auth: {getAuthHeaders: () => ({headers: {Authorization: 'local-app'}})},
    fetch: ((input: string, init?: RequestInit) => {
      const {pathname, search} = new URL(input)
      return fetch(`${host.url}${pathname}${search}`, init)
    }) as typeof fetch,
  })
  const rows: string[] = []
  const row = (what: string, figure: string, toReach = '') =>
    rows.push(`| ${what} | ${figure} | ${toReach} |`)

  for (let n = 0; n < COLLECTIONS; n++) await sdk.collections.createDataCollection({_id: `C${n}`})
  const {backup} = await sdk.backups.createBackup()
  await host.site.engine.idle()

  // In turn, so that whatever else the machine does falls on both.
  const direct: number[] = []
  const method: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    direct.push(await time(() => sdk.backups.listBackups({paging: {limit: 100}})))
    method.push(await time(() => webMethods.listBackups({paging: {limit: 100}})))
  }
  row('`listBackups`, the SDK directly', ms(median(direct)))
  row('`listBackups`, the web method', ms(median(method)))
  row('· of its own, at the median', ms(median(method) - median(direct)), '≤ 10 ms')

  host.faults.add({operation: '*', effect: 'latency', latencyMs: LATENCY_MS, times: 1_000_000})
  for (let n = 0; n < COLLECTIONS; n += 2) await sdk.items.insert(`C${n}`, {n})
  const allowed = createOperations(newProcess(VELO_TIMING, new CallLimiter({aMinute: 1000, atOnce: 4})))
  const before = performance.now()
  let next: string | null = null
  let counted = 0
  do {
    const slice: RestoreForecast = readResult(await allowed.forecastRestore(backup!._id!, null, next))
    counted += slice.collections.length
    next = slice.next
  } while (next !== null)
  row(
    `forecast of ${counted} collections, half of them changed, ${LATENCY_MS} ms simulated latency, 1,000 calls a minute allowed`,
    ms(performance.now() - before),
    '< 4 s',
  )
  host.faults.clear()

  await sdk.collections.createDataCollection({_id: 'Loaded'})
  const sample = Array.from({length: ITEMS}, (_, n) => sampleItem(n, sampleId(n)))
  const bare = new Libsql(path.join(folder, 'bare.db'))
  bare.exec('PRAGMA page_size = 8192')
  bare.prepare('PRAGMA journal_mode = WAL').all()
  bare.exec('PRAGMA synchronous = FULL')
  bare.exec(
    'CREATE TABLE items (rowid INTEGER PRIMARY KEY, collection INTEGER, id TEXT, data TEXT); CREATE UNIQUE INDEX i ON items (collection, id)',
  )
  const insert = bare.prepare('INSERT INTO items (collection, id, data) VALUES (1, ?, ?)')
  let bareMs = 0
  let wireMs = 0
  // Two requests under way, as an import with any patience has.
  for (let start = 0; start < ITEMS; start += 2 * BULK) {
    const pair = [sample.slice(start, start + BULK), sample.slice(start + BULK, start + 2 * BULK)]
    bareMs += await time(async () => {
      for (const bulk of pair) {
        bare.exec('BEGIN')
        for (const item of bulk) insert.run(item._id, JSON.stringify(item))
        bare.exec('COMMIT')
      }
    })
    wireMs += await time(() => Promise.all(pair.map((bulk) => post(host.url, bulk))))
  }
  const perSecond = (elapsed: number) => Math.round((ITEMS / elapsed) * 1000).toLocaleString('en-US')
  row(
    `loading ${ITEMS.toLocaleString('en-US')} items through the wire, bulks of 1,000`,
    `${perSecond(wireMs)} items/s`,
  )
  row('bare SQLite inserts, in turn', `${perSecond(bareMs)} items/s`)
  row('· ratio of items a second', (bareMs / wireMs).toFixed(2), '≥ 0.35')

  await host.close()
  rmSync(folder, {recursive: true, force: true})
  const report = `# Web methods and the wire, measured

Written by \`npm run bench\`; do not edit. Figures that are compared were taken in turn, in one run.

${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}.

| | | to reach |
|---|---:|---|
${rows.join('\n')}
`
  process.stdout.write(report)
  writeFileSync('bench/RESULTS-WEB-METHODS.md', report)
}

async function post(url: string, bulk: object[]): Promise<void> {
  const response = await fetch(`${url}/wix-data/v2/bulk/items/insert`, {
    method: 'POST',
    headers: {authorization: 'local-app', 'content-type': 'application/json'},
    body: JSON.stringify({dataCollectionId: 'Loaded', dataItems: bulk.map((data) => ({data}))}),
  })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  await response.arrayBuffer()
}

async function time(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await body()
  return performance.now() - start
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function ms(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(2)} ms`
}
