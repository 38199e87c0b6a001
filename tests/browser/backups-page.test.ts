import type {Locator} from 'playwright-core'
import {until, useDashboard, WAIT} from '../support/use-dashboard'

jest.setTimeout(120_000)

const dashboard = useDashboard({backupMs: 700, restoreMs: 700})
const {hook, local, wix, count} = dashboard

let calls: string[]
beforeEach(() => {
  calls = []
  dashboard.page.on('request', (request) => {
    const method = /_webMethods\/.*\/(\w+)\.ajax$/.exec(request.url())?.[1]
    if (method) calls.push(method)
  })
})

interface WireBackup {
  id: string
  type: string
  status: string
}
const backups = async () => (await wix<{backups: WireBackup[]}>('GET', 'backups')).backups

const row = (id: string) => hook(`backup-${id}`)

async function open(): Promise<void> {
  await dashboard.page.goto(dashboard.url)
  await hook('backups-table').waitFor({timeout: WAIT})
}

async function shows(locator: Locator, text: RegExp | string): Promise<void> {
  await locator.filter({hasText: text}).first().waitFor({timeout: WAIT})
}

describe('a site owner', () => {
  test('opens the page: one web-method call until the table is shown', async () => {
    await dashboard.page.goto(dashboard.url)
    await hook('backups-table').waitFor({timeout: WAIT})
    expect(calls.slice(0, 1)).toEqual(['getOverview'])
    expect(calls.filter((method) => method !== 'getExposure')).toEqual(['getOverview'])
    for (const {id, type} of await backups()) {
      await shows(row(id), type === 'AUTO' ? 'Automatic' : 'On demand')
      await shows(hook('status', row(id)), 'Ready')
    }
  })

  test('creates a backup with one click while a slot is free, and sees it become ready by itself', async () => {
    await open()
    await hook('create-backup').click()
    const confirm = hook('dialog-confirm')
    if (await confirm.isVisible({timeout: 1000})) await confirm.click()
    await shows(hook('status'), /pending|in progress|creating/i)
    await shows(dashboard.page.getByRole('status'), /backup is ready/i)
    const listed = await backups()
    expect(listed).toHaveLength(5)
    await shows(hook('status', row(listed[0]!.id)), 'Ready')
  })

  test('is told which backup goes when all slots are used, and can still cancel', async () => {
    await wix('POST', 'backups', {})
    await local('clock', {advanceMs: 1000})
    const oldest = (await backups()).findLast(({type}) => type === 'ON_DEMAND')!
    await open()
    await hook('create-backup').click()
    await shows(hook('evicts'), /delete/i)
    await hook('dialog-cancel').click()
    await hook('dialog-create').waitFor({state: 'detached', timeout: WAIT})
    expect(await backups()).toHaveLength(5)

    await hook('create-backup').click()
    await hook('dialog-confirm').click()
    await hook('dialog-create').waitFor({state: 'detached', timeout: WAIT})
    await until(async () => (await backups()).find(({id}) => id === oldest.id)?.status === 'DELETED')
    expect(
      (await backups()).filter(({type, status}) => type === 'ON_DEMAND' && status === 'READY'),
    ).toHaveLength(3)
  })

  test('restores one collection and sees its items again; the others stay as they are', async () => {
    const products = await count('Products')
    await wix('POST', 'items/truncate', {dataCollectionId: 'Products'})
    const orders = await count('Orders')
    await open()
    const [newest] = await backups()
    await hook('restore', row(newest!.id)).click()
    await hook('scope-some').click()
    await hook('collection-Products').locator('label').first().click()
    await shows(hook('restore-warning'), /replaced/i)
    await shows(hook('restore-warning'), /lost/i)
    const confirm = hook('dialog-confirm')
    await shows(confirm, '1 collection')
    await confirm.click()
    await hook('dialog-restore').waitFor({state: 'detached', timeout: WAIT})
    await shows(dashboard.page.getByRole('status'), /restor/i)
    await until(async () => (await count('Products')) === products)
    expect(await count('Orders')).toBe(orders)
  })

  test('cannot restore everything by accident: the site’s name has to be typed', async () => {
    await open()
    const [newest] = await backups()
    await hook('restore', row(newest!.id)).click()
    const confirm = hook('dialog-confirm')
    await confirm.waitFor({timeout: WAIT})
    expect(await confirm.isDisabled()).toBe(true)
    const field = hook('type-name').locator('input')
    await field.fill('Olive & Rye Pantry')
    await until(async () => confirm.isEnabled())
    await confirm.click()
    await hook('dialog-restore').waitFor({state: 'detached', timeout: WAIT})
    await until(
      async () =>
        (await wix<{restorations: unknown[]}>('GET', 'backups/restorations')).restorations.length === 1,
    )
    await until(async () => (await count('Orders')) === 70)
  })

  test('deletes a backup after a confirmation', async () => {
    await open()
    const [newest] = await backups()
    await hook('delete', row(newest!.id)).click()
    await hook('dialog-confirm').click()
    await until(async () => (await backups()).find(({id}) => id === newest!.id)?.status === 'DELETED')
    await row(newest!.id).waitFor({state: 'detached', timeout: WAIT})
  })

  test('reloads in the middle of a backup, and still sees it end', async () => {
    await local('settings', {backupMs: 3000, restoreMs: 700})
    await open()
    await hook('create-backup').click()
    const confirm = hook('dialog-confirm')
    if (await confirm.isVisible({timeout: 500})) await confirm.click()
    await until(async () => (await backups()).length === 5)
    await dashboard.page.reload()
    const [newest] = await backups()
    expect(newest!.status).toBe('PENDING')
    await shows(hook('status', row(newest!.id)), 'Ready')
  })

  test('sees a backup that fails, and that the good ones are still there', async () => {
    await local('faults', {operation: 'createBackup', effect: 'fail-backup'})
    await open()
    await hook('create-backup').click()
    const confirm = hook('dialog-confirm')
    if (await confirm.isVisible({timeout: 500})) await confirm.click()
    await shows(hook('status'), 'Failed')
    expect((await backups()).filter(({status}) => status === 'READY')).toHaveLength(4)
  })

  test('is told when Wix does not answer, and tries again', async () => {
    await local('faults', {operation: '*', effect: 'throttle', times: 50})
    await dashboard.page.goto(dashboard.url)
    const problem = hook('page-problem')
    await problem.waitFor({timeout: WAIT})
    await fetch(`${dashboard.url}/__local/faults`, {method: 'DELETE'})
    await hook('retry').click()
    await hook('backups-table').waitFor({timeout: WAIT})
  })

  test('never gets two backups for a double click', async () => {
    await open()
    await hook('create-backup').dblclick()
    const confirm = hook('dialog-confirm')
    if (await confirm.isVisible({timeout: 500})) await confirm.dblclick()
    await until(async () => (await backups()).length >= 5)
    await dashboard.page.waitForTimeout(1000)
    expect(await backups()).toHaveLength(5)
  })
})

describe('a site member', () => {
  test('is refused, and told so', async () => {
    await dashboard.page.goto(`${dashboard.url}/#controls`)
    await dashboard.page
      .getByLabel(/member/i)
      .first()
      .check()
    await dashboard.page.goto(`${dashboard.url}/#backups`)
    await hook('page-problem').waitFor({timeout: WAIT})
    expect(await hook('page-problem').getAttribute('data-code')).toBe('NOT_ALLOWED')
  })
})
