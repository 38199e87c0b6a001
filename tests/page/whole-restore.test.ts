import {chosenCollections, chosenIds, type RestoreQuestion} from 'public/page/features/restore-question'
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
