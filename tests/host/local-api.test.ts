import {startTestHost, type TestHost} from '../support/test-host'

const DAY = 24 * 60 * 60 * 1000

let host: TestHost

beforeEach(async () => {
  host = await startTestHost()
})

afterEach(() => host.close())

describe('/__local/clock', () => {
  test('moves the site: automatic backups come with it', async () => {
    const {now} = await host.local<{now: string}>('GET', 'clock')
    const moved = await host.local<{now: string}>('POST', 'clock', {advanceMs: 7 * DAY})
    expect(Date.parse(moved.now) - Date.parse(now)).toBeGreaterThanOrEqual(7 * DAY)
    await host.settled()
    const {backups} = await host.sdk().backups.listBackups()
    expect(backups!.map(({type, status}) => `${type} ${status}`)).toEqual(['AUTO READY'])
  })

  test.each([{}, {advanceMs: -1}, {advanceMs: 0}, {advanceMs: 1.5}, {advanceMs: '7'}, {advanceMs: 1e300}])(
    'refuses %j',
    async (body) => {
      await expect(host.local('POST', 'clock', body)).rejects.toMatchObject({status: 400})
    },
  )
})

describe('/__local/settings', () => {
  test('changes the durations', async () => {
    expect(await host.local('POST', 'settings', {backupMs: 5000})).toEqual({backupMs: 5000, restoreMs: 0})
    expect(await host.local('GET', 'settings')).toEqual({backupMs: 5000, restoreMs: 0})
  })

  test.each([{backupMs: -1}, {restoreMs: 'x'}, {other: 1}, []])('refuses %j', async (body) => {
    await expect(host.local('POST', 'settings', body)).rejects.toMatchObject({status: 400})
    expect(await host.local('GET', 'settings')).toEqual({backupMs: 0, restoreMs: 0})
  })
})

describe('/__local/faults', () => {
  test('happen as often as said, then no more', async () => {
    const {backups} = host.sdk()
    await host.local('POST', 'faults', {operation: 'listBackups', effect: 'throttle', times: 2})
    for (let i = 0; i < 2; i++) await expect(backups.listBackups()).rejects.toMatchObject({status: 429})
    await expect(backups.listBackups()).resolves.toBeDefined()
  })

  test('can be taken back', async () => {
    await host.local('POST', 'faults', {effect: 'unavailable', times: 5})
    expect(await host.local('DELETE', 'faults')).toEqual({faults: []})
    await expect(host.sdk().backups.listBackups()).resolves.toBeDefined()
  })

  test('an operation can succeed while its answer is lost', async () => {
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'lose-response'})
    await expect(host.sdk().backups.createBackup()).rejects.toBeDefined()
    await host.settled()
    expect((await host.sdk().backups.listBackups()).backups).toHaveLength(1)
  })

  test('a backup and a restoration can end FAILED, and cost nothing', async () => {
    const {backups} = host.sdk()
    await host.local('POST', 'faults', {operation: 'createBackup', effect: 'fail-backup'})
    await backups.createBackup()
    await host.settled()
    expect((await backups.listBackups()).backups![0]).toMatchObject({status: 'FAILED'})
  })

  test.each([
    [{operation: 'explode', effect: 'throttle'}],
    [{operation: 'createBackup', effect: 'explode'}],
    [{operation: 'listBackups', effect: 'fail-backup'}],
    [{effect: 'throttle', times: 0}],
  ])('%j is refused with the known ones', async (body) => {
    await expect(host.local('POST', 'faults', body)).rejects.toMatchObject({
      status: 400,
      answer: {
        operations: expect.arrayContaining(['createBackup']),
        effects: expect.arrayContaining(['lose-response']),
      },
    })
  })
})

describe('/__local/reset', () => {
  test('starts over, with the seed that is asked for', async () => {
    await host.local('POST', 'reset', {seed: 'demo'})
    expect((await host.sdk().backups.listBackups()).backups).toHaveLength(4)
    await host.local('POST', 'reset', {seed: 'empty'})
    expect((await host.sdk().backups.listBackups()).backups).toEqual([])
    expect((await host.sdk().collections.listDataCollections()).collections).toEqual([])
    await expect(host.local('POST', 'reset', {seed: 'other'})).rejects.toMatchObject({status: 400})
  })

  test('the demo is the same each time, and no backup holds the sandbox item', async () => {
    const look = async () => {
      await host.local('POST', 'reset', {seed: 'demo'})
      const {backups, items} = host.sdk()
      const listed = (await backups.listBackups()).backups!
      const found = await items.query('Products').ascending('_id').limit(1000).find()
      return {ids: listed.map(({_id}) => _id), products: found.items.map(({_id}) => _id)}
    }
    const first = await look()
    expect(await look()).toEqual(first)
    expect(first.products).not.toContain('sandbox-seville-marmalade')
    const sandbox = await host.local<{dataItems: unknown[]}>('GET', 'sandbox/items?collectionId=Products')
    expect(sandbox.dataItems).toHaveLength(1)

    await host.sdk().items.truncate('Products')
    await host.sdk().backups.restoreBackup(first.ids[0]!)
    await host.settled()
    const restored = await host.sdk().items.query('Products').limit(1000).find()
    expect(restored.items.map(({_id}) => _id).toSorted()).toEqual(first.products)
    expect(await host.sdk().items.isReferenced('Products', 'suppliers', 'farro', 'miller')).toBe(true)
  })
})

describe('/__local/import', () => {
  const send = async (format: string, content: string, collectionId = 'Books') => {
    const response = await fetch(`${host.url}/__local/import?collectionId=${collectionId}&format=${format}`, {
      method: 'POST',
      body: content,
    })
    return {status: response.status, answer: (await response.json()) as Record<string, unknown>}
  }

  test('a CSV as the CMS exports it: names become keys, columns get their types', async () => {
    const csv =
      '\uFEFFTitle,Page count,In print,Published,Article number,ID,Created Date,Owner\r\n' +
      '"A ""quoted"", title",320,true,2020-01-02T00:00:00Z,00123,b1,2019-01-01T00:00:00Z,somebody\r\n' +
      'Multi\nline,,false,,00124,b2,,\r\n'
    const {answer} = await send('csv', csv.replace('Multi\nline', '"Multi\nline"'))
    expect(answer).toEqual({imported: 2, failedCount: 0, failed: [], created: true})
    const book = await host.sdk().items.get('Books', 'b1')
    expect(book).toMatchObject({
      title: 'A "quoted", title',
      pageCount: 320,
      inPrint: true,
      articleNumber: '00123',
    })
    expect(book!.published).toEqual(new Date('2020-01-02T00:00:00Z'))
    expect(book!._createdDate!.getTime()).toBeGreaterThan(Date.parse('2026-01-01'))
    expect(await host.sdk().items.get('Books', 'b2')).toMatchObject({title: 'Multi\nline'})
  })

  test('into a collection that is there: cells that do not fit its types are told by line', async () => {
    await host.sdk().collections.createDataCollection({
      _id: 'Books',
      fields: [{key: 'pages', displayName: 'Pages', type: 'NUMBER'}],
    })
    const {answer} = await send('csv', 'ID,Pages\nb1,12\nb2,many\n')
    expect(answer).toMatchObject({
      imported: 1,
      failedCount: 1,
      failed: [{line: 3, reason: expect.stringContaining('NUMBER')}],
      created: false,
    })
  })

  test('JSON lines, twice, give the same items', async () => {
    const lines = '{"_id":"b1","title":"One"}\nnot json\n\n{"_id":"b2","title":"Two"}\n'
    expect((await send('jsonl', lines)).answer).toMatchObject({imported: 2, failed: [{line: 2}]})
    expect((await send('jsonl', lines)).answer).toMatchObject({imported: 2, created: false})
    expect(await host.sdk().items.query('Books').count()).toBe(2)
  })

  test('nothing that can be used creates nothing', async () => {
    expect((await send('csv', 'a,"b\n')).answer).toMatchObject({imported: 0, created: false})
    expect((await send('xml', '<a/>')).status).toBe(400)
    expect((await send('csv', 'a\n1', '')).status).toBe(400)
    expect((await host.sdk().collections.listDataCollections()).collections).toEqual([])
  })
})
