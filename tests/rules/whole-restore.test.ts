import {losesHistory, wholeRestore} from 'public/rules/whole-restore'
import {aBackup} from '../support/a-backup'

const holding = (...ids: string[]) => aBackup({collections: ids.map((id) => ({id, displayName: id}))})

test('everything is the whole backup, where it holds nothing of our own', () => {
  expect(wholeRestore(holding('Products', 'Orders'))).toBeNull()
  expect(losesHistory(holding('Products'))).toBe(false)
})

test('the history and private copies are left out by naming all others', () => {
  const backup = holding('Products', 'BackupsHistory', 'BackupsLook-1234abcd-1')
  expect(wholeRestore(backup)).toEqual([{dataCollectionId: 'Products'}])
  expect(losesHistory(backup)).toBe(false)
})

test('a list that may be cut short is restored whole, and that is told', () => {
  const backup = holding('BackupsHistory', ...Array.from({length: 999}, (_, n) => `C${n}`))
  expect(wholeRestore(backup)).toBeNull()
  expect(losesHistory(backup)).toBe(true)
})
