import {formatValue} from '../../local/host/frame/format-value'
import {itemColumns, itemTitle} from '../../local/host/frame/item-columns'
import type {Collection, DataItem} from '../../local/host/frame/local-site'

const collection: Collection = {
  id: 'Products',
  fields: [
    {key: '_id', type: 'TEXT', systemField: true},
    {key: 'sku', type: 'TEXT'},
    {key: 'name', type: 'TEXT'},
  ],
}
const item = (data: Record<string, unknown>): DataItem => ({id: 'p1', dataCollectionId: 'Products', data})

describe('itemColumns', () => {
  it('has the fields first, then what only items have, and what Wix keeps last', () => {
    const columns = itemColumns(collection, [item({_id: 'p1', sku: 'A', imported: 1})])
    expect(columns.map(({key}) => key)).toEqual([
      'sku',
      'name',
      'imported',
      '_id',
      '_createdDate',
      '_updatedDate',
      '_owner',
    ])
  })
})

describe('itemTitle', () => {
  it.each([
    ['the display field', {...collection, displayField: 'name'}, {sku: 'A', name: 'Fern'}, 'Fern'],
    ['the first text field', collection, {sku: 'A', name: 'Fern'}, 'A'],
    ['the ID where that is empty', collection, {name: 'Fern'}, 'p1'],
  ])('is %s', (_what, of, data, title) => {
    expect(itemTitle(of, item(data))).toBe(title)
  })
})

describe('formatValue', () => {
  it.each([
    [undefined, ''],
    [null, ''],
    [0, '0'],
    [false, 'No'],
    [{$date: '2026-01-02T03:04:05.678Z'}, '2026-01-02 03:04:05'],
    [['a', 1], '["a",1]'],
    ['<b>x</b>', '<b>x</b>'],
  ])('shows %j as %j', (value, text) => {
    expect(formatValue(value)).toBe(text)
  })
})
