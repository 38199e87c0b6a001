import type {Backup} from 'public/contract'
import type {Look, Receipt} from 'public/recovery-contract'
import {receiptOf} from '../support/every-slice'
import {problemOf, startTestHost, valueOf, type TestHost} from '../support/test-host'

const ADMIN = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'} as const
const DAY = 24 * 60 * 60 * 1000

let host: TestHost
let engine: TestHost['site']['engine']
let backup: Backup

beforeEach(async () => {
  host = await startTestHost()
  engine = host.site.engine
  for (const id of ['Products', 'Orders']) {
    await engine.createCollection({
      id,
      fields: [{key: 'name', displayName: 'Name', type: 'TEXT'}],
      permissions: {...ADMIN, read: 'ANYONE'},
    })
    await engine.writeItems(id, 'insert', [{_id: 'a', name: 'A'}], 'owner')
  }
  backup = valueOf(await host.call<Backup>('createBackup', [{}]))
  await host.settled()
})
afterEach(() => host.close())

async function open(collectionIds = ['Products']): Promise<Look> {
  const look = valueOf(await host.call<Look>('lookInside', [backup.id, collectionIds]))
  await host.settled()
  return valueOf(await host.call<Look>('getLook', [look.id]))
}

const copies = () =>
  engine
    .listCollections()
    .map(({id}) => id)
    .filter((id) => id.startsWith('BackupsLook-'))

describe('lookInside', () => {
  test('makes copies for admins only, also of a collection that anybody may read', async () => {
    const look = await open(['Products', 'Orders'])
    expect(look).toMatchObject({
      status: 'READY',
      backupId: backup.id,
      collections: [{role: 'CHOSEN'}, {role: 'CHOSEN'}],
    })
    for (const {copyId} of look.collections) {
      expect(engine.getCollection(copyId).permissions).toEqual(ADMIN)
      await expect(host.sdk('local-visitor').items.query(copyId).find()).rejects.toMatchObject({})
    }
    expect(engine.getCollection('BackupsHistory').permissions).toEqual(ADMIN)
    expect(await host.sdk().items.query('Products').count()).toBe(1)
  })

  test('refuses what the backup does not hold, and what is no backup, and makes nothing', async () => {
    expect(problemOf(await host.call('lookInside', [backup.id, ['Produtcs']]))).toMatchObject({
      code: 'COLLECTION_NOT_IN_BACKUP',
    })
    expect(
      problemOf(await host.call('lookInside', ['11111111-1111-4111-8111-111111111111', ['Products']])),
    ).toMatchObject({code: 'BACKUP_NOT_FOUND'})
    expect(problemOf(await host.call('lookInside', [backup.id, []]))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
    await host.call('deleteBackup', [backup.id])
    await host.settled()
    expect(problemOf(await host.call('lookInside', [backup.id, ['Products']]))).toMatchObject({
      code: 'BACKUP_NOT_READY',
    })
    expect(engine.listCollections().map(({id}) => id)).toEqual(['Orders', 'Products'])
  })

  test('opens at most three at once, and says which are open', async () => {
    const looks = [await open(), await open(), await open()]
    expect(problemOf(await host.call('lookInside', [backup.id, ['Products']]))).toMatchObject({
      code: 'TOO_MANY_LOOKS',
      looks: [{}, {}, {}],
    })
    valueOf(await host.call('closeLook', [looks[1]!.id]))
    expect((await open()).status).toBe('READY')
  })

  test('ends FAILED where Wix cannot make the copies, and leaves none', async () => {
    await host.local('POST', 'faults', {
      operation: 'restorePartialBackup',
      effect: 'fail-restoration',
      times: 1,
    })
    const look = await open()
    expect(look).toMatchObject({status: 'FAILED', reason: 'Wix could not make the private copies.'})
    expect(copies()).toEqual([])
    expect(valueOf(await host.call('listLooks', []))).toEqual([])
  })

  test('a plan that allows no more collections: said before anything is copied, and nothing is left', async () => {
    await host.local('POST', 'settings', {maxCollections: 2})
    const full = problemOf(await host.call('lookInside', [backup.id, ['Products']]))
    expect(full).toMatchObject({code: 'PLAN_LIMIT_REACHED', message: expect.stringMatching(/allows no more/)})
    expect(engine.listCollections().map(({id}) => id)).toEqual(['Orders', 'Products'])
    await host.local('POST', 'settings', {maxCollections: 4})
    expect(problemOf(await host.call('lookInside', [backup.id, ['Products', 'Orders']]))).toMatchObject({
      code: 'PLAN_LIMIT_REACHED',
    })
    expect(copies()).toEqual([])
    expect(valueOf(await host.call('listLooks', []))).toEqual([])
    await host.local('POST', 'settings', {maxCollections: null})
    expect((await open()).status).toBe('READY')
  })

  test('a plan that allows no more items: the look fails, and leaves nothing', async () => {
    await host.local('POST', 'settings', {maxItems: 3})
    expect(await open()).toMatchObject({status: 'FAILED', reason: 'Wix could not make the private copies.'})
    expect(copies()).toEqual([])
  })

  test('goes on after a lost answer: its copies are nobody else’s', async () => {
    await host.local('POST', 'faults', {operation: 'restorePartialBackup', effect: 'lose-response', times: 1})
    expect((await open()).status).toBe('READY')
    const {items} = valueOf(await host.call<{items: unknown[]}>('listRestorations', [{}]))
    expect(items.length).toBe(1)
  })

  test('is refused while somebody has opened the history to others', async () => {
    await open()
    const history = engine.getCollection('BackupsHistory')
    await engine.deleteCollection('BackupsHistory')
    await engine.createCollection({...history, permissions: {...ADMIN, read: 'ANYONE'}})
    expect(problemOf(await host.call('lookInside', [backup.id, ['Products']]))).toMatchObject({
      code: 'RECOVERY_NOT_PRIVATE',
    })
  })
})

describe('closeLook', () => {
  test('removes the copies, twice without harm', async () => {
    const look = await open()
    expect(copies().length).toBe(1)
    expect(valueOf(await host.call<Look>('closeLook', [look.id])).status).toBe('CLOSED')
    expect(copies()).toEqual([])
    expect(valueOf(await host.call<Look>('closeLook', [look.id])).status).toBe('CLOSED')
    expect(problemOf(await host.call('compareItems', [look.id, 'Products', null]))).toMatchObject({
      code: 'LOOK_NOT_READY',
      lookStatus: 'CLOSED',
    })
  })

  test('while the copies are being made: they are gone once that has ended', async () => {
    await host.local('POST', 'settings', {restoreMs: 60_000})
    const look = valueOf(await host.call<Look>('lookInside', [backup.id, ['Products']]))
    expect(look.status).toBe('OPENING')
    expect(valueOf(await host.call<Look>('closeLook', [look.id])).status).toBe('CLOSED')
    expect(valueOf(await host.call<Look[]>('listLooks', []))).toMatchObject([{status: 'CLOSED'}])
    await host.local('POST', 'clock', {advanceMs: 61_000})
    await host.settled()
    expect(valueOf(await host.call<Look[]>('listLooks', []))).toEqual([])
    expect(copies()).toEqual([])
  })

  test('a look is closed by itself after a day', async () => {
    await open()
    await host.local('POST', 'clock', {advanceMs: DAY + 1000})
    expect(valueOf(await host.call<Look[]>('listLooks', []))).toEqual([])
    expect(copies()).toEqual([])
  })
})

describe('bringBack', () => {
  beforeEach(async () => {
    await engine.removeItems('Products', ['a'])
  })
  const choices = [{collectionId: 'Products', itemIds: ['a']}]

  test('after another admin closed the look: refused before it begins', async () => {
    const look = await open()
    await host.call('closeLook', [look.id])
    expect(problemOf(await host.call('bringBack', [look.id, choices, null]))).toMatchObject({
      code: 'LOOK_NOT_READY',
    })
    expect(valueOf(await host.call<Receipt[]>('listReceipts', []))).toEqual([])
  })

  test('after somebody deleted the copy: nothing is written, and it is said why', async () => {
    const look = await open()
    await engine.deleteCollection(look.collections[0]!.copyId)
    expect(problemOf(await host.call('bringBack', [look.id, choices, null]))).toMatchObject({
      code: 'COLLECTION_NOT_FOUND',
    })
    expect(problemOf(await host.call('compareItems', [look.id, 'Products', null])).code).toBe(
      'COLLECTION_NOT_FOUND',
    )
    expect(await engine.getItem('Products', 'a')).toBeNull()
  })

  test('into a collection that is deleted: the item is told as failed, with a reason', async () => {
    const look = await open()
    await engine.deleteCollection('Products')
    const receipt = await receiptOf(host, 'bringBack', [look.id, choices])
    expect(receipt).toMatchObject({
      status: 'DONE',
      items: [{outcome: 'FAILED', reason: 'The collection was deleted meanwhile.'}],
    })
  })

  test('an item that the backup does not hold, and one that exists again', async () => {
    const look = await open()
    await engine.writeItems('Products', 'insert', [{_id: 'a', name: 'Mine'}], 'owner')
    const receipt = await receiptOf(host, 'bringBack', [
      look.id,
      [{collectionId: 'Products', itemIds: ['a', 'never']}],
    ])
    expect(receipt.items).toMatchObject([
      {itemId: 'a', outcome: 'SKIPPED_EXISTS'},
      {itemId: 'never', outcome: 'FAILED', reason: 'The backup does not hold this item.'},
    ])
    expect(await engine.getItem('Products', 'a')).toMatchObject({name: 'Mine'})
  })

  test('more than 1,000 items, or more than 10 MB, is refused before anything is written', async () => {
    const look = await open()
    const many = Array.from({length: 1001}, (_, n) => `item-${n}`)
    expect(
      problemOf(await host.call('bringBack', [look.id, [{collectionId: 'Products', itemIds: many}], null])),
    ).toMatchObject({code: 'TOO_MUCH_AT_ONCE'})
    const large = Array.from({length: 25}, (_, n) => ({_id: `large-${n}`, name: 'x'.repeat(450_000)}))
    for (const item of large) await engine.writeItems('Orders', 'insert', [item], 'owner')
    backup = valueOf(await host.call<Backup>('createBackup', [{}]))
    await host.settled()
    const second = await open(['Orders'])
    await engine.truncateCollection('Orders')
    expect(
      problemOf(
        await host.call('bringBack', [
          second.id,
          [{collectionId: 'Orders', itemIds: large.map(({_id}) => _id)}],
          null,
        ]),
      ),
    ).toMatchObject({code: 'TOO_MUCH_AT_ONCE', message: expect.stringMatching(/10 MB/)})
    expect(await engine.countItems('Orders')).toBe(0)
  })

  test.each([
    [[], 'choices'],
    [[{collectionId: 'Products'}], 'choices'],
    [[{collectionId: 'Products', itemIds: ['a', 'a']}], 'choices[0]'],
    [[{collectionId: 'Products', itemIds: [1]}], 'choices[0].itemIds[0]'],
    [
      [{collectionId: 'Products', fields: [{itemId: 'a', keys: ['_owner'], seen: new Date()}]}],
      'choices[0].fields[0].keys[0]',
    ],
    [
      [{collectionId: 'Products', fields: [{itemId: 'a', keys: ['name'], seen: 'soon'}]}],
      'choices[0].fields[0].seen',
    ],
    [[{collectionId: 'Products', itemids: ['a']}], 'choices[0]'],
    ['Products', 'choices'],
  ])('refuses %j', async (given, argument) => {
    const look = await open()
    expect(problemOf(await host.call('bringBack', [look.id, given, null]))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      argument,
    })
  })
})

test('receipts are kept for 90 days', async () => {
  await engine.removeItems('Products', ['a'])
  const look = await open()
  await receiptOf(host, 'bringBack', [look.id, [{collectionId: 'Products', itemIds: ['a']}]])
  await host.local('POST', 'clock', {advanceMs: 89 * DAY})
  expect(valueOf(await host.call<Receipt[]>('listReceipts', []))).toHaveLength(1)
  await host.local('POST', 'clock', {advanceMs: 2 * DAY})
  expect(valueOf(await host.call<Receipt[]>('listReceipts', []))).toEqual([])
  expect(await engine.countItems('BackupsHistory', {kind: 'RECEIPT'})).toBe(0)
})

test('a receipt gets the ID that the caller gave: asked twice after a lost answer, it is one', async () => {
  await engine.removeItems('Products', ['a'])
  const look = await open()
  const id = '11111111-2222-4333-8444-555555555555'
  const choices = [{collectionId: 'Products', itemIds: ['a']}]
  const [first, second] = await Promise.all([
    host.call<Receipt>('bringBack', [look.id, choices, id]),
    host.call<Receipt>('bringBack', [look.id, choices, id]),
  ])
  expect([first, second].some((result) => result.ok && result.value.id === id)).toBe(true)
  const receipt = valueOf(await host.call<Receipt>('bringBack', [look.id, choices, id]))
  expect(receipt).toMatchObject({id, status: 'DONE', items: [{itemId: 'a', outcome: 'BROUGHT_BACK'}]})
  expect(valueOf(await host.call<Receipt[]>('listReceipts', []))).toHaveLength(1)
})
