import {readBuiltApp} from '../../local/host/app/built-app'
import {APP_FOLDER} from './app-backend'
import {startApp, type App} from './use-app'

let app: App

beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

/** Events are sent apart from what caused them. */
async function logged(line: RegExp): Promise<string> {
  for (;;) {
    const found = app.log.find((logged) => line.test(logged))
    if (found) return found
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const create = () =>
  fetch(`${app.url}/api/backups/createBackup`, {
    method: 'POST',
    headers: {authorization: 'local-collaborator', 'content-type': 'application/json'},
    body: '[]',
  })

test('a backup that has become READY is told in the log of the app, as Wix sends the event', async () => {
  await create()
  expect(await logged(/is READY/)).toMatch(
    /^The on-demand backup of \d{4}-\d\d-\d\dT\S+ is READY \(installation /,
  )
  expect(app.log.filter((line) => /PENDING/.test(line))).toEqual([])
})

test('one that has FAILED too', async () => {
  app.faults.add({operation: 'createBackup', effect: 'fail-backup', times: 1})
  await create()
  expect(await logged(/is FAILED/)).toContain('The on-demand backup of')
})

test('an event that Wix has not signed changes nothing, and is not logged', async () => {
  const {webhookPaths} = readBuiltApp(`${APP_FOLDER}/dist`)
  const body = [{alg: 'none'}, {data: '{}'}].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  const before = app.log.filter((line) => / is (READY|FAILED)/.test(line)).length
  for (const jwt of [`${body.join('.')}.`, 'not a token', '']) {
    const {status} = await app.worker.fetch(`${app.url}${[...webhookPaths.values()][0]}`, {
      method: 'POST',
      headers: {'content-type': 'text/plain'},
      body: jwt,
    })
    expect(status).toBe(500)
  }
  expect(app.log.filter((line) => / is (READY|FAILED)/.test(line))).toHaveLength(before)
})
