import type {Problem} from 'public/contract'
import {checkRequest} from '../../app/src/door/check-request'
import {LOCAL_APP} from '../../local/wire/oauth'
import {startApp, type App} from './use-app'

/** Nobody is elevated for who is not let in: neither is a token asked for, nor anything of the site. */
const ELEVATING = /^POST \/oauth2\/token$|\/wix-data\//

const OTHER_ID = '11111111-2222-4333-8444-555555555555'
const USER = {
  active: true,
  subjectType: 'USER',
  subjectId: 'somebody',
  clientId: LOCAL_APP.clientId,
  siteId: LOCAL_APP.siteId,
  instanceId: LOCAL_APP.instanceId,
}

let app: App
/** What Wix answers to the next questions of who is calling; the local Wix answers the rest. */
let tokenInfos: (() => Response | Promise<Response>)[]

beforeAll(async () => {
  app = await startApp({
    outgoing(request, lead) {
      const answer = request.url.endsWith('/oauth2/token-info') ? tokenInfos.shift() : undefined
      return Promise.resolve(answer ? answer() : lead(request))
    },
  })
})
afterAll(() => app.close())
beforeEach(() => {
  tokenInfos = []
  app.asked.length = 0
})

interface Call {
  path?: string
  method?: string
  headers?: Record<string, string | undefined>
  body?: string | ReadableStream | null
}

async function call({path = '/api/backups/listBackups', method = 'POST', headers, body = '[]'}: Call = {}) {
  const all = {authorization: 'local-owner', 'content-type': 'application/json', ...headers}
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const response = await app.worker.fetch(`${app.url}${path}`, {
    method,
    headers: Object.fromEntries(given),
    body,
  })
  const text = await response.text()
  const answer = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : {text}
  return {
    status: response.status,
    headers: response.headers,
    ok: answer.ok as boolean | undefined,
    error: answer.error as Problem | undefined,
    elevated: app.asked.filter((asked) => ELEVATING.test(asked)),
  }
}

const refused = (status: number, code = 'NOT_ALLOWED') => ({status, ok: false, error: {code}, elevated: []})

describe('who is let in', () => {
  test.each(['local-owner', 'local-collaborator'])('%s', async (authorization) => {
    expect(await call({headers: {authorization}})).toMatchObject({status: 200, ok: true})
  })

  test.each([
    ['a member', 'local-member', 403],
    ['a visitor', 'local-visitor', 403],
    ['an app', 'local-app', 403],
    ['a forged token', 'local-owner-forged', 401],
    ['nobody', undefined, 401],
    ['an empty token', '', 401],
  ])('not %s', async (_who, authorization, status) => {
    for (const path of ['listBackups', 'createBackup', 'getOverview', 'deleteBackup', 'noSuchMethod']) {
      expect(await call({path: `/api/backups/${path}`, headers: {authorization}})).toMatchObject(
        refused(status),
      )
    }
  })

  test('nobody by a session’s cookie alone, as members and visitors have one', async () => {
    const cookie = `wixSession=${encodeURIComponent(
      JSON.stringify({
        clientId: LOCAL_APP.clientId,
        tokens: {
          accessToken: {value: 'local-member', expiresAt: 4_000_000_000},
          refreshToken: {value: 'local-member', role: 'member'},
        },
      }),
    )}`
    expect(await call({headers: {authorization: undefined, cookie}})).toMatchObject(refused(401))
  })

  test.each([
    ['that is not active', {active: false}, 401],
    ['that only says "true"', {active: 'true'}, 401],
    ['that has expired', {exp: 1_000_000_000}, 401],
    ['of another app', {clientId: OTHER_ID}, 403],
    ['of no app', {clientId: undefined}, 403],
    ['of another installation', {instanceId: OTHER_ID}, 403],
    ['of no installation', {instanceId: undefined}, 403],
    ['of no site', {siteId: ''}, 403],
    ['of nobody', {subjectId: undefined}, 403],
    ['of a kind that nobody knows', {subjectType: 'UNKNOWN'}, 403],
    ['of a kind that only looks like it', {subjectType: 'user'}, 403],
    ['of several kinds', {subjectType: ['USER']}, 403],
  ])('not a token %s', async (_what, change, status) => {
    tokenInfos = [() => Response.json({...USER, ...change})]
    expect(await call()).toMatchObject(refused(status))
  })

  test.each([
    ['fails', () => new Response('{}', {status: 500})],
    ['is throttled', () => new Response('{}', {status: 429})],
    ['answers something else', () => new Response('<html></html>')],
    ['answers nothing', () => Response.json(null)],
    ['answers another success', () => Response.json(USER, {status: 201})],
    ['cannot be reached', () => Promise.reject(new Error('unreachable'))],
  ])('nobody while token-info %s', async (_what, tokenInfo) => {
    tokenInfos = [tokenInfo]
    const {status, elevated} = await call()
    expect([401, 503]).toContain(status)
    expect(elevated).toEqual([])
  })

  test('nobody while token-info does not answer', async () => {
    tokenInfos = [() => new Promise(() => {})]
    expect(await call({path: '/api/backups/createBackup'})).toMatchObject(refused(503, 'UNAVAILABLE'))
  })

  test('who was told that nothing was done is right, however late Wix’s own question is answered', async () => {
    let answer = (_: Response) => {}
    const late = new Promise<Response>((resolve) => (answer = resolve))
    tokenInfos = [() => Response.json(USER), () => late]
    expect(await call({path: '/api/backups/createBackup'})).toMatchObject(refused(503, 'UNAVAILABLE'))
    answer(Response.json(USER))
    // A call after it has been through the same worker: what could still come has come.
    expect(await call()).toMatchObject({status: 200, ok: true})
    expect(await app.site.engine.listBackups({limit: 10, offset: 0})).toMatchObject({total: 0})
  })

  test.each([
    ['fails', () => new Response('{}', {status: 500})],
    ['says another app', () => Response.json({...USER, clientId: OTHER_ID})],
  ])('nobody when Wix’s own question %s', async (_what, second) => {
    tokenInfos = [() => Response.json(USER), second]
    expect(await call({path: '/api/backups/createBackup'})).toMatchObject(refused(503, 'UNAVAILABLE'))
  })
})

describe('how it is called', () => {
  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('not with %s', async (method) => {
    const answer = await call({method, body: null})
    expect(answer).toMatchObject(refused(405, 'INVALID_ARGUMENT'))
    expect(answer.headers.get('allow')).toBe('POST')
    expect(app.asked).toEqual([])
  })

  test.each([
    ['a foreign origin', {origin: 'https://evil.example'}],
    ['an origin that hides itself', {origin: 'null'}],
    ['another port', {origin: 'http://127.0.0.1:1'}],
    ['another site', {'sec-fetch-site': 'cross-site'}],
    ['another host of the same site', {'sec-fetch-site': 'same-site'}],
  ])('not from %s', async (_what, headers) => {
    expect(await call({headers})).toMatchObject(refused(403))
    expect(app.asked).toEqual([])
  })

  test('from its own page', async () => {
    for (const headers of [
      {origin: app.url},
      {origin: 'https://behind.a.proxy', 'sec-fetch-site': 'same-origin'},
    ]) {
      expect(await call({headers})).toMatchObject({status: 200, ok: true})
    }
  })

  test.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data',
  ])('not with a body of type %s', async (type) => {
    expect(await call({headers: {'content-type': type}})).toMatchObject(refused(415, 'INVALID_ARGUMENT'))
    expect(app.asked).toEqual([])
  })

  test.each(['{}', '"text"', 'null', '1', '[', '[]]', '['.repeat(100_000)])(
    'not with a body that is no JSON array: %p',
    async (body) => {
      expect(await call({body})).toMatchObject(refused(400, 'INVALID_ARGUMENT'))
    },
  )

  test.each(['__proto__', 'constructor', 'toString', 'nothing', '%2e%2e', 'listBackups%2f', 'listbackups'])(
    'there is no method %s',
    async (name) => {
      expect(await call({path: `/api/backups/${name}`})).toMatchObject({status: 404, elevated: []})
    },
  )

  test.each([
    '//api/backups/createBackup',
    '/%61pi/backups/createBackup',
    '/API/backups/createBackup',
    '/api/../api/backups/createBackup',
    '/api/backups/createBackup/',
    '/api//backups/createBackup',
    '/_wix/../api/backups/createBackup',
  ])('a visitor gets nowhere by way of %s', async (path) => {
    const {status, ok} = await call({path, headers: {authorization: 'local-visitor'}})
    expect(ok).not.toBe(true)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(await app.site.engine.listBackups({limit: 10, offset: 0})).toMatchObject({total: 0})
  })
})

describe('a body of 50 MB', () => {
  const MB = 1024 * 1024

  /** Counts what was taken of it. */
  function body(): {stream: ReadableStream; taken: () => number} {
    let taken = 0
    const chunk = new Uint8Array(64 * 1024).fill(32)
    const stream = new ReadableStream({
      pull(controller) {
        if (taken >= 50 * MB) return controller.close()
        taken += chunk.length
        controller.enqueue(chunk)
      },
    })
    return {stream, taken: () => taken}
  }

  test('is refused without being read to its end', async () => {
    const {stream, taken} = body()
    expect(await call({body: stream})).toMatchObject(refused(413, 'INVALID_ARGUMENT'))
    expect(taken()).toBeLessThan(20 * MB)
  })

  test('is refused before anybody is asked, when its length is told', () => {
    const request = (length: number) =>
      new Request(app.url, {
        method: 'POST',
        headers: {'content-type': 'application/json', 'content-length': String(length)},
      })
    expect(() => checkRequest(request(50 * MB), new URL(app.url))).toThrow(
      expect.objectContaining({status: 413}),
    )
    expect(() => checkRequest(request(1 * MB), new URL(app.url))).not.toThrow()
  })

  test('is answered through the local site too', async () => {
    const response = await fetch(`${app.url}/api/backups/listBackups`, {
      method: 'POST',
      headers: {authorization: 'local-owner', 'content-type': 'application/json'},
      body: ' '.repeat(50 * MB),
    })
    expect(response.status).toBe(413)
  })
})

describe('an app that is not set up', () => {
  async function answerOf(options: Parameters<typeof startApp>[0]) {
    const other = await startApp(options)
    try {
      const response = await other.worker.fetch(`${other.url}/api/backups/listBackups`, {
        method: 'POST',
        headers: {authorization: 'local-owner', 'content-type': 'application/json'},
        body: '[]',
      })
      const text = await response.text()
      return {status: response.status, text, asked: other.asked, log: other.log}
    } finally {
      await other.close()
    }
  }

  test('that was built with another WIX_CLIENT_ID lets nobody in, and says so', async () => {
    const {status, text, asked} = await answerOf({app: {...LOCAL_APP, clientId: OTHER_ID}})
    expect(status).toBe(403)
    expect(text).toContain('WIX_CLIENT_ID')
    expect(asked).toEqual(['POST /oauth2/token-info'])
  })

  test.each(['WIX_CLIENT_SECRET', 'WIX_CLIENT_INSTANCE_ID'])(
    'without %s answers nobody, and its log says why',
    async (name) => {
      const {status, asked, log} = await answerOf({variables: {[name]: undefined}})
      expect(status).toBe(500)
      expect(asked).toEqual([])
      expect(log.join('\n')).toContain(`${name} is missing`)
    },
  )
})
