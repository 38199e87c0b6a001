import type {Locator, Page} from 'playwright-core'
import {violationsIn} from '../element/violations'
import {until, useDashboard, WAIT} from '../support/use-dashboard'

jest.setTimeout(120_000)

const dashboard = useDashboard({backupMs: 300, restoreMs: 300})
const {count, hook, local, wix} = dashboard

const page = (): Page => dashboard.page
const button = (name: string | RegExp, within: Page | Locator = page()) =>
  within.getByRole('button', {name, exact: true})
const status = (text: string | RegExp) =>
  page().getByRole('status').filter({hasText: text}).waitFor({timeout: WAIT})
const alert = (text: string) => page().getByRole('alert').filter({hasText: text}).waitFor({timeout: WAIT})
const dialog = () => page().getByRole('dialog')
const row = (name: string) =>
  page()
    .getByRole('row')
    .filter({has: page().getByRole('cell', {name, exact: true})})
const focusedText = () => page().evaluate(() => document.activeElement?.textContent)

interface Item {
  id: string
  data: Record<string, unknown>
}
async function itemNamed(dataCollectionId: string, name: string): Promise<Item | undefined> {
  const query = {filter: {name}, paging: {limit: 1}}
  return (await wix<{dataItems: Item[]}>('POST', 'items/query', {dataCollectionId, query})).dataItems[0]
}

describe('the collections', () => {
  async function open(collection = 'Products'): Promise<void> {
    await page().goto(`${dashboard.url}/#collections`)
    await page().getByLabel('Collection', {exact: true}).selectOption(collection)
    await page()
      .getByRole('region', {name: /^Items of/})
      .getByRole('row')
      .nth(1)
      .waitFor({timeout: WAIT})
  }

  test('an item is changed; what was not touched stays as it was', async () => {
    await open()
    const before = (await itemNamed('Products', 'Walnut oil'))!
    await button('Change Walnut oil').click()
    await dialog().getByLabel('Price').fill('13.5')
    await button('Save').click()
    await status('Saved the item.')
    expect(await dialog().count()).toBe(0)
    await row('Walnut oil').getByRole('cell', {name: '13.5', exact: true}).waitFor({timeout: WAIT})
    const after = (await itemNamed('Products', 'Walnut oil'))!
    expect({...after.data, price: 0, _updatedDate: 0}).toEqual({...before.data, price: 0, _updatedDate: 0})
  })

  test('an item is added', async () => {
    await open()
    await button('Add item').click()
    await dialog().getByLabel('Name').fill('Plum vinegar')
    await dialog().getByLabel('Price').fill('7')
    await dialog().getByLabel('Organic').selectOption('Yes')
    await button('Add', dialog()).click()
    await status('Added an item to Products.')
    expect((await itemNamed('Products', 'Plum vinegar'))?.data).toMatchObject({price: 7, organic: true})
  })

  test('what is no value of its field is told where it stands, and can be mended', async () => {
    const data = {name: 'Plum vinegar', tags: ['new']}
    await wix('POST', 'items', {dataCollectionId: 'Products', dataItem: {data}})
    await open()
    await button('Change Plum vinegar').click()
    const tags = dialog().getByLabel('tags')
    await tags.fill('["new", ')
    await button('Save').click()
    await alert('tags: this is not JSON')
    expect(await tags.evaluate((field) => field === document.activeElement)).toBe(true)
    await tags.fill('["new", "sour"]')
    await button('Save').click()
    await status('Saved the item.')
    expect((await itemNamed('Products', 'Plum vinegar'))?.data.tags).toEqual(['new', 'sour'])
  })

  test('a dialog that is left changes nothing, and gives the focus back', async () => {
    await open()
    await button('Change Walnut oil').click()
    await dialog().getByLabel('Name').fill('Other')
    await page().keyboard.press('Escape')
    await dialog().waitFor({state: 'detached'})
    expect(await focusedText()).toBe('Change')
    expect(await itemNamed('Products', 'Other')).toBeUndefined()
  })

  test('a column is sorted up, then down', async () => {
    await open()
    const header = page().getByRole('columnheader', {name: /^Name/})
    const sort = header.getByRole('button')
    const first = () => page().locator('tbody tr').first().innerText()
    await sort.click()
    await until(async () => (await header.getAttribute('aria-sort')) === 'ascending')
    const up = await first()
    await sort.click()
    await until(async () => (await header.getAttribute('aria-sort')) === 'descending')
    expect(await first()).not.toBe(up)
    expect(await sort.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  test('what is selected is counted and deleted; the focus goes to the collection', async () => {
    await open()
    const before = await count('Products')
    await page().getByLabel('Select every item shown').check()
    await button(`Delete selected (${before})`).click()
    await status(`Deleted ${before} items.`)
    expect(await count('Products')).toBe(0)
    await page().getByText('No items here.').waitFor()
    expect(await page().evaluate(() => document.activeElement?.id)).toBe('collection')
  })

  test('all items are deleted only after a question whose first answer is no', async () => {
    await open()
    const before = await count('Products')
    await button('Delete all items').click()
    await dialog().getByText('Only a backup brings it back').waitFor()
    await page().keyboard.press('Enter')
    await dialog().waitFor({state: 'detached'})
    expect(await count('Products')).toBe(before)
    await button('Delete all items').click()
    await button('Delete all items', dialog()).click()
    await status('Deleted all items of Products.')
    expect(await count('Products')).toBe(0)
  })

  test('pages are turned', async () => {
    await open('Orders')
    await status('1–50 of 84')
    await button('Next').click()
    await status('51–84 of 84')
    expect(await button('Next').isDisabled()).toBe(true)
    await button('Previous').click()
    await status('1–50 of 84')
  })

  test('the sandbox can be looked at, and not changed', async () => {
    await open()
    await page().getByLabel('Sandbox').check()
    await status('The sandbox is shown as it is; no backup holds it.')
    for (const name of ['Add item', 'Delete selected', 'Delete all items'])
      expect(await button(name).isDisabled()).toBe(true)
    await page().locator('tbody input[type=checkbox]').first().waitFor({state: 'detached'})
  })

  test('a new collection is filled from a file, and its lines that are no items are named', async () => {
    await open()
    await button('Fill from a file').click()
    await button('Fill', dialog()).click()
    await alert('Choose a file first.')
    await dialog()
      .getByLabel('File')
      .setInputFiles({
        name: 'teas.jsonl',
        mimeType: 'text/plain',
        buffer: Buffer.from('{"_id": "a", "name": "Assam"}\nnonsense\n{"_id": "b", "name": "Sencha"}\n'),
      })
    await dialog().getByLabel('Into').selectOption('A new collection')
    await dialog().getByLabel('Name of the new collection').fill('Teas & more')
    await dialog().getByText('Its ID will be Teasmore.').waitFor()
    await button('Fill', dialog()).click()
    await dialog()
      .getByRole('status')
      .filter({hasText: 'Imported 2 items into the new collection Teas & more. 1 could not be imported:'})
      .waitFor({timeout: WAIT})
    await dialog()
      .getByText(/^Line 2: /)
      .waitFor()
    await button('Close', dialog()).click()
    await row('Assam').waitFor({timeout: WAIT})
    expect(await page().getByLabel('Collection', {exact: true}).inputValue()).toBe('Teasmore')
  })

  test('what could not be read says why, and is tried again', async () => {
    await local('faults', {operation: 'queryDataItems', effect: 'unavailable', times: 1})
    await page().goto(`${dashboard.url}/#collections`)
    await alert('Could not load the items.')
    await button('Try again').click()
    await page()
      .getByRole('region', {name: /^Items of/})
      .waitFor({timeout: WAIT})
  })
})

describe('the controls', () => {
  beforeEach(() => page().goto(`${dashboard.url}/#controls`))

  const panel = (name: string) => page().getByRole('region', {name, exact: true})

  test('who opens the page is chosen, and stays chosen in this tab', async () => {
    await page().getByLabel('Collaborator').check()
    await status('The Backups page now acts as: Collaborator.')
    await page().getByText('Acting as: Collaborator').waitFor()
    await page().reload()
    expect(await page().getByLabel('Collaborator').isChecked()).toBe(true)
  })

  test('the clock is moved', async () => {
    const before = await panel('Clock').locator('time').getAttribute('datetime')
    await button('+7 days').click()
    await status('Moved the clock by +7 days.')
    const after = await panel('Clock').locator('time').getAttribute('datetime')
    expect(Date.parse(after!) - Date.parse(before!)).toBeGreaterThanOrEqual(7 * 86_400_000)
  })

  test('durations are saved; what is no number of seconds is told', async () => {
    await page().getByLabel('A backup, in seconds').fill('-1')
    await button('Save durations').click()
    await alert('Give the number of seconds, 0 or more.')
    await page().getByLabel('A backup, in seconds').fill('2.5')
    await button('Save durations').click()
    await status('Saved the durations.')
    const settings = await fetch(`${dashboard.url}/__local/settings`)
    expect(await settings.json()).toMatchObject({backupMs: 2500, restoreMs: 300})
  })

  test('a plan’s limits and a lag of reads are set, and taken back', async () => {
    const settings = async () => (await fetch(`${dashboard.url}/__local/settings`)).json()
    await page().getByLabel('Collections at most').fill('2.5')
    await button('Save limits').click()
    await alert('Give a whole number of 0 or more, or nothing.')
    await page().getByLabel('Collections at most').fill('7')
    await page().getByLabel('Items at most').fill('1000')
    await page().getByLabel('Reads lag by, in seconds').fill('1.5')
    await button('Save limits').click()
    await status('Saved the limits.')
    expect(await settings()).toMatchObject({maxCollections: 7, maxItems: 1000, readLagMs: 1500})
    await page().reload()
    expect(await page().getByLabel('Items at most').inputValue()).toBe('1000')
    for (const label of ['Collections at most', 'Items at most', 'Reads lag by, in seconds']) {
      await page().getByLabel(label).fill('')
    }
    await button('Save limits').click()
    await status('Saved the limits.')
    expect(await settings()).toEqual({backupMs: 300, restoreMs: 300})
  })

  test('a fault is explained, added and cleared', async () => {
    await page().getByLabel('What happens').selectOption('fail-restoration')
    await page().getByText('The restoration starts, and ends FAILED.').waitFor()
    expect(await page().getByLabel('Operation').inputValue()).toBe('restoreBackup')
    await page().getByLabel('How many times').fill('2')
    await button('Add fault').click()
    await status('restoreBackup: fail-restoration is waiting.')
    await page()
      .getByRole('list', {name: 'Faults that wait'})
      .getByText('fail-restoration, 2 times')
      .waitFor()
    await button('Clear all faults').click()
    await page().getByText('No fault is waiting.').waitFor({timeout: WAIT})
  })

  test('the site begins anew only after a question', async () => {
    await button('Reset to an empty site').click()
    await button('Cancel').click()
    expect(await count('Products')).toBeGreaterThan(0)
    await button('Reset to an empty site').click()
    await button('Reset to an empty site', dialog()).click()
    await status('The local site is empty.')
    await page().getByRole('link', {name: 'Collections'}).click()
    await page().getByText('There are no collections yet.').waitFor({timeout: WAIT})
  })
})

describe('the frame', () => {
  test('a toast is closed, and the next one is shown', async () => {
    await page().goto(dashboard.url)
    await hook('create-backup').click()
    const toasts = page().getByRole('region', {name: 'Notifications'})
    const being = toasts.getByRole('status').filter({hasText: 'Your backup is being created.'})
    await being.waitFor({timeout: WAIT})
    await being.getByRole('button', {name: 'Dismiss'}).click()
    await being.waitFor({state: 'detached'})
    await toasts.getByRole('status').filter({hasText: 'ready'}).waitFor({timeout: WAIT})
  })

  test('a page that is at work is not left without a question', async () => {
    await local('settings', {backupMs: 60_000, restoreMs: 300})
    await page().goto(dashboard.url)
    await hook('restore').nth(1).click()
    await hook('scope-some').click()
    await hook('collection-Products').locator('label').first().click()
    if (!(await hook('safety').locator('input').isChecked()))
      await hook('safety').locator('label').first().click()
    await hook('dialog-confirm').click()
    await hook('dialog-restore').waitFor({state: 'detached', timeout: WAIT})
    await page().getByRole('link', {name: 'Collections'}).click()
    await dialog().getByText('The page has changes that would be lost.').waitFor({timeout: WAIT})
    await button('Cancel').click()
    await page().waitForURL('**/#backups')
    await page().getByRole('link', {name: 'Collections'}).click()
    await button('Leave the page').click()
    await page().getByRole('heading', {name: 'Collections'}).waitFor({timeout: WAIT})
  })

  test('its views, a dialog, a question and a failure pass axe-core', async () => {
    // What is still appearing has not its colors yet.
    await page().emulateMedia({reducedMotion: 'reduce'})
    await page().goto(`${dashboard.url}/#controls`)
    await button('Add fault').waitFor({timeout: WAIT})
    expect(await violationsIn(page())).toEqual([])
    await button('Reset to demo data').click()
    expect(await violationsIn(page())).toEqual([])
    await button('Cancel').click()
    await page().getByRole('link', {name: 'Collections'}).click()
    await page().getByRole('row').nth(1).waitFor({timeout: WAIT})
    expect(await violationsIn(page())).toEqual([])
    await button('Fill from a file').click()
    await button('Fill', dialog()).click()
    await alert('Choose a file first.')
    expect(await violationsIn(page())).toEqual([])
  })

  test('each view is opened by the keyboard, and says where one is', async () => {
    await page().goto(dashboard.url)
    await page().getByRole('link', {name: 'Controls'}).press('Enter')
    await page().getByRole('heading', {name: 'Controls', level: 1}).waitFor()
    expect(await page().getByRole('link', {name: 'Controls'}).getAttribute('aria-current')).toBe('page')
    expect(await page().title()).toBe('Controls | Olive & Rye Pantry')
    expect(await page().evaluate(() => document.activeElement?.tagName)).toBe('MAIN')
  })
})
