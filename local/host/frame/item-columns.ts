import type {Collection, DataItem, Field} from './local-site'

/** Wix keeps these itself. */
const SYSTEM_FIELDS = ['_id', '_createdDate', '_updatedDate', '_owner']

export const isSystemField = (field: Field) => field.systemField === true || SYSTEM_FIELDS.includes(field.key)

/** The collection's own fields first, then what only the items have, and what Wix keeps last. */
export function itemColumns(collection: Collection, items: DataItem[]): Field[] {
  const known = new Set([...collection.fields.map(({key}) => key), ...SYSTEM_FIELDS])
  const extra = [...new Set(items.flatMap(({data}) => Object.keys(data)))].filter((key) => !known.has(key))
  const system = SYSTEM_FIELDS.map(
    (key) => collection.fields.find((field) => field.key === key) ?? {key, type: 'TEXT', systemField: true},
  )
  return [
    ...collection.fields.filter((field) => !isSystemField(field)),
    ...extra.map((key) => ({key, type: 'ANY'})),
    ...system,
  ]
}

/** What a person would call the item. */
export function itemTitle(collection: Collection, item: DataItem): string {
  const field =
    collection.fields.find(({key}) => key === collection.displayField) ??
    collection.fields.find((candidate) => candidate.type === 'TEXT' && !isSystemField(candidate))
  const title = field && item.data[field.key]
  return typeof title === 'string' && title !== '' ? title : item.id
}
