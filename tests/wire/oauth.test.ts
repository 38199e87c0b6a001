import {LOCAL_APP} from '../../local/wire/oauth'
import {startTestHost, type TestHost} from '../support/test-host'

let host: TestHost

beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.close())

async function post(path: string, body: unknown) {
  const response = await fetch(`${host.url}/oauth2/${path}`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(body),
  })
  return {status: response.status, body: (await response.json()) as Record<string, unknown>}
}

test.each([
  ['local-owner', 'USER'],
  ['local-collaborator', 'USER'],
  ['local-member', 'MEMBER'],
  ['local-visitor', 'VISITOR'],
  ['local-app', 'APP'],
])('token-info tells of %s that it is a %s of this site and installation', async (token, subjectType) => {
  const {clientId, siteId, instanceId} = LOCAL_APP
  expect(await post('token-info', {token})).toEqual({
    status: 200,
    body: {active: true, subjectType, subjectId: expect.any(String), clientId, siteId, instanceId},
  })
})

test.each(['somebody', 'LOCAL-OWNER', 'local-owner ', '__proto__', 'toString'])(
  'token-info tells of "%s" only that it is not active',
  async (token) => {
    expect(await post('token-info', {token})).toEqual({status: 200, body: {active: false}})
  },
)

test('a request without a token is refused', async () => {
  expect((await post('token-info', {})).status).toBe(400)
})

describe('POST /oauth2/token', () => {
  const credentials = {
    grant_type: 'client_credentials',
    client_id: LOCAL_APP.clientId,
    client_secret: LOCAL_APP.clientSecret,
    instance_id: LOCAL_APP.instanceId,
  }

  test('gives the app its own identity for its credentials', async () => {
    expect(await post('token', credentials)).toMatchObject({
      status: 200,
      body: {access_token: 'local-app', expires_in: expect.any(Number)},
    })
  })

  test.each([
    ['a wrong secret', {client_secret: 'guessed'}],
    ['no secret', {client_secret: undefined}],
    ['another app', {client_id: '11111111-2222-4333-8444-555555555555'}],
    ['another installation', {instance_id: '11111111-2222-4333-8444-555555555555'}],
  ])('refuses %s', async (_what, change) => {
    const {status, body} = await post('token', {...credentials, ...change})
    expect(status).toBe(401)
    expect(body).not.toHaveProperty('access_token')
  })

  test('gives a caller’s own token back for the app’s secret, and no other', async () => {
    const strip = {grant_type: 'strip_bound_session', client_secret: LOCAL_APP.clientSecret}
    expect(await post('token', {...strip, access_token: 'local-member'})).toMatchObject({
      status: 200,
      body: {access_token: 'local-member'},
    })
    expect((await post('token', {...strip, access_token: 'somebody'})).status).toBe(401)
    expect((await post('token', {...strip, client_secret: 'x', access_token: 'local-member'})).status).toBe(
      401,
    )
  })

  test('an unknown grant is refused by name', async () => {
    const {status, body} = await post('token', {grant_type: 'password'})
    expect(status).toBe(400)
    expect(body.message).toContain('password')
  })
})
