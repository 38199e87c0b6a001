import path from 'node:path'
import {openDatabase} from '../../local/engine/open-database'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'
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
        `INSERT INTO backups (id, type, status, requested, data) VALUES (?, ?, 'DELETED', ?, ?)`,
        past.id,
        n % 2 === 0 ? 'ON_DEMAND' : 'AUTO',
        n,
        JSON.stringify(past),
      )
    }
  })
  db.close()
  return {fresh: await open('fresh'), old: await open('old')}
}

// What it costs, the bench says; here, that no request reads more states than it answers with.
test('a request does not read the whole history', async () => {
  const {fresh, old} = await sites()
  try {
    const requests: ((sdk: Sdk) => Promise<unknown>)[] = [
      ({items}) => items.get('C0', 'item'),
      ({backups}) => backups.createBackup(),
      ({backups}) => backups.listBackups({paging: {limit: 1}}),
    ]
    const counts: number[][] = []
    for (const request of requests)
      counts.push([await statesRead(() => request(fresh.sdk())), await statesRead(() => request(old.sdk()))])
    // Due work reads a few of its own in between.
    for (const [few, many] of counts) expect(many).toBeLessThan(few! + 20)
    expect(counts.at(-1)).not.toEqual([0, 0])
    expect((await old.sdk().backups.listBackups({paging: {limit: 2}})).pagingMetadata).toMatchObject({
      count: 2,
      // And an automatic one, which was due.
      total: PAST + 3,
    })
  } finally {
    await fresh.close()
    await old.close()
  }
}, 120_000)

// Rows that are looked at and passed over cost, too: an index must lead to those of a state and a type alone.
test.each([
  ['status = ?', 'status=?'],
  ['status = ? AND type = ?', 'status=? AND type=?'],
  ['type = ?', 'type=?'],
])('backups WHERE %s are found by an index that has all of it', (where, found) => {
  const db = openDatabase(path.join(folder, 'old/meta.db'))
  const values = found.split(' AND ').map(() => 'AUTO')
  const plan = db.all<{detail: string}>(
    `EXPLAIN QUERY PLAN SELECT data, number FROM backups WHERE ${where} ORDER BY requested DESC, number DESC`,
    ...values,
  )
  db.close()
  expect(plan.map(({detail}) => detail)).toEqual([expect.stringContaining(`(${found})`)])
})

/** How many states are read from their JSON meanwhile. */
async function statesRead(doing: () => Promise<unknown>): Promise<number> {
  const parse = jest.spyOn(JSON, 'parse')
  try {
    await doing()
    return parse.mock.calls.filter(([text]) => text.includes('"requestedDate"')).length
  } finally {
    parse.mockRestore()
  }
}
