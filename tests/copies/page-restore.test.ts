import {createOperations} from 'backend/operations/operations'
import {newProcess} from 'backend/operations/operation'
import {CallLimiter} from 'backend/wix/call-limiter'
import type {PageMethods} from 'public/contract'
import type {BringBackChoice, Receipt} from 'public/recovery-contract'
import {CHOSEN_FILE} from 'public/page/disk'
import type {WorkPorts} from 'public/page/work-ports'
import {copyToDisk} from 'public/page/features/copies/copy-to-disk'
import {fillLook} from 'public/page/features/copies/fill-look'
import {findInCopy, readCopy, readVersions} from 'public/page/features/copies/read-copy'
import {Spool} from 'public/page/features/copies/spool'
import {undoWritten, writeCopy, type WriteTask} from 'public/page/features/copies/write-copy'
import {systemClock} from 'public/page/page-clock'
import {runAs} from '../../local/host/wix-context'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'
import {memoryDisk, type MemoryDisk} from './memory-disk'

jest.setTimeout(120_000)

const operations = createOperations(newProcess(undefined, new CallLimiter({aMinute: 1_000_000, atOnce: 4})))
const CLOSED = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'} as const

let host: TestHost
let disk: MemoryDisk
beforeEach(async () => {
  host = await startTestHost()
  disk = memoryDisk()
})
afterEach(() => host.close())

type Before = (name: string, args: unknown[]) => 'lose the answer' | void

function ports(before: Before = () => undefined, signal = new AbortController().signal): WorkPorts {
  const methods = new Proxy({} as PageMethods, {
    get:
      (_target, name: string) =>
      async (...args: unknown[]) => {
        const fate = before(name, args)
        const method = Reflect.get(operations, name) as (...given: unknown[]) => Promise<unknown>
        const answer = await runAs('local-collaborator', () => method(...args))
        if (fate === 'lose the answer') throw new TypeError('Failed to fetch')
        return JSON.parse(JSON.stringify(answer)) as unknown
      },
  })
  return {
    methods,
    disk,
    signal,
    clock: {...systemClock, after: (ms, call) => systemClock.after(ms > 20_000 ? ms : 0, call)},
    isOnline: () => true,
    serverNow: () => new Date(host.site.clock.now()).toISOString(),
  }
}

/** Two collections that point at each other, by references and multi-references, and an order that points at one. */
async function fill(): Promise<void> {
  const {engine} = host.site
  for (const id of ['Books', 'Authors', 'Orders']) {
    await engine.createCollection({
      id,
      fields: [{key: 'title', displayName: 'Title', type: 'TEXT'}],
      permissions: CLOSED,
    })
  }
  const {collections, items} = host.sdk()
  const point = (from: string, key: string, into: string, multi: boolean) =>
    collections.createDataCollectionField(from, {
      field: {
        key,
        type: multi ? 'MULTI_REFERENCE' : 'REFERENCE',
        typeMetadata: multi
          ? {multiReference: {referencedCollectionId: into}}
          : {reference: {referencedCollectionId: into}},
      },
    })
  await point('Books', 'author', 'Authors', false)
  await point('Books', 'sequels', 'Books', true)
  await point('Authors', 'best', 'Books', false)
  await point('Authors', 'books', 'Books', true)
  await point('Orders', 'book', 'Books', false)
  const ids = Array.from({length: 7}, (_, n) => `n${n}`)
  const date = new Date('2001-02-03T04:05:06.789Z')
  await items.bulkInsert(
    'Authors',
    ids.map((id) => ({_id: `a-${id}`, title: `Author ${id}`, best: `b-${id}`, date})),
  )
  await items.bulkInsert(
    'Books',
    ids.map((id) => ({_id: `b-${id}`, title: `Book ${id}`, author: `a-${id}`})),
  )
  await items.bulkInsert(
    'Orders',
    ids.map((id) => ({_id: `o-${id}`, title: `Order ${id}`, book: `b-${id}`})),
  )
  for (const id of ids) {
    await items.insertReference(
      'Authors',
      'books',
      `a-${id}`,
      ids.slice(0, 4).map((one) => `b-${one}`),
    )
    await items.insertReference('Books', 'sequels', `b-${id}`, [`b-${ids[0]}`])
  }
}

const LINKS = {Books: ['sequels'], Authors: ['books'], Orders: []} as const

/** Without what Wix sets by itself. */
async function content() {
  const {items} = host.sdk()
  const found: Record<string, unknown> = {}
  for (const [id, links] of Object.entries(LINKS)) {
    const all = (await items.query(id).ascending('_id').limit(1000).find()).items
    found[id] = await Promise.all(
      all.map(async ({_createdDate, _updatedDate, _owner, ...item}) => {
        void [_createdDate, _updatedDate, _owner]
        const pointed: Record<string, unknown> = {}
        for (const field of links) {
          const {results} = await items.queryReferencedItems(id, item._id, field, {fields: ['_id']})
          pointed[field] = results.map((one) => one.item?._id).toSorted()
        }
        return {...item, ...pointed}
      }),
    )
  }
  return found
}

const copyTask = {id: '0f0e0d0c-0b0a-4908-8706-050403020100', backupId: null, collectionIds: null}

/** A copy, as the file that a person has chosen. */
async function makeCopy(): Promise<number> {
  await copyToDisk(copyTask, null, null, ports(), () => undefined)
  const spool = new Spool(disk, copyTask.id)
  await spool.open(true)
  const {size} = spool.archive()
  const bytes = await spool.readAt(0, size)
  disk.files.clear()
  disk.files.set(CHOSEN_FILE, bytes)
  return size
}

async function taskOf(size: number, mode: WriteTask['mode'], collectionIds: string[]): Promise<WriteTask> {
  const {sha256} = await readCopy(size, ports(), () => undefined)
  return {id: 'task', size, sha256, mode, collectionIds, evict: null}
}

async function lose(): Promise<void> {
  const {collections, items} = host.sdk()
  for (const id of ['Books', 'Authors']) await items.truncate(id)
  for (const id of ['Books', 'Authors']) await collections.deleteDataCollection(id)
}

test('deleted collections come back with their schema, in a circle, and every reference to and from them', async () => {
  await fill()
  const before = await content()
  const size = await makeCopy()
  await lose()
  const read = await readCopy(size, ports(), () => undefined)
  const missing = read.comparisons.filter(({exists}) => !exists).map(({collectionId}) => collectionId)
  expect(missing.toSorted()).toEqual(['Authors', 'Books'])
  const task = await taskOf(size, 'keep-newer', ['Books', 'Authors', 'Orders'])
  const {report, undo} = await writeCopy(task, ports(), () => undefined)
  expect(await content()).toEqual(before)
  expect(report.references).toMatchObject({mended: 7, failed: 0})
  expect(undo!.collections.find(({collectionId}) => collectionId === 'Books')!.inserted).toHaveLength(7)
  expect(disk.files.size).toBe(1)
})

test('stopped after any number of calls and gone on with: whole, and nothing twice', async () => {
  await fill()
  const before = await content()
  const size = await makeCopy()
  const task = await taskOf(size, 'keep-newer', ['Books', 'Authors', 'Orders'])
  for (let most = 1; ; most += 3) {
    await lose()
    const stop = new AbortController()
    let calls = 0
    const stopping = ports(() => void (++calls === most && stop.abort()), stop.signal)
    const isDone = await writeCopy(task, stopping, () => undefined).then(
      () => true,
      () => false,
    )
    if (!isDone) await writeCopy(task, ports(), () => undefined)
    expect(await content()).toEqual(before)
    if (isDone) break
  }
})

test('answers that are lost, of every write in turn: whole, and no collection twice', async () => {
  await fill()
  const before = await content()
  const size = await makeCopy()
  const task = await taskOf(size, 'keep-newer', ['Books', 'Authors', 'Orders'])
  for (let lost = 1; ; lost++) {
    await lose()
    let writes = 0
    const losing = ports((name) => {
      const isWrite = /^(write|create)/.test(name)
      return isWrite && ++writes === lost ? 'lose the answer' : undefined
    })
    await writeCopy(task, losing, () => undefined)
    expect(await content()).toEqual(before)
    if (writes < lost) break
  }
})

test('Undo takes back what came back, but for what was changed since', async () => {
  await fill()
  const size = await makeCopy()
  const {items} = host.sdk()
  await items.bulkRemove('Orders', ['o-n1', 'o-n2', 'o-n3'])
  const task = await taskOf(size, 'keep-newer', ['Orders'])
  const {undo} = await writeCopy(task, ports(), () => undefined)
  await host.local('POST', 'clock', {advanceMs: 5_000})
  await items.patch('Orders', 'o-n2', [{fieldPath: 'title', action: 'SET_FIELD', value: 'Changed since'}])
  expect(await undoWritten(undo!, ports())).toEqual({takenBack: 2, kept: 1})
  const left = (await items.query('Orders').ascending('_id').find()).items.map(({_id}) => _id)
  expect(left).toEqual(['o-n0', 'o-n2', 'o-n4', 'o-n5', 'o-n6'])
})

test('beside: new collections that point at each other’s originals, and nothing else is touched', async () => {
  await fill()
  const before = await content()
  const size = await makeCopy()
  const task = await taskOf(size, 'beside', ['Books'])
  const {report} = await writeCopy(task, ports(), () => undefined)
  expect(await content()).toEqual(before)
  const [made] = report.collections
  expect((await host.sdk().items.query(made!.into).find()).items).toHaveLength(7)
})

/** A person has chosen a copy's file, and opened one of its collections. */
async function opened(size: number, collectionId: string) {
  const {sha256, manifest} = await readCopy(size, ports(), () => undefined)
  const copy = {
    size,
    sha256,
    moment: manifest.moment,
    holds: manifest.collections.map(({id}) => id),
  }
  return {copy, found: await findInCopy(copy, collectionId, ports(), () => undefined)}
}

async function lookInto({size: _size, ...copy}: Awaited<ReturnType<typeof opened>>['copy'], id: string) {
  return valueOf(await ports().methods.lookInsideCopy(copy, [id]))
}

async function slices(next: (receiptId: string | null) => Promise<Receipt & {next: string | null}>) {
  for (let id: string | null = null; ;) {
    const receipt: Receipt & {next: string | null} = await next(id)
    if (receipt.next === null) return receipt
    id = receipt.next
  }
}

const privateCopies = async () =>
  (await host.sdk().collections.listDataCollections()).collections!.filter(({_id}) =>
    _id!.startsWith('BackupsLook-'),
  )

test('single items and fields of a copy come back, with what referred to them; Undo takes exactly that back', async () => {
  await fill()
  const size = await makeCopy()
  const {items} = host.sdk()
  const before = await content()
  await host.local('POST', 'clock', {advanceMs: 5_000})
  await items.bulkRemove('Books', ['b-n1', 'b-n2'])
  await items.patch('Books', 'b-n3', [
    {fieldPath: 'title', action: 'SET_FIELD', value: 'Another title'},
    {fieldPath: 'author', action: 'SET_FIELD', value: 'a-n5'},
  ])
  await items.replaceReferences('Books', 'sequels', 'b-n3', ['b-n4'])
  await items.insert('Books', {_id: 'b-new', title: 'Added since'})
  await items.patch('Orders', 'o-n2', [{fieldPath: 'book', action: 'SET_FIELD', value: 'b-new'}])
  const disaster = await content()

  const {copy, found} = await opened(size, 'Books')
  expect(found).toMatchObject({
    deleted: [
      {itemId: 'b-n1', title: 'Book n1', details: {text: expect.stringContaining('book n1') as string}},
      {itemId: 'b-n2'},
    ],
    changed: [{itemId: 'b-n3', title: 'Book n3', fields: ['author', 'sequels', 'title']}],
    added: 1,
    unchanged: 4,
  })
  expect(await readVersions(copy, 'Books', 'b-n3', ports())).toMatchObject({
    then: {title: 'Book n3', sequels: ['b-n0']},
    now: {title: 'Another title', sequels: ['b-n4']},
  })
  expect(await privateCopies()).toEqual([])

  const {methods} = ports()
  const look = await lookInto(copy, 'Books')
  expect(look).toMatchObject({
    status: 'READY',
    backupId: '',
    copy: {sha256: copy.sha256, moment: copy.moment},
  })
  expect(look.collections.map(({collectionId}) => collectionId).toSorted()).toEqual([
    'Authors',
    'Books',
    'Orders',
  ])
  expect((await privateCopies()).map(({permissions}) => permissions)).toEqual(
    look.collections.map(() => CLOSED),
  )
  const chosen = {copy, look, collectionId: 'Books', deleted: ['b-n1', 'b-n2'], changed: ['b-n3']}
  expect(await fillLook(chosen, ports(), () => undefined)).toBe(0)
  const preview = valueOf(await methods.previewReferences(look.id, 'Books', chosen.deleted))
  expect(
    preview.fields.map(({collectionId, field, blank, elsewhere}) => [collectionId, field, blank, elsewhere]),
  ).toEqual(
    expect.arrayContaining([
      ['Authors', 'best', 2, 0],
      ['Authors', 'books', 14, 0],
      ['Orders', 'book', 1, 1],
    ]),
  )

  const choices: BringBackChoice[] = [
    {
      collectionId: 'Books',
      itemIds: chosen.deleted,
      fields: [{itemId: 'b-n3', keys: ['title', 'sequels'], seen: found.changed[0]!.updatedDate!}],
      references: true,
    },
  ]
  const id = '0f0e0d0c-0b0a-4908-8706-050403020199'
  const receipt = await slices(async () => valueOf(await methods.bringBack(look.id, choices, id)))
  expect(receipt.items.map(({outcome}) => outcome)).toEqual([
    'BROUGHT_BACK',
    'BROUGHT_BACK',
    'FIELDS_BROUGHT_BACK',
  ])
  expect(receipt).toMatchObject({
    backupId: '',
    copy: {sha256: copy.sha256},
    references: {mended: 17, keptNewer: 1},
  })
  const after = (await content()) as typeof before & Record<string, {_id: string}[]>
  const withChanges = structuredClone(before) as Record<string, Record<string, unknown>[]>
  withChanges.Books!.push({_id: 'b-new', title: 'Added since', sequels: []})
  withChanges.Books!.find(({_id}) => _id === 'b-n3')!.author = 'a-n5'
  withChanges.Orders!.find(({_id}) => _id === 'o-n2')!.book = 'b-new'
  expect(after).toEqual(withChanges)

  valueOf(await methods.closeLook(look.id))
  expect(await privateCopies()).toEqual([])
  expect(valueOf(await methods.listReceipts())[0]).toMatchObject({id, copy: {moment: copy.moment}})
  const undo = await slices(async (next) => valueOf(await methods.undoBringBack(id, next)))
  expect(undo.items.map(({outcome}) => outcome)).toEqual(['TAKEN_BACK', 'TAKEN_BACK', 'TAKEN_BACK'])
  expect(await content()).toEqual(disaster)
})

test('handing over, with the answer to every write lost in turn: nothing is missing, and nothing is there twice', async () => {
  await fill()
  const size = await makeCopy()
  const {items} = host.sdk()
  await items.bulkRemove('Books', ['b-n1', 'b-n2'])
  const {copy} = await opened(size, 'Books')
  const handedOver = async (lost: number) => {
    let writes = 0
    const look = await lookInto(copy, 'Books')
    const losing = ports((name) =>
      name.startsWith('write') && ++writes === lost ? 'lose the answer' : undefined,
    )
    const chosen = {copy, look, collectionId: 'Books', deleted: ['b-n1', 'b-n2'], changed: []}
    expect(await fillLook(chosen, losing, () => undefined)).toBe(0)
    const held = await Promise.all(
      look.collections.map(async ({collectionId, copyId}) => [
        collectionId,
        (await items.query(copyId).ascending('_id').find()).items.map(({_id, title, best, book}) => ({
          _id,
          title,
          best,
          book,
        })),
      ]),
    )
    valueOf(await ports().methods.closeLook(look.id))
    return {writes, held: Object.fromEntries(held) as Record<string, unknown[]>}
  }
  const {writes, held} = await handedOver(0)
  expect(held).toMatchObject({
    Books: [{_id: 'b-n1', title: 'Book n1'}, {_id: 'b-n2'}],
    // What refers, and no more of it.
    Orders: [
      {_id: 'o-n1', book: 'b-n1', title: undefined},
      {_id: 'o-n2', book: 'b-n2', title: undefined},
    ],
  })
  expect(writes).toBeGreaterThan(3)
  for (let lost = 1; lost <= writes; lost++) expect((await handedOver(lost)).held).toEqual(held)
})

test('a look inside a copy: what cannot be meant is refused, and makes nothing', async () => {
  await fill()
  const {methods} = ports()
  const known = {sha256: 'a'.repeat(64), moment: '2026-11-20T09:00:00.000Z', holds: ['Books', 'Gone']}
  const codeOf = async (copy: unknown, ids: unknown) => {
    const answer = await methods.lookInsideCopy(copy as typeof known, ids as string[])
    return answer.ok ? 'OK' : answer.error.code
  }
  expect(await codeOf({...known, sha256: 'x'}, ['Books'])).toBe('INVALID_ARGUMENT')
  expect(await codeOf({...known, moment: 'once'}, ['Books'])).toBe('INVALID_ARGUMENT')
  expect(await codeOf({...known, holds: []}, ['Books'])).toBe('INVALID_ARGUMENT')
  expect(await codeOf(null, ['Books'])).toBe('INVALID_ARGUMENT')
  expect(await codeOf(known, ['Orders'])).toBe('COLLECTION_NOT_IN_BACKUP')
  expect(await codeOf(known, ['Gone'])).toBe('COLLECTION_NOT_FOUND')
  expect(await privateCopies()).toEqual([])
})
