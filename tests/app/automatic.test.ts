import type {Result} from 'public/contract'
import type {AutomaticChoice, AutomaticResult} from 'public/automatic-contract'
import {LOCAL_APP} from '../../local/wire/oauth'
import {problemOf, valueOf} from '../support/test-host'
import {startApp, type App} from './use-app'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

let app: App
/** What Wix answers in place of the local Wix, by the end of the path, until it is taken away. */
let broken: Record<string, () => Response | Promise<Response>>

beforeAll(async () => {
  app = await startApp({
    outgoing(request, lead) {
      const path = Object.keys(broken).find((end) => new URL(request.url).pathname.endsWith(end))
      return Promise.resolve(path === undefined ? lead(request) : broken[path]!())
    },
  })
})
afterAll(() => app.close())
beforeEach(async () => {
  broken = {}
  await app.site.reset('empty')
})

async function post<T>(path: string, args: unknown[] = [], authorization = 'local-collaborator') {
  const response = await fetch(`${app.url}/api/${path}`, {
    method: 'POST',
    headers: {'content-type': 'application/json', ...(authorization !== '' && {authorization})},
    body: JSON.stringify(args),
  })
  return {status: response.status, result: (await response.json()) as Result<T>}
}

const automatic = async <T>(method: string, args: unknown[] = []) =>
  valueOf((await post<T>(`automatic/${method}`, args)).result)
const scheduled = (...args: unknown[]) => post<AutomaticResult>('scheduled-backup', args, '')
const makeKey = async () => (await automatic<{key: string}>('makeKey')).key

async function backups(): Promise<{id: string; status: string}[]> {
  await app.site.engine.idle()
  return (await app.site.engine.listBackups({limit: 100, offset: 0})).items
}

async function later(ms: number): Promise<void> {
  app.site.clock.advance(ms)
  await app.site.engine.tick()
  await app.site.engine.idle()
}

describe('when the page is opened', () => {
  const open = () => automatic<AutomaticResult>('backUpIfDue')

  test('nothing is backed up until a person turns it on', async () => {
    expect(await automatic<AutomaticChoice>('getChoice')).toEqual({isOn: false, hasKey: false})
    expect(await open()).toEqual({created: null, reason: 'OFF'})
    expect(await backups()).toEqual([])
  })

  test('a backup is made when one is due, and no other one while it is young', async () => {
    expect(await automatic('choose', [true])).toEqual({isOn: true, hasKey: false})
    expect(await automatic('getChoice')).toEqual({isOn: true, hasKey: false})
    expect(await open()).toMatchObject({created: {status: 'PENDING'}, reason: 'NO_BACKUP'})
    expect(await backups()).toHaveLength(1)
    expect(await open()).toMatchObject({created: null, reason: 'NOT_DUE'})
    await later(25 * HOUR)
    expect(await open()).toMatchObject({created: {status: 'PENDING'}, reason: 'TOO_OLD'})
    expect(await automatic('choose', [false])).toEqual({isOn: false, hasKey: false})
    await later(25 * HOUR)
    expect(await open()).toMatchObject({reason: 'OFF'})
    expect(await backups()).toHaveLength(2)
  })

  test('it never evicts', async () => {
    await automatic('choose', [true])
    for (let made = 0; made < 3; made++) {
      await app.site.engine.createBackup()
      await later(25 * HOUR)
    }
    expect(await open()).toMatchObject({created: null, reason: 'WOULD_EVICT'})
    expect((await backups()).filter(({status}) => status === 'READY')).toHaveLength(3)
  })

  test('two who open it at once make one backup', async () => {
    await automatic('choose', [true])
    const both = await Promise.all([open(), open(), open()])
    expect(both.filter(({created}) => created)).toHaveLength(1)
    expect(await backups()).toHaveLength(1)
  })

  test.each([['text'], [1], [null], [undefined]])(
    'choose(%p) is refused and changes nothing',
    async (isOn) => {
      await automatic('choose', [true])
      const {result} = await post('automatic/choose', isOn === undefined ? [] : [isOn])
      expect(problemOf(result).code).toBe('INVALID_ARGUMENT')
      expect(await automatic('getChoice')).toMatchObject({isOn: true})
    },
  )

  test('what cannot be read is not taken for off, nor for on', async () => {
    await automatic('choose', [true])
    app.faults.add({operation: 'getDataItem', effect: 'throttle', times: 2})
    for (const method of ['getChoice', 'backUpIfDue']) {
      expect(problemOf((await post(`automatic/${method}`)).result).code).toBe('THROTTLED')
    }
    expect(await backups()).toEqual([])
  })

  test('nobody else chooses, or makes a key', async () => {
    for (const method of ['getChoice', 'choose', 'makeKey', 'removeKey', 'backUpIfDue']) {
      for (const who of ['local-member', 'local-visitor', 'local-app']) {
        expect((await post(`automatic/${method}`, [], who)).status).toBe(403)
      }
    }
    expect((await post('automatic/backUpOnSchedule')).status).toBe(404)
  })
})

describe('an outside scheduler', () => {
  test('makes a backup with a key, and no second one within an hour, by the lists themselves', async () => {
    const key = await makeKey()
    expect(await automatic('getChoice')).toEqual({isOn: false, hasKey: true})
    const first = await scheduled(key)
    expect(first).toMatchObject({status: 200, result: {ok: true, value: {created: {type: 'ON_DEMAND'}}}})
    await app.site.engine.idle()
    const again = await Promise.all([scheduled(key), scheduled(key), scheduled(key)])
    for (const {result} of again) expect(valueOf(result)).toMatchObject({created: null, reason: 'NOT_DUE'})
    await later(HOUR + 1)
    expect(valueOf((await scheduled(key)).result)).toMatchObject({created: {}, reason: 'TOO_OLD'})
    expect(await backups()).toHaveLength(2)
  })

  test('that calls several times at once makes one', async () => {
    const key = await makeKey()
    const all = await Promise.all([scheduled(key), scheduled(key), scheduled(key), scheduled(key)])
    expect(all.filter(({result}) => valueOf(result).created)).toHaveLength(1)
    expect(await backups()).toHaveLength(1)
  })

  test('never evicts', async () => {
    const key = await makeKey()
    for (let made = 0; made < 3; made++) {
      await app.site.engine.createBackup()
      await later(DAY)
    }
    expect(valueOf((await scheduled(key)).result)).toMatchObject({created: null, reason: 'WOULD_EVICT'})
    expect((await backups()).filter(({status}) => status === 'READY')).toHaveLength(3)
  })

  test('only the newest key is let in, and none after it was taken back', async () => {
    const [older, newer] = [await makeKey(), await makeKey()]
    expect(older).not.toBe(newer)
    expect((await scheduled(older)).status).toBe(403)
    expect((await scheduled(newer)).status).toBe(200)
    expect(await automatic('removeKey')).toEqual({isOn: false, hasKey: false})
    expect((await scheduled(newer)).status).toBe(403)
  })

  test('the key itself is kept nowhere', async () => {
    const key = await makeKey()
    const {items} = await app.site.engine.queryItems('@local/backups/settings', {limit: 10, offset: 0})
    expect(items).toMatchObject([
      {_id: LOCAL_APP.instanceId, secretHash: expect.stringMatching(/^[\da-f]{64}$/)},
    ])
    expect(JSON.stringify(items)).not.toContain(key.split('.')[1])
    expect(app.log.join('\n')).not.toContain(key.split('.')[1])
  })

  test('refuses a key that is missing, wrong, shortened, doubled or of another installation', async () => {
    const key = await makeKey()
    const [instanceId = '', secret = ''] = key.split('.')
    const wrong = [
      [],
      [''],
      [null],
      [secret],
      [instanceId],
      [`${instanceId}.`],
      [`${key}x`],
      [key.slice(0, -1)],
      [`${instanceId}.${'A'.repeat(43)}`],
      [`11111111-2222-4333-8444-555555555555.${secret}`],
      [key.toUpperCase()],
      [key, key],
      [[key]],
      [{key}],
      [`${key}.${key}`],
    ]
    for (const args of wrong) {
      expect(await scheduled(...args)).toMatchObject({
        status: 403,
        result: {ok: false, error: {code: 'NOT_ALLOWED'}},
      })
    }
    expect(await backups()).toEqual([])
  })

  test('is refused without a key of its own, whatever token it sends', async () => {
    expect((await post('scheduled-backup', [], 'local-owner')).status).toBe(403)
    expect((await post('scheduled-backup', ['x'], 'local-app')).status).toBe(403)
  })

  test.each([
    ['gives no token', '/oauth2/token', 503],
    ['does not say what the app keeps', `/items/${LOCAL_APP.instanceId}`, 503],
    ['does not say whose the app’s token is', '/oauth2/token-info', 503],
  ])('is refused while Wix %s', async (_what, path, status) => {
    const key = await makeKey()
    broken[path] = () => new Response('{}', {status: 500})
    expect(await scheduled(key)).toMatchObject({status, result: {ok: false, error: {code: 'UNAVAILABLE'}}})
    broken = {}
    expect(await backups()).toEqual([])
  })
})
