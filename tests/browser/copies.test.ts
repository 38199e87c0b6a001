import {readFileSync} from 'node:fs'
import {openCopy} from 'public/copies/open-copy'
import {verifyCopy} from 'public/copies/verify-copy'
import {asFile} from '../copies/make-copy'
import {violationsIn} from '../element/violations'
import {until, useDashboard, WAIT} from '../support/use-dashboard'

jest.setTimeout(180_000)

const dashboard = useDashboard({backupMs: 0, restoreMs: 0})
const {hook} = dashboard

interface Found {
  dataItems: {id: string; data: Record<string, unknown>}[]
}

const query = (dataCollectionId: string) =>
  dashboard.wix<Found>('POST', 'items/query', {
    dataCollectionId,
    query: {sort: [{fieldName: '_id', order: 'ASC'}], paging: {limit: 1000}},
  })

/** What a screen reader would stumble over. */
async function violations() {
  return violationsIn(dashboard.page.frames().find((one) => one.parentFrame() !== null)!)
}

/** Saves what a link of the page saves, as a person does. */
async function saved(name: string): Promise<{bytes: Buffer; fileName: string; path: string}> {
  const [download] = await Promise.all([dashboard.page.waitForEvent('download'), hook(name).click()])
  const path = await download.path()
  return {bytes: readFileSync(path), fileName: download.suggestedFilename(), path}
}

async function downloadSite() {
  await dashboard.page.goto(dashboard.url)
  await hook('ask-copy').click({timeout: WAIT})
  await hook('dialog-confirm').click()
  await hook('save-copy').waitFor({timeout: 60_000})
  return saved('save-copy')
}

test('a copy of the site is downloaded: said what is not in it, whole, and the list of media beside it', async () => {
  await dashboard.page.goto(dashboard.url)
  await hook('ask-copy').click({timeout: WAIT})
  expect(await hook('copy-not-in-it').textContent()).toContain('media files')
  expect(await violations()).toEqual([])
  await hook('dialog-confirm').click()
  await hook('save-copy').waitFor({timeout: 60_000})
  expect(await violations()).toEqual([])
  const {bytes, fileName} = await saved('save-copy')
  expect(fileName).toMatch(/ \d{4}-\d\d-\d\d\.zip$/)
  const {manifest} = await verifyCopy(asFile(bytes))
  const products = manifest.collections.find(({id}) => id === 'Products')!
  expect(products.items).toBe(await dashboard.count('Products'))
  await hook('list-media').click()
  await until(async () => (await hook('list-media').count()) === 0)
  // Removed when it is done: nothing is left in the browser.
  await hook('dialog-confirm').click()
  await hook('dialog-copy').waitFor({state: 'detached'})
  const frame = dashboard.page.frames().find((one) => one.parentFrame() !== null)!
  await until(
    async () =>
      (await frame.evaluate(async () => {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('backups-page')
        let count = 0
        for await (const _name of (folder as unknown as {keys(): AsyncIterable<string>}).keys()) count += 1
        return count
      })) === 0,
  )
})

test('paused, hidden, reloaded, gone on with, by keyboard alone: chosen collections of a backup', async () => {
  await dashboard.wix('POST', 'backups', {})
  await dashboard.page.goto(dashboard.url)
  const {keyboard} = dashboard.page
  await hook('open-details').first().focus()
  await keyboard.press('Enter')
  await hook('panel-copy').focus()
  await keyboard.press('Enter')
  await hook('copy-some').locator('input').focus()
  await keyboard.press('Space')
  await hook('choose-Orders').locator('input').focus()
  await keyboard.press('Space')
  await dashboard.local('settings', {restoreMs: 3_000})
  await hook('dialog-confirm').focus()
  await keyboard.press('Enter')
  await hook('pause-copy').focus()
  await keyboard.press('Enter')
  await hook('continue-copy').waitFor()
  expect(await violations()).toEqual([])
  await keyboard.press('Escape')
  await hook('banner-copy').waitFor()
  await dashboard.page.reload()
  await hook('banner-copy').waitFor({timeout: WAIT})
  await hook('banner-copy').getByRole('button').first().click()
  await dashboard.local('clock', {advanceMs: 10_000})
  await hook('continue-copy').focus()
  await keyboard.press('Enter')
  await hook('save-copy').waitFor({timeout: 60_000})
  const {manifest} = await openCopy(asFile((await saved('save-copy')).bytes))
  expect(manifest.collections.map(({id}) => id)).toEqual(['Orders'])
  expect(manifest.source.kind).toBe('backup')
})

test('offline in the middle: it waits, says so, and goes on', async () => {
  await dashboard.page.goto(dashboard.url)
  await hook('ask-copy').waitFor({timeout: WAIT})
  let isOffline = true
  await dashboard.page
    .context()
    .route(/\/readItems(\.ajax)?$/, (route) => (isOffline ? route.abort() : route.continue()))
  await hook('ask-copy').click()
  await hook('dialog-confirm').click()
  await hook('copy-waiting').waitFor({timeout: WAIT})
  isOffline = false
  await hook('save-copy').waitFor({timeout: 60_000})
  await verifyCopy(asFile((await saved('save-copy')).bytes))
})
test('a collection that was deleted with its schema comes back from the file, references whole; Undo takes it back', async () => {
  const products = (await query('Products')).dataItems
  const orders = (await query('Orders')).dataItems
  const {path} = await downloadSite()
  await hook('dialog-confirm').click()
  const before = await definition('Products')
  await dashboard.wix('POST', 'bulk/items/remove', {
    dataCollectionId: 'Products',
    dataItemIds: products.map(({id}) => id),
  })
  await dashboard.wix('DELETE', 'collections/Products')
  const blank = (await query('Orders')).dataItems.filter(({data}) => data.product === undefined)
  expect(blank.length).toBeGreaterThan(0)
  await hook('ask-from-copy').click()
  expect(await violations()).toEqual([])
  await hook('copy-file').setInputFiles(path)
  await hook('compared-Products').waitFor({timeout: 60_000})
  expect(await hook('compared-Products').textContent()).toContain('Not on the site')
  expect(await violations()).toEqual([])
  await hook('dialog-confirm').click()
  await hook('from-copy-result').waitFor({timeout: 60_000})
  expect(await hook('from-copy-result').textContent()).toContain('Made again: Products.')
  expect(await violations()).toEqual([])
  expect(await definition('Products')).toEqual(before)
  const back = (await query('Products')).dataItems
  expect(back.map(own)).toEqual(products.map(own))
  expect((await query('Orders')).dataItems.map(own)).toEqual(orders.map(own))
  await hook('undo-from-copy').click()
  await hook('from-copy-undone').waitFor({timeout: WAIT})
  expect(await dashboard.count('Products')).toBe(0)
})

test('what was changed since: Then and Now, kept by default, beside on request, and replaced after a safety backup', async () => {
  const {path} = await downloadSite()
  await hook('dialog-confirm').click()
  const [first, second] = (await query('Products')).dataItems
  const price = first!.data.price
  await dashboard.local('clock', {advanceMs: 60_000})
  await dashboard.wix('POST', 'items/patch', {
    dataCollectionId: 'Products',
    patch: {
      dataItemId: first!.id,
      fieldModifications: [{fieldPath: 'price', action: 'SET_FIELD', setFieldOptions: {value: 4321}}],
    },
  })
  await dashboard.wix('DELETE', `items/${second!.id}?dataCollectionId=Products`)
  await dashboard.wix('POST', 'items', {dataCollectionId: 'Products', dataItem: {data: {name: 'New'}}})
  const bringBack = async (mode: string) => {
    await hook('ask-from-copy').click()
    await hook('copy-file').setInputFiles(path)
    await hook('compared-Products').waitFor({timeout: 60_000})
    expect(await hook('compared-Products').textContent()).toMatch(/Deleted: \d+ · Changed: 1 · Added: \d+/)
    if (mode === 'keep-newer') {
      await hook('look-Products').click()
      await hook('tab-changed').click({timeout: WAIT})
      await hook(`item-${first!.id}`).click()
      await hook('then-now').waitFor({timeout: WAIT})
      expect(await hook('then-now').textContent()).toContain(`${String(price)}4321`)
      expect(await violations()).toEqual([])
      await hook('back-to-list').click()
      await hook('dialog-cancel').click()
      await hook('dialog-fromCopy').waitFor()
    }
    await hook(`mode-${mode}`).click()
    await hook('dialog-confirm').click()
    await hook('from-copy-result').waitFor({timeout: 60_000})
  }
  await bringBack('keep-newer')
  expect(await hook('from-copy-result').textContent()).toContain('1 item came back.')
  expect(await hook('from-copy-conflicts').textContent()).toContain('newer on the site')
  await hook('dialog-confirm').click()
  const now = (await query('Products')).dataItems
  expect(now.find(({id}) => id === first!.id)?.data.price).toBe(4321)
  expect(now.some(({data}) => data.name === 'New')).toBe(true)

  await bringBack('beside')
  await hook('dialog-confirm').click()
  const {collections} = await dashboard.wix<{collections: {id: string}[]}>(
    'GET',
    'collections?paging.limit=100',
  )
  const beside = collections.find(({id}) => id.startsWith('Products_copy_'))!
  expect((await query(beside.id)).dataItems.find(({id}) => id === first!.id)?.data.price).toBe(price)

  await bringBack('replace')
  await hook('dialog-confirm').click()
  const replaced = (await query('Products')).dataItems
  expect(replaced.find(({id}) => id === first!.id)?.data.price).toBe(price)
  expect(replaced.some(({data}) => data.name === 'New')).toBe(false)
  const {backups} = await dashboard.wix<{backups: {type: string; status: string}[]}>(
    'GET',
    'backups?paging.limit=9',
  )
  expect(backups.some(({type, status}) => type === 'ON_DEMAND' && status === 'READY')).toBe(true)
})

test('single items and one field of a copy come back with what pointed at them; the receipt is kept, Undo takes it back', async () => {
  const products = (await query('Products')).dataItems
  const orders = (await query('Orders')).dataItems
  const {path} = await downloadSite()
  await hook('dialog-confirm').click()
  await dashboard.local('clock', {advanceMs: 60_000})
  const deleted = products.filter(({id}) => orders.some(({data}) => data.product === id)).slice(0, 3)
  const changed = products.find(({id}) => !deleted.some((one) => one.id === id))!
  await dashboard.wix('POST', 'bulk/items/remove', {
    dataCollectionId: 'Products',
    dataItemIds: deleted.map(({id}) => id),
  })
  await dashboard.wix('POST', 'items/patch', {
    dataCollectionId: 'Products',
    patch: {
      dataItemId: changed.id,
      fieldModifications: [
        {fieldPath: 'price', action: 'SET_FIELD', setFieldOptions: {value: 4321}},
        {fieldPath: 'name', action: 'SET_FIELD', setFieldOptions: {value: 'A new name'}},
      ],
    },
  })
  await dashboard.wix('POST', 'items', {dataCollectionId: 'Products', dataItem: {data: {name: 'New'}}})
  const disaster = [await query('Products'), await query('Orders')].map(({dataItems}) => dataItems.map(own))

  await hook('ask-from-copy').click()
  await hook('copy-file').setInputFiles(path)
  await hook('look-Products').click({timeout: 60_000})
  await hook('tab-deleted').waitFor({timeout: WAIT})
  expect(await hook('tab-deleted').textContent()).toContain('(3)')
  expect(await hook('chosen').textContent()).toBe('Comes back: 3 items')
  expect(await violations()).toEqual([])
  // Nothing is made before it is known what comes back.
  expect(await privateCopies()).toEqual([])
  await hook(`item-${deleted[2]!.id}`).locator('input').click()
  await hook('dialog-confirm').click()
  await hook('review-sentence').waitFor({timeout: WAIT})
  expect(await hook('review-sentence').textContent()).toContain('2 items come back.')
  const first = await privateCopies()
  expect(first.length).toBeGreaterThan(0)

  // Another choice: other private copies.
  await hook('dialog-back').click()
  await hook('tab-changed').click()
  await hook(`item-${changed.id}`).click()
  await hook('field-price').locator('input').click({timeout: WAIT})
  await hook('back-to-list').click()
  await hook('dialog-confirm').click()
  await hook('review-sentence').waitFor({timeout: WAIT})
  await until(async () => /mended/.test((await hook('review-sentence').textContent()) ?? ''))
  expect(await hook('review-sentence').textContent()).toMatch(
    /^2 items come back\. 1 field becomes what it was\. \d+ references? (is|are) mended\. Nothing else is written\. 1 item added since stays\./,
  )
  expect(await violations()).toEqual([])
  await until(async () => (await privateCopies()).every((id) => !first.includes(id)))
  await hook('dialog-confirm').click()
  await hook('receipt').waitFor({timeout: WAIT})
  expect(await hook('receipt').textContent()).toContain('2 items came back.')
  expect(await violations()).toEqual([])
  const now = (await query('Products')).dataItems
  const back = deleted.slice(0, 2)
  const isBack = ({id}: {id: string}) => back.some((one) => one.id === id)
  expect(now.filter(isBack).map(own)).toEqual(back.map(own))
  expect(now.find(({id}) => id === changed.id)!.data).toMatchObject({
    price: changed.data.price,
    name: 'A new name',
  })
  const pointed = orders.filter(({data}) => back.some(({id}) => id === data.product))
  const orderNow = new Map((await query('Orders')).dataItems.map(({id, data}) => [id, data.product]))
  expect(pointed.map(({id}) => orderNow.get(id))).toEqual(pointed.map(({data}) => data.product))
  await until(async () => (await privateCopies()).length === 0)

  await hook('undo-recovery').click()
  await until(async () => /taken back/.test((await hook('receipt').textContent()) ?? ''))
  const after = [await query('Products'), await query('Orders')].map(({dataItems}) => dataItems.map(own))
  expect(after).toEqual(disaster)
  await hook('dialog-confirm').click()
  await hook('dialog-recovery').waitFor({state: 'detached'})
  expect(await hook('dialog-fromCopy').count()).toBe(0)
  await hook('find-missing').click()
  await until(async () => /Brought back lately/.test((await hook('dialog-recovery').textContent()) ?? ''))
})

test('a backup is proven: a sample comes back beside the originals, is compared, and leaves nothing', async () => {
  await dashboard.wix('POST', 'backups', {})
  await dashboard.page.goto(dashboard.url)
  await hook('open-details').first().click({timeout: WAIT})
  await hook('prove').click()
  await hook('proof-last').waitFor({timeout: 60_000})
  expect(await hook('proof-last').textContent()).toMatch(
    /^Last proven on .+: (\d+) of \1 items, \d+ seconds?$/,
  )
  expect(await violations()).toEqual([])
  expect(await privateCopies()).toEqual([])
  // It is known again the next time.
  await dashboard.page.reload()
  await hook('open-details').first().click({timeout: WAIT})
  await hook('proof-last').waitFor({timeout: WAIT})
})

test('a collection that was deleted since a backup is made again with its fields, and restored from it', async () => {
  await dashboard.wix('POST', 'backups', {})
  await dashboard.page.goto(dashboard.url)
  await hook('open-details').first().click({timeout: WAIT})
  // A drill makes the history, in which the companion of later backups is kept.
  await hook('prove').click()
  await hook('proof-last').waitFor({timeout: 60_000})
  await dashboard.page.keyboard.press('Escape')
  const ready = async () => {
    const {backups} = await dashboard.wix<{backups: {id: string}[]}>('GET', 'backups?status=READY')
    return backups.map(({id}) => id)
  }
  const known = await ready()
  await hook('create-backup').click()
  await hook('dialog-confirm').click()
  await until(async () => (await ready()).some((id) => !known.includes(id)))
  const before = await definition('Suppliers')
  const suppliers = await dashboard.count('Suppliers')
  await dashboard.wix('DELETE', 'collections/Suppliers')
  await dashboard.page.reload()
  await hook('open-details').first().click({timeout: WAIT})
  await hook('schema-since').waitFor({timeout: WAIT})
  expect(await hook('schema-since').textContent()).toContain('Suppliers (')
  expect(await violations()).toEqual([])
  await hook('panel-restore').click()
  await hook('scope-some').click()
  await hook('collection-Suppliers').locator('label').first().click()
  await hook('dialog-restore').locator('[data-hook=recreate-Suppliers]').click()
  await hook('dialog-restore').locator('[data-hook=schema-recreated]').waitFor({timeout: WAIT})
  expect(await violations()).toEqual([])
  expect(await definition('Suppliers')).toEqual(before)
  await hook('dialog-confirm').click()
  await until(async () => (await dashboard.count('Suppliers')) === suppliers)
})

test('a file that is damaged or no copy is refused, and changes nothing', async () => {
  await dashboard.page.goto(dashboard.url)
  await hook('ask-from-copy').click({timeout: WAIT})
  await hook('copy-file').setInputFiles({
    name: 'x.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from('PK nothing'),
  })
  await hook('copy-trouble').waitFor({timeout: WAIT})
  expect(await hook('copy-trouble').getAttribute('data-code')).toBe('DAMAGED')
  expect(await violations()).toEqual([])
  await hook('dialog-cancel').click()
  await hook('dialog-fromCopy').waitFor({state: 'detached'})
})

async function privateCopies(): Promise<string[]> {
  const {collections} = await dashboard.wix<{collections: {id: string}[]}>(
    'GET',
    'collections?paging.limit=100',
  )
  return collections.map(({id}) => id).filter((id) => id.startsWith('BackupsLook'))
}

/** Without what Wix sets by itself. */
function own({id, data}: Found['dataItems'][number]) {
  const {_createdDate, _updatedDate, _owner, ...rest} = data
  void [_createdDate, _updatedDate, _owner]
  return {id, ...rest}
}

async function definition(id: string) {
  const {collection} = await dashboard.wix<{
    collection: {fields: object[]; permissions: object; displayName: string}
  }>('GET', `collections/${id}`)
  const {fields, permissions, displayName} = collection
  return {fields, permissions, displayName}
}
