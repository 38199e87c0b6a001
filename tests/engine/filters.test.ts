import type {Engine} from '../../local/engine/types'
import {closeEngines, newEngine, write} from './new-engine'

let engine: Engine

beforeAll(async () => {
  engine = (await newEngine()).engine
  await engine.createCollection({
    id: 'Things',
    fields: [
      {key: 'friends', displayName: 'Friends', type: 'MULTI_REFERENCE', referencedCollectionId: 'Things'},
    ],
  })
  await write(engine, 'Things', [
    {
      _id: 'one',
      n: 1,
      text: 'Apple',
      when: {$date: '2026-01-01T00:00:00.000Z'},
      flag: true,
      tags: ['red', 'sweet'],
    },
    {
      _id: 'two',
      n: 2.5,
      text: 'banana',
      when: {$date: '2026-02-01T00:00:00Z'},
      flag: false,
      tags: ['yellow'],
    },
    {
      _id: 'three',
      n: 10,
      text: '10% off_',
      when: {$date: '2026-03-01T01:00:00+01:00'},
      address: {city: 'Vilnius'},
    },
    {_id: 'four', n: '10', text: '', nothing: null, tags: []},
    {_id: 'five', n: true, text: "O'Neil", "a'b": 'quoted', when: '2026-01-01T00:00:00.000Z', tags: [1, 2]},
  ])
  await engine.insertReferences([
    {collectionId: 'Things', field: 'friends', itemId: 'one', targetId: 'two'},
    {collectionId: 'Things', field: 'friends', itemId: 'one', targetId: 'three'},
    {collectionId: 'Things', field: 'friends', itemId: 'five', targetId: 'two'},
  ])
})
afterAll(closeEngines)

const date = (iso: string) => ({$date: iso})

describe('queryItems › filter', () => {
  test.each<[string, object, string[]]>([
    ['nothing', {}, ['one', 'two', 'three', 'four', 'five']],
    ['a number', {n: 1}, ['one']],
    ['a number, not the text', {n: 10}, ['three']],
    ['a text, not the number', {n: '10'}, ['four']],
    ['a boolean, not the number 1', {n: true}, ['five']],
    ['false', {flag: false}, ['two']],
    ['a date', {when: date('2026-01-01T00:00:00.000Z')}, ['one']],
    ['a date, stored without milliseconds', {when: date('2026-02-01T00:00:00.000Z')}, ['two']],
    ['a date, stored in another time zone', {when: date('2026-03-01T00:00:00.000Z')}, ['three']],
    ['null or missing', {nothing: null}, ['one', 'two', 'three', 'four', 'five']],
    ['not null', {flag: {$ne: null}}, ['one', 'two']],
    ['$eq', {n: {$eq: 1}}, ['one']],
    ['$ne also where there is nothing', {text: {$ne: 'Apple'}}, ['two', 'three', 'four', 'five']],
    ['$gt, numbers only', {n: {$gt: 1}}, ['two', 'three']],
    ['$gte', {n: {$gte: 2.5}}, ['two', 'three']],
    ['$lt', {n: {$lt: 2.5}}, ['one']],
    ['$lte', {n: {$lte: 2.5}}, ['one', 'two']],
    ['$gt of texts', {text: {$gt: 'a'}}, ['two']],
    ['$gt of dates', {when: {$gt: date('2026-01-01T00:00:00.000Z')}}, ['two', 'three']],
    ['$lte of dates', {when: {$lte: date('2026-02-01T00:00:00.000Z')}}, ['one', 'two']],
    ['$gt of the created date', {_createdDate: {$gt: date('2030-01-01T00:00:00.000Z')}}, []],
    ['two operators', {n: {$gt: 1, $lt: 10}}, ['two']],
    ['$in of texts', {text: {$in: ['Apple', '']}}, ['one', 'four']],
    ['$in of ids', {_id: {$in: ['four', 'one', 'none']}}, ['one', 'four']],
    ['$in of mixed values', {n: {$in: [1, '10', true]}}, ['one', 'four', 'five']],
    ['an id', {_id: 'two'}, ['two']],
    ['an id and more', {_id: 'two', n: 1}, []],
    ['$contains, ignoring case', {text: {$contains: 'APP'}}, ['one']],
    ['$contains of what LIKE would take for a wildcard', {text: {$contains: '%'}}, ['three']],
    ['$startsWith', {text: {$startsWith: 'ba'}}, ['two']],
    ['$startsWith with an underscore', {text: {$startsWith: '_'}}, []],
    ['$endsWith', {text: {$endsWith: '_'}}, ['three']],
    ['$endsWith of nothing', {text: {$endsWith: ''}}, ['one', 'two', 'three', 'four', 'five']],
    ['$contains of a text longer than any', {text: {$contains: 'a'.repeat(100_000)}}, []],
    ['$startsWith of a text longer than any', {text: {$startsWith: 'ba'.repeat(60_000)}}, []],
    ['$endsWith of a text longer than any', {text: {$endsWith: 'ba'.repeat(60_000)}}, []],
    ['half of a character', {text: '\ud800'}, []],
    ['a quote in a value', {text: "O'Neil"}, ['five']],
    ['a quote in a field', {"a'b": 'quoted'}, ['five']],
    ['a nested field', {'address.city': 'Vilnius'}, ['three']],
    ['an object', {address: {city: 'Vilnius'}}, ['three']],
    ['$hasSome', {tags: {$hasSome: ['red', 'yellow']}}, ['one', 'two']],
    ['$hasSome of numbers', {tags: {$hasSome: [2]}}, ['five']],
    ['$hasAll', {tags: {$hasAll: ['red', 'sweet']}}, ['one']],
    ['$exists', {address: {$exists: true}}, ['three']],
    ['$exists false', {tags: {$exists: false}}, ['three']],
    ['$isEmpty', {text: {$isEmpty: true}}, ['four']],
    ['$and', {$and: [{n: {$gte: 1}}, {n: {$lt: 3}}]}, ['one', 'two']],
    ['$or', {$or: [{n: 1}, {n: 10}]}, ['one', 'three']],
    ['$or of nothing', {$or: []}, []],
    ['$not as the builder sends it', {$and: [{}, {$not: [{n: 1}]}]}, ['two', 'three', 'four', 'five']],
    ['$not of an object', {$not: {text: {$contains: 'a'}}}, ['three', 'four', 'five']],
    ['$not of a field', {n: {$not: {$gt: 1}}}, ['one', 'four', 'five']],
    ['links: $hasSome', {friends: {$hasSome: ['two']}}, ['one', 'five']],
    ['links: $hasAll', {friends: {$hasAll: ['two', 'three']}}, ['one']],
  ])('%s', async (_name, filter, expected) => {
    const query = {filter: filter as Record<string, unknown>, limit: 50, offset: 0}
    const {items, total} = await engine.queryItems('Things', query)
    expect(items.map((item) => item._id)).toEqual(expected)
    expect(total).toBe(expected.length)
    expect(await engine.countItems('Things', query.filter)).toBe(expected.length)
  })

  test.each<[string, object]>([
    ['an unknown operator', {n: {$near: 5}}],
    ['an unknown operator at the top', {$nor: []}],
    ['$in without a list', {n: {$in: 5}}],
    ['$and without a list', {$and: {}}],
    ['$gt of a boolean', {n: {$gt: true}}],
    ['$contains of a number', {n: {$contains: 5}}],
    ['a value nested more than 1,000 deep', {n: JSON.parse('['.repeat(1001) + ']'.repeat(1001))}],
    ['a filter nested more than 1,000 deep', JSON.parse('{"$not":'.repeat(1001) + '{}' + '}'.repeat(1001))],
    ['a filter nested 20,000 deep', JSON.parse('{"$and":['.repeat(20_000) + ']}'.repeat(20_000))],
    ['a number beyond all numbers', {n: {$lt: 1e999}}],
    ['a key with NUL', {'n\0': 1}],
    ['not a date', {n: {$gt: {$date: 'yesterday'}}}],
    ['a field that no path can name', {'a"b': 1}],
    ['an empty field', {'': 1}],
    ['a filter that is a text', 'n = 1' as never],
    ['more than SQLite can parse', {$or: Array.from({length: 3000}, (_, n) => ({n}))}],
    ['deeper than SQLite can parse', deep(2000)],
  ])('refuses %s', async (_name, filter) => {
    await expect(engine.countItems('Things', filter as Record<string, unknown>)).rejects.toMatchObject({
      code: 'INVALID_FILTER',
    })
  })

  test('takes thousands of ids', async () => {
    const ids = Array.from({length: 5000}, (_, n) => `id${n}`)
    expect(await engine.countItems('Things', {_id: {$in: [...ids, 'one']}})).toBe(1)
  })
})

describe('queryItems › sort and paging', () => {
  const sorted = async (fieldName: string, order: 'ASC' | 'DESC') =>
    (await engine.queryItems('Things', {sort: [{fieldName, order}], limit: 9, offset: 0})).items.map(
      (one) => one._id,
    )

  test('sorts by date, what has none first', async () => {
    expect(await sorted('when', 'DESC')).toEqual(['three', 'two', 'one', 'five', 'four'])
  })
  test('sorts by text', async () => {
    expect(await sorted('text', 'ASC')).toEqual(['four', 'three', 'one', 'five', 'two'])
  })
  test('keeps the order of insertion where values are the same', async () => {
    expect(await sorted('missing', 'DESC')).toEqual(['one', 'two', 'three', 'four', 'five'])
  })
  test('pages, and tells the total', async () => {
    const {items, total} = await engine.queryItems('Things', {limit: 2, offset: 3, fields: ['text']})
    expect(items).toEqual([
      {_id: 'four', text: ''},
      {_id: 'five', text: "O'Neil"},
    ])
    expect(total).toBe(5)
    expect(await engine.queryItems('Things', {limit: 2, offset: 9})).toEqual({items: [], total: 5})
  })
})

function deep(levels: number): object {
  let filter: object = {n: 1}
  for (let n = 0; n < levels; n++) filter = {$not: filter}
  return filter
}
