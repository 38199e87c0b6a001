import {existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync} from 'node:fs'
import {request} from 'node:http'
import {createServer, type AddressInfo} from 'node:net'
import os from 'node:os'
import path from 'node:path'
import {startTestHost, type TestHost} from '../support/test-host'

describe('while the site is being opened, a request', () => {
  test('waits, and is answered by the site', async () => {
    const port = await freePort()
    const opening = startTestHost({port, seed: 'demo'})
    const [api, page, call] = await Promise.all([
      firstAnswer(`http://127.0.0.1:${port}/wix-data/v2/collections`),
      firstAnswer(`http://127.0.0.1:${port}/`),
      firstAnswer(`http://127.0.0.1:${port}/_webMethods/backend/backups.web.js/getOverview.ajax`, 'POST'),
    ])
    const host = await opening
    expect([api.status, page.status, call.status]).toEqual([200, 200, 200])
    expect(((await api.json()) as {collections: unknown[]}).collections).not.toEqual([])
    await host.close()
  })

  test('is sent away with 503 and Retry-After when that takes long', async () => {
    const port = await freePort()
    const opening = startTestHost({port, seed: 'demo', patienceMs: 0})
    const early = await firstAnswer(`http://127.0.0.1:${port}/__local/status`)
    expect(early.status).toBe(503)
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0)
    const host = await opening
    expect((await fetch(`${host.url}/__local/status`)).status).toBe(200)
    await host.close()
  })

  test('is not kept when it cannot be opened', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'backups-answers-'))
    await (await startTestHost({folder})).close()
    writeFileSync(path.join(folder, 'live.db'), 'This is no database. '.repeat(500))
    const port = await freePort()
    const opening = startTestHost({folder, port})
    const early = firstAnswer(`http://127.0.0.1:${port}/__local/status`, 'GET', opening).catch(
      (error: {cause?: {code?: string}}) => error.cause?.code,
    )
    await expect(opening).rejects.toMatchObject({code: 'DATA_FOLDER_UNUSABLE'})
    expect(['ECONNRESET', 'UND_ERR_SOCKET']).toContain(await early)
    rmSync(folder, {recursive: true})
  })
})

describe('while the site is being reset', () => {
  let host: TestHost

  beforeEach(async () => {
    host = await startTestHost({seed: 'demo'})
  })
  afterEach(() => host.close())

  test('another reset takes its turn, and no file stays open or is left', async () => {
    const resets = await Promise.all(
      ['demo', 'empty', 'demo', 'empty'].map((seed) => host.local('POST', 'reset', {seed})),
    )
    expect(resets).toMatchObject([{seed: 'demo'}, {seed: 'empty'}, {seed: 'demo'}, {seed: 'empty'}])
    expect((await host.sdk().collections.listDataCollections()).collections).toEqual([])
    if (existsSync('/proc/self/fd')) expect(openFilesIn(host.folder).filter(isRemoved)).toEqual([])
    expect(host.log).toEqual([])
  })

  test('every request waits, and is answered by the site as it is then', async () => {
    const reset = host.local('POST', 'reset', {seed: 'empty'})
    const during = Array.from({length: 20}, (_, n) =>
      n % 2 === 0
        ? host.sdk().collections.listDataCollections()
        : host
            .local('GET', n % 4 === 1 ? 'settings' : 'sandbox/items?collectionId=Products')
            .catch((error: {status?: number}) => error.status),
    )
    const overview = host.call<{backups: unknown[]}>('getOverview')
    await reset
    const statuses = (await Promise.all(during)).filter((answer) => typeof answer === 'number')
    expect(statuses.filter((status) => status >= 500)).toEqual([])
    expect(await overview).toMatchObject({ok: true})
    expect(host.log).toEqual([])
  })

  test('work that was begun is done first', async () => {
    const writes = Array.from({length: 20}, (_, n) => host.sdk().items.insert('Products', {_id: `new-${n}`}))
    await host.local('POST', 'reset', {seed: 'demo'})
    await Promise.all(writes)
    expect(host.log).toEqual([])
  })

  test('that fails, requests are told so, until another one succeeds', async () => {
    const clock = path.join(host.folder, 'clock.json')
    rmSync(clock, {force: true})
    mkdirSync(clock)
    writeFileSync(path.join(clock, 'in-the-way'), '')
    await expect(host.local('POST', 'reset', {seed: 'demo'})).rejects.toMatchObject({
      status: 503,
      answer: {message: expect.stringContaining('could not be reset')},
    })
    const answer = await fetch(`${host.url}/wix-data/v2/collections`, {
      headers: {authorization: 'local-owner'},
    })
    expect(answer.status).toBe(503)
    rmSync(clock, {recursive: true})
    await host.local('POST', 'reset', {seed: 'demo'})
    expect((await host.sdk().backups.listBackups()).backups).toHaveLength(4)
  })
})

describe('any request is answered', () => {
  let host: TestHost

  beforeAll(async () => {
    host = await startTestHost()
  })
  afterAll(() => host.close())

  test.each([
    ['GET', '//', 404],
    ['GET', '//evil.example/__local/clock', 404],
    ['GET', '/\\', 404],
    ['GET', '/%', 404],
    ['GET', '/__local/%E0%A4%A', 404],
    ['GET', '/wix-data/v2/backups/%', 404],
    ['POST', '/_webMethods/%/%.ajax', 404],
    ['GET', 'http://127.0.0.1/__local/clock', 200],
    ['OPTIONS', '*', 400],
    ['HEAD', '/', 200],
    ['HEAD', '/page', 200],
    ['HEAD', '/__local/clock', 200],
    ['HEAD', '/nothing', 404],
  ])('%s %s: %i', async (method, target, status) => {
    expect(await statusOf(host.url, method, target)).toBe(status)
    expect(host.log).toEqual([])
  })

  test('HEAD says how long the page is, and sends none of it', async () => {
    const whole = await fetch(host.url)
    const {length} = Buffer.from(await whole.arrayBuffer())
    const head = await fetch(host.url, {method: 'HEAD'})
    expect(head.headers.get('content-length')).toBe(String(length))
    expect(await head.text()).toBe('')
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Asks from before the port is listened on, but not for ever where nobody will. */
async function firstAnswer(url: string, method = 'GET', opening?: Promise<unknown>): Promise<Response> {
  let failed = false
  opening?.catch(() => (failed = true))
  for (;;) {
    try {
      return await fetch(url, {method, headers: {authorization: 'local-owner'}})
    } catch (error) {
      if (failed || (error as {cause?: {code?: string}}).cause?.code !== 'ECONNREFUSED') throw error
    }
  }
}

/** `fetch` mends a target before it sends it. */
function statusOf(url: string, method: string, target: string): Promise<number | undefined> {
  const {hostname, port} = new URL(url)
  return new Promise((resolve, reject) => {
    request({hostname, port, method, path: target}, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
      .on('error', reject)
      .end()
  })
}

function openFilesIn(folder: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`)
      return target.startsWith(folder) ? [target] : []
    } catch {
      return []
    }
  })
}

/** Of meta.db alone it is the garbage collection that closes it: libsql keeps it open for its statements. */
const isRemoved = (target: string) => target.endsWith('(deleted)') && !/meta\.db/.test(target)
