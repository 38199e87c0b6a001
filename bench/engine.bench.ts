import {execFileSync} from 'node:child_process'
import {chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {cpus, release, tmpdir, totalmem} from 'node:os'
import path from 'node:path'
import {monitorEventLoopDelay} from 'node:perf_hooks'
import Libsql from 'libsql'
import {openEngine} from '../local/engine/engine'
import type {Engine} from '../local/engine/types'
import {bareSqlite} from './bare-sqlite'
import type {HistoryFigures, HistoryTable} from './history.bench'
import {postgres, type PostgresTimes} from './postgres'
import {sampleId, sampleItem} from './sample-items'

const COLLECTIONS = Array.from({length: 10}, (_, n) => `Collection${n}`)
const ROUNDS = 3

interface Figures {
  items: number
  liveBytes: number
  backupBytes: number
  load: number
  bareInsert: number
  backup: number
  bareVacuum: number
  restoreChanged: number
  restoreUnchanged: number
  firstWriteAfter: number
  bareRestore: number
  deleteBackup: number
  readIdle: number
  readBeside: number
  writeIdle: number
  writeBeside: number
  longestStall: number
  peakRss: number
  postgres: PostgresTimes | null
}

if (process.argv[2] === 'bare') {
  const [what, file, other] = process.argv.slice(3)
  process.stdout.write(String(bareSqlite(what!, file!, other!)))
} else void main()

async function main() {
  const sizes = process.argv.slice(2).map(Number)
  const all: Figures[] = []
  for (const items of sizes.length ? sizes : [10_000, 100_000, 1_000_000]) all.push(await measure(items))
  process.stderr.write('sites with a history\n')
  const report = [table(all), ...histories()].join('\n')
  process.stdout.write(report)
  writeFileSync('bench/RESULTS.md', report)
}

async function measure(items: number): Promise<Figures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'engine-bench-'))
  // PostgreSQL's user has to get to its own folder in it.
  chmodSync(folder, 0o755)
  const say = (what: string) =>
    process.stderr.write(`${items}: ${what} (RSS ${Math.round(process.memoryUsage.rss() / 1e6)} MB)\n`)
  let ids = 0
  const engine = await openEngine({
    folder: path.join(folder, 'site'),
    now: Date.now,
    newId: () => `new-${++ids}`,
    log: say,
    settings: {backupMs: 0, restoreMs: 0},
  })
  const live = path.join(folder, 'site/live.db')
  const bare = (what: string, file: string, other: string) =>
    Number(execFileSync(process.execPath, [__filename, 'bare', what, file, other], {encoding: 'utf8'}))
  try {
    for (const id of COLLECTIONS) await engine.createCollection({id})
    const rss = watchRss()

    say('load')
    const load = await time(() => loadItems(engine, items))
    const readIdle = await medianRead(engine, items)
    const writeIdle = await medianWrite(engine)

    say('backup')
    const backups: number[] = []
    const vacuums: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      vacuums.push(bare('vacuum', live, path.join(folder, 'vacuumed.db')))
      backups.push(await time(() => backUp(engine)))
    }
    const backup = engine.listBackups({limit: 1, offset: 0}).items[0]!

    say('backup with reads and writes beside')
    const beside = await besideBackup(engine, items)

    say('restore')
    const changed: number[] = []
    const unchanged: number[] = []
    const afterwards: number[] = []
    const bareRestores: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await changeTenth(engine, items, round)
      await engine.idle()
      const copy = path.join(folder, 'bare.db')
      copyLive(live, copy)
      bareRestores.push(bare('restore', copy, path.join(folder, 'vacuumed.db')))
      for (const end of ['', '-wal', '-shm']) rmSync(copy + end, {force: true})
      changed.push(await time(() => restore(engine, backup.id)))
      afterwards.push(await oneWriteAfter(engine))
      unchanged.push(await time(() => restore(engine, backup.id)))
    }
    await check(engine, items)
    const deleteBackup = await time(() => engine.deleteBackup(backup.id))
    const peakRss = rss.stop()
    const liveBytes = statSync(live).size
    await engine.close()

    say('bare inserts')
    const bareInsert = bare('insert', path.join(folder, 'inserted.db'), String(items))
    say('PostgreSQL')
    const pg = await postgres(items, path.join(folder, 'pg'))
    return {
      items,
      liveBytes,
      backupBytes: backup.sizeInBytes!,
      load,
      bareInsert,
      backup: median(backups),
      bareVacuum: median(vacuums),
      restoreChanged: median(changed),
      restoreUnchanged: median(unchanged),
      firstWriteAfter: median(afterwards),
      bareRestore: median(bareRestores),
      deleteBackup,
      readIdle,
      writeIdle,
      ...beside,
      peakRss,
      postgres: pg,
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function loadItems(engine: Engine, items: number) {
  for (let start = 0; start < items; start += 1000) {
    const bulk = Array.from({length: Math.min(1000, items - start)}, (_, n) =>
      sampleItem(start + n, sampleId(start + n)),
    )
    await engine.writeItems(COLLECTIONS[(start / 1000) % 10]!, 'insert', bulk, 'owner')
  }
}

async function backUp(engine: Engine) {
  const {id} = await engine.createBackup()
  await engine.tick()
  if (engine.getBackup(id).status !== 'READY') throw new Error('the backup failed')
}

async function restore(engine: Engine, backupId: string) {
  await engine.restoreBackup(backupId)
  await engine.tick()
  if (engine.listRestorations({limit: 1, offset: 0}).items[0]!.status !== 'COMPLETED')
    throw new Error('the restore failed')
}

/** Of each thousand: 80 updated, 10 removed and 10 inserted. */
async function changeTenth(engine: Engine, items: number, round: number) {
  for (let start = 0; start < items; start += 1000) {
    const collection = COLLECTIONS[(start / 1000) % 10]!
    const some = (from: number, count: number) =>
      Array.from({length: count}, (_, n) => start + ((from + n * 9 + round) % 1000))
    await engine.writeItems(
      collection,
      'save',
      some(0, 80).map((n) => ({...sampleItem(n, sampleId(n)), title: `changed ${round}`})),
      'owner',
    )
    await engine.removeItems(collection, some(800, 10).map(sampleId))
    await engine.writeItems(
      collection,
      'insert',
      some(0, 10).map((n) => ({n, title: 'added'})),
      'owner',
    )
  }
}

async function check(engine: Engine, items: number) {
  let total = 0
  for (const id of COLLECTIONS) total += await engine.countItems(id)
  if (total !== items) throw new Error(`${total} items after the restore, not ${items}`)
}

/** Reads of one item and queries of fifty, one after the other. */
async function oneRead(engine: Engine, items: number, n: number): Promise<number> {
  const item = (n * 104_729) % items
  const collection = COLLECTIONS[Math.floor(item / 1000) % 10]!
  return time(() =>
    n % 2
      ? engine.getItem(collection, sampleId(item))
      : engine.queryItems(collection, {filter: {_id: {$in: [sampleId(item)]}}, limit: 50, offset: 0}),
  )
}

async function medianRead(engine: Engine, items: number) {
  const times: number[] = []
  for (let n = 0; n < 2000; n++) times.push(await oneRead(engine, items, n))
  return median(times)
}

const oneWrite = (engine: Engine) =>
  time(() => engine.writeItems(COLLECTIONS[0]!, 'save', [{_id: 'beside', title: 'written beside'}], 'owner'))

async function medianWrite(engine: Engine) {
  const times: number[] = []
  for (let n = 0; n < 50; n++) times.push(await oneWrite(engine))
  await engine.removeItems(COLLECTIONS[0]!, ['beside'])
  return median(times)
}

async function oneWriteAfter(engine: Engine) {
  const waited = await oneWrite(engine)
  await engine.removeItems(COLLECTIONS[0]!, ['beside'])
  return waited
}

async function besideBackup(engine: Engine, items: number) {
  const delay = monitorEventLoopDelay({resolution: 1})
  delay.enable()
  let running = true
  const {id} = await engine.createBackup()
  const backup = engine.tick().then(() => void (running = false))
  const reads: number[] = []
  const writes: number[] = []
  for (let n = 0; running; n++) {
    reads.push(await oneRead(engine, items, n))
    if (n % 20 === 0) writes.push(await oneWrite(engine))
  }
  await backup
  delay.disable()
  await engine.removeItems(COLLECTIONS[0]!, ['beside'])
  await engine.deleteBackup(id)
  return {readBeside: median(reads), writeBeside: median(writes), longestStall: delay.max / 1e6}
}

/** Also what is only in the log yet: through SQLite, not around it. */
function copyLive(live: string, copy: string) {
  const db = new Libsql(live)
  db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
  db.close()
  copyFileSync(live, copy)
  if (existsSync(`${live}-wal`) && statSync(`${live}-wal`).size > 0)
    copyFileSync(`${live}-wal`, `${copy}-wal`)
}

function watchRss() {
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
  return {
    stop() {
      clearInterval(timer)
      return peak
    },
  }
}

async function time(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await body()
  return performance.now() - start
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function table(all: Figures[]): string {
  const ms = (value: number) =>
    value < 10
      ? `${value.toFixed(2)} ms`
      : value < 1000
        ? `${Math.round(value)} ms`
        : `${(value / 1000).toFixed(2)} s`
  const mb = (value: number) => `${(value / 1e6).toFixed(0)} MB`
  const ratio = (a: number, b: number) => (a / b).toFixed(2)
  const rows: [string, (figures: Figures) => string, string?][] = [
    ['live.db', (f) => mb(f.liveBytes)],
    ['a backup', (f) => mb(f.backupBytes)],
    [
      'load, bulks of 1,000',
      (f) => `${ms(f.load)} (${Math.round((f.items / f.load) * 1000).toLocaleString('en')} items/s)`,
    ],
    ['bare SQLite inserts', (f) => ms(f.bareInsert)],
    ['· ratio of items a second', (f) => ratio(f.bareInsert, f.load)],
    ['**backup**, everything included', (f) => `**${ms(f.backup)}**`],
    ['bare `VACUUM INTO`', (f) => ms(f.bareVacuum)],
    ['· ratio', (f) => ratio(f.backup, f.bareVacuum), '≤ 2.0'],
    [
      '`pg_dump -Fc` (and uncompressed)',
      (f) => (f.postgres ? `${ms(f.postgres.dump)} (${ms(f.postgres.dumpUncompressed)})` : 'not installed'),
      'slower than backup',
    ],
    ['**restore** after 10% changed', (f) => `**${ms(f.restoreChanged)}**`],
    ['bare delete-and-insert restore', (f) => ms(f.bareRestore)],
    ['· ratio', (f) => ratio(f.restoreChanged, f.bareRestore), '≤ 0.6'],
    ['first write after it (the log is moved into the database meanwhile)', (f) => ms(f.firstWriteAfter)],
    ['**restore**, nothing changed', (f) => `**${ms(f.restoreUnchanged)}**`],
    ['· ratio', (f) => ratio(f.restoreUnchanged, f.bareRestore), '≤ 0.25'],
    [
      '`pg_restore --clean`',
      (f) => (f.postgres ? ms(f.postgres.restore) : 'not installed'),
      'slower than restore',
    ],
    ['delete a backup', (f) => ms(f.deleteBackup)],
    ['median read, idle', (f) => ms(f.readIdle)],
    ['median read beside a backup', (f) => ms(f.readBeside)],
    ['· ratio', (f) => ratio(f.readBeside, f.readIdle), '≤ 1.5'],
    ['median write, idle', (f) => ms(f.writeIdle)],
    ['median write beside a backup', (f) => ms(f.writeBeside)],
    ['longest event-loop stall beside a backup', (f) => ms(f.longestStall), '≤ 50 ms'],
    ['peak RSS of the process', (f) => mb(f.peakRss), '≤ 400 MB'],
  ]
  const growth = all.flatMap((large) => {
    const small = all.find((one) => one.items * 10 === large.items)
    if (!small) return []
    const times = (key: 'backup' | 'restoreChanged' | 'restoreUnchanged') =>
      `${ratio(large[key], small[key])} ×`
    return [
      `From ${small.items.toLocaleString('en')} to ${large.items.toLocaleString('en')} items (to reach from 100,000 on: ≤ 11 ×): backup ${times('backup')}, restore after 10% changed ${times('restoreChanged')}, restore with nothing changed ${times('restoreUnchanged')}.`,
    ]
  })
  const sqlite = new Libsql(':memory:').prepare('SELECT sqlite_version() AS version').all() as {
    version: string
  }[]
  return [
    '# The local engine, measured',
    '',
    'Items of about 400 bytes in ten collections. Written by `npm run bench`; do not edit. Backups and restores are the median of three rounds, taken in turn with the bare ones; the bare ones run in a process of their own, on the same tables, page size and durability.',
    '',
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Linux ${release()}, Node ${process.version}, libsql ${version('libsql')} (SQLite ${sqlite[0]?.version}), ${all[0]?.postgres?.version ?? 'PostgreSQL not installed'}.`,
    '',
    `| | ${all.map((figures) => figures.items.toLocaleString('en')).join(' | ')} | to reach |`,
    `|---|${all.map(() => '---:|').join('')}---|`,
    ...rows.map(([name, cell, target]) => `| ${name} | ${all.map(cell).join(' | ')} | ${target ?? ''} |`),
    '',
    ...growth,
    '',
  ].join('\n')
}

/** What requests take on sites that are the same but for their past. */
function histories(): string[] {
  const program = path.join(__dirname, 'history-bench.cjs')
  const output = execFileSync(process.execPath, [program], {encoding: 'utf8', maxBuffer: 1e9})
  const tables = JSON.parse(output) as HistoryTable[]
  const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`
  const one = ({collections, past, figures}: HistoryTable): string[] => {
    const [fresh, page, old] = figures as [HistoryFigures, HistoryFigures, HistoryFigures]
    const row = (what: string, key: keyof HistoryFigures, beside: HistoryFigures, than: string) =>
      `| ${what} | ${figures.map((each) => ms(each[key])).join(' | ')} | ${(old[key] / beside[key]).toFixed(2)} × ${than}, ≤ 1.2 |`
    const columns = past.map((n) => (n === 0 ? 'no history' : `${n.toLocaleString('en')} past backups`))
    return [
      `| ${collections.toLocaleString('en')} collections | ${columns.join(' | ')} | the last, beside |`,
      `|---|${past.map(() => '---:|').join('')}---|`,
      row('one item', 'read', fresh, 'none'),
      row('`createBackup`', 'create', fresh, 'none'),
      row('`getOverview`, the web method', 'overview', page, 'a full page'),
      '',
    ]
  }
  return [
    '## A long history',
    '',
    'The same requests on sites that differ only in their past: backups that were evicted, and as many restorations. An overview shows the newest hundred of each with all their collections: that page is its size, and what lies behind it costs nothing.',
    '',
    ...tables.flatMap(one),
  ]
}

function version(name: string): string {
  const file = require.resolve(name)
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(path.join(path.dirname(file), 'package.json')) as {version: string}).version
}
