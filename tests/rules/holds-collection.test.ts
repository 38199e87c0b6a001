import {holdsCollection} from 'public/rules/holds-collection'
import {aBackup} from '../support/a-backup'

test.each([
  [999, false],
  [1000, null],
  [1010, false],
])('a list of %d collections, without the one asked for: %s', (count, expected) => {
  const collections = Array.from({length: count}, (_, index) => ({id: `C${index}`, displayName: ''}))
  expect(holdsCollection(aBackup({collections}), 'Other')).toBe(expected)
  expect(holdsCollection(aBackup({collections}), 'C7')).toBe(true)
})
