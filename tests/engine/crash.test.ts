import {spawn} from 'node:child_process'
import path from 'node:path'
import {createInterface} from 'node:readline'
import {build} from 'esbuild'
import {openEngine} from '../../local/engine/engine'
import {openDatabase} from '../../local/engine/open-database'
import type {Engine} from '../../local/engine/types'
import type {CrashStep} from '../../local/engine/worker-protocol'
import {CrashLog, type Doing, type Versions} from './crash-log'
import {closeEngines, newFolder} from './new-engine'
import {readdirSync} from 'node:fs'

const KILLS = Number(process.env.CRASH_KILLS ?? 20)
const root = path.join(__dirname, '../..')
const child = path.join(root, '.build/local/crash-child.cjs')

const STEPS: CrashStep[] = [
  'before the copy',
  'during the copy',
  'before the rename',
  'after the rename',
  'before the commit',
  'after the commit',
]

beforeAll(async () => {
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/engine/crash-child.ts'],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'error',
  })
})
afterAll(closeEngines)

describe('a process that is killed', () => {
  test(
    `leaves everything whole, ${KILLS} times`,
    async () => {
      const folder = newFolder()
      const log = new CrashLog()
      for (let kill = 0; kill < KILLS; kill++) {
        // Half of them at a step that has a name, the others whenever.
        const step = kill % 2 === 0 ? STEPS[(kill / 2) % STEPS.length] : undefined
        await runAndKill(folder, step, log)
        await expectWhole(folder, log)
      }
    },
    KILLS * 5000,
  )
})

/** Without a step, at some time within the first 700 ms of its work: several backups and restores long. */
function runAndKill(folder: string, step: CrashStep | undefined, log: CrashLog): Promise<void> {
  return new Promise((resolve, reject) => {
    const process = spawn('node', [child, folder, ...(step ? [step] : [])], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const output = createInterface(process.stdout)
    let killed: string | null = null
    process.on('exit', (_code, signal) => (killed = signal))
    output.on('line', (line) => {
      const doing = JSON.parse(line) as Doing
      log.say(doing)
      if (doing.what === 'ready' && !step) setTimeout(() => process.kill('SIGKILL'), Math.random() * 700)
    })
    // After the last line that was said.
    process.on('close', () => {
      if (killed === 'SIGKILL') resolve()
      else reject(new Error(`the child ended by itself: ${log.lines.join('\n')}`))
    })
  })
}

async function expectWhole(folder: string, log: CrashLog) {
  const lines: string[] = []
  const engine = await openEngine({
    folder,
    now: Date.now,
    newId: () => `check-${Math.random()}`,
    log: (line) => void lines.push(line),
    settings: {backupMs: 0, restoreMs: 0},
  })
  try {
    const all = {limit: 1000, offset: 0}
    await expectContent(engine, log)

    await engine.tick()
    expect(engine.listRestorations({...all, status: ['PENDING', 'FAILED']}).items).toEqual([])

    const {items: backups} = engine.listBackups(all)
    const ready = backups.filter(({status}) => status === 'READY')
    expect(backups.filter(({status}) => status === 'PENDING')).toEqual([])
    for (const id of log.backups.keys()) expect(backups.map((backup) => backup.id)).toContain(id)
    for (const {id, status} of backups)
      if (log.finished.get(id) === 'READY') expect(['READY', 'DELETED']).toContain(status)
    expect(readdirSync(path.join(folder, 'backups')).sort()).toEqual(
      ready.map(({id}) => `${id}.sqlite`).sort(),
    )
    expect(ready.length).toBeLessThanOrEqual(3)

    for (const {id} of ready) {
      await engine.restoreBackup(id)
      await engine.tick()
      expect(engine.listRestorations({limit: 1, offset: 0}).items[0]).toMatchObject({status: 'COMPLETED'})
      const held = await versionsIn(engine)
      // One whose acknowledgement did not come through: what was there when it was asked for.
      if (!log.backups.has(id)) log.backups.set(id, log.creating ?? held)
      expect(held).toEqual(log.backups.get(id))
      log.versions = held
    }
    log.writing = log.restoring = log.creating = undefined
    log.restorations = engine.listRestorations(all).total
  } finally {
    await engine.close()
  }
  for (const file of ['live.db', 'meta.db']) {
    const db = openDatabase(path.join(folder, file))
    expect(db.all('PRAGMA integrity_check')).toEqual([{integrity_check: 'ok'}])
    db.close()
  }
}

async function expectContent(engine: Engine, log: CrashLog) {
  const versions = await versionsIn(engine)
  const {items, total} = engine.listRestorations({limit: 1, offset: 0})
  // A restoration that is said to be COMPLETED is visible; one that is not, is not.
  const completed = log.restoring && total > log.restorations && items[0]!.status === 'COMPLETED'
  if (completed) expect(versions).toEqual(log.backups.get(log.restoring!))
  else expect([log.versions, log.writing]).toContainEqual(versions)
  log.versions = versions
}

/** Every item of a collection has the same version, or something was done by halves. */
async function versionsIn(engine: Engine): Promise<Versions> {
  const versionOf = async (collection: string) => {
    if (!engine.listCollections().some(({id}) => id === collection)) return 0
    const {items} = await engine.queryItems(collection, {limit: 1000, offset: 0})
    const versions = [...new Set(items.map(({version}) => version as number))]
    expect(versions.length).toBeLessThanOrEqual(1)
    expect([0, 100]).toContain(items.length)
    return versions[0] ?? 0
  }
  return {A: await versionOf('A'), B: await versionOf('B')}
}
