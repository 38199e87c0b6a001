import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {createClient} from '@wix/sdk'
import {backups, collections, items} from '@wix/data'
import * as webMethods from 'backend/backups.web'
import {openDatabase} from '../local/engine/open-database'
import {startHost, type Host} from '../local/host/start-host'
import {installWixContext} from '../local/host/wix-context'

export interface HistoryFigures {
  read: number
  create: number
  overview: number
}

/** One site without a past, one whose past fills a page of the lists, and one whose past is long. */
export interface HistoryTable {
  collections: number
  past: number[]
  figures: HistoryFigures[]
}

interface History {
  collections: number
  /** Evicted and deleted backups, and as many restorations. */
  past: number
}

const PAGE = 100
const HISTORIES: {collections: number; past: number[]}[] = [
  {collections: 8, past: [0, PAGE, 5000]},
  {collections: 1000, past: [0, PAGE, 200]},
]

const ROUNDS = 15
/** So many calls make one figure, where one is too short to be measured. */
const CALLS = 20

void main()

/** Prints the tables as JSON, for the engine's bench: a process of its own, so that its memory is not the engine's. */
async function main(): Promise<void> {
  const tables: HistoryTable[] = []
  for (const {collections, past} of HISTORIES) {
    const figures = await measure(past.map((one) => ({collections, past: one})))
    tables.push({collections, past, figures})
  }
  process.stdout.write(JSON.stringify(tables))
}

/** What a request takes, through the wire and the web methods: the median of rounds that are taken on each site in turn. */
async function measure(histories: History[]): Promise<HistoryFigures[]> {
  const sites: {host: Host; sdk: Sdk; folder: string}[] = []
  try {
    for (const history of histories) sites.push(await siteWith(history))
    const figures = sites.map((): Rounds => ({read: [], create: [], overview: []}))
    for (let round = 0; round < ROUNDS; round++) {
      // What one site has just done must not always be the same one's burden.
      const inTurn = [...sites.entries()]
      for (const [index, {host, sdk}] of round % 2 === 0 ? inTurn : inTurn.toReversed()) {
        const {read, create, overview} = figures[index]!
        installWixContext(host.url)
        read.push((await time(() => repeat(CALLS, () => sdk.items.get('C0', 'item')))) / CALLS)
        overview.push(await time(webMethods.getOverview))
        create.push(await time(() => sdk.backups.createBackup()))
        await host.site.engine.tick()
      }
    }
    return figures.map(({read, create, overview}) => ({
      read: median(read),
      create: median(create),
      overview: median(overview),
    }))
  } finally {
    for (const {host, folder} of sites) {
      await host.close()
      rmSync(folder, {recursive: true, force: true})
    }
  }
}

type Rounds = Record<keyof HistoryFigures, number[]>
type Sdk = ReturnType<typeof sdkOf>

async function siteWith({
  collections: count,
  past,
}: History): Promise<{host: Host; sdk: Sdk; folder: string}> {
  const folder = mkdtempSync(path.join(tmpdir(), 'history-bench-'))
  const site = path.join(folder, 'site')
  const open = () =>
    startHost({
      port: 0,
      folder: site,
      seed: 'empty',
      built: '.build',
      version: 'bench',
      settings: {backupMs: 0, restoreMs: 0},
      log: (line) => process.stderr.write(`${line}\n`),
    })
  const filling = await open()
  const {engine} = filling.site
  for (let n = 0; n < count; n++)
    await engine.createCollection({id: `C${n}`, displayName: `Collection number ${n}`})
  await engine.writeItems('C0', 'insert', [{_id: 'item', title: 'An item'}], 'owner')
  const now = Date.now()
  for (let week = 4; week > 0; week--) await engine.seedBackup('AUTO', now - week * 7 * 24 * 3_600_000)
  for (let n = 0; n < 3; n++) {
    await engine.createBackup()
    await engine.tick()
  }
  await engine.restoreBackup(engine.listBackups({status: ['READY'], limit: 1, offset: 0}).items[0]!.id)
  await engine.tick()
  await filling.close()
  addPast(path.join(site, 'meta.db'), past)
  const host = await open()
  return {host, sdk: sdkOf(host.url), folder}
}

/** As the engine would have left it: years of backups that were evicted, and of restorations. */
function addPast(file: string, past: number): void {
  const db = openDatabase(file)
  const [backup] = db.all<{data: string}>('SELECT data FROM backups ORDER BY number LIMIT 1')
  const [restoration] = db.all<{data: string}>('SELECT data FROM restorations LIMIT 1')
  db.transaction(() => {
    for (let n = 0; n < past; n++) {
      const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
      const requestedDate = Date.parse('2020-01-01') + n * 3_600_000
      const dates = {requestedDate, startedDate: requestedDate, finishedDate: requestedDate}
      const deleted = {
        ...JSON.parse(backup!.data),
        id,
        ...dates,
        deletedDate: requestedDate,
        status: 'DELETED',
      }
      db.run(
        'INSERT INTO backups (id, type, status, requested, data) VALUES (?, ?, ?, ?, ?)',
        id,
        'AUTO',
        'DELETED',
        requestedDate,
        JSON.stringify(deleted),
      )
      db.run(
        'INSERT INTO restorations (id, status, requested, data) VALUES (?, ?, ?, ?)',
        id,
        'COMPLETED',
        requestedDate,
        JSON.stringify({...JSON.parse(restoration!.data), id, ...dates}),
      )
    }
  })
  db.close()
}

function sdkOf(url: string) {
  return createClient({
    modules: {backups, collections, items},
    auth: {getAuthHeaders: () => ({headers: {Authorization: 'local-app'}})},
    fetch: ((input: string, init?: RequestInit) => {
      const {pathname, search} = new URL(input)
      return fetch(`${url}${pathname}${search}`, init)
    }) as typeof fetch,
  })
}

async function repeat(times: number, body: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < times; n++) await body()
}

async function time(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await body()
  return performance.now() - start
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
