import {randomUUID} from 'node:crypto'
import fc from 'fast-check'
import type {Backup, Result} from 'public/contract'
import type {ItemComparison, Look, Receipt, ReceiptSlice} from 'public/recovery-contract'
import {createOperations} from 'backend/operations/operations'
import {newProcess} from 'backend/operations/operation'
import {VELO_TIMING} from 'backend/wix/wix-request'
import type {Item} from '../../local/engine/types'
import {runAs} from '../../local/host/wix-context'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'
import {disturbCalls, type Disturbance} from '../support/disturb-calls'

jest.setTimeout(3_600_000)

/** `PROPERTY_RUNS=5000 npx jest tests/recovery/recovery.property` looks longer. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 15)
const PRODUCTS = 12
const ORDERS = 8

const ADMIN = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'} as const
const OWNER = '0wner'

/** What anybody does to the shop. Numbers are positions; an order points at a product, or at none. */
type Edit =
  | {do: 'remove'; product: number}
  | {do: 'insert'; product: number; price: number}
  | {do: 'price'; product: number; price: number}
  | {do: 'rename'; product: number; name: string}
  | {do: 'point'; order: number; product: number}
  | {do: 'tag'; product: number; tag: number}
  /** Another admin goes on with the same job, or ends its look. */
  | {do: 'go-on'}
  | {do: 'close'}

const product = fc.nat(PRODUCTS + 2)
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {weight: 4, arbitrary: fc.record({do: fc.constant('remove' as const), product: fc.nat(PRODUCTS - 1)})},
  fc.record({do: fc.constant('insert' as const), product, price: fc.nat(9)}),
  fc.record({do: fc.constant('price' as const), product, price: fc.nat(9)}),
  fc.record({do: fc.constant('rename' as const), product, name: fc.constantFrom('tea', 'Tea', 'cup', 'ä')}),
  fc.record({do: fc.constant('point' as const), order: fc.nat(ORDERS - 1), product}),
  fc.record({do: fc.constant('tag' as const), product, tag: fc.nat(2)}),
)

/** At which of the backend's calls something happens. */
const fault: fc.Arbitrary<Disturbance<Edit>> = fc.record({
  at: fc.nat(40),
  what: fc.record({kind: fc.constantFrom('lose-answer' as const, 'refuse' as const, 'kill' as const)}),
})
const disturbance: fc.Arbitrary<Disturbance<Edit>> = fc.oneof(
  fault,
  fc.record({
    at: fc.nat(40),
    what: fc.record({kind: fc.constant('edit' as const), edit}),
  }),
)

/** Where a person is bringing back or taking back, another admin may be at the same job too. */
const jobDisturbance: fc.Arbitrary<Disturbance<Edit>> = fc.oneof(
  {weight: 6, arbitrary: disturbance},
  fc.record({
    at: fc.nat(40),
    what: fc.record({kind: fc.constant('edit' as const), edit: fc.constant({do: 'go-on' as const})}),
  }),
  fc.record({
    at: fc.nat(40),
    what: fc.record({kind: fc.constant('edit' as const), edit: fc.constant({do: 'close' as const})}),
  }),
)

const run = fc.record({
  /** How far a read that does not ask for consistency lags behind. */
  lagMs: fc.constantFrom(0, 5_000),
  edits: fc.array(edit, {maxLength: 12}),
  wanted: fc.array(fc.boolean(), {minLength: PRODUCTS, maxLength: PRODUCTS}),
  /** Which of the fields that differ are chosen; all where none of these does. */
  keys: fc.subarray(['name', 'price', 'tags'], {minLength: 1}),
  whileOpening: fc.array(disturbance, {maxLength: 2}),
  whileComparing: fc.array(fault, {maxLength: 2}),
  whileBringing: fc.array(jobDisturbance, {maxLength: 4}),
  between: fc.array(edit, {maxLength: 3}),
  whileUndoing: fc.array(jobDisturbance, {maxLength: 3}),
  whileClosing: fc.array(fault, {maxLength: 2}),
})

type Run = typeof run extends fc.Arbitrary<infer Value> ? Value : never

/** Between an item's fields and its multi-references, whatever comes in between: found by 2,500 runs. */
const HALF_WRITTEN = (['lose-answer', 'kill', 'refuse'] as const).flatMap((kind) =>
  [23, 24, 25, 26, 27].map((at): [Run] => [
    {
      lagMs: 0,
      edits: [
        {do: 'tag', product: 2, tag: 0},
        {do: 'remove', product: 6},
        {do: 'remove', product: 0},
        {do: 'insert', product: 6, price: 0},
      ],
      wanted: Array.from({length: PRODUCTS}, (_, product) => [0, 2, 6].includes(product)),
      keys: ['price', 'tags'],
      whileOpening: [],
      whileComparing: [],
      whileBringing: [{at, what: {kind}}],
      between: [],
      whileUndoing: [],
      whileClosing: [],
    },
  ]),
)

let host: TestHost
let shop: Shop

let revive: () => void = () => undefined
// Processes of their own, that wait no time between two tries.
const operations = createOperations(newProcess({...VELO_TIMING, backoff: 1}))
const operationsOfAnother = createOperations(newProcess({...VELO_TIMING, backoff: 1}))

beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.close())

/** As a web method is called: by a collaborator, through JSON. */
async function call<T>(name: keyof typeof operations, args: unknown[] = []): Promise<Result<T>> {
  revive()
  return callIn<T>(operations, name, args)
}

async function callIn<T>(
  process: typeof operations,
  name: keyof typeof operations,
  args: unknown[],
): Promise<Result<T>> {
  const method = process[name] as (...given: unknown[]) => Promise<unknown>
  const answer = await runAs('local-collaborator', () =>
    method(...(JSON.parse(JSON.stringify(args)) as unknown[])),
  )
  return JSON.parse(JSON.stringify(answer)) as Result<T>
}

/** The site, changed and read beside the backend, as other admins do. */
class Shop {
  /** What others wrote since a moment, by item: it must never be lost. */
  written = new Map<string, Partial<Item>>()

  /** Products whose tags others set: Wix dates no item for that, so that no condition can protect them. */
  tagged = new Set<string>()

  removed: string[] = []

  /** What another admin does who is at the same job. */
  goOn: () => Promise<unknown> = async () => undefined
  end: () => Promise<unknown> = async () => undefined
  wasClosed = false

  constructor(private readonly engine: TestHost['site']['engine']) {}

  async products(): Promise<Map<string, Item>> {
    return this.read('Products')
  }

  async orders(): Promise<Map<string, Item>> {
    return this.read('Orders')
  }

  async tags(id: string): Promise<string[]> {
    return this.engine.listReferences('Products', 'tags', id, 'live', {consistent: true})
  }

  async apply(edit: Edit): Promise<void> {
    // Two writes within one millisecond could not be told apart, here or at Wix.
    host.site.clock.advance(3)
    switch (edit.do) {
      case 'remove':
        await this.engine.removeItems('Products', [`p${edit.product}`])
        this.written.delete(`p${edit.product}`)
        this.removed.push(`p${edit.product}`)
        break
      case 'insert': {
        const item = {_id: `p${edit.product}`, price: edit.price, name: 'new'}
        const [result] = await this.engine.writeItems('Products', 'insert', [item], OWNER)
        if (result!.ok) this.written.set(item._id, item)
        break
      }
      case 'price':
        await this.set('Products', `p${edit.product}`, {price: edit.price})
        break
      case 'rename':
        await this.set('Products', `p${edit.product}`, {name: edit.name})
        break
      case 'point':
        if ((await this.products()).has(`p${edit.product}`)) {
          await this.set('Orders', `o${edit.order}`, {product: `p${edit.product}`})
        }
        break
      case 'tag':
        if ((await this.products()).has(`p${edit.product}`)) {
          this.tagged.add(`p${edit.product}`)
          await this.engine.replaceReferences({
            collectionId: 'Products',
            field: 'tags',
            itemId: `p${edit.product}`,
            targetIds: [`t${edit.tag}`],
          })
        }
        break
      case 'go-on':
        await this.goOn()
        break
      case 'close':
        this.wasClosed = true
        await this.end()
    }
    host.site.clock.advance(3)
  }

  private async set(collectionId: string, id: string, set: Record<string, unknown>): Promise<void> {
    const [result] = await this.engine.patchItems(collectionId, [{itemId: id, set, remove: []}])
    if (result!.ok) this.written.set(id, {...this.written.get(id), ...set})
  }

  private async read(collectionId: string): Promise<Map<string, Item>> {
    const {items} = await this.engine.queryItems(collectionId, {limit: 1000, offset: 0}, 'live', {
      consistent: true,
    })
    return new Map(items.map((item) => [item._id, item]))
  }
}

async function newShop(lagMs: number): Promise<Shop> {
  await host.local('POST', 'settings', {readLagMs: null})
  await host.local('POST', 'reset', {seed: 'empty'})
  await host.local('POST', 'settings', {readLagMs: lagMs})
  const {engine} = host.site
  const text = (key: string) => ({key, displayName: key, type: 'TEXT'})
  await engine.createCollection({id: 'Tags', fields: [text('name')], permissions: ADMIN})
  await engine.createCollection({
    id: 'Products',
    fields: [
      text('name'),
      {key: 'price', displayName: 'Price', type: 'NUMBER'},
      {key: 'tags', displayName: 'Tags', type: 'MULTI_REFERENCE', referencedCollectionId: 'Tags'},
    ],
    permissions: ADMIN,
  })
  await engine.createCollection({
    id: 'Orders',
    fields: [{key: 'product', displayName: 'Product', type: 'REFERENCE', referencedCollectionId: 'Products'}],
    permissions: ADMIN,
  })
  const write = (collectionId: string, items: Item[]) =>
    engine.writeItems(collectionId, 'insert', items, OWNER)
  await write(
    'Tags',
    [0, 1, 2].map((n) => ({_id: `t${n}`, name: `Tag ${n}`})),
  )
  await write(
    'Products',
    Array.from({length: PRODUCTS}, (_, n) => ({_id: `p${n}`, name: `Product ${n}`, price: n})),
  )
  for (let n = 0; n < PRODUCTS; n += 2) {
    await engine.replaceReferences({
      collectionId: 'Products',
      field: 'tags',
      itemId: `p${n}`,
      targetIds: [`t${n % 3}`],
    })
  }
  await write(
    'Orders',
    Array.from({length: ORDERS}, (_, n) => ({_id: `o${n}`, product: `p${n}`})),
  )
  return new Shop(engine)
}

/** Without what Wix sets itself. */
function content(item: Item | undefined): Record<string, unknown> | null {
  if (!item) return null
  const {_createdDate, _updatedDate, _owner, ...own} = item
  return own
}

/** The call itself may be cut off; whoever comes back asks again. `null`: the look was ended before it began. */
async function toTheEnd(id: string, goOn: () => Promise<Result<ReceiptSlice>>): Promise<Receipt | null> {
  for (let calls = 0; calls < 40; calls++) {
    const result = await goOn()
    if (result.ok && result.value.next === null) return result.value
    if (!result.ok) {
      const wasEnded = ['LOOK_NOT_READY', 'COLLECTION_NOT_FOUND'].includes(result.error.code)
      if (wasEnded && !(await listReceipts()).some((one) => one.id === id)) {
        return null
      }
      expect(['UNAVAILABLE', 'THROTTLED', 'OUTCOME_UNKNOWN', 'UNEXPECTED', 'NOT_ALLOWED']).toContain(
        result.error.code,
      )
    }
    // Whoever died held the receipt for a while.
    host.site.clock.advance(25_000 + (result.ok ? result.value.waitMs : 0))
  }
  throw new Error('It never ends')
}

async function listReceipts(): Promise<Receipt[]> {
  for (;;) {
    const result = await call<Receipt[]>('listReceipts')
    if (result.ok) return result.value
    host.site.clock.advance(60_000)
  }
}

async function disturbed<T>(disturbances: Disturbance<Edit>[], work: () => Promise<T>): Promise<T> {
  const disturbed = disturbCalls(disturbances, (one) => shop.apply(one))
  revive = disturbed.revive
  try {
    return await work()
  } finally {
    disturbed.end()
    revive = () => undefined
  }
}

async function compare(look: Look): Promise<ItemComparison> {
  const whole: ItemComparison = {deleted: [], changed: [], added: 0, unchanged: 0, next: null, waitMs: 0}
  do {
    const slice = valueOf(await call<ItemComparison>('compareItems', [look.id, 'Products', whole.next]))
    whole.deleted.push(...slice.deleted)
    whole.changed.push(...slice.changed)
    whole.added += slice.added
    whole.unchanged += slice.unchanged
    whole.next = slice.next
    host.site.clock.advance(slice.waitMs)
  } while (whole.next !== null)
  return whole
}

async function open(backup: Backup): Promise<Look> {
  const look = valueOf(await call<Look>('lookInside', [backup.id, ['Products']]))
  await host.settled()
  return valueOf(await call<Look>('getLook', [look.id]))
}

/** A look that was opened while all sorts of things happened; where none is ready after that, one without. */
async function openWhile(backup: Backup, disturbances: Disturbance<Edit>[]): Promise<Look> {
  await disturbed(disturbances, () => call<Look>('lookInside', [backup.id, ['Products']]))
  await host.settled()
  for (const {id} of await listLooks()) {
    const look = valueOf(await call<Look>('getLook', [id]))
    if (look.status === 'READY') return look
  }
  await leaveNoCopy()
  return open(backup)
}

async function listLooks(): Promise<Look[]> {
  return valueOf(await call<Look[]>('listLooks'))
}

/** As a person does who finds leftovers. What could not be known at once is known after a while. */
async function leaveNoCopy(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    for (const {id} of await listLooks()) valueOf(await call<Look>('closeLook', [id]))
    host.site.clock.advance(130_000)
  }
  expect(await listLooks()).toEqual([])
  const ids = host.site.engine.listCollections().map(({id}) => id)
  expect(ids.filter((id) => id !== 'BackupsHistory').toSorted()).toEqual(['Orders', 'Products', 'Tags'])
}

test('what comes back is what was chosen, nothing newer is overwritten, and Undo takes exactly that back', async () => {
  await fc.assert(
    fc.asyncProperty(run, async (given) => {
      const {lagMs, edits, wanted, keys} = given
      shop = await newShop(lagMs)
      const then = await state()
      const backup = valueOf(await call<Backup>('createBackup', [{}]))
      await host.settled()
      for (const one of edits) await shop.apply(one)

      const look = await openWhile(backup, given.whileOpening)
      expect(look.status).toBe('READY')
      const before = await state()
      const comparison = await compareWhile(look, given.whileComparing)
      const deletedIds = [...then.products.keys()].filter((id) => !before.products.has(id)).toSorted()
      expect(comparison.deleted.map(({itemId}) => itemId).toSorted()).toEqual(deletedIds)
      expect(comparison.changed.map(({itemId, fields}) => [itemId, fields]).toSorted()).toEqual(
        changedFields(then, before),
      )
      expect(comparison.added).toBe([...before.products.keys()].filter((id) => !then.products.has(id)).length)

      const isWanted = (id: string) => wanted[Number(id.slice(1))] === true
      const itemIds = deletedIds.filter(isWanted)
      const fields = comparison.changed
        .filter(({itemId}) => isWanted(itemId))
        .map(({itemId, fields: differing, updatedDate}) => {
          const chosen = differing.filter((key) => keys.includes(key))
          return {itemId, keys: chosen.length > 0 ? chosen : differing, seen: updatedDate!}
        })
      if (itemIds.length + fields.length > 0) {
        await bringBackAndUndo({...given, look, then, before, itemIds, fields})
      }
      await disturbed(given.whileClosing, () => call<Look>('closeLook', [look.id]))
      await leaveNoCopy()
    }),
    {
      numRuns: RUNS,
      examples: HALF_WRITTEN,
      ...(process.env.PROPERTY_SEED && {seed: Number(process.env.PROPERTY_SEED)}),
    },
  )
})

/** All that there is, at one moment. */
interface State {
  products: Map<string, Item>
  orders: Map<string, Item>
  tags: Map<string, string[]>
}

async function state(): Promise<State> {
  const products = await shop.products()
  const tags = new Map<string, string[]>()
  for (const id of products.keys()) tags.set(id, (await shop.tags(id)).toSorted())
  return {products, orders: await shop.orders(), tags}
}

function changedFields(then: State, now: State): [string, string[]][] {
  const changed: [string, string[]][] = []
  for (const [id, item] of then.products) {
    const live = now.products.get(id)
    if (!live) continue
    const fields = ['name', 'price'].filter((key) => item[key] !== live[key])
    if (String(then.tags.get(id)) !== String(now.tags.get(id))) fields.push('tags')
    if (fields.length > 0) changed.push([id, fields])
  }
  return changed.toSorted()
}

async function compareWhile(look: Look, disturbances: Disturbance<Edit>[]): Promise<ItemComparison> {
  try {
    return await disturbed(disturbances, () => compare(look))
  } catch {
    // A comparison writes nothing: whoever was cut off asks again.
    return compare(look)
  }
}

interface Job {
  look: Look
  then: State
  before: State
  itemIds: string[]
  fields: {itemId: string; keys: string[]; seen: string}[]
  whileBringing: Disturbance<Edit>[]
  between: Edit[]
  whileUndoing: Disturbance<Edit>[]
}

async function bringBackAndUndo(job: Job): Promise<void> {
  const {look, itemIds, fields} = job
  const choices = [{collectionId: 'Products', itemIds, fields, references: true}]
  const id = randomUUID()
  shop.written.clear()
  shop.tagged.clear()
  shop.removed = []
  shop.goOn = () => callIn(operationsOfAnother, 'bringBack', [look.id, choices, id])
  shop.end = () => callIn(operationsOfAnother, 'closeLook', [look.id])
  host.site.clock.advance(10)
  const receipt = await disturbed(job.whileBringing, () =>
    toTheEnd(id, () => call<ReceiptSlice>('bringBack', [look.id, choices, id])),
  )
  if (!receipt) {
    // Another admin ended the look before anything was registered.
    expect(shop.wasClosed).toBe(true)
    return
  }
  await checkBroughtBack(receipt, job)

  for (const one of job.between) await shop.apply(one)
  const beforeUndo = await state()
  shop.goOn = () => callIn(operationsOfAnother, 'undoBringBack', [receipt.id, null])
  const undo = await disturbed(job.whileUndoing, () =>
    toTheEnd(receipt.id, () => call<ReceiptSlice>('undoBringBack', [receipt.id, null])),
  )
  await checkUndone(undo!, receipt, job, beforeUndo)
}

function faultsOf(disturbances: Disturbance<Edit>[]): number {
  return disturbances.filter(({what}) => what.kind !== 'edit').length
}

async function checkBroughtBack(
  receipt: Receipt,
  {then, before, itemIds, fields, whileBringing}: Job,
): Promise<void> {
  const now = await state()
  const touched = shop.written
  await checkOthersWork(now.products)
  const keysOf = new Map(fields.map(({itemId, keys}) => [itemId, keys]))
  expect(receipt.items.map(({itemId}) => itemId).toSorted()).toEqual(
    [...itemIds, ...keysOf.keys()].toSorted(),
  )
  for (const {itemId, outcome} of receipt.items) {
    const item = now.products.get(itemId)
    // Somebody changed, removed or re-created it meanwhile: checked above.
    if (touched.has(itemId) || shop.removed.includes(itemId)) continue
    const keys = keysOf.get(itemId)
    const isDone = outcome === 'BROUGHT_BACK' || outcome === 'FIELDS_BROUGHT_BACK'
    // Nobody was in the way: then it is done, unless the copy was taken away or Wix refused again and again.
    if (!shop.wasClosed && faultsOf(whileBringing) < 3)
      expect({itemId, isDone}).toEqual({itemId, isDone: true})
    if (!isDone) {
      expect(content(item)).toEqual(content(before.products.get(itemId)))
      if (item && !shop.tagged.has(itemId)) expect(now.tags.get(itemId)).toEqual(before.tags.get(itemId))
      continue
    }
    const was = content(then.products.get(itemId))!
    const expected = keys ? {...content(before.products.get(itemId))} : was
    for (const key of keys ?? []) if (key !== 'tags') expected[key] = was[key]
    expect(content(item)).toEqual(expected)
    if (shop.tagged.has(itemId) || shop.wasClosed) continue
    const source = !keys || keys.includes('tags') ? then : before
    if (!receipt.items.find((one) => one.itemId === itemId)!.reason) {
      expect({itemId, tags: now.tags.get(itemId)}).toEqual({itemId, tags: source.tags.get(itemId)})
    }
  }
  // What was not chosen is as it was, but for what others did.
  const chosen = new Set(receipt.items.map(({itemId}) => itemId))
  for (const [id, item] of before.products) {
    if (chosen.has(id) || touched.has(id) || shop.removed.includes(id)) continue
    expect(content(now.products.get(id))).toEqual(content(item))
    if (!shop.tagged.has(id)) expect(now.tags.get(id)).toEqual(before.tags.get(id))
  }
  const back = new Set(
    receipt.items.filter(({outcome}) => outcome === 'BROUGHT_BACK').map(({itemId}) => itemId),
  )
  for (const [id, order] of now.orders) {
    if (touched.has(id)) continue
    const was = before.orders.get(id)!.product as string | undefined
    // Wix made it blank where somebody removed what it pointed at meanwhile.
    const wasBlank = was === undefined || shop.removed.includes(was)
    const target = String(then.orders.get(id)!.product)
    if (!wasBlank) {
      expect({id, product: order.product}).toEqual({id, product: was})
    } else if (order.product !== undefined) {
      expect({id, product: order.product}).toEqual({id, product: target})
      expect({target, isBack: back.has(target)}).toEqual({target, isBack: true})
    } else if (back.has(target) && now.products.has(target) && !touched.has(target)) {
      // Blank though it could be mended: only where the product was removed and came again in between.
      expect(
        receipt.references.unknown + shop.removed.filter((one) => one === target).length,
      ).toBeGreaterThan(0)
    }
  }
}

/** Nothing that others wrote is lost. */
async function checkOthersWork(now: Map<string, Item>): Promise<void> {
  const orders = await shop.orders()
  for (const [id, fields] of shop.written) {
    const item = now.get(id) ?? orders.get(id)
    if (!item) continue
    for (const [key, value] of Object.entries(fields)) {
      // A reference that somebody set is blank again where its target was removed.
      if (key === 'product' && item[key] === undefined) continue
      expect({id, [key]: item[key]}).toEqual({id, [key]: value})
    }
  }
}

async function checkUndone(
  undo: Receipt,
  receipt: Receipt,
  {before, whileUndoing}: Job,
  beforeUndo: State,
): Promise<void> {
  const now = await state()
  await checkOthersWork(now.products)
  const brought = new Map(receipt.items.map((item) => [item.itemId, item]))
  const pointed = new Set([...shop.written.values()].map(({product: target}) => target))
  for (const {itemId, outcome} of undo.items) {
    const item = now.products.get(itemId)
    if (shop.written.has(itemId) || shop.removed.includes(itemId)) continue
    const isUntouched =
      brought.get(itemId)!.certain !== false && !shop.tagged.has(itemId) && !pointed.has(itemId)
    if (isUntouched && faultsOf(whileUndoing) < 3) {
      expect({itemId, outcome}).toEqual({itemId, outcome: 'TAKEN_BACK'})
    }
    const source = outcome === 'TAKEN_BACK' ? before : beforeUndo
    expect(content(item)).toEqual(content(source.products.get(itemId)))
    if (item && !shop.tagged.has(itemId)) {
      expect({itemId, tags: now.tags.get(itemId)}).toEqual({itemId, tags: source.tags.get(itemId)})
    }
  }
  // What referred to nothing before refers to nothing again, where what it was mended with is gone.
  for (const [id, order] of now.orders) {
    if (shop.written.has(id)) continue
    const target = order.product as string | undefined
    if (target !== undefined && target !== before.orders.get(id)!.product) {
      expect(now.products.has(target)).toBe(true)
    }
  }
}
