import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {exactDate} from '../../local/host/import/exact-date'
import {exactNumber} from '../../local/host/import/exact-number'
import {csvRecords} from '../../local/host/import/read-csv'
import {readExactJson} from '../../local/host/import/read-exact-json'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'

let host: TestHost
let sdk: Sdk
let made = 0
let id: string

beforeAll(async () => {
  host = await startTestHost()
  sdk = host.sdk()
})
beforeEach(() => {
  id = `Books${++made}`
})
afterAll(() => host.close())

type Answer = {
  imported: number
  failedCount: number
  failed: {line: number; column?: string; reason: string}[]
  created: boolean
  message?: string
}

async function send(format: 'csv' | 'jsonl', content: string | Buffer, collectionId = id) {
  const query = new URLSearchParams({collectionId, format})
  const body = typeof content === 'string' ? Buffer.from(content) : content
  const response = await fetch(`${host.url}/__local/import?${query}`, {
    method: 'POST',
    body: new Uint8Array(body),
  })
  return {status: response.status, answer: (await response.json()) as Answer}
}

const exists = async (collectionId = id) =>
  (await sdk.collections.listDataCollections({paging: {limit: 100}})).collections!.some(
    ({_id}) => _id === collectionId,
  )
const withField = (key: string, type: string) =>
  sdk.collections.createDataCollection({_id: id, fields: [{key, displayName: key, type: type as never}]})
const items = async () => (await sdk.items.query(id).ascending('_id').find()).items

describe('a file that cannot be taken over as it is written is refused, with nothing imported', () => {
  const nested = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`
  test.each<[string, 'csv' | 'jsonl', string | Buffer, number, string | undefined, RegExp]>([
    ['a repeated header', 'csv', 'ID,Title,Title\n1,a,b\n', 1, 'Title', /Columns 2 and 3 .* "title"/],
    [
      'headers that become the same key',
      'csv',
      'Order total,orderTotal\n1,2\n',
      1,
      'orderTotal',
      /"orderTotal"/,
    ],
    ['two ID columns', 'csv', 'ID,_id\n1,2\n', 1, '_id', /"_id"/],
    ['a header __proto__', 'csv', '__proto__,a\n1,2\n', 1, '__proto__', /cannot be the name of a field/],
    ['more cells than headers', 'csv', 'a,b\n1,2\n1,2,3\n', 3, undefined, /3 cells, and the header has 2/],
    ['an ID that is too long', 'csv', `ID,a\n1,x\n${'9'.repeat(51)},y\n`, 3, 'ID', /1 to 50 characters/],
    ['the same ID twice', 'csv', 'ID,a\n1,"x\n"\n2,y\n1,z\n', 5, 'ID', /on line 2 already/],
    ['Latin-1', 'csv', Buffer.from('ID,name\n1,x\n2,Café\n', 'latin1'), 3, undefined, /0xE9.*Latin-1/],
    ['UTF-16 without a mark', 'csv', Buffer.from('a,b\n1,2\n', 'utf16le'), 1, undefined, /UTF-16/],
    [
      'half of a UTF-16 character',
      'csv',
      Buffer.from('\uFEFFa\n\ud800\n', 'utf16le'),
      2,
      undefined,
      /UTF-16/,
    ],
    ['an open quotation mark', 'csv', 'a,b\n1,2\n3,"x\ny\n', 3, undefined, /cell 2 is never closed/],
    ['a closed one with more behind it', 'csv', 'a\n"x"y\n', 2, undefined, /closed before the cell ends/],
    ['an item above 500 KB', 'csv', `a,b\n1,${'x'.repeat(520_000)}\n`, 2, 'b', /larger than 500 KB/],
    ['a repeated key', 'jsonl', '{"a":1}\n{"a":1,"b":{"c":1,"c":2}}\n', 2, 'b.c', /"c" stands twice/],
    ['a key __proto__', 'jsonl', '{"__proto__":{"a":1}}\n', 1, '__proto__', /cannot be the key/],
    ['a key that no filter names', 'jsonl', '{"a\\"b":1}\n', 1, 'a"b', /no filter could name it/],
    ['a key with a point', 'jsonl', '{"a.b":1}\n', 1, 'a.b', /no filter could name it/],
    ['30 February', 'jsonl', '{"d":{"$date":"2024-02-30"}}\n', 1, 'd', /no such day/],
    [
      '30 February within a list',
      'jsonl',
      '{"l":[{"d":{"$date":"2024-02-30"}}]}\n',
      1,
      'l.0.d',
      /no such day/,
    ],
    ['nested 1,001 deep', 'jsonl', `{"a":1}\n${nested(1000)}\n`, 2, 'a.0.0.0.0', /more than 1000 levels/],
    ['nested 20,000 deep', 'jsonl', `${nested(20_000)}\n`, 1, 'a.0.0.0.0', /more than 1000 levels/],
    ['an ID with half of a character', 'jsonl', '{"_id":"a\\ud800"}\n', 1, '_id', /lone surrogates/],
    ['an ID that is no text', 'jsonl', '{"_id":"a"}\n{"_id":7}\n', 2, '_id', /_id is a text/],
    ['an empty ID', 'jsonl', '{"_id":""}\n', 1, '_id', /empty/],
    ['the same ID on two lines', 'jsonl', '{"_id":"a"}\n\n{"_id":"a"}\n', 3, '_id', /on line 1 already/],
  ])('%s', async (_what, format, content, line, column, reason) => {
    const {status, answer} = await send(format, content)
    expect(status).toBe(200)
    expect(answer).toEqual({
      imported: 0,
      failedCount: 1,
      failed: [{line, ...(column !== undefined && {column}), reason: expect.stringMatching(reason)}],
      created: false,
    })
    expect(await exists()).toBe(false)
  })

  test.each([
    ['NUMBER', 'n\n1\n9007199254740993\n', /lose digits/],
    ['NUMBER', 'n\n1\n0.12345678901234567890\n', /lose digits/],
    ['NUMBER', 'n\n1\n1e400\n', /lose digits/],
    ['DATETIME', 'n\n2024-02-29\n2023-02-29\n', /no such day/],
    ['DATETIME', 'n\n2024-02-29\n2024-02-28T10:61:00Z\n', /no such day/],
    ['DATETIME', 'n\n2024-02-29\n2024-02-28T10:00:00.123456Z\n', /finer than a millisecond/],
    ['OBJECT', 'n\n{}\n"{""a"":1,""a"":2}"\n', /stands twice/],
  ])('a field of type %s and a cell that would become another: %j', async (type, csv, reason) => {
    await withField('n', type)
    const {answer} = await send('csv', csv)
    expect(answer).toMatchObject({
      imported: 0,
      failed: [{line: 3, column: 'n', reason: expect.stringMatching(reason)}],
    })
    expect(await items()).toEqual([])
  })

  test('a JSON number that a field of numbers would lose digits of', async () => {
    await withField('n', 'NUMBER')
    const {answer} = await send('jsonl', '{"n":1}\n{"n":9007199254740993}\n')
    expect(answer).toMatchObject({imported: 0, failed: [{line: 2, column: 'n'}]})
    expect(await items()).toEqual([])
  })

  test.each([['a b\tc'], ['x'.repeat(257)], ['half\ud800'], ['a"b']])(
    'into a collection whose ID the wire refuses: %j',
    async (collectionId) => {
      const {status, answer} = await send('csv', 'a\n1\n', collectionId)
      expect(status).toBe(400)
      expect(answer.message).toContain('cannot be the ID of a collection')
      expect(await exists(collectionId)).toBe(false)
    },
  )
})

describe('what is taken over is exactly what is written', () => {
  const numbers = ['9007199254740993', '123456789012345678901', '0.12345678901234567890', '1e400', '-0']

  test.each(numbers)('a column with %s is text, with every cell as it was', async (number) => {
    await send('csv', `ID,n\na,1.50\nb,${number}\n`)
    expect((await items()).map(({n}) => n as unknown)).toEqual(['1.50', number])
  })

  test.each(numbers)('the JSON number %s is kept as text', async (number) => {
    const {answer} = await send(
      'jsonl',
      `{"_id":"a","n":${number},"list":[1,${number}]}\n{"_id":"b","n":1.5}\n`,
    )
    expect(answer).toMatchObject({imported: 2, failed: []})
    expect(await items()).toMatchObject([{n: number, list: [1, number]}, {n: 1.5}])
    const {fields} = await sdk.collections.getDataCollection(id)
    expect(fields!.find(({key}) => key === 'n')!.type).toBe('TEXT')
  })

  test('a day that is none is text', async () => {
    await send('csv', 'ID,d\na,2024-02-29\nb,2024-02-30\n')
    expect((await items()).map(({d}) => d as unknown)).toEqual(['2024-02-29', '2024-02-30'])
  })

  test.each([
    ['UTF-8 with a mark', Buffer.from('\uFEFFID,name\n1,Café 😀\n')],
    ['UTF-16, little end first', Buffer.from('\uFEFFID,name\n1,Café 😀\n', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFFID,name\n1,Café 😀\n', 'utf16le').swap16()],
  ])('%s', async (_what, content) => {
    expect((await send('csv', content)).answer).toMatchObject({imported: 1, failed: []})
    expect(await items()).toMatchObject([{_id: '1', name: 'Café 😀'}])
  })

  test('multi-references, given as a list of IDs', async () => {
    await sdk.collections.createDataCollection({
      _id: id,
      fields: [
        {key: 'next', type: 'MULTI_REFERENCE', typeMetadata: {multiReference: {referencedCollectionId: id}}},
      ],
    })
    expect((await send('csv', 'ID,next\na,"[""b"",""c""]"\nb,\n')).answer).toMatchObject({imported: 2})
    expect(await sdk.items.isReferenced(id, 'next', 'a', 'c')).toBe(true)
  })

  test('names of columns are the names of fields', async () => {
    await send('csv', 'Order total,Délai\n1,2\n')
    const {fields} = await sdk.collections.getDataCollection(id)
    expect(fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({key: 'orderTotal', displayName: 'Order total', type: 'NUMBER'}),
        expect.objectContaining({key: 'délai', displayName: 'Délai'}),
      ]),
    )
  })

  test('any JSON', async () => {
    const value = fc.jsonValue({noUnicodeString: false, maxDepth: 4})
    await fc.assert(
      fc.asyncProperty(fc.array(value, {minLength: 1, maxLength: 5}), async (values) => {
        id = `Books${++made}`
        const lines = values.map((one, n) => JSON.stringify({_id: String(n), value: one}))
        const {answer} = await send('jsonl', lines.join('\n'))
        expect(answer).toMatchObject({imported: values.length, failed: []})
        const found = await sdk.items.query(id).ascending('_id').find()
        expect(found.items.map((item) => item.value as unknown)).toEqual(
          values.map((one) => JSON.parse(JSON.stringify(one)) as unknown),
        )
      }),
      {numRuns: 40, interruptAfterTimeLimit: 8000},
    )
  })
})

describe('csvRecords', () => {
  const cells = (text: string) => [...csvRecords(text)].map((record) => record.cells)
  const cell = fc.string({unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', '😀'), maxLength: 5})
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

  test('reads what was written, and what csv-parse reads', () => {
    const rows = fc.array(fc.array(cell, {minLength: 1, maxLength: 4}), {minLength: 1, maxLength: 5})
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), fc.boolean(), (written, end, isEnded) => {
        const text = written.map((row) => row.map(quote).join(',')).join(end) + (isEnded ? end : '')
        const filled = written.filter((row) => row.length > 1 || row[0] !== '')
        expect(cells(text)).toEqual(filled)
        const options = {relax_column_count: true, skip_empty_lines: true, record_delimiter: end}
        expect(cells(text)).toEqual(parse(text, options))
      }),
      {numRuns: 500},
    )
  })

  test('says where each begins', () => {
    const text = 'a\n"x\r\ny",1\n\n\n"z"\r"\n\n"\nlast'
    expect([...csvRecords(text)].map(({line}) => line)).toEqual([1, 2, 6, 7, 10])
  })
})

describe('readExactJson', () => {
  test('reads what JSON.parse reads, where that changes nothing', () => {
    fc.assert(
      fc.property(fc.json({noUnicodeString: false}), fc.constantFrom(undefined, 2, '\t'), (json, space) => {
        const text = JSON.stringify(JSON.parse(json), null, space)
        expect(readExactJson(text).value).toEqual(JSON.parse(text))
      }),
      {numRuns: 500},
    )
  })

  test('refuses what JSON.parse refuses', () => {
    const texts = fc.string({unit: fc.constantFrom(...'{}[]",:\\ntru1e.-0 \n'), maxLength: 12})
    fc.assert(
      fc.property(texts, (text) => {
        let expected: unknown
        try {
          expected = JSON.parse(text)
        } catch {
          expect(() => readExactJson(text)).toThrow()
          return
        }
        try {
          expect(readExactJson(text).value).toEqual(expected)
        } catch (error) {
          expect((error as {kind?: string}).kind ?? 'changed').toBe('changed')
        }
      }),
      {numRuns: 3000},
    )
  })
})

test.each([
  ['1', 1],
  ['-1.50', -1.5],
  ['.5', 0.5],
  ['0.1', 0.1],
  ['1e3', 1000],
  ['1E-7', 1e-7],
  ['100000000000000000000000', 1e23],
  ['9007199254740992', 2 ** 53],
  ['0', 0],
  ['000', 0],
  ['9007199254740993', null],
  ['0.1000000000000000055', null],
  ['1e309', null],
  ['1e-400', null],
  ['-0', null],
  ['', null],
  ['.', null],
  ['1_000', null],
  ['Infinity', null],
  ['0x10', null],
])('exactNumber(%j) is %j', (text, expected) => expect(exactNumber(text)).toBe(expected))

test.each([
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2024-02-29T10:20', '2024-02-29T10:20:00.000Z'],
  ['2024-02-29 10:20:30.5+02:00', '2024-02-29T08:20:30.500Z'],
  ['2024-03-01T00:30:00-0130', '2024-03-01T02:00:00.000Z'],
  ['0099-12-31', '0099-12-31T00:00:00.000Z'],
  ['2023-02-29', null],
  ['2024-04-31', null],
  ['2024-00-10', null],
  ['2024-13-01', null],
  ['2024-01-01T24:00', null],
  ['2024-01-01T10:00:60Z', null],
  ['2024-01-01T10:00:00.1234Z', null],
  ['2024-01-01T10:00:00+15:00', null],
  ['01.02.2024', null],
])('exactDate(%j) is %j', (text, expected) => expect(exactDate(text)).toBe(expected))

describe('a large file', () => {
  test('leaves the host free to answer others', async () => {
    const row = (n: number) => `id-${n},${'x'.repeat(2000)}\n`
    const content = `ID,text\n${Array.from({length: 30_000}, (_, n) => row(n)).join('')}`
    expect(content.length).toBeGreaterThan(60_000_000)
    let isImporting = true
    const importing = send('csv', content).then(({answer}) => {
      isImporting = false
      return answer
    })
    const waits: number[] = []
    while (isImporting) {
      const since = performance.now()
      await host.local('GET', 'status')
      waits.push(performance.now() - since)
    }
    expect(await importing).toMatchObject({imported: 30_000, failed: []})
    // None waited for the file, whatever a busy machine makes of a moment.
    const whole = waits.reduce((sum, wait) => sum + wait, 0)
    expect(Math.max(...waits)).toBeLessThan(whole / 3)
    expect(waits.length).toBeGreaterThan(20)
  }, 120_000)
})

describe('npm run import', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'import-'))
  afterAll(() => rmSync(folder, {recursive: true}))

  function run(name: string, content: Buffer | string) {
    const file = path.join(folder, name)
    writeFileSync(file, content)
    const program = path.join(__dirname, '../../.build/local/import.cjs')
    const child = spawn(process.execPath, [program, file, id, '--url', host.url])
    let output = ''
    child.stdout.on('data', (data) => (output += String(data)))
    child.stderr.on('data', (data) => (output += String(data)))
    return new Promise<{code: number | null; output: string}>((resolve) =>
      child.on('close', (code) => resolve({code, output})),
    )
  }

  test('ends with 1, and says the line and the column, where the file is refused', async () => {
    expect(await run('twice.csv', 'a,a\n1,2\n')).toEqual({
      code: 1,
      output: expect.stringMatching(
        /^Nothing was imported into Books\d+; 1 to mend:\n {2}line 1, column "a": /,
      ),
    })
    expect(await run('latin.csv', Buffer.from('name\nCafé\n', 'latin1'))).toMatchObject({
      code: 1,
      output: expect.stringContaining('line 2: The file is not UTF-8'),
    })
    expect(await exists()).toBe(false)
  })

  test('takes a file over byte by byte, whatever its encoding', async () => {
    expect(await run('wide.csv', Buffer.from('\uFEFFID,name\n1,Café\n', 'utf16le'))).toMatchObject({code: 0})
    expect(await items()).toMatchObject([{name: 'Café'}])
  })
})

test('a request that is not UTF-8 is refused, not stored as other letters', async () => {
  await withField('name', 'TEXT')
  const body = Buffer.from(JSON.stringify({dataCollectionId: id, dataItem: {data: {name: 'Café'}}}), 'latin1')
  const response = await fetch(`${host.url}/wix-data/v2/items`, {
    method: 'POST',
    headers: {authorization: 'local-owner', 'content-type': 'application/json'},
    body: new Uint8Array(body),
  })
  expect(response.status).toBe(400)
  expect(await items()).toEqual([])
})
