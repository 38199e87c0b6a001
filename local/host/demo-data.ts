import type {BackupType, Engine, Field} from '../engine/types'
import {OWNER_IDS} from '../wire/identity'

const DAY = 24 * 60 * 60 * 1000

/**
 * A small pantry shop: products in categories, suppliers, orders. Two automatic and two on-demand backups in
 * the past, and changes since, so that a restore has something to cost. The same on every start but for the
 * dates, which count back from `now`; `setTime` moves the engine's clock to where each step happened.
 */
export async function seedDemo(engine: Engine, now: number, setTime: (time: number) => void): Promise<void> {
  const at = (days: number) => setTime(now - days * DAY)
  at(21)
  for (const collection of COLLECTIONS) {
    await engine.createCollection({
      ...collection,
      permissions: {
        insert: 'ADMIN',
        update: 'ADMIN',
        remove: 'ADMIN',
        read: collection.id === 'Orders' ? 'ADMIN' : 'ANYONE',
      },
    })
  }
  await write('Suppliers', SUPPLIERS)
  await write('Categories', CATEGORIES)
  await write('Products', PRODUCTS.slice(0, 18))
  await write('Orders', orders(40))
  await link(PRODUCTS.slice(0, 18))
  await backUp('AUTO', 12)
  at(10)

  await write('Products', PRODUCTS.slice(18, 22))
  await link(PRODUCTS.slice(18, 22))
  await write('Orders', orders(55).slice(40))
  await backUp('ON_DEMAND', 9)
  at(6)

  await write('Orders', orders(70).slice(55))
  await backUp('AUTO', 5)
  at(3)

  await write('Products', PRODUCTS.slice(22))
  await link(PRODUCTS.slice(22))
  await backUp('ON_DEMAND', 2)
  at(1)

  await write('Orders', orders(84).slice(70))
  await update('Products', {...PRODUCTS[0]!, price: 16.5, inStock: 11})
  await update('Products', {...PRODUCTS[4]!, inStock: 0})
  // What an editor tries in preview mode: a backup must not hold it.
  await engine.writeItems(
    'Products',
    'insert',
    [
      {
        _id: 'sandbox-seville-marmalade',
        name: 'Seville marmalade (draft)',
        price: 7.25,
        inStock: 0,
        category: 'preserves',
      },
    ],
    OWNER_IDS.owner,
    'sandbox',
  )

  async function write(collectionId: string, items: Record<string, unknown>[]): Promise<void> {
    const results = await engine.writeItems(collectionId, 'insert', items.map(withoutLinks), OWNER_IDS.owner)
    const failed = results.find(({ok}) => !ok)
    if (failed)
      throw new Error(`The demo data of ${collectionId} could not be written: ${JSON.stringify(failed)}`)
  }

  async function update(collectionId: string, item: Record<string, unknown>): Promise<void> {
    await engine.writeItems(collectionId, 'update', [withoutLinks(item)], OWNER_IDS.owner)
  }

  async function backUp(type: BackupType, days: number): Promise<void> {
    const requestedDate = now - days * DAY
    setTime(requestedDate + engine.settings.backupMs)
    await engine.seedBackup(type, requestedDate)
  }

  async function link(products: typeof PRODUCTS): Promise<void> {
    await engine.insertReferences(
      products.flatMap(({_id, suppliers}) =>
        suppliers.map((targetId) => ({collectionId: 'Products', field: 'suppliers', itemId: _id, targetId})),
      ),
    )
  }
}

function withoutLinks({suppliers: _suppliers, ...item}: Record<string, unknown>): Record<string, unknown> {
  return item
}

const text = (key: string, displayName: string): Field => ({key, displayName, type: 'TEXT'})
const number = (key: string, displayName: string): Field => ({key, displayName, type: 'NUMBER'})

const COLLECTIONS: {id: string; displayName: string; fields: Field[]}[] = [
  {
    id: 'Categories',
    displayName: 'Categories',
    fields: [text('title', 'Title'), number('position', 'Position')],
  },
  {
    id: 'Suppliers',
    displayName: 'Suppliers',
    fields: [text('name', 'Name'), text('town', 'Town'), text('email', 'Email')],
  },
  {
    id: 'Products',
    displayName: 'Products',
    fields: [
      text('name', 'Name'),
      number('price', 'Price'),
      number('inStock', 'In stock'),
      {key: 'organic', displayName: 'Organic', type: 'BOOLEAN'},
      {key: 'category', displayName: 'Category', type: 'REFERENCE', referencedCollectionId: 'Categories'},
      {
        key: 'suppliers',
        displayName: 'Suppliers',
        type: 'MULTI_REFERENCE',
        referencedCollectionId: 'Suppliers',
      },
    ],
  },
  {
    id: 'Orders',
    displayName: 'Orders',
    fields: [
      number('number', 'Number'),
      text('customer', 'Customer'),
      {key: 'product', displayName: 'Product', type: 'REFERENCE', referencedCollectionId: 'Products'},
      number('quantity', 'Quantity'),
      number('total', 'Total'),
      text('status', 'Status'),
    ],
  },
]

const CATEGORIES = ['Oils and vinegars', 'Preserves', 'Grains', 'Honey', 'Spices', 'Teas'].map(
  (title, position) => ({
    _id: title.split(' ')[0]!.toLowerCase(),
    title,
    position: position + 1,
  }),
)

const SUPPLIERS = [
  ['hillside', 'Hillside Grove', 'Sonoma'],
  ['miller', 'Miller & Daughters', 'Ithaca'],
  ['bluebee', 'Blue Bee Apiary', 'Asheville'],
  ['harbor', 'Harbor Spice Company', 'Portland'],
  ['orchard', 'Old Orchard Kitchen', 'Traverse City'],
].map(([_id, name, town]) => ({_id: _id!, name: name!, town: town!, email: `orders@${_id}.example`}))

const PRODUCTS = (
  [
    ['Early harvest olive oil', 14.5, 24, true, 'oils', ['hillside']],
    ['Lemon olive oil', 16, 18, true, 'oils', ['hillside']],
    ['Aged balsamic vinegar', 19.5, 12, false, 'oils', ['hillside', 'harbor']],
    ['Apple cider vinegar', 8.25, 40, true, 'oils', ['orchard']],
    ['Walnut oil', 12.75, 9, false, 'oils', ['miller']],
    ['Sour cherry preserves', 7.5, 33, false, 'preserves', ['orchard']],
    ['Fig and ginger jam', 7.95, 21, true, 'preserves', ['orchard', 'harbor']],
    ['Peach butter', 6.95, 16, false, 'preserves', ['orchard']],
    ['Dark rye flour', 5.4, 60, true, 'grains', ['miller']],
    ['Stone-ground cornmeal', 4.8, 52, true, 'grains', ['miller']],
    ['Rolled oats', 4.2, 75, true, 'grains', ['miller']],
    ['Farro', 6.6, 28, false, 'grains', ['miller', 'hillside']],
    ['Wildflower honey', 9.5, 31, false, 'honey', ['bluebee']],
    ['Buckwheat honey', 10.25, 14, false, 'honey', ['bluebee']],
    ['Honeycomb', 13, 8, false, 'honey', ['bluebee']],
    ['Smoked paprika', 4.5, 44, false, 'spices', ['harbor']],
    ['Green cardamom', 8.9, 17, true, 'spices', ['harbor']],
    ['Saffron threads', 18.75, 6, false, 'spices', ['harbor']],
    ['Black mustard seeds', 3.6, 37, true, 'spices', ['harbor']],
    ['Chamomile tea', 5.75, 26, true, 'teas', ['bluebee', 'harbor']],
    ['Smoky black tea', 6.5, 22, false, 'teas', ['harbor']],
    ['Mint tea', 5.25, 30, true, 'teas', ['hillside']],
    ['Quince paste', 8.4, 13, false, 'preserves', ['orchard']],
    ['Spelt berries', 5.9, 19, true, 'grains', ['miller']],
  ] as [string, number, number, boolean, string, string[]][]
).map(([name, price, inStock, organic, category, suppliers]) => ({
  _id: name.toLowerCase().replaceAll(' ', '-'),
  name,
  price,
  inStock,
  organic,
  category,
  suppliers,
}))

const CUSTOMERS = [
  'Ana Reyes',
  'Ben Okafor',
  'Chloé Martin',
  'Dov Levi',
  'Ella Novak',
  'Farid Haddad',
  'Grace Kim',
]
const STATUSES = ['Shipped', 'Shipped', 'Shipped', 'Paid', 'Refunded']

/** The first `count` orders of the shop's history: always the same ones. */
function orders(count: number) {
  return Array.from({length: count}, (_, index) => {
    const product = PRODUCTS[(index * 7) % 18]!
    const quantity = 1 + (index % 4)
    return {
      _id: `order-${1001 + index}`,
      number: 1001 + index,
      customer: CUSTOMERS[(index * 3) % CUSTOMERS.length],
      product: product._id,
      quantity,
      total: Math.round(product.price * quantity * 100) / 100,
      status: STATUSES[index % STATUSES.length],
    }
  })
}
