import type {SchemaChange} from '../copies-contract'
import {referencedCollection, type CollectionDefinition, type FieldDefinition} from './copy-format'

/** What changed in a collection's fields since the copy, as far as its items are concerned. */
export function schemaChanges(then: CollectionDefinition, now: CollectionDefinition): SchemaChange[] {
  const live = new Map(now.fields.map((field) => [field.key, field]))
  return ownFields(then).flatMap((field) => {
    const change = fieldChange(field, live.get(field.key))
    return change ? [{collectionId: then.id, field: field.key, ...change}] : []
  })
}

function fieldChange(
  then: FieldDefinition,
  now: FieldDefinition | undefined,
): Omit<SchemaChange, 'collectionId' | 'field'> | null {
  if (!now) return {change: 'REMOVED', then: then.type, now: null}
  if (now.type !== then.type) return {change: 'RETYPED', then: then.type, now: now.type}
  const [pointed, points] = [referencedCollection(then), referencedCollection(now)]
  if (pointed !== points) return {change: 'POINTS_ELSEWHERE', then: pointed ?? '', now: points ?? null}
  return null
}

/** Without those that every collection has. */
export function ownFields({fields}: CollectionDefinition): FieldDefinition[] {
  return fields.filter(({key, systemField}) => systemField !== true && !key.startsWith('_'))
}

/** One sentence for a person. */
export function explainSchemaChange({collectionId, field, change, then, now}: SchemaChange): string {
  switch (change) {
    case 'REMOVED':
      return `${collectionId}.${field} (${then}) is no field of the collection any more: its values come back, the field does not.`
    case 'RETYPED':
      return `${collectionId}.${field} was ${then} and is ${now} now: values that do not fit may be refused, or shown wrongly.`
    case 'POINTS_ELSEWHERE':
      return `${collectionId}.${field} pointed into ${then} and points into ${now ?? 'nothing'} now.`
  }
}
