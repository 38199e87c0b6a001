/**
 * The process that crash.test.ts kills. It works on a data folder without a pause and says on its output what
 * it is about to do and what was acknowledged. Arguments: the folder, and the step at which it kills itself.
 */
import {randomUUID} from 'node:crypto'
import {writeSync} from 'node:fs'
import {openEngine} from '../../local/engine/engine'
import type {CrashStep} from '../../local/engine/worker-protocol'
import type {Doing} from './crash-log'

// Not through the stream: a line must be out before the next thing happens.
const say = (doing: Doing) => void writeSync(1, `${JSON.stringify(doing)}\n`)

async function main(folder: string, crashAt: CrashStep | undefined) {
  const engine = await openEngine({
    folder,
    now: Date.now,
    newId: randomUUID,
    log: (line) => say({what: 'log', line}),
    settings: {backupMs: 0, restoreMs: 0},
    ...(crashAt && {crashAt}),
  })
  for (const id of ['A', 'B'])
    if (!engine.listCollections().some((one) => one.id === id)) await engine.createCollection({id})

  let version = Date.now()
  async function write() {
    const collection = Math.random() < 0.5 ? 'A' : 'B'
    version++
    say({what: 'write', collection, version})
    const items = Array.from({length: 100}, (_, n) => ({_id: `item-${n}`, version, text: 'x'.repeat(500)}))
    await engine.writeItems(collection, 'save', items, 'owner')
    say({what: 'done'})
  }

  await write()
  say({what: 'ready'})
  for (;;) {
    await write()
    say({what: 'create'})
    const {id} = await engine.createBackup()
    say({what: 'created', id})
    await write()
    await engine.tick()
    say({what: 'finished', id, status: engine.getBackup(id).status})

    const [backup] = engine.listBackups({
      status: ['READY'],
      limit: 1,
      offset: Math.floor(Math.random() * 2),
    }).items
    if (!backup) continue
    say({what: 'restore', id: backup.id})
    await engine.restoreBackup(backup.id)
    await engine.tick()
    say({what: 'restored', status: engine.listRestorations({limit: 1, offset: 0}).items[0]!.status})
  }
}

void main(process.argv[2]!, process.argv[3] as CrashStep | undefined)
