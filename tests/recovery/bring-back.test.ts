import type {Look, Receipt, BringBackChoice} from 'public/recovery-contract'
import type {Backup} from 'public/contract'
import {comparisonOf, receiptOf} from '../support/every-slice'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'

let host: TestHost
let sdk: ReturnType<TestHost['sdk']>

beforeEach(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  await sdk.collections.createDataCollection({
    _id: 'Categories',
    displayName: 'Categories',
    fields: [{key: 'name', displayName: 'Name', type: 'TEXT'}],
    permissions: ADMIN,
  })
  await sdk.collections.createDataCollection({
    _id: 'Products',
    displayName: 'Products',
    fields: [
      {key: 'name', displayName: 'Name', type: 'TEXT'},
      {key: 'price', displayName: 'Price', type: 'NUMBER'},
      {
        key: 'categories',
        displayName: 'Categories',
        type: 'MULTI_REFERENCE',
        typeMetadata: {
          multiReference: {
            referencedCollectionId: 'Categories',
            referencingFieldKey: '',
            referencingDisplayName: '',
          },
        },
      },
    ],
    permissions: ADMIN,
  })
  await sdk.collections.createDataCollection({
    _id: 'Orders',
    displayName: 'Orders',
    fields: [
      {key: 'number', displayName: 'Number', type: 'NUMBER'},
      {
        key: 'product',
        displayName: 'Product',
        type: 'REFERENCE',
        typeMetadata: {reference: {referencedCollectionId: 'Products'}},
      },
    ],
    permissions: ADMIN,
  })
  await sdk.items.bulkInsert('Categories', [
    {_id: 'c1', name: 'Tea'},
    {_id: 'c2', name: 'Cups'},
  ])
  await sdk.items.bulkInsert(
    'Products',
    Array.from({length: 10}, (_, index) => ({
      _id: `p${index}`,
      name: `Product ${index}`,
      price: index,
      since: new Date(1e12 + index),
    })),
  )
  await sdk.items.insertReference('Products', 'categories', 'p1', ['c1', 'c2'])
  await sdk.items.bulkInsert(
    'Orders',
    Array.from({length: 6}, (_, index) => ({_id: `o${index}`, number: index, product: `p${index % 3}`})),
  )
})

afterEach(async () => {
  await host.close()
})

const ADMIN = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'} as const

async function backUp(): Promise<Backup> {
  const backup = valueOf(await host.call<Backup>('createBackup', [{}]))
  await host.settled()
  return backup
}

async function open(backup: Backup, ids: string[]): Promise<Look> {
  const look = valueOf(await host.call<Look>('lookInside', [backup.id, ids]))
  await host.settled()
  return valueOf(await host.call<Look>('getLook', [look.id]))
}

const bringBack = (look: Look, choices: BringBackChoice[]) => receiptOf(host, 'bringBack', [look.id, choices])
const takeBack = (receipt: Receipt) => receiptOf(host, 'undoBringBack', [receipt.id])

test('deleted products come back with what referred to them; new orders and new prices stay', async () => {
  const backup = await backUp()
  await sdk.items.bulkRemove('Products', ['p0', 'p1', 'p2'])
  await sdk.items.bulkInsert('Orders', [{_id: 'new', number: 99, product: 'p4'}])
  await sdk.items.update('Orders', {_id: 'o5', number: 5, product: 'p7'})
  await sdk.items.patch('Products', 'p5').setField('price', 500).run()
  const look = await open(backup, ['Products'])
  expect(look).toMatchObject({
    status: 'READY',
    collections: [{collectionId: 'Products'}, {collectionId: 'Orders', role: 'REFERRING'}],
  })

  const comparison = await comparisonOf(host, look.id, 'Products')
  expect(comparison).toMatchObject({
    deleted: [{itemId: 'p0', title: 'Product 0'}, {itemId: 'p1'}, {itemId: 'p2'}],
    changed: [{itemId: 'p5', fields: ['price']}],
    added: 0,
    unchanged: 6,
  })

  expect(valueOf(await host.call('previewReferences', [look.id, 'Products', ['p0', 'p1', 'p2']]))).toEqual({
    fields: [{collectionId: 'Orders', displayName: 'Orders', field: 'product', blank: 5, elsewhere: 1}],
    complete: true,
  })
  const receipt = await bringBack(look, [
    {collectionId: 'Products', itemIds: ['p0', 'p1', 'p2'], references: true},
  ])
  expect(receipt).toMatchObject({
    status: 'DONE',
    items: ['p0', 'p1', 'p2'].map((itemId) => ({itemId, outcome: 'BROUGHT_BACK'})),
    references: {mended: 5, keptNewer: 1, unknown: 0},
  })
  const product = await sdk.items.get('Products', 'p1')
  expect(product).toMatchObject({name: 'Product 1', price: 1, since: new Date(1e12 + 1)})
  expect((await sdk.items.queryReferenced('Products', 'p1', 'categories')).items.map(({_id}) => _id)).toEqual(
    ['c1', 'c2'],
  )
  expect((await sdk.items.query('Orders').ascending('_id').find()).items.map(({product}) => product)).toEqual(
    ['p4', 'p0', 'p1', 'p2', 'p0', 'p1', 'p7'],
  )
  expect(await sdk.items.get('Products', 'p5')).toMatchObject({price: 500})

  const undo = await takeBack(receipt)
  expect(undo.items.map(({outcome}) => outcome)).toEqual(['TAKEN_BACK', 'TAKEN_BACK', 'TAKEN_BACK'])
  expect(await sdk.items.query('Products').count()).toBe(7)

  expect(valueOf(await host.call<Look>('closeLook', [look.id]))).toMatchObject({status: 'CLOSED'})
  expect(valueOf(await host.call<Look[]>('listLooks', []))).toEqual([])
  const {collections} = await sdk.collections.listDataCollections()
  // Besides what the product, or the app, keeps for itself.
  const ids = collections?.map(({_id}) => String(_id)).filter((id) => !/BackupsHistory$|^@local\//.test(id))
  expect(ids?.toSorted()).toEqual(['Categories', 'Orders', 'Products'])
})

test('a single field comes back, unless it was changed after it was seen', async () => {
  const backup = await backUp()
  await sdk.items.patch('Products', 'p5').setField('price', 500).setField('name', 'New name').run()
  await sdk.items.patch('Products', 'p6').setField('price', 600).run()
  const look = await open(backup, ['Products'])
  const {changed} = await comparisonOf(host, look.id, 'Products')
  await host.local('POST', 'clock', {advanceMs: 1000})
  await sdk.items.patch('Products', 'p6').setField('price', 601).run()
  const seen = new Map(changed.map(({itemId, updatedDate}) => [itemId, updatedDate!]))
  const receipt = await bringBack(look, [
    {
      collectionId: 'Products',
      fields: ['p5', 'p6'].map((itemId) => ({itemId, keys: ['price'], seen: seen.get(itemId)!})),
    },
  ])
  expect(receipt.items).toMatchObject([
    {itemId: 'p5', outcome: 'FIELDS_BROUGHT_BACK'},
    {itemId: 'p6', outcome: 'SKIPPED_NEWER'},
  ])
  expect(await sdk.items.get('Products', 'p5')).toMatchObject({price: 5, name: 'New name'})
  expect(await sdk.items.get('Products', 'p6')).toMatchObject({price: 601})
  const undo = await takeBack(receipt)
  expect(undo.items).toMatchObject([{itemId: 'p5', outcome: 'TAKEN_BACK'}])
  expect(await sdk.items.get('Products', 'p5')).toMatchObject({price: 500, name: 'New name'})
})

test('Undo leaves what somebody gave other references since, which Wix dates no item for', async () => {
  const backup = await backUp()
  await sdk.items.bulkRemove('Products', ['p0', 'p1'])
  const look = await open(backup, ['Products'])
  const receipt = await bringBack(look, [{collectionId: 'Products', itemIds: ['p0', 'p1']}])
  await sdk.items.removeReference('Products', 'categories', 'p1', ['c2'])
  const undo = await takeBack(receipt)
  expect(undo.items).toMatchObject([
    {itemId: 'p0', outcome: 'TAKEN_BACK'},
    {itemId: 'p1', outcome: 'SKIPPED_NEWER'},
  ])
  expect((await sdk.items.queryReferenced('Products', 'p1', 'categories')).items.map(({_id}) => _id)).toEqual(
    ['c1'],
  )
})

test('a multi-reference field comes back alone, and Undo makes it what it was', async () => {
  const backup = await backUp()
  await sdk.items.replaceReferences('Products', 'categories', 'p1', ['c2'])
  await sdk.items.replaceReferences('Products', 'categories', 'p2', ['c1'])
  const look = await open(backup, ['Products'])
  const {changed} = await comparisonOf(host, look.id, 'Products')
  expect(changed).toMatchObject([
    {itemId: 'p1', fields: ['categories']},
    {itemId: 'p2', fields: ['categories']},
  ])
  const categories = async (id: string) =>
    (await sdk.items.queryReferenced('Products', id, 'categories')).items.map(({_id}) => _id)
  const receipt = await bringBack(look, [
    {
      collectionId: 'Products',
      fields: changed.map(({itemId, updatedDate}) => ({itemId, keys: ['categories'], seen: updatedDate!})),
    },
  ])
  expect([await categories('p1'), await categories('p2')]).toEqual([['c1', 'c2'], []])
  await sdk.items.insertReference('Products', 'categories', 'p2', ['c2'])
  const undo = await takeBack(receipt)
  expect(undo.items).toMatchObject([{outcome: 'TAKEN_BACK'}, {outcome: 'SKIPPED_NEWER'}])
  expect([await categories('p1'), await categories('p2')]).toEqual([['c2'], ['c2']])
})

test('a collection that is deleted meanwhile: what cannot be known is counted, and everything comes to an end', async () => {
  const backup = await backUp()
  await sdk.items.bulkRemove('Products', ['p0', 'p1'])
  const look = await open(backup, ['Products'])
  const receipt = await bringBack(look, [{collectionId: 'Products', itemIds: ['p0'], references: true}])
  expect(receipt.references).toMatchObject({mended: 2})
  await sdk.collections.deleteDataCollection('Orders')
  const again = await bringBack(look, [{collectionId: 'Products', itemIds: ['p1'], references: true}])
  expect(again).toMatchObject({
    status: 'DONE',
    items: [{outcome: 'BROUGHT_BACK'}],
    references: {mended: 0, unknown: 1},
  })
  expect((await takeBack(receipt)).items).toMatchObject([{itemId: 'p0', outcome: 'TAKEN_BACK'}])
  await sdk.collections.deleteDataCollection('Products')
  expect(await takeBack(again)).toMatchObject({
    status: 'DONE',
    items: [{outcome: 'FAILED', reason: 'The collection was deleted meanwhile.'}],
  })
})

test('what is deleted while a look is open comes back with its references too', async () => {
  const backup = await backUp()
  const look = await open(backup, ['Products'])
  await sdk.items.bulkRemove('Products', ['p0'])
  expect((await comparisonOf(host, look.id, 'Products')).deleted).toMatchObject([{itemId: 'p0'}])
  const receipt = await bringBack(look, [{collectionId: 'Products', itemIds: ['p0'], references: true}])
  expect(receipt.references).toEqual({mended: 2, keptNewer: 0, unknown: 0})
  await takeBack(receipt)
  const again = await bringBack(look, [{collectionId: 'Products', itemIds: ['p0'], references: true}])
  expect(again.references).toEqual({mended: 2, keptNewer: 0, unknown: 0})
})
