import AxeBuilder from 'axe-core'
import {until, useDashboard, WAIT} from '../support/use-dashboard'

jest.setTimeout(180_000)

const dashboard = useDashboard({backupMs: 300, restoreMs: 600})
const {hook, count} = dashboard

interface Found {
  dataItems: {id: string; data: Record<string, unknown>}[]
}

const query = (dataCollectionId: string) =>
  dashboard.wix<Found>('POST', 'items/query', {dataCollectionId, query: {paging: {limit: 1000}}})

/** Three products that orders refer to are deleted; two orders and a new price come since. */
async function loseThree(): Promise<string[]> {
  const {backup} = await dashboard.wix<{backup: {id: string}}>('POST', 'backups', {})
  await until(async () => {
    const {backups} = await dashboard.wix<{backups: {id: string}[]}>(
      'GET',
      'backups?status=READY&paging.limit=100',
    )
    return backups.some(({id}) => id === backup.id)
  })
  const orders = (await query('Orders')).dataItems
  const ids = [...new Set(orders.map(({data}) => String(data.product)))].slice(0, 3)
  await dashboard.wix('POST', 'bulk/items/remove', {dataCollectionId: 'Products', dataItemIds: ids})
  const kept = (await query('Products')).dataItems[0]!
  await dashboard.wix('POST', 'bulk/items/insert', {
    dataCollectionId: 'Orders',
    dataItems: [{data: {product: kept.id}}, {data: {product: kept.id}}],
  })
  await dashboard.wix('POST', 'items/patch', {
    dataCollectionId: 'Products',
    patch: {
      dataItemId: kept.id,
      fieldModifications: [{fieldPath: 'price', action: 'SET_FIELD', setFieldOptions: {value: 4321}}],
    },
  })
  return ids
}

async function blankOrders(): Promise<number> {
  return (await query('Orders')).dataItems.filter(({data}) => data.product === undefined).length
}

async function copies(): Promise<string[]> {
  const {collections} = await dashboard.wix<{collections: {id: string}[]}>(
    'GET',
    'collections?paging.limit=100',
  )
  return collections.map(({id}) => id).filter((id) => id.startsWith('BackupsLook'))
}

/** What a screen reader would stumble over in the open dialog. */
async function violations(): Promise<string[]> {
  const frame = dashboard.page.frames().find((one) => one.parentFrame() !== null)!
  await frame.evaluate(AxeBuilder.source)
  return frame.evaluate(async () => {
    const {axe} = window as unknown as {
      axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}
    }
    const found = await axe.run()
    return found.violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html ?? ''}`)
  })
}

test('three deleted products come back with their references; new orders and a new price stay; Undo takes it back', async () => {
  const products = await count('Products')
  const ids = await loseThree()
  const blank = await blankOrders()
  expect(blank).toBeGreaterThan(0)
  const orders = await count('Orders')
  let clicks = 0
  const click = async (name: string) => {
    await hook(name).click({timeout: WAIT})
    clicks += 1
  }
  await dashboard.page.goto(dashboard.url)
  await click('find-missing')
  await hook('missing-collection').selectOption('Products')
  await hook('missing-when').selectOption('now')
  clicks += 2
  expect(await violations()).toEqual([])
  await click('dialog-confirm')
  await hook(`item-${ids[0]}`).waitFor({timeout: 60_000})
  for (const id of ids) expect(await hook(`item-${id}`).locator('input').isChecked()).toBe(true)
  expect(await violations()).toEqual([])
  await click('dialog-confirm')
  await until(async () => (await hook('review-sentence').textContent())!.includes('mended'))
  const sentence = (await hook('review-sentence').textContent())!
  expect(sentence).toContain('3 items come back.')
  expect(sentence).toContain(`${blank} reference`)
  expect(sentence).toContain('Nothing else is written.')
  expect(await violations()).toEqual([])
  await click('dialog-confirm')
  await hook('receipt').waitFor({timeout: 60_000})
  expect(await hook('receipt').textContent()).toContain('3 items came back.')
  expect(clicks).toBeLessThanOrEqual(7)
  expect(await violations()).toEqual([])

  expect(await count('Products')).toBe(products)
  expect(await count('Orders')).toBe(orders)
  expect(await blankOrders()).toBe(0)
  expect((await query('Products')).dataItems.some(({data}) => data.price === 4321)).toBe(true)

  await click('undo-recovery')
  await until(async () => (await count('Products')) === products - 3)
  await until(async () => (await hook('receipt').textContent())!.includes('3 items were taken back.'))
  await click('dialog-confirm')
  await until(async () => (await copies()).length === 0)
  expect(await blankOrders()).toBe(blank)
})

test('a single price is taken back to then, field by field, by keyboard alone', async () => {
  await loseThree()
  const before = (await query('Products')).dataItems.find(({data}) => data.price === 4321)!
  await dashboard.page.goto(dashboard.url)
  const {keyboard} = dashboard.page
  await hook('find-missing').focus()
  await keyboard.press('Enter')
  await hook('missing-collection').focus()
  await keyboard.type('Prod')
  await hook('dialog-confirm').focus()
  await keyboard.press('Enter')
  await hook('tab-changed').waitFor({timeout: 60_000})
  await hook('tab-deleted').focus()
  await keyboard.press('ArrowRight')
  await hook(`item-${before.id}`).focus()
  await keyboard.press('Enter')
  await hook('field-price').locator('input').focus()
  await keyboard.press('Space')
  await hook('back-to-list').focus()
  await keyboard.press('Enter')
  await hook('tab-deleted').focus()
  await keyboard.press('Enter')
  await hook('choose-all').locator('input').focus()
  await keyboard.press('Space')
  await hook('dialog-confirm').focus()
  await keyboard.press('Enter')
  expect(await hook('review-sentence').textContent()).toContain('1 field becomes what it was.')
  await hook('dialog-confirm').focus()
  await keyboard.press('Enter')
  await hook('receipt').waitFor({timeout: 60_000})
  expect(await hook('receipt').textContent()).toContain('Fields of 1 item are as they were.')
  expect((await query('Products')).dataItems.some(({data}) => data.price === 4321)).toBe(false)
  await keyboard.press('Escape')
  await hook('dialog-recovery').waitFor({state: 'detached'})
})

test('canceled while the private copies are made: nothing is left', async () => {
  await dashboard.local('settings', {restoreMs: 3_000})
  await dashboard.page.goto(dashboard.url)
  await hook('find-missing').click({timeout: WAIT})
  await hook('missing-collection').selectOption('Products')
  await hook('dialog-confirm').click()
  await until(async () => (await copies()).length > 0)
  await hook('dialog-cancel').click()
  await hook('dialog-recovery').waitFor({state: 'detached'})
  await dashboard.local('clock', {advanceMs: 60_000})
  await hook('find-missing').click()
  await hook('missing-collection').selectOption('Products')
  // Whoever looks next removes what was left.
  await hook('dialog-confirm').click()
  await until(async () => new Set((await copies()).map((id) => id.slice(0, 20))).size === 1)
})
