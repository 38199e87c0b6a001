import {
  chosenCollections,
  chosenIds,
  needsTyping,
  replacesHistory,
  withSelected,
  type RestoreQuestion,
} from 'public/page/features/restore-question'
import {aBackup} from '../support/a-backup'

const everything = (...ids: string[]) =>
  ({
    backup: aBackup({collections: ids.map((id) => ({id, displayName: id}))}),
    mode: 'replace',
    scope: 'all',
    selected: [],
  }) as unknown as RestoreQuestion
const NOW = '2026-03-01T00:00:00.000Z'

test('restoring everything is the whole backup', () => {
  expect(chosenCollections(everything('Products', 'Orders'), NOW)).toBeNull()
})

test('restoring everything names all but the history of what was brought back', () => {
  const question = everything('Products', 'BackupsHistory', 'Orders')
  expect(chosenCollections(question, NOW)).toEqual([
    {dataCollectionId: 'Products'},
    {dataCollectionId: 'Orders'},
  ])
  expect(chosenIds(question)).toEqual(['Products', 'Orders'])
})

test('all but that history is a whole site, and is confirmed like one', () => {
  const question = {...everything('Products', 'BackupsHistory', 'Orders'), scope: 'some' as const}
  expect(needsTyping(withSelected(question, ['Products']))).toBe(false)
  const all = withSelected(question, ['Products', 'Orders', 'BackupsHistory'])
  expect(all.selected).toEqual(['Products', 'Orders'])
  expect(needsTyping(all)).toBe(true)
})

test('the history is replaced only where everything can’t be named one by one', () => {
  const many = Array.from({length: 1000}, (_, index) => `Collection${index}`)
  expect(replacesHistory(everything('Products', 'BackupsHistory'))).toBe(false)
  expect(replacesHistory(everything(...many.slice(1), 'BackupsHistory'))).toBe(true)
  expect(replacesHistory(everything(...many))).toBe(false)
  expect(replacesHistory({...everything(...many.slice(1), 'BackupsHistory'), mode: 'copy'})).toBe(false)
})
