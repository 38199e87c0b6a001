import {request} from 'node:http'
import {startTestHost, type TestHost} from '../support/test-host'

let host: TestHost

beforeAll(async () => {
  host = await startTestHost()
})

afterAll(() => host.close())

/** `fetch` may not set these headers; a browser, or somebody who plays one, does. */
function status(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${host.url}${path}`, {method, headers}, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

const PATHS = ['/', '/page', '/__local/clock', '/wix-data/v2/backups']

describe('requests from elsewhere', () => {
  test.each(PATHS)('%s is refused to a host name that is not this machine', async (path) => {
    for (const name of [
      'evil.example',
      'evil.example:80',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
    ]) {
      expect(await status(path, {host: name})).toBe(403)
    }
  })

  test.each(PATHS)('%s is refused to another origin', async (path) => {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost']) {
      expect(await status(path, {origin})).toBe(403)
    }
    expect(await status(path, {'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image'})).toBe(403)
  })

  test('writes are refused to another origin', async () => {
    const before = host.site.clock.now()
    expect(await status('/__local/clock', {origin: 'https://evil.example'}, 'POST')).toBe(403)
    expect(host.site.clock.now() - before).toBeLessThan(10_000)
  })

  test('loopback names, the page itself, scripts without an origin, and a followed link are answered', async () => {
    const {port} = new URL(host.url)
    for (const headers of [
      {},
      {host: `localhost:${port}`},
      {host: `[::1]:${port}`},
      {origin: host.url},
      {'sec-fetch-site': 'same-origin'},
      {'sec-fetch-site': 'none'},
    ] as Record<string, string>[]) {
      expect(await status('/__local/clock', headers)).toBe(200)
    }
    expect(await status('/', {'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document'})).toBe(200)
  })

  test.each([
    '/frame/../../package.json',
    '/page/%2e%2e/%2e%2e/package.json',
    '/frame/..%2f..%2fpackage.json',
    '/package.json',
  ])('no file outside of what was built: %s', async (path) => {
    expect(await status(path, {})).toBe(404)
  })
})
