import type {Backup} from 'public/contract'
import type {Look} from 'public/recovery-contract'
import {comparisonOf, receiptOf} from '../support/every-slice'
import {startTestHost, valueOf, type TestHost} from '../support/test-host'

const ADMIN = {insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN', read: 'ADMIN'} as const

jest.setTimeout(60_000)

let host: TestHost
let engine: TestHost['site']['engine']
let backup: Backup

beforeEach(async () => {
  host = await startTestHost()
  engine = host.site.engine
  await engine.createCollection({
    id: 'Products',
    fields: ['name', 'size'].map((key) => ({key, displayName: key, type: 'TEXT'})),
    permissions: ADMIN,
  })
  await engine.writeItems(
    'Products',
    'insert',
    ['a', 'b'].map((_id) => ({_id, name: _id, size: 'large'})),
    'owner',
  )
})
afterEach(() => host.close())

async function open(): Promise<Look> {
  const look = valueOf(await host.call<Look>('lookInside', [backup.id, ['Products']]))
  await host.settled()
  return valueOf(await host.call<Look>('getLook', [look.id]))
}

async function backUp(): Promise<void> {
  backup = valueOf(await host.call<Backup>('createBackup', [{}]))
  await host.settled()
}

const bringBack = (look: Look, itemIds: string[]) =>
  receiptOf(host, 'bringBack', [look.id, [{collectionId: 'Products', itemIds}]])

test('a field that was removed or retyped since: the value comes back as it was', async () => {
  await backUp()
  await engine.removeItems('Products', ['a'])
  const {collections} = host.sdk()
  await collections.deleteDataCollectionField('Products', {fieldKey: 'size'})
  await collections.createDataCollectionField('Products', {field: {key: 'size', type: 'NUMBER'}})
  await collections.deleteDataCollectionField('Products', {fieldKey: 'name'})
  const look = await open()
  expect(await comparisonOf(host, look.id, 'Products')).toMatchObject({
    deleted: [{itemId: 'a'}],
    changed: [],
    unchanged: 1,
  })
  expect((await bringBack(look, ['a'])).items).toMatchObject([{outcome: 'BROUGHT_BACK'}])
  expect(await engine.getItem('Products', 'a')).toMatchObject({name: 'a', size: 'large'})
})

test('a copy that somebody wrote into: what it holds no more is told, and the rest comes back', async () => {
  await backUp()
  await engine.removeItems('Products', ['a', 'b'])
  const look = await open()
  await engine.removeItems(look.collections[0]!.copyId, ['a'])
  expect((await bringBack(look, ['a', 'b'])).items).toMatchObject([
    {itemId: 'a', outcome: 'FAILED', reason: 'The backup does not hold this item.'},
    {itemId: 'b', outcome: 'BROUGHT_BACK'},
  ])
})

test('a backup that is deleted while a look is open: its copies are enough', async () => {
  await backUp()
  await engine.removeItems('Products', ['a'])
  const look = await open()
  valueOf(await host.call('deleteBackup', [backup.id]))
  await host.settled()
  expect((await bringBack(look, ['a'])).items).toMatchObject([{outcome: 'BROUGHT_BACK'}])
})

test('on a site with 1,000 collections', async () => {
  for (let n = 0; n < 999; n++) {
    await engine.createCollection({id: `Other${n}`, fields: [], permissions: ADMIN})
  }
  await backUp()
  await engine.removeItems('Products', ['a'])
  const look = await open()
  expect(look).toMatchObject({status: 'READY', collections: [{collectionId: 'Products'}]})
  expect((await bringBack(look, ['a'])).items).toMatchObject([{outcome: 'BROUGHT_BACK'}])
  valueOf(await host.call('closeLook', [look.id]))
  expect(engine.listCollections()).toHaveLength(1001)
})
