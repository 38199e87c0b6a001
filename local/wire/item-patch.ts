import type {FieldChange, ItemPatch} from '../engine/types'
import {asList, asObject, asString} from './request'
import {invalidField} from './wire-error'

const MOST_MODIFICATIONS = 1000

/** "Nested fields can be specified using dot notation. For example: `address.street`" (SDK). */
export function readPatch(value: unknown, at: string): ItemPatch {
  const {dataItemId, fieldModifications} = asObject(value, at)
  const changes = asList(fieldModifications, `${at}.fieldModifications`, {
    from: 1,
    to: MOST_MODIFICATIONS,
  }).map((entry, index) => readChange(entry, `${at}.fieldModifications[${index}]`))
  return {itemId: asString(dataItemId, `${at}.dataItemId`), set: {}, remove: [], changes}
}

function readChange(entry: unknown, at: string): FieldChange {
  const modification = asObject(entry, at)
  const path = asString(modification.fieldPath, `${at}.fieldPath`).split('.')
  if (path.some((part) => part === '' || /[[\]]/.test(part)) || path[0]!.startsWith('_'))
    throw invalidField(`${at}.fieldPath`, 'must name a field')
  const valueOf = (options: string) => asObject(modification[options], `${at}.${options}`).value ?? null
  switch (modification.action) {
    case 'SET_FIELD':
      return {path, action: 'SET', value: valueOf('setFieldOptions')}
    case 'REMOVE_FIELD':
      return {path, action: 'REMOVE'}
    case 'INCREMENT_FIELD': {
      const by = valueOf('incrementFieldOptions')
      if (typeof by !== 'number') throw invalidField(`${at}.incrementFieldOptions.value`, 'must be a number')
      return {path, action: 'INCREMENT', value: by}
    }
    case 'APPEND_TO_ARRAY':
      return {path, action: 'APPEND', value: valueOf('appendToArrayOptions')}
    case 'REMOVE_FROM_ARRAY':
      return {path, action: 'REMOVE_VALUE', value: valueOf('removeFromArrayOptions')}
    default:
      throw invalidField(
        `${at}.action`,
        'expected SET_FIELD, REMOVE_FIELD, INCREMENT_FIELD, APPEND_TO_ARRAY, REMOVE_FROM_ARRAY',
      )
  }
}
