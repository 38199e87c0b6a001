import fc from 'fast-check'
import {startTestHost, type Sdk, type TestHost} from '../support/test-host'

let host: TestHost
let sdk: Sdk

beforeAll(async () => {
  host = await startTestHost()
  sdk = host.sdk()
  await sdk.collections.createDataCollection({_id: 'Odd', fields: []})
})
beforeEach(() => sdk.items.truncate('Odd'))
afterAll(() => host.close())

const post = async (path: string, body: string) => {
  const response = await fetch(`${host.url}/wix-data/v2/${path}`, {
    method: 'POST',
    headers: {authorization: 'local-owner', 'content-type': 'application/json'},
    body,
  })
  return {status: response.status, answer: (await response.json()) as Record<string, never>}
}

const nested = (levels: number): unknown => (levels === 0 ? 'end' : [nested(levels - 1)])

describe('an item that SQLite could not read', () => {
  test('is an error of its own in a bulk; the others go in, filters and sorts go on', async () => {
    const items = [
      {_id: 'deep', value: nested(1000)},
      {_id: 'half\ud800'},
      {_id: 'a', n: 2},
      {_id: 'b', n: 1},
    ]
    const result = await sdk.items.bulkInsert('Odd', items)
    expect(result).toMatchObject({inserted: 2, insertedItemIds: ['a', 'b']})
    expect(result.errors).toHaveLength(2)
    const found = await sdk.items.query('Odd').gt('n', 0).ascending('n').find()
    expect(found.items.map(({_id}) => _id)).toEqual(['b', 'a'])
  })

  test.each([
    ['nested', {_id: 'x', value: nested(1000)}, 'WDE0109'],
    ['with half a character in its id', {_id: '\udc00'}, 'WDE0002'],
  ])('%s is refused alone, by its code', async (_what, item, code) => {
    for (const write of [sdk.items.insert, sdk.items.save]) {
      await expect(write('Odd', item)).rejects.toMatchObject({details: {applicationError: {code}}})
    }
    expect(await sdk.items.query('Odd').count()).toBe(0)
  })

  test('a number beyond all numbers is refused, not stored as nothing', async () => {
    const item = (id: string, n: string) => `{"id":"${id}","data":{"n":${n}}}`
    const items = `[${item('a', '1e999')},${item('b', '1e308')}]`
    const {status, answer} = await post(
      'bulk/items/insert',
      `{"dataCollectionId":"Odd","dataItems":${items}}`,
    )
    expect(status).toBe(200)
    expect(answer.bulkActionMetadata).toMatchObject({totalSuccesses: 1, totalFailures: 1})
    expect(await sdk.items.get('Odd', 'b')).toMatchObject({n: 1e308})
  })
})

test('a whole number above 2^53 is found by itself, and between its neighbors', async () => {
  const numbers = [2 ** 53 + 2, 38183453969090250, 2 ** 62, 1e19, 1e21]
  await sdk.items.bulkInsert(
    'Odd',
    numbers.map((n, index) => ({_id: String(index), n, list: [n]})),
  )
  const ids = async (query: ReturnType<typeof sdk.items.query>) =>
    (await query.ascending('n').find()).items.map(({_id}) => Number(_id))
  for (const [index, n] of numbers.entries()) {
    expect(await ids(sdk.items.query('Odd').eq('n', n))).toEqual([index])
    expect(await ids(sdk.items.query('Odd').hasSome('list', [n]))).toEqual([index])
    expect(await ids(sdk.items.query('Odd').hasSome('n', [n, 5]))).toEqual([index])
    expect(await ids(sdk.items.query('Odd').gt('n', n))).toEqual(
      [...numbers.keys()].filter((other) => other > index),
    )
    expect(await ids(sdk.items.query('Odd').le('n', n))).toEqual(
      [...numbers.keys()].filter((other) => other <= index),
    )
  }
})

describe('whatever is sent', () => {
  const key = fc.oneof(
    fc.string({unit: 'binary', minLength: 1, maxLength: 6}),
    fc.constantFrom('a', 'b', '$date'),
  )
  const text = fc.oneof(
    fc.string({unit: 'binary'}),
    fc.constantFrom('\ud800', 'a\0b', '\ufffd', '%', '2026-02-30'),
  )
  const leaf = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null))
  const value = fc.letrec<{any: unknown}>((tie) => ({
    any: fc.oneof(
      {depthSize: 'small'},
      leaf,
      fc.array(tie('any'), {maxLength: 3}),
      fc.dictionary(key, tie('any'), {maxKeys: 3, noNullPrototype: true}),
      fc.integer({min: 990, max: 1010}).map(nested),
    ),
  })).any
  const id = fc.oneof(
    fc.string({unit: 'binary', minLength: 1, maxLength: 50}),
    fc.constantFrom('x', '\ud800'),
  )
  const item = fc.record({_id: id, field: value, other: value})

  test('is stored and found as it is, or refused by itself; a filter and a sort are answered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(item, {selector: ({_id}) => _id, minLength: 1, maxLength: 4}),
        async (items) => {
          await sdk.items.truncate('Odd')
          const sent = JSON.stringify({
            dataCollectionId: 'Odd',
            dataItems: items.map((data) => ({id: data._id, data})),
          })
          const {status, answer} = await post('bulk/items/insert', sent)
          expect(status).toBe(200)
          const results = answer.results as unknown as {itemMetadata: {success: boolean}}[]
          const stored = items.filter((_, index) => results[index]!.itemMetadata.success)
          for (const one of stored) {
            const {field} = JSON.parse(JSON.stringify(one)) as typeof one
            const filter = {_id: one._id, ...(isPlain(field) && {field})}
            const query = {filter, sort: [{fieldName: 'other', order: 'DESC'}]}
            const found = await post('items/query', JSON.stringify({dataCollectionId: 'Odd', query}))
            expect(found.status).toBe(200)
            const [first, ...others] = found.answer.dataItems as unknown as {data: object}[]
            expect(others).toEqual([])
            expect(first!.data).toMatchObject(JSON.parse(JSON.stringify(one)) as object)
          }
          const all = await post(
            'items/query',
            JSON.stringify({dataCollectionId: 'Odd', query: {sort: [{fieldName: 'field'}]}}),
          )
          expect(all.status).toBe(200)
          expect(all.answer.dataItems).toHaveLength(stored.length)
        },
      ),
      {numRuns: Number(process.env.ODD_RUNS ?? 300), interruptAfterTimeLimit: 10_000},
    )
    expect(host.log).toEqual([])
  })

  /** Objects mean operators or dates in a filter. */
  const isPlain = (one: unknown) => typeof one !== 'object' || one === null
})
