import {createServer, type Server} from 'node:http'
import {fetchWithin, NoAnswerInTime} from '../../local/host/fetch-within'
import {listenOnLoopback} from '../../local/host/listen-on-loopback'
import {liveTarget} from '../../local/probe/target'
import {startTestHost} from '../support/test-host'
import {startWixPeer} from './wix-peer'

let server: Server
let url: string
let asked: string[]

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    asked.push(request.url!)
    if (request.url === '/silent') return
    if (request.url === '/half') return void response.writeHead(200, {'content-length': 9}).write('{')
    if (request.url === '/away') return void response.writeHead(302, {location: '/elsewhere'}).end()
    if (request.url === '/none') return void response.writeHead(204).end()
    response.writeHead(201, {'x-of-ours': 'yes'}).end('{"all": "of it"}')
  })
  url = await listenOnLoopback(server, 0)
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('answers as fetch does', async () => {
  const response = await fetchWithin(5_000)(`${url}/`)
  expect([response.status, response.headers.get('x-of-ours'), await response.json()]).toEqual([
    201,
    'yes',
    {all: 'of it'},
  ])
  expect((await fetchWithin(5_000)(`${url}/none`)).status).toBe(204)
})

test.each(['/silent', '/half'])('%s ends when its time is over', async (path) => {
  await expect(fetchWithin(50)(`${url}${path}`)).rejects.toBeInstanceOf(NoAnswerInTime)
})

test('ends also where what it calls does not listen to a signal', async () => {
  const deaf: typeof fetch = () => new Promise(() => undefined)
  await expect(fetchWithin(20, deaf)(url)).rejects.toBeInstanceOf(NoAnswerInTime)
})

test("keeps its caller's own signal", async () => {
  const stopped = new AbortController()
  const call = fetchWithin(5_000)(`${url}/silent`, {signal: stopped.signal})
  stopped.abort(new Error('enough'))
  await expect(call).rejects.toThrow('enough')
  await expect(fetchWithin(5_000)(url, {signal: stopped.signal})).rejects.toThrow('enough')
})

test('follows no redirect', async () => {
  await expect(fetchWithin(5_000)(`${url}/away`)).rejects.toMatchObject({name: 'TypeError'})
  expect(asked).toEqual(['/away'])
})

test('what the probe asks of a real site is not followed elsewhere either', async () => {
  const key = {siteId: '8e4f6a3c-2b1d-4c5e-9f70-112233445566', apiKey: 'IST.secret-of-the-probe'}
  const behind = await startTestHost()
  const peer = await startWixPeer({...key, behind: behind.url})
  peer.instead.set('/wix-data/v2/backups', {status: 307, headers: {location: '/elsewhere'}})
  const {wix} = liveTarget(key, peer.fetch)
  await expect(wix.backups.listBackups()).rejects.toBeDefined()
  expect(peer.seen.map(({path}) => path)).not.toContain('/elsewhere')
  await peer.close()
  await behind.close()
})
