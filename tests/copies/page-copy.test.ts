import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import type {Backup, PageMethods, Result} from 'public/contract'
import {openCopy, type Copy} from 'public/copies/open-copy'
import {verifyCopy} from 'public/copies/verify-copy'
import {copyToDisk, discardCopy, type CopyTold} from 'public/page/features/copies/copy-to-disk'
import {mediaAddresses} from 'public/page/features/copies/media-addresses'
import {Spool} from 'public/page/features/copies/spool'
import type {WorkPorts} from 'public/page/work-ports'
import {systemClock} from 'public/page/page-clock'
import {DiskProblem} from 'public/page/disk'
import {createOperations} from 'backend/operations/operations'
import {newProcess} from 'backend/operations/operation'
import {CallLimiter} from 'backend/wix/call-limiter'
import {runAs} from '../../local/host/wix-context'
import {siteItems} from '../../bin/site/items'
import {listCollections} from '../../bin/site/collections'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'
import {memoryDisk, type MemoryDisk} from './memory-disk'
import {asFile} from './make-copy'
import {runCommand, runForJson} from './run-command'
import {callsTo} from './site-over-http'

jest.setTimeout(60_000)

// Without the limits of a minute: this is about what is copied, not how fast.
const operations = createOperations(newProcess(undefined, new CallLimiter({aMinute: 1_000_000, atOnce: 4})))

let host: TestHost
let disk: MemoryDisk
beforeEach(async () => {
  host = await startTestHost({seed: 'demo'})
  disk = memoryDisk()
})
afterEach(() => host.close())

const task = {id: '0f0e0d0c-0b0a-4908-8706-050403020100', backupId: null, collectionIds: null}

/** The web methods over the local Wix; `before` may fail instead. */
function methodsOf(before: (name: string, args: unknown[]) => void = () => undefined): PageMethods {
  return new Proxy({} as PageMethods, {
    get:
      (_target, name: string) =>
      async (...args: unknown[]) => {
        before(name, args)
        const method = Reflect.get(operations, name) as (...given: unknown[]) => Promise<unknown>
        return JSON.parse(JSON.stringify(await runAs('local-collaborator', () => method(...args)))) as unknown
      },
  })
}

function ports(signal = new AbortController().signal, methods = methodsOf()): WorkPorts {
  return {
    methods,
    disk,
    signal,
    clock: {
      ...systemClock,
      // What is waited for is over at once.
      after: (ms, call) => systemClock.after(ms > 20_000 ? ms : 0, call),
    },
    isOnline: () => true,
    serverNow: () => new Date(host.site.clock.now()).toISOString(),
  }
}

async function contentOf(copy: Copy) {
  const content: Record<string, unknown[]> = {}
  for (const collection of copy.manifest.collections) {
    const items: unknown[] = (content[collection.id] = [])
    for await (const batch of copy.readItems(collection)) items.push(...batch)
  }
  return content
}

/** The same by Wix's own API. */
async function siteContent(ids: string[]) {
  const calls = callsTo(host.url)
  const reader = siteItems(calls)
  const definitions = await listCollections(calls)
  const content: Record<string, unknown[]> = {}
  for (const id of ids) {
    const {items} = await reader.readPage(id, {after: null, limit: 1000, withTotal: false})
    const links = definitions
      .find((one) => one.id === id)!
      .fields.filter(({type}) => type === 'MULTI_REFERENCE')
    for (const {key} of links) {
      const found = await reader.readReferences(
        id,
        key,
        items.map(({_id}) => _id),
      )
      for (const item of items) {
        delete item[key]
        if (found.get(item._id)?.length) item[key] = found.get(item._id)
      }
    }
    content[id] = items
  }
  return content
}

async function spooled(id = task.id) {
  const spool = new Spool(disk, id)
  await spool.open(true)
  return spool.archive()
}

test('a copy of the site by web methods has the items and definitions that Wix’s API gives', async () => {
  const copied = await copyToDisk(task, null, 'Shop', ports(), () => undefined)
  const copy = await verifyCopy(await spooled())
  const ids = copy.manifest.collections.map(({id}) => id)
  expect(copied).toMatchObject({items: copy.manifest.counts.items, collections: ids.length, changed: []})
  expect(copied.fileName).toMatch(/^Shop \d{4}-\d\d-\d\d\.zip$/)
  expect(await contentOf(copy)).toEqual(await siteContent(ids))
  const live = await listCollections(callsTo(host.url))
  expect(ids.length).toBeGreaterThan(2)
  for (const collection of copy.manifest.collections) {
    expect(await copy.readDefinition(collection)).toEqual(live.find(({id}) => id === collection.id))
  }
})

test('the page’s copy is as the command’s: the same parts, and the command finds the site the same', async () => {
  await copyToDisk(task, null, 'Shop', ports(), () => undefined)
  const archive = await spooled()
  const folder = mkdtempSync(path.join(tmpdir(), 'page-copy-'))
  const [mine, other] = ['page.zip', 'command.zip'].map((name) => path.join(folder, name))
  try {
    writeFileSync(mine!, await archive.read(0, archive.size))
    expect((await runCommand(['verify', mine!])).code).toBe(0)
    expect((await runCommand(['copy', '--local', host.url, '--out', other!])).code).toBe(0)
    const [pages, commands] = [await openCopy(archive), await openCopy(asFile(readFileSync(other!)))]
    // A definition's fields may stand in another order: the SDK renames some.
    const partsOf = ({manifest}: Copy) =>
      manifest.collections.map(({id, items, parts}) => ({id, items, parts}))
    expect(partsOf(pages)).toEqual(partsOf(commands))
    expect((await runForJson<{same: boolean}>(['compare', mine!, '--local', host.url])).json.same).toBe(true)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
})

test('chosen collections only, and no history of this product', async () => {
  const copied = await copyToDisk(
    {...task, collectionIds: ['Products']},
    null,
    null,
    ports(),
    () => undefined,
  )
  const {manifest} = await openCopy(await spooled())
  expect(manifest.collections.map(({id}) => id)).toEqual(['Products'])
  expect(manifest.chosen).toBe(true)
  expect(copied.fileName).toMatch(/^site /)
})

test('a copy of a backup is of its moment, and leaves no private copy', async () => {
  const before = await siteContent(['Products'])
  const backup = valueOf(await host.call<Backup>('createBackup', [{}]))
  await host.settled()
  const {backups} = await host.sdk().backups.listBackups({paging: {limit: 10}})
  expect(backups?.[0]).toMatchObject({_id: backup.id, status: 'READY'})
  await host.sdk().items.truncate('Products')
  const ready = valueOf(await host.call<Backup>('getBackup', [backup.id]))
  await copyToDisk(
    {...task, backupId: backup.id, collectionIds: ['Products']},
    ready,
    null,
    ports(),
    () => undefined,
  )
  const copy = await verifyCopy(await spooled())
  expect(copy.manifest.source).toMatchObject({kind: 'backup', backupId: backup.id})
  const ids = (items: unknown[] | undefined) => items?.map((item) => (item as {_id: string})._id)
  expect(ids((await contentOf(copy)).Products)).toEqual(ids(before.Products))
  const left = (await listCollections(callsTo(host.url))).filter(({id}) => id.startsWith('BackupsLook'))
  expect(left).toEqual([])
})

test('stopped after any number of calls and gone on with, it is the same copy', async () => {
  await copyToDisk(task, null, null, ports(), () => undefined)
  const whole = await contentOf(await verifyCopy(await spooled()))
  for (let most = 1; ; most++) {
    disk = memoryDisk()
    const stop = new AbortController()
    let calls = 0
    const methods = methodsOf(() => {
      if (++calls === most) stop.abort()
    })
    const isDone = await copyToDisk(task, null, null, ports(stop.signal, methods), () => undefined).then(
      () => true,
      () => false,
    )
    if (isDone) break
    await copyToDisk(task, null, null, ports(), () => undefined)
    expect(await contentOf(await verifyCopy(await spooled()))).toEqual(whole)
  }
})

test('a disk that is full at any write: told, nothing lost, gone on with when there is room', async () => {
  for (let room = 0; ; room++) {
    disk = memoryDisk()
    disk.room = room
    const failure = await copyToDisk(task, null, null, ports(), () => undefined).then(
      () => null,
      (error: unknown) => error,
    )
    if (failure === null) break
    expect(failure).toBeInstanceOf(DiskProblem)
    disk.room = Infinity
    await copyToDisk(task, null, null, ports(), () => undefined)
    await verifyCopy(await spooled())
  }
})

test('offline and throttled in the middle: it says what it waits for, and goes on', async () => {
  const told: CopyTold[] = []
  let calls = 0
  const methods = new Proxy(methodsOf(), {
    get:
      (target, name) =>
      async (...args: unknown[]) => {
        calls += 1
        if (calls === 2) throw new TypeError('Failed to fetch')
        if (calls === 4)
          return {ok: false, error: {code: 'THROTTLED', message: 'Wait.'}} satisfies Result<never>
        return (Reflect.get(target, name) as (...given: unknown[]) => unknown)(...args)
      },
  })
  await copyToDisk(task, null, null, ports(undefined, methods), (one) => told.push(one))
  await verifyCopy(await spooled())
  const waits = told.flatMap(({waiting}) => (waiting === undefined ? [] : [waiting?.code ?? null]))
  expect(waits).toEqual(['UNAVAILABLE', null, 'THROTTLED', null])
})

test('the media files that are not in it are listed once each', async () => {
  const address = 'wix:image://v1/abc~mv2.jpg/pie.jpg#originWidth=1'
  await host.sdk().items.insert('Products', {name: 'Pie', picture: address, more: [{src: address}]})
  await copyToDisk(task, null, null, ports(), () => undefined)
  const found = await mediaAddresses(await spooled(), new AbortController().signal)
  expect(found.filter((one) => one === address)).toHaveLength(1)
})

test('what is discarded leaves no file and no private copy', async () => {
  const backup = valueOf(await host.call<Backup>('createBackup', [{}]))
  await host.settled()
  const ready = valueOf(await host.call<Backup>('getBackup', [backup.id]))
  const stop = new AbortController()
  const methods = methodsOf((name) => {
    if (name === 'readItems') stop.abort()
  })
  await expect(
    copyToDisk({...task, backupId: backup.id}, ready, null, ports(stop.signal, methods), () => undefined),
  ).rejects.toThrow()
  await discardCopy(task.id, ports())
  expect(disk.files.size).toBe(0)
  await host.settled()
  const left = (await listCollections(callsTo(host.url))).filter(({id}) => id.startsWith('BackupsLook'))
  expect(left).toEqual([])
})
