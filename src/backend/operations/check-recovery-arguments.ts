import type {BringBackChoice} from 'public/recovery-contract'
import {isGuid} from 'public/rules/is-guid'
import {isOwnField} from 'public/recovery/item-values'
import {checkCollectionId, checkList, checkObject, checkUnique, invalid} from './check-arguments'

const LONGEST_ITEM_ID = 256
const LONGEST_KEY = 256
const MOST_KEYS = 1000

export function checkItemId(argument: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_ITEM_ID) {
    throw invalid(argument, `it must be an item ID of 1 to ${LONGEST_ITEM_ID} characters`)
  }
  return value
}

/** What is to be brought back: at least one item or field, each named once. */
export function checkChoices(value: unknown): BringBackChoice[] {
  const choices = checkList('choices', value).map((entry, index) => checkChoice(`choices[${index}]`, entry))
  checkUnique(
    'choices',
    choices.map(({collectionId}) => collectionId),
  )
  if (choices.every(({itemIds = [], fields = []}) => itemIds.length + fields.length === 0)) {
    throw invalid('choices', 'it names no item')
  }
  return choices
}

/** `null` is the beginning; else the ID of the receipt that an earlier slice gave. */
export function checkReceiptPosition(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string' || !isGuid(value)) throw invalid('next', 'it is not from an earlier answer')
  return value
}

function checkChoice(at: string, value: unknown): BringBackChoice {
  const {collectionId, itemIds, fields, references} = checkObject(at, value, [
    'collectionId',
    'itemIds',
    'fields',
    'references',
  ])
  if (references !== undefined && typeof references !== 'boolean') {
    throw invalid(`${at}.references`, 'it must be true or false')
  }
  const ids = optionalList(`${at}.itemIds`, itemIds).map((id, index) =>
    checkItemId(`${at}.itemIds[${index}]`, id),
  )
  const checkedFields = optionalList(`${at}.fields`, fields).map((entry, index) =>
    checkFields(`${at}.fields[${index}]`, entry),
  )
  checkUnique(at, [...ids, ...checkedFields.map(({itemId}) => itemId)])
  return {
    collectionId: checkCollectionId(`${at}.collectionId`, collectionId),
    itemIds: ids,
    fields: checkedFields,
    references: references === true,
  }
}

function checkFields(at: string, value: unknown): {itemId: string; keys: string[]; seen: string} {
  const {itemId, keys, seen} = checkObject(at, value, ['itemId', 'keys', 'seen'])
  const checkedKeys = optionalList(`${at}.keys`, keys).map((key, index) =>
    checkKey(`${at}.keys[${index}]`, key),
  )
  if (checkedKeys.length === 0 || checkedKeys.length > MOST_KEYS) {
    throw invalid(`${at}.keys`, `it must name 1 to ${MOST_KEYS} fields`)
  }
  checkUnique(`${at}.keys`, checkedKeys)
  if (typeof seen !== 'string' || Number.isNaN(Date.parse(seen))) {
    throw invalid(`${at}.seen`, 'it must be the updatedDate that compareItems or readItemVersions told')
  }
  return {itemId: checkItemId(`${at}.itemId`, itemId), keys: checkedKeys, seen: new Date(seen).toISOString()}
}

/** Top-level fields only, and none that Wix sets itself. */
function checkKey(at: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_KEY || /[.[\]]/.test(value)) {
    throw invalid(at, 'it must be the key of a field')
  }
  if (!isOwnField(value)) throw invalid(at, `Wix sets "${value.slice(0, 50)}" itself`)
  return value
}

function optionalList(argument: string, value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw invalid(argument, 'it must be a list')
  return value
}
