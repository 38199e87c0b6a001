import path from 'node:path'
import type {Backup, Overview, Problem, Result} from 'public/contract'
import {hideKey} from '../../local/host/live/hide-key'
import type {LiveStatus, LiveUnlock} from '../../local/host/live/live-status'
import {startLiveHost, type LiveHost} from '../../local/host/live/start-live-host'
import type {LockClock} from '../../local/host/live/write-lock'
import {runHostToItsEnd} from '../support/host-process'
import {startTestHost, type TestHost} from '../support/test-host'
import {fakeClock} from '../page/fake-clock'
import {selfSigned} from './self-signed'
import {watchState, type Watched} from './watch-state'
import {fetchFrom, startWixPeer, type Instead, type WixPeer} from './wix-peer'

const SITE_ID = '8e4f6a3c-2b1d-4c5e-9f70-112233445566'
const API_KEY = 'IST.eyJraWQiOiJ0ZXN0In0.a-secret-that-nobody-may-see'
const WEAK_KEY = 'IST.eyJraWQiOiJ3ZWFrIn0.a-key-without-the-permission'
const SITE_NAME = 'Olive & Rye Pantry'

let behind: TestHost
let peer: WixPeer
let live: LiveHost
let log: string[]
let sent: string
/** The secret of the tab that the tests are, as its calls carry it. */
let unlockSecret: string | null
let watched: Watched[]

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
  unlockSecret = null
  watched = []
  live = await start()
})
afterEach(async () => {
  // Of every test: the key is nowhere.
  for (const key of [API_KEY, WEAK_KEY]) {
    expect(log.join('\n')).not.toContain(key)
    expect(sent).not.toContain(key)
  }
  for (const tab of watched) tab.close()
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
    expect(await unlock(` ${SITE_NAME} `)).toMatchObject({status: 200, body: {locked: false}})
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

  test('a new start is locked, also for the tab that had unlocked it', async () => {
    await live.close()
    live = await start()
    expect((await status()).locked).toBe(true)
    expect(await writeStatus(unlockSecret)).toBe(403)
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

describe('the unlock belongs to the tab in which the name was typed', () => {
  test('another tab, or one that guesses, may not write', async () => {
    await unlock(SITE_NAME)
    expect(await writeStatus(null)).toBe(403)
    expect(await writeStatus('x'.repeat(32))).toBe(403)
    expect(peer.seen.filter(({method}) => method === 'POST')).toEqual([])
    expect(await writeStatus(unlockSecret)).toBe(200)
  })

  test('another tab that types it takes over', async () => {
    await unlock(SITE_NAME)
    const first = unlockSecret
    await unlock(SITE_NAME)
    expect(await writeStatus(first)).toBe(403)
    expect(await writeStatus(unlockSecret)).toBe(200)
  })

  test('what is told to all tabs holds no secret', async () => {
    const tab = await watch()
    await unlock(SITE_NAME)
    await tab.until(({locked}) => !locked)
    expect(JSON.stringify(tab.states)).not.toContain(unlockSecret)
  })

  test('every tab is told at once, when it is unlocked, taken over and locked', async () => {
    const tabs = [await watch(), await watch()]
    await unlock(SITE_NAME)
    for (const tab of tabs)
      expect(await tab.until(({locked}) => !locked)).toMatchObject({unlocked: {number: 1}})
    await unlock(SITE_NAME)
    for (const tab of tabs) await tab.until(({unlocked}) => unlocked?.number === 2)
    await post('/__local/lock', {})
    for (const tab of tabs) await tab.until(({locked, order}) => locked && order > 3)
    expect(await writeStatus(unlockSecret)).toBe(403)
  })

  test('a tab that closes takes back its own unlock alone', async () => {
    await unlock(SITE_NAME)
    await unlock(SITE_NAME)
    await post('/__local/lock', {number: 1})
    expect(await writeStatus(unlockSecret)).toBe(200)
    await post('/__local/lock', {number: 2})
    expect(await writeStatus(unlockSecret)).toBe(403)
  })

  test('it ends 15 minutes after the last write, and every tab is told', async () => {
    const {clock, move} = aClock()
    await live.close()
    live = await start({clock})
    const tab = await watch()
    await unlock(SITE_NAME)
    for (const _write of [1, 2]) {
      await move(14 * MINUTE)
      expect(await writeStatus(unlockSecret)).toBe(200)
    }
    const {order: unlockedAt} = await tab.until(({locked}) => !locked)
    await move(15 * MINUTE)
    expect(await tab.until(({locked, order}) => locked && order > unlockedAt)).toMatchObject({unlocked: null})
    expect(await writeStatus(unlockSecret)).toBe(403)
  })

  test('reads do not make it longer, and a computer that slept does not either', async () => {
    const {clock, sleep} = aClock()
    await live.close()
    live = await start({clock})
    await unlock(SITE_NAME)
    sleep(14 * MINUTE)
    await call('getOverview')
    sleep(MINUTE)
    expect(await writeStatus(unlockSecret)).toBe(403)
    expect((await status()).locked).toBe(true)
  })

  test('a lock that is pressed while an unlock is under way wins', async () => {
    await live.close()
    const asked = gate()
    const mayAnswer = gate()
    const slow: typeof fetch = async (input, init) => {
      asked.open()
      await mayAnswer.opened
      return peer.fetch(input, init)
    }
    live = await start({fetch: slow})
    const unlocking = unlock(SITE_NAME)
    await asked.opened
    await post('/__local/lock', {})
    mayAnswer.open()
    expect(await unlocking).toMatchObject({
      status: 409,
      body: {message: expect.stringContaining('locked again')},
    })
    expect((await status()).locked).toBe(true)
  })
})

describe('what Wix did not confirm is not unlocked', () => {
  const HTML = '<html><body>Welcome to our hotel. Please log in.</body></html>'

  test.each<[string, Instead, string]>([
    [
      'a web page',
      {status: 200, headers: {'content-type': 'text/html'}, body: HTML},
      'not Wix answered in its place (200',
    ],
    ['a web page that says 403', {status: 403, body: HTML}, 'not Wix answered in its place (403'],
    ['nothing that is JSON', {status: 200, body: ''}, 'not Wix answered in its place (200'],
    ['429', {status: 429, body: '{"message": "Too many requests"}'}, '(429). Wait a minute'],
    ['500', {status: 500, body: '{"message": "Internal"}'}, 'a problem of its own (500)'],
    ['404', {status: 404, body: '{"message": "Not found"}'}, 'does not know (404)'],
    ['something else', {status: 200, body: '{"site": {"name": "Another"}}'}, 'does not know (200)'],
    ['a redirect', {status: 302, headers: {location: '/elsewhere'}}, 'sending us elsewhere'],
    ['half an answer', 'half an answer', 'did not answer within 0.3 seconds'],
    ['no answer', 'nothing', 'did not answer within 0.3 seconds'],
  ])('the question for the name is answered by %s', async (_name, instead, saw) => {
    await live.close()
    peer.instead.set('/site-properties', instead)
    // Only what never comes is not waited for.
    live = await start(typeof instead === 'string' ? {answerMs: 300} : {})
    expect(await status()).toMatchObject({toType: null, problem: expect.stringContaining(saw)})
    for (const typed of [SITE_ID, SITE_NAME, '']) {
      expect(await unlock(typed)).toMatchObject({status: 403, body: {message: expect.stringContaining(saw)}})
    }
    expect(await status()).toMatchObject({locked: true})
    expect(peer.seen.map(({path}) => path)).not.toContain('/elsewhere')
  })

  test.each(['', '   ', '\t\n', null, 7])(
    'a name that is %j: the ID is typed instead, never nothing',
    async (name) => {
      peer.instead.set('/site-properties', {
        status: 200,
        body: JSON.stringify({properties: {siteDisplayName: name}}),
      })
      for (const typed of ['', ' ', '   ']) expect((await unlock(typed)).status).toBe(403)
      expect(await status()).toMatchObject({toType: SITE_ID, siteName: SITE_ID, locked: true, problem: null})
      expect((await unlock(SITE_ID)).status).toBe(200)
    },
  )

  test('a name that was known before does not unlock', async () => {
    expect(await status()).toMatchObject({siteName: SITE_NAME, toType: SITE_NAME})
    peer.instead.set('/site-properties', {status: 500, body: '{}'})
    expect((await unlock(SITE_NAME)).status).toBe(403)
    expect(await status()).toMatchObject({siteName: SITE_NAME, toType: null, locked: true})
  })

  test('backups that cannot be listed: neither', async () => {
    peer.instead.set('/wix-data/v2/backups', {status: 503, body: '{}'})
    expect((await unlock(SITE_NAME)).status).toBe(403)
    expect(await status()).toMatchObject({toType: null, problem: expect.stringContaining('(503)')})
  })
})

describe('a Wix that never answers', () => {
  beforeEach(async () => {
    await live.close()
    peer.instead.set('/', 'nothing')
    live = await start({answerMs: 300})
  })

  test('a tab knows at once that nothing may be changed, and nothing can be', async () => {
    const tab = await watch()
    expect(tab.states[0]).toMatchObject({locked: true, isAsking: true, toType: null})
    await call('createBackup')
    expect(peer.seen.filter(({method}) => method !== 'GET')).toEqual([])
    expect(await tab.until(({isAsking}) => !isAsking)).toMatchObject({
      locked: true,
      toType: null,
      problem: expect.stringContaining('Wix did not answer within 0.3 seconds'),
    })
  })

  test('each call ends with a sentence', async () => {
    expect(problemOf(await call('listBackups'))).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('Wix did not answer within 0.3 seconds'),
    })
    expect((await unlock(SITE_NAME)).status).toBe(403)
  })
})

describe('redirects', () => {
  test("are not followed: what another host answers is not Wix's", async () => {
    peer.instead.set('/wix-data/v2/backups', {status: 307, headers: {location: '/elsewhere'}})
    peer.instead.set('/elsewhere', {status: 200, body: '{"backups": [], "pagingMetadata": {"count": 0}}'})
    expect(problemOf(await call('listBackups'))).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('It was not followed'),
    })
    expect(peer.seen.map(({path}) => path)).not.toContain('/elsewhere')
  })
})

describe("who was not told the dashboard's address", () => {
  const ask = async (method: string, at: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${live.origin}${at}`, {
      method,
      headers,
      ...(method === 'POST' && {body: '[]'}),
    })
    return {status: response.status, text: await response.text()}
  }

  test('gets the static files, and nothing else', async () => {
    for (const at of ['/', '/page', '/frame/frame.js', '/page/backups-page.js']) {
      expect((await ask('GET', at)).status).toBe(200)
    }
    for (const [method, at] of [
      ['GET', '/__local/status'],
      ['GET', '/__local/state'],
      ['POST', '/__local/unlock'],
      ['POST', '/__local/lock'],
      ['POST', '/_webMethods/backend/backups.web.js/getOverview.ajax'],
      ['POST', '/_webMethods/backend/backups.web.js/createBackup.ajax'],
      ['GET', '/wix-data/v2/backups'],
      ['GET', '/nothing'],
    ] as const) {
      for (const given of [{}, {'x-dashboard-token': ''}, {'x-dashboard-token': 'x'.repeat(32)}]) {
        const {status, text} = await ask(method, at, given as Record<string, string>)
        expect(status).toBe(401)
        expect(text).toContain('whole address that npm start has printed')
        expect(text).not.toContain(live.token)
      }
    }
    expect(peer.seen).toEqual([])
  })

  test('cannot lock, nor unlock with the right name', async () => {
    await unlock(SITE_NAME)
    await ask('POST', '/__local/lock')
    expect((await status()).locked).toBe(false)
  })

  test('the address holds it, and each start makes another', async () => {
    expect(live.url).toBe(`${live.origin}/?token=${live.token}`)
    expect(live.token).toMatch(/^[\w-]{32}$/)
    expect((await ask('GET', `/__local/status?token=${live.token}`)).status).toBe(200)
    const other = await start()
    expect(other.token).not.toBe(live.token)
    await other.close()
  })

  test('the page says from its first moment that the site is a real one', async () => {
    expect((await ask('GET', '/')).text).toContain('<body class="live">')
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
    const foreign = await fetch(`${live.origin}/__local/unlock`, {
      method: 'POST',
      headers: {origin: 'https://elsewhere.example', ...trusted()},
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
  const response = await fetch(`${live.origin}${at}`, {
    method: 'POST',
    headers: {authorization, ...trusted(), ...(unlockSecret && {'x-unlock-secret': unlockSecret})},
    body: text,
  })
  const answered = await response.text()
  sent += answered
  return {status: response.status, body: JSON.parse(answered) as unknown}
}

const trusted = () => ({'x-dashboard-token': live.token})

/** As a tab does it: it keeps what it is given. */
async function unlock(siteName: string) {
  const answer = await post('/__local/unlock', {siteName})
  if (answer.status === 200) unlockSecret = (answer.body as LiveUnlock).secret
  return answer
}

const MINUTE = 60_000

/** `move` lets timers happen; `sleep` is a computer that was shut, whose timers did not run. */
function aClock(): {clock: LockClock; move(ms: number): Promise<void>; sleep(ms: number): void} {
  const timers = fakeClock()
  let slept = 0
  return {
    clock: {now: () => timers.elapsed() + slept, after: timers.after},
    move: timers.advance,
    sleep: (ms) => void (slept += ms),
  }
}

function gate(): {opened: Promise<void>; open(): void} {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return {opened, open: () => open()}
}

function watch(): Promise<Watched> {
  return watchState(live).then((tab) => {
    watched.push(tab)
    return tab
  })
}

/** Another tab's. */
function writeStatus(secret: string | null): Promise<number> {
  return fetch(`${live.origin}/_webMethods/backend/backups.web.js/createBackup.ajax`, {
    method: 'POST',
    headers: {...trusted(), ...(secret && {'x-unlock-secret': secret})},
    body: '[]',
  }).then(({status}) => status)
}

async function call<T>(method: string, args: unknown[] = [], identity = 'local-owner'): Promise<Result<T>> {
  const {body} = await post(`/_webMethods/backend/backups.web.js/${method}.ajax`, args, undefined, identity)
  return (body as {result: Result<T>}).result
}

async function status(): Promise<LiveStatus> {
  const response = await fetch(`${live.origin}/__local/status`, {headers: trusted()})
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
