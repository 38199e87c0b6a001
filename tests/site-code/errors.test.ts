import * as inBackend from 'public/backups'
import {bundleForPage, type PageImport} from '../support/page-import'
import {startTestHost, type Identity, type TestHost} from '../support/test-host'

type Client = typeof inBackend

const ID = '11111111-1111-4111-8111-111111111111'

/** Every function of the client, called as a site calls it. */
const READS: Record<string, (client: Client) => Promise<unknown>> = {
  listBackups: (client) => client.listBackups(),
  getBackup: (client) => client.getBackup(ID),
  listRestorations: (client) => client.listRestorations(),
  getRestoration: (client) => client.getRestoration(ID),
  waitForBackup: (client) => client.waitForBackup(ID),
  waitForRestoration: (client) => client.waitForRestoration(ID),
  forecastRestore: (client) => client.forecastRestore(ID),
  getExposure: (client) => client.getExposure(),
  listLooks: (client) => client.listLooks(),
  waitForLook: (client) => client.waitForLook(ID),
  compareItems: (client) => client.compareItems(ID, 'Products'),
  readItemVersions: (client) => client.readItemVersions(ID, 'Products', 'oil'),
  listReceipts: (client) => client.listReceipts(),
  listProofs: (client) => client.listProofs(),
}
const WRITES: Record<string, (client: Client) => Promise<unknown>> = {
  createBackup: (client) => client.createBackup(),
  restoreBackup: (client) => client.restoreBackup(ID, {overwrite: true}),
  restoreCollections: (client) => client.restoreCollections(ID, ['Products'], {overwrite: true}),
  deleteBackup: (client) => client.deleteBackup(ID),
  lookInside: (client) => client.lookInside(ID, ['Products']),
  bringBack: (client) => client.bringBack(ID, [{collectionId: 'Products', itemIds: ['oil']}]),
  undoBringBack: (client) => client.undoBringBack(ID),
  closeLook: (client) => client.closeLook(ID),
  proveBackup: (client) => client.proveBackup(ID),
}
const ALL = {...READS, ...WRITES}
const NAMES = Object.keys(ALL)

let host: TestHost
let pageImport: PageImport

beforeAll(async () => {
  pageImport = bundleForPage()
  host = await startTestHost()
  await host.sdk().collections.createDataCollection({_id: 'Products'})
})
afterAll(() => host.close())
afterEach(() => host.local('DELETE', 'faults'))

const asPage = (identity: Identity) =>
  pageImport({
    fetch: (input, init) => fetch(new URL(String(input), host.url), init),
    identity: async () => identity,
  })
const withFetch = (answer: () => Promise<Response>) =>
  pageImport({fetch: answer, identity: async () => 'local-owner'})

async function thrownBy(client: Client, call: (client: Client) => Promise<unknown>) {
  const thrown = await call(client).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(thrown).toBeInstanceOf(client.BackupsError)
  return thrown as inBackend.BackupsError
}

test('these are all functions of the client', () => {
  const functions = Object.keys(inBackend).filter((name) => name !== 'BackupsError')
  expect(NAMES.toSorted()).toEqual(functions.toSorted())
})

describe('through the import of a page', () => {
  test.each(NAMES)('%s works for an admin, or throws what the backend says', async (name) => {
    const client = asPage('local-collaborator')
    await ALL[name]!(client).catch((thrown: unknown) => {
      expect(thrown).toBeInstanceOf(client.BackupsError)
      expect((thrown as inBackend.BackupsError).code).toMatch(/_NOT_FOUND$/)
    })
  })

  test.each(NAMES)('%s is NOT_ALLOWED for a member and a visitor', async (name) => {
    for (const identity of ['local-member', 'local-visitor'] as const) {
      expect((await thrownBy(asPage(identity), ALL[name]!)).code).toBe('NOT_ALLOWED')
    }
  })

  describe.each<[string, () => Promise<Response>]>([
    ['past 14 seconds', async () => answer(504, exception(504, 'took more than 14 seconds'))],
    ['at a gateway', async () => new Response('<html>Gateway Timeout</html>', {status: 504})],
    ['after an exception without a code', async () => answer(500, exception(undefined, 'masked'))],
    ['offline', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['with an answer that says nothing', async () => answer(200, {})],
  ])('%s', (_what, reply) => {
    test.each(Object.keys(READS))('%s is UNAVAILABLE', async (name) => {
      expect((await thrownBy(withFetch(reply), READS[name]!)).code).toBe('UNAVAILABLE')
    })
    test.each(Object.keys(WRITES))('%s is OUTCOME_UNKNOWN', async (name) => {
      const thrown = await thrownBy(withFetch(reply), WRITES[name]!)
      expect(thrown.code).toBe('OUTCOME_UNKNOWN')
      expect(thrown.problem).not.toHaveProperty('candidates')
    })
  })

  test.each([
    [429, 'THROTTLED'],
    ['-403', 'NOT_ALLOWED'],
    [401, 'NOT_ALLOWED'],
  ])('an exception with the code %p is %s', async (code, expected) => {
    const client = withFetch(async () => answer(200, exception(code, 'no')))
    expect((await thrownBy(client, WRITES.createBackup!)).code).toBe(expected)
  })

  test('what cannot travel as JSON is refused before it is sent', async () => {
    const loop: Record<string, unknown> = {}
    loop.evict = loop
    const client = withFetch(() => Promise.reject(new Error('it was sent')))
    expect((await thrownBy(client, ({createBackup}) => createBackup(loop as never))).code).toBe(
      'INVALID_ARGUMENT',
    )
  })
})

describe('from the backend', () => {
  const everyFault = (effect: string) => host.local('POST', 'faults', {operation: '*', effect, times: 1000})

  test.each(NAMES)('%s throws what Wix refuses', async (name) => {
    await everyFault('throttle')
    expect((await thrownBy(inBackend, ALL[name]!)).code).toBe('THROTTLED')
  })

  test.each<[string, (client: Client) => Promise<unknown>]>([
    ['listBackups(null)', (client) => client.listBackups(null as never)],
    ['listBackups("READY")', (client) => client.listBackups('READY' as never)],
    ['listRestorations(null, limit 0)', (client) => client.listRestorations({limit: 0})],
    ['getBackup()', (client) => client.getBackup(undefined as never)],
    ['createBackup(7)', (client) => client.createBackup(7 as never)],
    ['restoreBackup(id, null)', (client) => client.restoreBackup(ID, null as never)],
    [
      'restoreCollections(id, null)',
      (client) => client.restoreCollections(ID, null as never, {overwrite: true}),
    ],
    [
      'restoreCollections(id, [null])',
      (client) => client.restoreCollections(ID, [null as never], {overwrite: true}),
    ],
    ['bringBack(id, null)', (client) => client.bringBack(ID, null as never)],
    ['bringBack(id, [null])', (client) => client.bringBack(ID, [null as never])],
    [
      'bringBack(id, fields: null)',
      (client) => client.bringBack(ID, [{collectionId: 'Products', fields: [null as never]}]),
    ],
    ['waitForBackup(id, null)', (client) => client.waitForBackup(ID, null as never)],
    ['forecastRestore(id, "Products")', (client) => client.forecastRestore(ID, 'Products' as never)],
  ])('%s throws nothing else, or works', async (_shown, call) => {
    for (const client of [inBackend, asPage('local-owner')]) {
      await call(client).catch((thrown: unknown) => expect(thrown).toBeInstanceOf(client.BackupsError))
    }
  })
})

describe('a time to wait that is no number of milliseconds', () => {
  test.each([NaN, -1, Infinity, -Infinity, '1000', true, {}, []])('%p is refused', async (timeoutMs) => {
    for (const wait of ['waitForBackup', 'waitForRestoration', 'waitForLook'] as const) {
      const thrown = await thrownBy(inBackend, (client) => client[wait](ID, {timeoutMs: timeoutMs as never}))
      expect(thrown).toMatchObject({code: 'INVALID_ARGUMENT', problem: {argument: 'options.timeoutMs'}})
    }
  })
})

function exception(code: unknown, message: string) {
  return {exception: true, result: {message, name: 'Error', ...(code !== undefined && {code})}}
}

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {status})
}
