import {createOperations} from 'backend/operations/operations'
import {newProcess} from 'backend/operations/operation'
import {CallLimiter} from 'backend/wix/call-limiter'
import type {Backup, Result} from 'public/contract'
import type {ItemComparison, Look} from 'public/recovery-contract'
import {runAs} from '../../local/host/wix-context'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'

const ADMIN = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'} as const
const OWNER = 'owner'

let host: TestHost
let engine: TestHost['site']['engine']
// Without the limits of a minute: this is about how many calls there are, not how fast.
const operations = createOperations(newProcess(undefined, new CallLimiter({aMinute: 1_000_000, atOnce: 4})))

beforeEach(async () => {
  host = await startTestHost()
  engine = host.site.engine
  await engine.createCollection({
    id: 'Products',
    fields: [{key: 'name', displayName: 'Name', type: 'TEXT'}],
    permissions: ADMIN,
  })
})
afterEach(() => host.close())

const id = (n: number) => `item-${String(n).padStart(6, '0')}`

async function insert(from: number, to: number, fields: (n: number) => object = () => ({})): Promise<void> {
  for (let at = from; at < to; at += 1000) {
    const items = Array.from({length: Math.min(1000, to - at)}, (_, n) => ({
      _id: id(at + n),
      name: `Item ${at + n}`,
      ...fields(at + n),
    }))
    await engine.writeItems('Products', 'insert', items, OWNER)
  }
}

async function call<T>(name: keyof typeof operations, ...args: unknown[]): Promise<T> {
  const method = operations[name] as (...given: unknown[]) => Promise<Result<T>>
  return valueOf(await runAs('local-owner', () => method(...args)))
}

async function openLook(): Promise<Look> {
  const backup = await call<Backup>('createBackup', {})
  await host.settled()
  opened = await call<Look>('lookInside', backup.id, ['Products'])
  await host.settled()
  return call<Look>('getLook', opened.id)
}
let opened: Look

async function compare(look: Look): Promise<{whole: ItemComparison; calls: number; slices: number}> {
  const real = globalThis.fetch
  let calls = 0
  let slices = 0
  const counting: string[] = []
  globalThis.fetch = ((input: URL, init?: RequestInit) => {
    const {pathname, searchParams} = new URL(input)
    const isHistory =
      JSON.stringify([...searchParams]).includes('BackupsHistory') || pathname.endsWith(look.id)
    if (pathname.startsWith('/wix-data/v2/items') && !isHistory) {
      calls += 1
      counting.push(pathname)
    }
    return real(input, init)
  }) as typeof fetch
  const whole: ItemComparison = {deleted: [], changed: [], added: 0, unchanged: 0, next: null, waitMs: 0}
  try {
    do {
      const slice = await call<ItemComparison>('compareItems', look.id, 'Products', whole.next)
      whole.deleted.push(...slice.deleted)
      whole.changed.push(...slice.changed)
      whole.added += slice.added
      whole.unchanged += slice.unchanged
      whole.next = slice.next
      slices += 1
    } while (whole.next !== null)
  } finally {
    globalThis.fetch = real
  }
  return {whole, calls, slices}
}

test('10,000 items with 1,000 differences: exact, with at most 1.1 times the fewest calls', async () => {
  await insert(0, 10_000)
  const look = await openLook()
  host.site.clock.advance(1000)
  const deleted = Array.from({length: 500}, (_, n) => id(n * 20))
  await engine.removeItems('Products', deleted)
  const changed = Array.from({length: 500}, (_, n) => id(n * 20 + 7))
  await engine.patchItems(
    'Products',
    changed.map((itemId) => ({itemId, set: {name: 'Changed'}, remove: []})),
  )
  await insert(20_000, 20_300)
  const {whole, calls} = await compare(look)
  expect(whole.deleted.map(({itemId}) => itemId).toSorted()).toEqual(deleted)
  expect(whole.changed.map(({itemId}) => itemId).toSorted()).toEqual(changed)
  expect(whole.changed[0]).toMatchObject({title: 'Changed', fields: ['name']})
  expect(whole).toMatchObject({added: 300, unchanged: 9000})
  const fewest = 2 * Math.ceil(10_300 / 1000) + 2 * Math.ceil(1000 / 1000)
  expect(calls).toBeLessThanOrEqual(1.1 * fewest)
})

test('a collection that was emptied and filled again with other IDs: nothing is equal, and all is told', async () => {
  await insert(0, 7_000)
  const look = await openLook()
  await engine.truncateCollection('Products')
  await insert(500_000, 506_000)
  const {whole} = await compare(look)
  expect(whole.deleted.length).toBe(7_000)
  expect(whole).toMatchObject({changed: [], added: 6_000, unchanged: 0})
})

test('new items between the old ones, more than a page in a row', async () => {
  await engine.writeItems(
    'Products',
    'insert',
    [
      {_id: 'a', name: 'A'},
      {_id: 'z', name: 'Z'},
    ],
    OWNER,
  )
  const look = await openLook()
  await insert(0, 9_000)
  const {whole} = await compare(look)
  expect(whole).toMatchObject({deleted: [], changed: [], added: 9_000, unchanged: 2})
})

test('items of 490 KB are read in pages that fit', async () => {
  const text = 'x'.repeat(490_000)
  for (let n = 0; n < 30; n++) await insert(n, n + 1, () => ({text}))
  const look = await openLook()
  host.site.clock.advance(1000)
  for (let n = 0; n < 30; n++) {
    await engine.patchItems('Products', [{itemId: id(n), set: {name: 'Changed'}, remove: []}])
  }
  const {whole} = await compare(look)
  expect(whole.changed.length).toBe(30)
})

test('an item that was only saved again is unchanged; IDs that differ by case are two', async () => {
  await engine.writeItems(
    'Products',
    'insert',
    [
      {_id: 'abc', name: 'one'},
      {_id: 'ABC', name: 'two'},
      {_id: 'Abc', name: 'three'},
    ],
    OWNER,
  )
  const look = await openLook()
  host.site.clock.advance(1000)
  await engine.writeItems('Products', 'update', [{_id: 'abc', name: 'one', extra: null}], OWNER)
  await engine.removeItems('Products', ['Abc'])
  const {whole} = await compare(look)
  expect(whole).toMatchObject({deleted: [{itemId: 'Abc'}], changed: [], added: 0, unchanged: 2})
})

test('who has no right to it is refused, and a position of nobody too', async () => {
  await insert(0, 3)
  const look = await openLook()
  const asked = await operations.compareItems(look.id, 'Products', '{"then":1}')
  expect(asked).toMatchObject({ok: false, error: {code: 'INVALID_ARGUMENT', argument: 'next'}})
  expect(await operations.compareItems(look.id, 'Orders', null)).toMatchObject({
    ok: false,
    error: {code: 'COLLECTION_NOT_IN_BACKUP'},
  })
})

test('fields that the collection no longer has are told to who asks for details', async () => {
  await engine.updateCollection('Products', ({fields}) => ({
    fields: [
      ...fields,
      {key: 'color', displayName: 'Color', type: 'TEXT'},
      {key: 'weight', displayName: 'Weight', type: 'NUMBER'},
    ],
  }))
  await insert(0, 3, () => ({color: 'green', weight: 2}))
  const backup = await call<Backup>('createBackup', {})
  await host.settled()
  await engine.removeItems('Products', [id(0)])
  await engine.writeItems(
    'Products',
    'update',
    [{_id: id(1), name: 'Item 1', color: 'red', weight: 2}],
    OWNER,
  )
  await engine.updateCollection('Products', ({fields}) => ({
    fields: fields.filter(({key}) => key !== 'color'),
  }))
  opened = await call<Look>('lookInside', backup.id, ['Products'])
  await host.settled()
  await call<Look>('getLook', opened.id)
  expect(await call('compareItems', opened.id, 'Products', null, true)).toMatchObject({goneFields: ['color']})
  expect(await call('compareItems', opened.id, 'Products')).not.toHaveProperty('goneFields')
})
