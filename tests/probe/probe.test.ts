import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {announcement, printReport, printTable, runProbe} from '../../local/probe/run-probe'
import {liveTarget, localTarget, type SdkTarget} from '../../local/probe/target'
import {startWixPeer, type WixPeer} from '../live/wix-peer'
import {startTestHost, type TestHost} from '../support/test-host'

const MINUTE = {backupMs: 60_000, restoreMs: 60_000}
const KEY = {siteId: '8e4f6a3c-2b1d-4c5e-9f70-112233445566', apiKey: 'IST.secret-of-the-probe'}

test('the local Wix answers every question that it can as it was assumed', async () => {
  const log: string[] = []
  const target = await localTarget((line) => log.push(line))
  try {
    const rows = await runProbe(target)
    expect(rows.filter(({verdict}) => verdict !== 'as assumed')).toMatchObject([
      {question: 'Drafts in a copy', verdict: 'not answered'},
      {question: 'Data events (events.js) when a collection is restored', verdict: 'not answered'},
    ])
    expect(printReport(target, rows, '9.9.9', new Date(0))).toContain(
      'Backups for Wix collections 9.9.9, asked through the local Wix on 1970-01-01: ',
    )
    expect(readFileSync(path.join(__dirname, '../../docs/parity.md'), 'utf8')).toContain(printTable(rows))
  } finally {
    await target.close()
  }
  expect(log).toEqual([])
})

test('a real site is asked through its API key, told what it will lose, and left without what was made', async () => {
  const behind = await startTestHost({settings: MINUTE})
  const peer = await startWixPeer({...KEY, behind: behind.url})
  try {
    const sdk = behind.sdk()
    await sdk.collections.createDataCollection({_id: 'Products', displayName: 'Products', fields: []})
    await sdk.items.insert('Products', {_id: 'oil'})
    const target = throughKey(peer, behind)
    expect(announcement(target).join('\n')).toContain(
      'DESTROYS: every on-demand backup that the site has now',
    )

    const rows = await runProbe(target)
    expect(rows.filter(({verdict}) => verdict !== 'as assumed')).toMatchObject([
      {
        question: 'A call of the Backups API by the site’s own code, elevated',
        observed: expect.stringContaining('add-to-site --probe'),
        verdict: 'not answered',
      },
      {question: 'Drafts in a copy', verdict: 'not answered'},
      {question: 'Data events (events.js) when a collection is restored', verdict: 'not answered'},
      {question: 'How many automatic backups are kept', verdict: 'not answered'},
    ])
    expect(
      peer.seen.every(({authorization, siteId}) => authorization === KEY.apiKey && siteId === KEY.siteId),
    ).toBe(true)
    await behind.settled()
    const {collections} = await sdk.collections.listDataCollections()
    expect(collections!.map(({_id}) => _id)).toEqual(['Products'])
    expect((await sdk.backups.listBackups({status: ['READY', 'PENDING']})).backups).toEqual([])
    expect(await sdk.items.query('Products').count()).toBe(1)
  } finally {
    await peer.close()
    await behind.close()
  }
})

test('a question that fails says why, and the others are asked all the same', async () => {
  const behind = await startTestHost({settings: MINUTE})
  const peer = await startWixPeer({...KEY, behind: behind.url})
  try {
    await behind.local('POST', 'faults', {operation: 'restoreBackup', effect: 'unavailable', times: 100})
    const rows = await runProbe(throughKey(peer, behind))
    expect(rows.filter(({verdict}) => verdict === 'failed').map(({question}) => question)).toEqual([
      'Restoring a backup that does not exist',
      'A collection that was deleted since the backup, in a restore of everything',
    ])
    expect(rows.filter(({verdict}) => verdict === 'as assumed').length).toBeGreaterThan(15)
  } finally {
    await peer.close()
    await behind.close()
  }
})

test.each([
  [{}, 'say so: WIX_SITE_MAY_BE_DESTROYED='],
  [{WIX_SITE_MAY_BE_DESTROYED: 'yes'}, 'say so: WIX_SITE_MAY_BE_DESTROYED='],
  [{WIX_API_KEY: ''}, 'WIX_SITE_ID is set, but WIX_API_KEY is not.'],
])('a real site is not touched unless its ID says that it may be destroyed (%p)', (env, sentence) => {
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    [path.join(__dirname, '../../.build/local/probe.cjs')],
    {
      encoding: 'utf8',
      env: {...process.env, WIX_SITE_ID: KEY.siteId, WIX_API_KEY: KEY.apiKey, ...env},
    },
  )
  expect(status).toBe(1)
  expect(stderr).toContain(sentence)
  expect(stdout).toBe('')
  expect(stdout + stderr).not.toContain(KEY.apiKey)
  expect(stderr).not.toContain('    at ')
})

/** A real site's target, but for its pauses: they move the clock of the Wix behind it. */
function throughKey(peer: WixPeer, behind: TestHost): SdkTarget {
  return {
    ...liveTarget(KEY, peer.fetch),
    pollMs: 15_000,
    async pause(ms) {
      await behind.local('POST', 'clock', {advanceMs: ms})
      await new Promise(setImmediate)
    },
    patienceMs: 24 * 3_600_000,
  }
}
