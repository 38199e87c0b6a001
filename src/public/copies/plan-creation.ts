import {referencedCollection, type CollectionDefinition, type FieldDefinition} from './copy-format'
import {ownFields} from './schema-changes'

/** A collection as it is created. */
export interface NewCollection {
  id: string
  displayName: string
  fields: FieldDefinition[]
  permissions?: Record<string, unknown>
  displayField?: string
}

export interface CreationPlan {
  /** In this order: a collection comes after those that its fields point into. */
  collections: NewCollection[]
  /** Fields that close a circle: created when all collections are there. */
  fields: {collectionId: string; field: FieldDefinition}[]
  /** Fields that point into collections which are nowhere: they cannot be created. */
  left: {collectionId: string; field: string; into: string}[]
}

/** In which order collections are created, so that no field points at what is not there yet. */
export function planCreation(
  missing: readonly CollectionDefinition[],
  existing: ReadonlySet<string>,
): CreationPlan {
  const plan: CreationPlan = {collections: [], fields: [], left: []}
  const there = new Set(existing)
  const toCome = new Set(missing.map(({id}) => id))
  const waiting = [...missing]
  while (waiting.length > 0) {
    // Where all that is left waits for each other, the first one goes ahead without the fields that wait.
    const ready = waiting.findIndex((one) => waitsFor(one, there, toCome).length === 0)
    const [definition] = waiting.splice(Math.max(ready, 0), 1)
    toCome.delete(definition!.id)
    addCollection(plan, definition!, there, toCome)
    there.add(definition!.id)
  }
  return plan
}

/** Fields that collections which are there already came not to have: whoever was making them was stopped. */
export function addMissingFields(
  plan: CreationPlan,
  begun: readonly CollectionDefinition[],
  live: readonly CollectionDefinition[],
): void {
  const there = new Set([...live, ...plan.collections].map(({id}) => id))
  for (const definition of begun) {
    const keys = new Set(live.find(({id}) => id === definition.id)?.fields.map(({key}) => key))
    for (const field of ownFields(definition).filter(({key}) => !keys.has(key))) {
      const into = referencedCollection(field)
      if (into === undefined || there.has(into))
        plan.fields.push({collectionId: definition.id, field: asCreated(field)})
      else plan.left.push({collectionId: definition.id, field: field.key, into})
    }
  }
}

function waitsFor(
  definition: CollectionDefinition,
  there: ReadonlySet<string>,
  toCome: ReadonlySet<string>,
): string[] {
  return ownFields(definition)
    .map(referencedCollection)
    .filter(
      (into) => into !== undefined && into !== definition.id && !there.has(into) && toCome.has(into),
    ) as string[]
}

function addCollection(
  plan: CreationPlan,
  definition: CollectionDefinition,
  there: ReadonlySet<string>,
  toCome: ReadonlySet<string>,
): void {
  const {id, displayName, permissions, displayField} = definition
  const fields: FieldDefinition[] = []
  for (const field of ownFields(definition)) {
    const into = referencedCollection(field)
    if (into === undefined || there.has(into)) fields.push(field)
    else if (into === id || toCome.has(into)) plan.fields.push({collectionId: id, field: asCreated(field)})
    else plan.left.push({collectionId: id, field: field.key, into})
  }
  plan.collections.push({
    id,
    displayName: displayName || id,
    fields: fields.map(asCreated),
    ...(permissions && {permissions}),
    ...(typeof displayField === 'string' && {displayField}),
  })
}

/** What Wix finds out by itself is not sent ("readonly" in the types). */
function asCreated(field: FieldDefinition): FieldDefinition {
  const {systemField, capabilities, ...rest} = field
  void [systemField, capabilities]
  return rest as FieldDefinition
}
