import path from 'node:path'
import type {Backup, Overview, Problem, Result} from 'public/contract'
import {hideKey} from '../../local/host/live/hide-key'
import {startLiveHost, type LiveHost, type LiveStatus} from '../../local/host/live/start-live-host'
import {runHostToItsEnd} from '../support/host-process'
import {startTestHost, type TestHost} from '../support/test-host'
import {selfSigned} from './self-signed'
import {fetchFrom, startWixPeer, type WixPeer} from './wix-peer'

const SITE_ID = '8e4f6a3c-2b1d-4c5e-9f70-112233445566'
const API_KEY = 'IST.eyJraWQiOiJ0ZXN0In0.a-secret-that-nobody-may-see'
const WEAK_KEY = 'IST.eyJraWQiOiJ3ZWFrIn0.a-key-without-the-permission'
const SITE_NAME = 'Olive & Rye Pantry'

let behind: TestHost
let peer: WixPeer
let live: LiveHost
let log: string[]
let sent: string

beforeEach(async () => {
  behind = await startTestHost()
  await behind.sdk().collections.createDataCollection({_id: 'Products', displayName: 'Products', fields: []})
  await behind.sdk().items.insert('Products', {_id: 'oil'})
  peer = await startWixPeer({
    siteId: SITE_ID,
    apiKey: API_KEY,
    weakKey: WEAK_KEY,
    behind: behind.url,
    echoes: true,
  })
  log = []
  sent = ''
  live = await start()
})
afterEach(async () => {
  // Of every test: the key is nowhere.
  for (const key of [API_KEY, WEAK_KEY]) {
    expect(log.join('\n')).not.toContain(key)
    expect(sent).not.toContain(key)
  }
  await live.close()
  await peer.close()
  await behind.close()
})

describe('what Wix sees', () => {
  test("the host, the path, the key and the site of each call; a caller's identity never", async () => {
    await call('getOverview', [], 'local-member')
    expect(peer.seen.map(({path}) => path.split('?')[0])).toEqual(
      expect.arrayContaining([
        '/wix-data/v2/backups',
        '/wix-data/v2/backups/restorations',
        '/wix-data/v2/collections',
        '/site-properties/v4/properties',
      ]),
    )
    for (const request of peer.seen) {
      expect(request).toMatchObject({host: 'www.wixapis.com', authorization: API_KEY, siteId: SITE_ID})
    }
  })
})

describe('locked, as it starts', () => {
  test('reads at once', async () => {
    await behind.sdk().backups.createBackup()
    const overview = valueOf(await call<Overview>('getOverview'))
    expect(overview.backups).toHaveLength(1)
    expect(overview.collections!.map(({id}) => id)).toEqual(['Products'])
    expect(await status()).toMatchObject({
      mode: 'live',
      siteName: SITE_NAME,
      siteId: SITE_ID,
      locked: true,
      problem: null,
    })
  })

  test('a forecast counts items, which travels as POST and is a read all the same', async () => {
    const {backup} = await behind.sdk().backups.createBackup()
    await behind.settled()
    await behind.local('POST', 'clock', {advanceMs: 1000})
    await behind.sdk().items.insert('Products', {_id: 'rye'})
    const forecast = valueOf(await call<{collections: unknown[]}>('forecastRestore', [backup!._id]))
    expect(forecast.collections).toMatchObject([{collectionId: 'Products', added: {known: true, value: 1}}])
  })

  test('refuses every write with 403 and a sentence, and Wix sees nothing of it', async () => {
    const {backup} = await behind.sdk().backups.createBackup()
    await behind.settled()
    const id = backup!._id
    for (const [method, args] of [
      ['createBackup', []],
      ['restoreBackup', [id, {overwrite: true}]],
      ['restorePartialBackup', [id, [{dataCollectionId: 'Products'}], {overwrite: true}]],
      ['deleteBackup', [id]],
    ] as [string, unknown[]][]) {
      const response = await post(`/_webMethods/backend/backups.web.js/${method}.ajax`, args)
      expect(response.status).toBe(403)
      expect(response.body).toMatchObject({
        exception: true,
        result: {code: 403, message: expect.stringContaining('Type its name into the banner')},
      })
    }
    expect(peer.seen.filter(({method}) => method !== 'GET')).toEqual([])
    expect((await behind.sdk().backups.listBackups()).backups).toHaveLength(1)
  })

  test.each(['', 'olive & rye pantry', SITE_ID, 'Another site'])(
    'stays locked for "%s"',
    async (siteName) => {
      const response = await post('/__local/unlock', {siteName})
      expect(response.status).toBe(403)
      expect(response.body).toMatchObject({
        message: `That is not the site's name. Type it exactly: ${SITE_NAME}`,
      })
      expect((await status()).locked).toBe(true)
    },
  )

  test.each(['', '[]', '{}', '{"siteName": 7}', 'null'])(
    'an unlock with the body %p is 400',
    async (body) => {
      expect((await post('/__local/unlock', undefined, body)).status).toBe(400)
    },
  )
})

describe("unlocked by the site's name", () => {
  beforeEach(async () => {
    expect(await post('/__local/unlock', {siteName: ` ${SITE_NAME} `})).toMatchObject({
      status: 200,
      body: {locked: false},
    })
  })

  test('writes go to Wix, until it is locked again', async () => {
    const backup = valueOf(await call<Backup>('createBackup'))
    await behind.settled()
    expect((await behind.sdk().backups.listBackups()).backups).toMatchObject([
      {_id: backup.id, status: 'READY'},
    ])
    await post('/__local/lock', {})
    expect((await post('/_webMethods/backend/backups.web.js/createBackup.ajax', [])).status).toBe(403)
    expect((await behind.sdk().backups.listBackups()).backups).toHaveLength(1)
  })

  test('says so in the log', () => {
    expect(log.join('\n')).toContain(`Changes to the live site "${SITE_NAME}" are allowed`)
  })

  test('a new start is locked', async () => {
    await live.close()
    live = await start()
    expect((await status()).locked).toBe(true)
  })
})

describe('what cannot work is told as a sentence, in the banner and on the page', () => {
  test.each([
    ['a wrong key', {apiKey: 'IST.wrong'}, 'Wix does not accept the API key (401)'],
    [
      'a key without the permission',
      {apiKey: WEAK_KEY},
      `The API key may not do this on the site ${SITE_ID} (403)`,
    ],
    [
      'the wrong site',
      {siteId: '00000000-0000-4000-8000-000000000000'},
      'Wix knows no site with the ID 00000000-0000-4000-8000-000000000000 (404). Check WIX_SITE_ID',
    ],
  ])('%s', async (_name, key, sentence) => {
    await live.close()
    live = await start({key: {siteId: SITE_ID, apiKey: API_KEY, ...key}})
    expect((await status()).problem).toContain(sentence)
    const result = await call<Overview>('getOverview')
    expect(problemOf(result).message).toContain(sentence)
  })

  test('no network', async () => {
    await live.close()
    live = await start({fetch: fetchFrom(1, '')})
    expect((await status()).problem).toBe(
      "Wix cannot be reached (ECONNREFUSED). Check this machine's network.",
    )
    expect(problemOf(await call('listBackups')).message).toContain('Wix cannot be reached (ECONNREFUSED)')
    expect((await post('/__local/unlock', {siteName: SITE_ID})).status).toBe(403)
    expect((await status()).locked).toBe(true)
  })

  test('a certificate that is not trusted', async () => {
    await live.close()
    live = await start({fetch: fetchFrom(peer.port, selfSigned('www.wixapis.com').cert)})
    expect((await status()).problem).toMatch(/^Wix cannot be reached \([A-Z_]*CERT[A-Z_]*\)/)
  })

  test('a site whose name Wix does not tell is unlocked by its ID', async () => {
    await live.close()
    const withoutName: typeof fetch = async (input, init) =>
      String(input).includes('site-properties') ? Response.json({}, {status: 403}) : peer.fetch(input, init)
    live = await start({fetch: withoutName})
    expect(await status()).toMatchObject({siteName: SITE_ID, problem: null})
    expect((await post('/__local/unlock', {siteName: SITE_ID})).status).toBe(200)
  })
})

test('a key that something echoes is hidden, as it is and as JSON or an address spells it', () => {
  const hide = hideKey('a"key/+')
  expect(
    hide(`{"authorization":${JSON.stringify('a"key/+')}} a"key/+ ?k=${encodeURIComponent('a"key/+')}`),
  ).toBe('{"authorization":"[API key]"} [API key] ?k=[API key]')
})

describe('the host', () => {
  test('has no local tools, and says so', async () => {
    for (const at of ['/__local/reset', '/__local/clock', '/wix-data/v2/items', '/__local/faults']) {
      const response = await post(at, {})
      expect(response.status).toBe(404)
      expect(response.body).toMatchObject({message: expect.stringContaining('this is a live site')})
    }
    expect(peer.seen).toEqual([])
  })

  test("answers this machine's own page alone", async () => {
    const foreign = await fetch(`${live.url}/__local/unlock`, {
      method: 'POST',
      headers: {origin: 'https://elsewhere.example'},
      body: JSON.stringify({siteName: SITE_NAME}),
    })
    expect(foreign.status).toBe(403)
    expect((await status()).locked).toBe(true)
  })

  test.each([
    [{WIX_SITE_ID: SITE_ID, WIX_API_KEY: ''}, 'WIX_SITE_ID is set, but WIX_API_KEY is not.'],
    [{WIX_SITE_ID: '', WIX_API_KEY: API_KEY}, 'WIX_API_KEY is set, but WIX_SITE_ID is not.'],
    [{WIX_SITE_ID: 'my-site', WIX_API_KEY: API_KEY}, "WIX_SITE_ID is not a site's ID."],
    [
      {WIX_SITE_ID: SITE_ID, WIX_API_KEY: `${API_KEY}\n${API_KEY}`},
      'WIX_API_KEY holds characters that no key has.',
    ],
  ])(
    'does not start with settings that cannot be used: one line, no stack, no key',
    async (env, sentence) => {
      const {code, errors} = await runHostToItsEnd(env)
      expect(code).toBe(1)
      expect(errors).toContain(sentence)
      expect(errors).not.toContain('    at ')
      expect(errors).not.toContain(API_KEY)
    },
  )
})

function start(options: Partial<Parameters<typeof startLiveHost>[0]> = {}): Promise<LiveHost> {
  return startLiveHost({
    port: 0,
    key: {siteId: SITE_ID, apiKey: API_KEY},
    built: path.join(__dirname, '../../.build'),
    version: 'test',
    log: (line) => log.push(line),
    fetch: peer.fetch,
    ...options,
  })
}

async function post(at: string, body: unknown, text = JSON.stringify(body), authorization = 'local-owner') {
  const response = await fetch(`${live.url}${at}`, {method: 'POST', headers: {authorization}, body: text})
  const answered = await response.text()
  sent += answered
  return {status: response.status, body: JSON.parse(answered) as unknown}
}

async function call<T>(method: string, args: unknown[] = [], identity = 'local-owner'): Promise<Result<T>> {
  const {body} = await post(`/_webMethods/backend/backups.web.js/${method}.ajax`, args, undefined, identity)
  return (body as {result: Result<T>}).result
}

async function status(): Promise<LiveStatus> {
  const response = await fetch(`${live.url}/__local/status`)
  const text = await response.text()
  sent += text
  return JSON.parse(text) as LiveStatus
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

function problemOf<T>(result: Result<T>): Problem {
  if (result.ok) throw new Error(`Expected a failure, got ${JSON.stringify(result.value)}`)
  return result.error
}
