import path from 'node:path'
import {openDatabase} from '../../local/engine/open-database'
import {startTestHost, type TestHost} from '../support/test-host'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'

const PAST = 5000
const folder = mkdtempSync(path.join(tmpdir(), 'long-history-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** The same site without a past and with one, which is written as the engine would have left it. */
async function sites(): Promise<{fresh: TestHost; old: TestHost}> {
  const open = (name: string) => startTestHost({folder: path.join(folder, name)})
  for (const name of ['fresh', 'old']) {
    const host = await open(name)
    const sdk = host.sdk()
    for (let n = 0; n < 8; n++) await sdk.collections.createDataCollection({_id: `C${n}`, fields: []})
    await sdk.items.insert('C0', {_id: 'item'})
    await sdk.backups.createBackup()
    await host.settled()
    await host.close()
  }
  const db = openDatabase(path.join(folder, 'old/meta.db'))
  const {data} = db.get<{data: string}>('SELECT data FROM backups')!
  db.transaction(() => {
    for (let n = 0; n < PAST; n++) {
      const past = {...JSON.parse(data), id: `past-${n}`, requestedDate: n, status: 'DELETED'}
      db.run(
        `INSERT INTO backups (id, type, status, requested, data) VALUES (?, 'ON_DEMAND', 'DELETED', ?, ?)`,
        past.id,
        n,
        JSON.stringify(past),
      )
    }
  })
  db.close()
  return {fresh: await open('fresh'), old: await open('old')}
}

// The bench says how little it is; here, that it is not the whole history: with 5,000 backups it was 38 times as much.
test('a request does not read the whole history', async () => {
  const {fresh, old} = await sites()
  try {
    const times: Record<'fresh' | 'old', number[]> = {fresh: [], old: []}
    for (let round = 0; round < 40; round++) {
      for (const [name, host] of Object.entries({fresh, old}) as ['fresh' | 'old', TestHost][]) {
        const {items} = host.sdk()
        const since = performance.now()
        for (let n = 0; n < 5; n++) await items.get('C0', 'item')
        times[name].push(performance.now() - since)
      }
    }
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[20]!
    expect(median(times.old) / median(times.fresh)).toBeLessThan(3)
    expect((await old.sdk().backups.listBackups({paging: {limit: 2}})).pagingMetadata).toMatchObject({
      count: 2,
      total: PAST + 1,
    })
  } finally {
    await fresh.close()
    await old.close()
  }
}, 120_000)
