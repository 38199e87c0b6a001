import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {openEngine} from '../../local/engine/engine'
import type {Engine, EngineEvent, EngineSettings, Item} from '../../local/engine/types'
import {fakeClock, type FakeClock} from './fake-clock'

/** An engine over real files, with a clock that stands still and ids that can be read. */
export interface TestEngine {
  engine: Engine
  clock: FakeClock
  folder: string
  /** What the engine logged. */
  lines: string[]
  events: EngineEvent[]
  /** Moves the clock and lets the engine catch up. */
  advance(ms: number): Promise<void>
  /** Closes it and opens the same folder again. */
  restart(): Promise<void>
  /** The files that backups occupy. */
  backupFiles(): string[]
}

const opened: TestEngine[] = []

export async function newEngine(
  options: {settings?: Partial<EngineSettings>; folder?: string; lastId?: number} = {},
): Promise<TestEngine> {
  const folder = options.folder ?? newFolder()
  const clock = fakeClock()
  const lines: string[] = []
  const events: EngineEvent[] = []
  let ids = options.lastId ?? 0

  async function open(): Promise<Engine> {
    const engine = await openEngine({
      folder,
      now: clock.now,
      newId: () => `id-${String(++ids).padStart(4, '0')}`,
      log: (line) => void lines.push(line),
      settings: {backupMs: 0, restoreMs: 0, ...options.settings},
    })
    engine.subscribe((event) => events.push(event))
    return engine
  }

  const test: TestEngine = {
    engine: await open(),
    clock,
    folder,
    lines,
    events,
    async advance(ms) {
      clock.advance(ms)
      await test.engine.tick()
    },
    async restart() {
      await test.engine.close()
      test.engine = await open()
    },
    backupFiles: () => readdirSync(path.join(folder, 'backups')).sort(),
  }
  opened.push(test)
  return test
}

const folders: string[] = []

export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'engine-'))
  folders.push(folder)
  return folder
}

/** For afterEach. */
export async function closeEngines(andRemove: unknown = true): Promise<void> {
  for (const test of opened.splice(0)) await test.engine.close()
  if (andRemove === false) return
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true})
}

export async function write(
  engine: Engine,
  collectionId: string,
  items: Record<string, unknown>[],
): Promise<void> {
  const results = await engine.writeItems(collectionId, 'save', items, 'the-owner')
  for (const result of results) if (!result.ok) throw new Error(result.message)
}

/** Everything in a collection, by id. */
export async function content(engine: Engine, collectionId: string): Promise<Record<string, Item>> {
  const {items} = await engine.queryItems(collectionId, {limit: 1000, offset: 0})
  return Object.fromEntries(items.map((item) => [item._id, item]))
}

/** The title of every item, in order of insertion. */
export async function titles(engine: Engine, collectionId: string): Promise<unknown[]> {
  const {items} = await engine.queryItems(collectionId, {limit: 1000, offset: 0})
  return items.map((item) => item.title)
}

/** Creates a backup and waits until it is what it will be. */
export async function takeBackup(test: TestEngine) {
  const {id} = await test.engine.createBackup()
  await test.engine.tick()
  return test.engine.getBackup(id)
}

export async function restore(test: TestEngine, backupId: string, collectionIds?: string[]) {
  const {engine} = test
  const {id} = collectionIds
    ? await engine.restorePartialBackup(
        backupId,
        collectionIds.map((dataCollectionId) => ({dataCollectionId})),
      )
    : await engine.restoreBackup(backupId)
  await engine.tick()
  return engine.listRestorations({limit: 1000, offset: 0}).items.find((one) => one.id === id)!
}
