import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {cpus, tmpdir} from 'node:os'
import path from 'node:path'
import {newProcess} from 'backend/operations/operation'
import {createOperations} from 'backend/operations/operations'
import {CallLimiter} from 'backend/wix/call-limiter'
import type {Backup, Result} from 'public/contract'
import type {ItemComparison, Look, ReceiptSlice} from 'public/recovery-contract'
import {startHost, type Host} from '../local/host/start-host'
import {runAs} from '../local/host/wix-context'
import {sampleId, sampleItem} from './sample-items'

const LATENCY_MS = 50
const UNLIMITED = {aMinute: 1_000_000, atOnce: 4}
const COLLECTION = 'Products'

void main()

async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'recovery-bench-'))
  const host = await startHost({
    port: 0,
    folder: path.join(folder, 'site'),
    seed: 'empty',
    built: '.build',
    version: 'bench',
    settings: {backupMs: 0, restoreMs: 0},
    log: () => undefined,
  })
  const rows: string[] = []
  const row = (what: string, figure: string, toReach = '') =>
    rows.push(`| ${what} | ${figure} | ${toReach} |`)

  slowDown(LATENCY_MS)
  for (const {items, differences, limits, note, toReach} of [
    {items: 10_000, differences: 1000, limits: UNLIMITED, note: '', toReach: 'under 5 s'},
    {
      items: 100_000,
      differences: 1000,
      limits: undefined,
      note: ', within the quota',
      toReach: 'under 2 min',
    },
  ]) {
    const shop = await newShop(host, items, differences, limits)
    const compared = await compare(shop)
    const fewest = 2 * Math.ceil(items / 1000) + 2 * Math.ceil(differences / 1000)
    const size = items.toLocaleString('en-US')
    row(
      `${size} items with ${differences} differences compared at 50 ms latency${note}`,
      seconds(compared.ms),
      toReach,
    )
    row(`– calls, the fewest being ${fewest}`, `${(compared.calls / fewest).toFixed(2)} ×`, 'at most 1.1 ×')
    row('– the longest request', seconds(compared.longestMs), 'under 10 s')
    row('– memory on top, at most', `${compared.megabytes.toFixed(0)} MB`, 'under 100 MB')
    if (compared.found !== differences)
      throw new Error(`Found ${compared.found} of ${differences} differences`)
    if (items === 10_000) {
      const {ms, back} = await bringBack(shop, 500)
      row(`${back} deleted items brought back and verified, at 50 ms latency`, seconds(ms))
    }
    await shop.call('closeLook', shop.look.id)
  }

  await host.close()
  rmSync(folder, {recursive: true, force: true})
  const table = [
    '# Item recovery, measured',
    '',
    `\`npm run bench recovery\`: ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}.`,
    'The backend, over HTTP, against the local Wix in the same process; each call to Wix takes 50 ms longer.',
    '',
    '| what | figure | to reach |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
  writeFileSync('bench/RESULTS-RECOVERY.md', table)
  console.log(table)
}

interface Shop {
  look: Look
  deleted: string[]
  call<T>(name: string, ...args: unknown[]): Promise<T>
}

/** A collection that was backed up, and differs from its backup since: half deleted, half changed. */
async function newShop(
  host: Host,
  count: number,
  differences: number,
  limits: {aMinute: number; atOnce: number} | undefined,
): Promise<Shop> {
  const {engine} = host.site
  const operations = createOperations(newProcess(undefined, new CallLimiter(limits))) as unknown as Record<
    string,
    (...args: unknown[]) => Promise<Result<unknown>>
  >
  const call = async <T>(name: string, ...args: unknown[]): Promise<T> => {
    const result = await runAs('local-owner', () => operations[name]!(...args))
    if (!result.ok) throw new Error(result.error.message)
    return result.value as T
  }
  if (engine.listCollections().some(({id}) => id === COLLECTION)) await engine.deleteCollection(COLLECTION)
  await engine.createCollection({
    id: COLLECTION,
    fields: [{key: 'title', displayName: 'Title', type: 'TEXT'}],
  })
  for (let at = 0; at < count; at += 1000) {
    await engine.writeItems(
      COLLECTION,
      'insert',
      Array.from({length: 1000}, (_, n) => sampleItem(at + n, sampleId(at + n))),
      'owner',
    )
  }
  const backup = await call<Backup>('createBackup', {})
  await engine.idle()
  host.site.clock.advance(1000)
  const step = Math.floor(count / differences)
  const chosen = Array.from({length: differences}, (_, n) => sampleId(n * step))
  const deleted = chosen.filter((_, n) => n % 2 === 0)
  await engine.removeItems(COLLECTION, deleted)
  const changes = chosen.filter((_, n) => n % 2 === 1)
  await engine.patchItems(
    COLLECTION,
    changes.map((itemId) => ({itemId, set: {title: 'Changed'}, remove: []})),
  )
  const {id} = await call<Look>('lookInside', backup.id, [COLLECTION])
  await engine.idle()
  return {look: await call<Look>('getLook', id), deleted, call}
}

async function compare({look, call}: Shop) {
  const started = performance.now()
  const before = memory()
  const sampled = {most: before}
  const sampling = setInterval(() => (sampled.most = Math.max(sampled.most, memory())), 20)
  calls = 0
  let longestMs = 0
  let found = 0
  let next: string | null = null
  let slices = 0
  do {
    const began = performance.now()
    const slice: ItemComparison = await call('compareItems', look.id, COLLECTION, next)
    longestMs = Math.max(longestMs, performance.now() - began)
    found += slice.deleted.length + slice.changed.length
    next = slice.next
    slices += 1
    if (next !== null) await new Promise((resolve) => setTimeout(resolve, slice.waitMs))
  } while (next !== null)
  clearInterval(sampling)
  // One call a slice reads the look itself.
  return {
    ms: performance.now() - started,
    calls: calls - slices,
    longestMs,
    found,
    megabytes: (sampled.most - before) / 1e6,
  }
}

async function bringBack({look, deleted, call}: Shop, count: number) {
  const started = performance.now()
  const choices = [{collectionId: COLLECTION, itemIds: deleted.slice(0, count), references: true}]
  let receipt: ReceiptSlice = await call('bringBack', look.id, choices, null)
  while (receipt.next !== null) {
    const {waitMs, next} = receipt
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    receipt = await call('bringBack', look.id, choices, next)
  }
  const back = receipt.items.filter(({outcome}) => outcome === 'BROUGHT_BACK').length
  return {ms: performance.now() - started, back}
}

let calls = 0

/** Each call to Wix takes longer, as over a network. */
function slowDown(ms: number): void {
  const real = globalThis.fetch
  globalThis.fetch = (async (input: URL, init?: RequestInit) => {
    const {pathname} = new URL(input)
    if (!pathname.startsWith('/wix-data/')) return real(input, init)
    calls += 1
    await new Promise((resolve) => setTimeout(resolve, ms))
    return real(input, init)
  }) as typeof fetch
}

function memory(): number {
  const {heapUsed, external} = process.memoryUsage()
  return heapUsed + external
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
