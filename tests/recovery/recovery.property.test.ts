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
const disturbance: fc.Arbitrary<Disturbance<Edit>> = fc.record({
  at: fc.nat(40),
  what: fc.oneof(
    fc.record({kind: fc.constant('edit' as const), edit}),
    fc.record({kind: fc.constantFrom('lose-answer' as const, 'refuse' as const, 'kill' as const)}),
  ),
})

const run = fc.record({
  edits: fc.array(edit, {maxLength: 12}),
  wanted: fc.array(fc.boolean(), {minLength: PRODUCTS, maxLength: PRODUCTS}),
  whileBringing: fc.array(disturbance, {maxLength: 4}),
  between: fc.array(edit, {maxLength: 3}),
  whileUndoing: fc.array(disturbance, {maxLength: 2}),
})

let host: TestHost
let shop: Shop

let revive: () => void = () => undefined
// A process of its own, that waits no time between two tries.
const operations = createOperations(newProcess({...VELO_TIMING, backoff: 1}))

beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.close())

/** As a web method is called: by a collaborator, through JSON. */
async function call<T>(name: keyof typeof operations, args: unknown[] = []): Promise<Result<T>> {
  revive()
  const method = operations[name] as (...given: unknown[]) => Promise<unknown>
  const answer = await runAs('local-collaborator', () =>
    method(...(JSON.parse(JSON.stringify(args)) as unknown[])),
  )
  return JSON.parse(JSON.stringify(answer)) as Result<T>
}

/** The site, changed and read beside the backend, as other admins do. */
class Shop {
  /** What others wrote since a moment, by item: it must never be lost. */
  written = new Map<string, Partial<Item>>()

  removed: string[] = []

  constructor(private readonly engine: TestHost['site']['engine']) {}

  async products(): Promise<Map<string, Item>> {
    return this.read('Products')
  }

  async orders(): Promise<Map<string, Item>> {
    return this.read('Orders')
  }

  async tags(id: string): Promise<string[]> {
    return this.engine.listReferences('Products', 'tags', id)
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
          await this.engine.replaceReferences({
            collectionId: 'Products',
            field: 'tags',
            itemId: `p${edit.product}`,
            targetIds: [`t${edit.tag}`],
          })
        }
    }
    host.site.clock.advance(3)
  }

  private async set(collectionId: string, id: string, set: Record<string, unknown>): Promise<void> {
    const [result] = await this.engine.patchItems(collectionId, [{itemId: id, set, remove: []}])
    if (result!.ok) this.written.set(id, {...this.written.get(id), ...set})
  }

  private async read(collectionId: string): Promise<Map<string, Item>> {
    const {items} = await this.engine.queryItems(collectionId, {limit: 1000, offset: 0})
    return new Map(items.map((item) => [item._id, item]))
  }
}

async function newShop(): Promise<Shop> {
  await host.local('POST', 'reset', {seed: 'empty'})
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

/** The call itself may be cut off; whoever comes back looks at the receipts, and goes on with what they say. */
async function toTheEnd(
  begin: () => Promise<Result<ReceiptSlice>>,
  goOn: (id: string) => Promise<Result<ReceiptSlice>>,
): Promise<Receipt> {
  const known = new Set((await listReceipts()).map(({id}) => id))
  let result = await begin()
  for (let calls = 0; ; calls++) {
    if (calls > 40) throw new Error(`It never ends: ${JSON.stringify(result)}`)
    if (result.ok && result.value.next === null) return result.value
    if (!result.ok) {
      expect(['UNAVAILABLE', 'THROTTLED', 'OUTCOME_UNKNOWN', 'UNEXPECTED', 'NOT_ALLOWED']).toContain(
        result.error.code,
      )
    }
    const mine = (await listReceipts()).find(({id}) => !known.has(id))
    if (mine?.status === 'DONE') return mine
    // Whoever died held the receipt for a while.
    host.site.clock.advance(25_000 + (result.ok ? result.value.waitMs : 0))
    result = mine ? await goOn(mine.id) : await begin()
  }
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

test('what comes back is what was chosen, nothing newer is overwritten, and Undo takes exactly that back', async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({edits, wanted, whileBringing, between, whileUndoing}) => {
      shop = await newShop()
      const then = await shop.products()
      const thenTags = new Map<string, string[]>()
      for (const id of then.keys()) thenTags.set(id, await shop.tags(id))
      const thenOrders = await shop.orders()
      const backup = valueOf(await call<Backup>('createBackup', [{}]))
      await host.settled()
      for (const one of edits) await shop.apply(one)

      const before = await shop.products()
      const look = await open(backup)
      expect(look.status).toBe('READY')
      const comparison = await compare(look)
      const deletedIds = [...then.keys()].filter((id) => !before.has(id)).toSorted()
      expect(comparison.deleted.map(({itemId}) => itemId).toSorted()).toEqual(deletedIds)
      const changedIds: string[] = []
      for (const [id, item] of then) {
        const now = before.get(id)
        if (!now) continue
        const sameTags = JSON.stringify(await shop.tags(id)) === JSON.stringify(thenTags.get(id))
        if (JSON.stringify(content(now)) !== JSON.stringify(content(item)) || !sameTags) {
          const [a, b] = [content(item)!, content(now)!]
          if (a.name !== b.name || a.price !== b.price || !sameTags) changedIds.push(id)
        }
      }
      expect(comparison.changed.map(({itemId}) => itemId).toSorted()).toEqual(changedIds.toSorted())
      expect(comparison.added).toBe([...before.keys()].filter((id) => !then.has(id)).length)

      const isWanted = (id: string) => wanted[Number(id.slice(1))] === true
      const itemIds = deletedIds.filter(isWanted)
      const fields = comparison.changed
        .filter(({itemId}) => isWanted(itemId))
        .map(({itemId, updatedDate}) => ({itemId, keys: ['price'], seen: updatedDate}))
      if (itemIds.length + fields.length > 0) {
        const choices = [{collectionId: 'Products', itemIds, fields, references: true}]
        shop.written.clear()
        shop.removed = []
        const ordersBefore = await shop.orders()
        host.site.clock.advance(10)
        const receipt = await disturbed(whileBringing, () =>
          toTheEnd(
            () => call<ReceiptSlice>('bringBack', [look.id, choices, null]),
            (id) => call<ReceiptSlice>('bringBack', [look.id, choices, id]),
          ),
        )
        await checkBroughtBack(receipt, before, then, fields, ordersBefore, thenOrders)

        for (const one of between) await shop.apply(one)
        const beforeUndo = await shop.products()
        const undo = await disturbed(whileUndoing, () =>
          toTheEnd(
            () => call<ReceiptSlice>('undoBringBack', [receipt.id, null]),
            () => call<ReceiptSlice>('undoBringBack', [receipt.id, null]),
          ),
        )
        await checkUndone(undo, receipt, before, beforeUndo)
      }
      valueOf(await call<Look>('closeLook', [look.id]))
      expect(
        host.site.engine
          .listCollections()
          .map(({id}) => id)
          .toSorted(),
      ).toEqual(['BackupsHistory', 'Orders', 'Products', 'Tags'])
    }),
    {numRuns: RUNS, ...(process.env.PROPERTY_SEED && {seed: Number(process.env.PROPERTY_SEED)})},
  )
})

async function checkBroughtBack(
  receipt: Receipt,
  before: Map<string, Item>,
  then: Map<string, Item>,
  fields: {itemId: string}[],
  ordersBefore: Map<string, Item>,
  thenOrders: Map<string, Item>,
): Promise<void> {
  const now = await shop.products()
  const touched = shop.written
  await checkOthersWork(now)
  const byField = new Set(fields.map(({itemId}) => itemId))
  for (const {itemId, outcome} of receipt.items) {
    const item = now.get(itemId)
    // Somebody changed, removed or re-created it meanwhile: checked above.
    if (touched.has(itemId) || !item) continue
    if (outcome === 'BROUGHT_BACK') {
      expect(content(item)).toEqual(content(then.get(itemId)))
    } else if (outcome === 'FIELDS_BROUGHT_BACK') {
      expect(content(item)).toEqual({...content(before.get(itemId)), price: then.get(itemId)!.price})
    } else
      expect(byField.has(itemId) ? content(item) : null).toEqual(
        byField.has(itemId) ? content(before.get(itemId)) : null,
      )
  }
  // What was not chosen is as it was, but for what others did.
  const chosen = new Set(receipt.items.map(({itemId}) => itemId))
  for (const [id, item] of before) {
    if (chosen.has(id) || touched.has(id) || !now.has(id)) continue
    expect(content(now.get(id))).toEqual(content(item))
  }
  const back = new Set(
    receipt.items.filter(({outcome}) => outcome === 'BROUGHT_BACK').map(({itemId}) => itemId),
  )
  for (const [id, order] of await shop.orders()) {
    if (touched.has(id)) continue
    const wasBlank = ordersBefore.get(id)!.product === undefined
    const target = String(thenOrders.get(id)!.product)
    if (!wasBlank) {
      // Somebody may have removed what it pointed at.
      if (order.product !== undefined) expect(order.product).toBe(ordersBefore.get(id)!.product)
    } else if (order.product !== undefined) {
      expect(order.product).toBe(target)
      expect(back.has(target)).toBe(true)
    } else if (back.has(target) && now.has(target) && !touched.has(target)) {
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
  before: Map<string, Item>,
  beforeUndo: Map<string, Item>,
): Promise<void> {
  const now = await shop.products()
  await checkOthersWork(now)
  const outcomes = new Map(receipt.items.map(({itemId, outcome}) => [itemId, outcome]))
  for (const {itemId, outcome} of undo.items) {
    const item = now.get(itemId)
    if (shop.written.has(itemId)) continue
    if (outcome === 'TAKEN_BACK' && outcomes.get(itemId) === 'BROUGHT_BACK') expect(item).toBeUndefined()
    else if (outcome === 'TAKEN_BACK' && item) expect(content(item)).toEqual(content(before.get(itemId)))
    else if (item && beforeUndo.has(itemId)) expect(content(item)).toEqual(content(beforeUndo.get(itemId)))
  }
}
