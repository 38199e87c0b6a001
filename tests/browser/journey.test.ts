import type {Frame} from 'playwright-core'
import {until, useDashboard, WAIT} from '../support/use-dashboard'

jest.setTimeout(120_000)

const dashboard = useDashboard({backupMs: 300, restoreMs: 300})
const {hook, count} = dashboard

/** Presses Tab until the focus is on what is looked for, as somebody without a mouse does. */
async function tabTo(
  what: {hook?: string; text?: string; id?: string; inside?: string},
  key = 'Tab',
): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    for (const frame of dashboard.page.frames()) if (await hasFocus(frame, what)) return
    await dashboard.page.keyboard.press(key)
  }
  throw new Error(`The focus never came to ${JSON.stringify(what)}`)
}

function hasFocus(
  frame: Frame,
  what: {hook?: string; text?: string; id?: string; inside?: string},
): Promise<boolean> {
  return frame.evaluate(({hook, text, id, inside}) => {
    const focused = document.activeElement
    if (!focused || focused === document.body || focused.tagName === 'IFRAME') return false
    if (hook !== undefined && !focused.closest(`[data-hook="${hook}"]`)) return false
    if (inside !== undefined && !focused.closest(`[data-hook="${inside}"]`)) return false
    if (text !== undefined && focused.textContent?.trim() !== text) return false
    return id === undefined || focused.id === id
  }, what)
}

test('with the mouse: delete items, restore just that collection with a safety backup, see them again, undo it', async () => {
  const [products, orders] = [await count('Products'), await count('Orders')]
  await dashboard.page.goto(dashboard.url)
  await dashboard.page.getByRole('link', {name: 'Collections'}).click()
  await dashboard.page.getByLabel('Collection', {exact: true}).selectOption('Products')
  const boxes = dashboard.page.locator('tbody input[type=checkbox]')
  for (const index of [0, 1, 2]) await boxes.nth(index).click()
  await dashboard.page.getByRole('button', {name: /Delete selected|Delete 3/}).click()
  await until(async () => (await count('Products')) === products - 3)

  await dashboard.page.getByRole('link', {name: 'Backups'}).click()
  await hook('restore').first().click()
  await hook('scope-some').click()
  await hook('collection-Products').locator('label').first().click()
  if (!(await hook('safety').locator('input').isChecked()))
    await hook('safety').locator('label').first().click()
  await hook('dialog-confirm').click()
  await until(async () => (await count('Products')) === products)
  expect(await count('Orders')).toBe(orders)

  await dashboard.backupsPage().getByRole('button', {name: 'Undo', exact: true}).click({timeout: WAIT})
  await hook('dialog-confirm').click({timeout: WAIT})
  await until(async () => (await count('Products')) === products - 3)
  expect(await count('Orders')).toBe(orders)
})

test('the same with the keyboard alone', async () => {
  const products = await count('Products')
  await dashboard.page.goto(dashboard.url)
  await dashboard.page.locator('iframe').waitFor()
  await tabTo({text: 'Collections'})
  await dashboard.page.keyboard.press('Enter')
  await dashboard.page.getByLabel('Collection', {exact: true}).waitFor()
  await tabTo({id: 'collection'})
  await dashboard.page.keyboard.type('Prod')
  await dashboard.page.getByRole('cell', {name: 'Early harvest olive oil', exact: true}).waitFor()
  const row = dashboard.page.locator('tbody input[type=checkbox]').first()
  await row.waitFor()
  for (
    let presses = 0;
    presses < 60 && !(await row.evaluate((box) => box === document.activeElement));
    presses++
  ) {
    await dashboard.page.keyboard.press('Tab')
  }
  await dashboard.page.keyboard.press('Space')
  for (let presses = 0; presses < 60; presses++) {
    if (
      await dashboard.page.evaluate(() =>
        /^Delete (selected|1)/.test(document.activeElement?.textContent?.trim() ?? ''),
      )
    )
      break
    await dashboard.page.keyboard.press('Shift+Tab')
  }
  await dashboard.page.keyboard.press('Enter')
  await until(async () => (await count('Products')) === products - 1)

  for (let presses = 0; presses < 60; presses++) {
    if (await dashboard.page.evaluate(() => document.activeElement?.textContent?.trim() === 'Backups')) break
    await dashboard.page.keyboard.press('Shift+Tab')
  }
  await dashboard.page.keyboard.press('Enter')
  await hook('backups-table').waitFor({timeout: WAIT})
  await tabTo({hook: 'restore'})
  await dashboard.page.keyboard.press('Enter')
  // Cancel has the focus first: Enter must never destroy anything by itself.
  await until(() => hasFocus(dashboard.page.frames()[1]!, {hook: 'dialog-cancel'}))
  await tabTo({hook: 'scope-all'})
  await dashboard.page.keyboard.press('ArrowRight')
  await tabTo({inside: 'collection-Products'})
  await dashboard.page.keyboard.press('Space')
  if (!(await hook('safety').locator('input').isChecked())) {
    await tabTo({inside: 'safety'})
    await dashboard.page.keyboard.press('Space')
  }
  await tabTo({hook: 'dialog-confirm'})
  await dashboard.page.keyboard.press('Enter')
  await until(async () => (await count('Products')) === products)

  await dashboard.backupsPage().getByRole('button', {name: 'Undo', exact: true}).waitFor({timeout: WAIT})
  await tabTo({text: 'Undo'})
  await dashboard.page.keyboard.press('Enter')
  await until(() => hasFocus(dashboard.page.frames()[1]!, {hook: 'dialog-cancel'}))
  await tabTo({hook: 'dialog-confirm'})
  await dashboard.page.keyboard.press('Enter')
  await until(async () => (await count('Products')) === products - 1)
})
