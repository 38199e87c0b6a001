import {useDashboard, WAIT} from '../support/use-dashboard'

jest.setTimeout(120_000)

const dashboard = useDashboard({backupMs: 300, restoreMs: 300})
const {hook} = dashboard

test('the page that Wix’s tool built shows its table after one request', async () => {
  const calls: string[] = []
  const failures: string[] = []
  dashboard.page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/api/')) calls.push(request.url())
  })
  dashboard.page.on('pageerror', (error) => failures.push(error.message))
  dashboard.page.on('console', (message) => {
    // The element asks for Wix's font, which this machine does not give it.
    if (message.type() === 'error' && !message.text().startsWith('Loading the font'))
      failures.push(message.text())
  })
  // What the page asks once it has its table waits for ever: only what came before counts.
  await dashboard.page.route('**/api/backups/getExposure', () => undefined)
  await dashboard.page.goto(dashboard.url)
  await hook('backups-table').waitFor({timeout: WAIT})
  expect(calls.filter((url) => !url.endsWith('/getExposure'))).toEqual([
    `${dashboard.url}/api/backups/getOverview`,
  ])
  expect(failures).toEqual([])
  expect(dashboard.page.frames()[1]!.url()).toContain('/_wix/extensions/backoffice/')
})

test('creates a backup through workerd, and tells it in the dashboard', async () => {
  await dashboard.page.goto(dashboard.url)
  await hook('create-backup').click({timeout: WAIT})
  await dashboard.page
    .getByText(/backup .*ready/i)
    .first()
    .waitFor({timeout: WAIT})
  const {backups} = await dashboard.wix<{backups: {status: string}[]}>('GET', 'backups')
  expect(backups[0]).toMatchObject({status: 'READY', type: 'ON_DEMAND'})
})

test('says so where whoever opens it may not use it', async () => {
  await dashboard.page.addInitScript(() => sessionStorage.setItem('identity', 'local-member'))
  await dashboard.page.goto(dashboard.url)
  await hook('page-problem').waitFor({timeout: WAIT})
  expect(await hook('page-problem').getAttribute('data-code')).toBe('NOT_ALLOWED')
})

test('leaves the dashboard’s other views, and starts anew when it is opened again', async () => {
  await dashboard.page.goto(dashboard.url)
  await hook('backups-table').waitFor({timeout: WAIT})
  await dashboard.page.getByRole('link', {name: 'Collections'}).click()
  await dashboard.page.getByLabel('Collection', {exact: true}).waitFor()
  await dashboard.page.getByRole('link', {name: 'Backups'}).click()
  await hook('backups-table').waitFor({timeout: WAIT})
})

test('backs up by itself once a person has turned it on, and lets in a scheduler with the key that it shows', async () => {
  await dashboard.page.goto(dashboard.url)
  const count = async () =>
    (await dashboard.wix<{backups: {type: string}[]}>('GET', 'backups')).backups.filter(
      ({type}) => type === 'ON_DEMAND',
    ).length
  const before = await count()
  await hook('open-automatic').click({timeout: WAIT})
  await hook('choose-automatic').locator('input').check()
  await hook('make-key').click()
  const command = await hook('new-key').locator('code').innerText({timeout: WAIT})
  const [, address = '', key = ''] = /POST (\S+) .*\["(.+)"\]/.exec(command) ?? []
  expect(address).toBe(`${dashboard.url}/api/scheduled-backup`)
  await hook('dialog-cancel').click()
  expect(await count()).toBe(before)

  await dashboard.page.reload()
  await dashboard.page
    .getByText(/backup was due/)
    .first()
    .waitFor({timeout: WAIT})
  expect(await count()).toBe(before + 1)
  const scheduled = await fetch(address, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify([key]),
  })
  expect(await scheduled.json()).toMatchObject({ok: true, value: {created: null}})
})
