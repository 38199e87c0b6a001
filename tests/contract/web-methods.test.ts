import path from 'node:path'
import type {LiveUnlock} from '../../local/host/live/live-status'
import {startLiveHost} from '../../local/host/live/start-live-host'
import {startWixPeer} from '../live/wix-peer'
import {fakeSite} from '../page/fake-site'
import {startTestHost, type TestHost} from '../support/test-host'
import {COLLECTIONS, MINUTE, webMethodsContract, type Subject} from './web-methods-contract'

describe('the web methods over the local Wix', () => {
  webMethodsContract(async () => {
    const host = await startSite()
    return {
      callMethod: (name, args) => host.call(name, args),
      advance: (advanceMs) => host.local('POST', 'clock', {advanceMs}),
      close: () => host.close(),
    }
  })
})

describe('the web methods over the peer that stands in for Wix', () => {
  webMethodsContract(async () => {
    const key = {siteId: '8e4f6a3c-2b1d-4c5e-9f70-112233445566', apiKey: 'IST.secret-of-the-contract'}
    const host = await startSite()
    const peer = await startWixPeer({...key, behind: host.url})
    const live = await startLiveHost({
      port: 0,
      key,
      built: path.join(__dirname, '../../.build'),
      version: 'test',
      log: () => undefined,
      fetch: peer.fetch,
    })
    const send = async (at: string, body: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(`${live.origin}${at}?token=${live.token}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return (await response.json()) as unknown
    }
    const {siteName} = await live.status()
    const {secret} = (await send('/__local/unlock', {siteName})) as LiveUnlock
    return {
      async callMethod(name, args) {
        const at = `/_webMethods/backend/backups.web.js/${name}.ajax`
        const answer = await send(at, args, {'x-unlock-secret': secret})
        return (answer as {result: Awaited<ReturnType<Subject['callMethod']>>}).result
      },
      advance: (advanceMs) => host.local('POST', 'clock', {advanceMs}),
      async close() {
        await live.close()
        await peer.close()
        await host.close()
      },
    }
  })
})

describe("the page's site in tests", () => {
  webMethodsContract(async () => {
    const site = fakeSite({collections: COLLECTIONS, backups: [], backupMs: MINUTE, restoreMs: MINUTE})
    return {
      callMethod: (name, args) =>
        (site.methods[name] as (...sent: unknown[]) => ReturnType<Subject['callMethod']>)(...args),
      advance: (ms) => site.clock.advance(ms),
      close: async () => undefined,
    }
  })
})

async function startSite(): Promise<TestHost> {
  const host = await startTestHost({settings: {backupMs: MINUTE, restoreMs: MINUTE}})
  for (const {id, displayName} of COLLECTIONS) {
    await host.sdk().collections.createDataCollection({_id: id, displayName, fields: []})
  }
  return host
}
