import type {TargetedEvent} from 'preact'
import {useEffect, useState} from 'preact/hooks'
import {TextButton} from '../../../src/public/custom-elements/markup/button'
import {formatValue} from './format-value'
import {isSystemField, itemColumns, itemTitle} from './item-columns'
import './item-table.css'
import {localSite, type Collection, type DataItem, type Field, type ItemData, type Sort} from './local-site'

/** Wix includes at most 10 reference fields in one query. */
const MOST_REFERENCE_FIELDS = 10
const MOST_LINKS = 20

interface ItemTableProps {
  collection: Collection
  collections: readonly Collection[]
  items: readonly DataItem[]
  sort: Sort | null
  /** Whether items can be selected, sorted and changed. */
  editable: boolean
  selected: ReadonlySet<string>
  select(ids: ReadonlySet<string>): void
  sortBy(fieldKey: string): void
  open(item: DataItem): void
}

export function ItemTable(props: ItemTableProps) {
  const {collection, items, editable, selected, select} = props
  const columns = itemColumns(collection, [...items])
  const {referred, problem} = useReferences(props, columns)
  const isAllSelected = items.length > 0 && selected.size === items.length
  return (
    <>
      <div
        class="table"
        tabIndex={0}
        role="region"
        aria-label={`Items of ${collection.displayName || collection.id}`}
      >
        <table>
          <thead>
            <tr>
              {editable && (
                <th class="select" scope="col">
                  {items.length > 0 && (
                    <input
                      type="checkbox"
                      aria-label="Select every item shown"
                      checked={isAllSelected}
                      onChange={() => select(new Set(isAllSelected ? [] : items.map(({id}) => id)))}
                    />
                  )}
                </th>
              )}
              {editable && (
                <th scope="col">
                  <span class="bp-hidden">Change</span>
                </th>
              )}
              {columns.map((field) => (
                <ColumnHeading key={field.key} field={field} {...props} />
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                {editable && <RowActions item={item} {...props} />}
                {columns.map((field) => (
                  <Cell
                    key={field.key}
                    field={field}
                    value={item.data[field.key]}
                    referred={referred.get(item.id)?.[field.key]}
                    collections={props.collections}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {items.length === 0 && <p class="empty">No items here.</p>}
      </div>
      {problem !== null && (
        <p class="hint" role="alert">
          What the items refer to could not be read: {problem}
        </p>
      )}
    </>
  )
}

function ColumnHeading({field, sort, sortBy, editable}: ItemTableProps & {field: Field}) {
  const text = field.displayName || field.key
  const sorted = sort?.fieldName === field.key ? sort.order : null
  return (
    <th
      scope="col"
      class={kindOf(field)}
      aria-sort={sorted ? (sorted === 'ASC' ? 'ascending' : 'descending') : undefined}
    >
      {editable && field.type !== 'MULTI_REFERENCE' ? (
        <button type="button" class="sort" onClick={() => sortBy(field.key)}>
          {text}
        </button>
      ) : (
        text
      )}
    </th>
  )
}

function RowActions({item, collection, selected, select, open}: ItemTableProps & {item: DataItem}) {
  const title = itemTitle(collection, item)
  const mark = ({currentTarget}: TargetedEvent<HTMLInputElement>) => {
    const ids = new Set(selected)
    if (currentTarget.checked) ids.add(item.id)
    else ids.delete(item.id)
    select(ids)
  }
  return (
    <>
      <td class="select">
        <input
          type="checkbox"
          aria-label={`Select ${title}`}
          checked={selected.has(item.id)}
          onChange={mark}
        />
      </td>
      <td>
        <TextButton size="small" label={`Change ${title}`} onClick={() => open(item)}>
          Change
        </TextButton>
      </td>
    </>
  )
}

function Cell({
  field,
  value,
  referred,
  collections,
}: {
  field: Field
  value: unknown
  /** What it refers to, as whole items, once that has been read. */
  referred: unknown
  collections: readonly Collection[]
}) {
  const text = formatValue(value)
  const {said, title} =
    referred === undefined
      ? {said: text, title: text.length > 30 ? text : undefined}
      : referenceText(referred, referencedCollection(field, collections))
  return (
    <td class={kindOf(field)}>
      <span class="value" title={title}>
        {said}
      </span>
    </td>
  )
}

/** One call for all: links are not part of an item, and an ID says little. */
function useReferences({collection, items, editable}: ItemTableProps, columns: readonly Field[]) {
  const [referred, setReferred] = useState<ReadonlyMap<string, ItemData>>(new Map())
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let isWanted = true
    setReferred(new Map())
    setProblem(null)
    const fields = columns.filter(isReference).slice(0, MOST_REFERENCE_FIELDS)
    if (editable && fields.length > 0 && items.length > 0) {
      const asked = fields.map(({key}) => ({field: key, limit: MOST_LINKS + 1}))
      const ids = items.map(({id}) => id)
      localSite.itemsWithReferences(collection.id, ids, asked).then(
        ({dataItems}) => {
          if (isWanted) setReferred(new Map(dataItems.map(({id, data}) => [id, only(data, fields)])))
        },
        (error: unknown) => {
          if (isWanted) setProblem(error instanceof Error ? error.message : String(error))
        },
      )
    }
    return () => void (isWanted = false)
  }, [items])
  return {referred, problem}
}

const only = (data: ItemData, fields: readonly Field[]): ItemData =>
  Object.fromEntries(fields.map(({key}) => [key, data[key]]))

function referenceText(referred: unknown, target: Collection | undefined) {
  const linked = Array.isArray(referred) ? (referred as unknown[]) : [referred]
  const titles = linked.slice(0, MOST_LINKS).map((data) => {
    // An ID that stayed an ID points at nothing.
    if (typeof data === 'string') return `${data} (missing)`
    const item = {id: idOf(data), dataCollectionId: '', data: data as ItemData}
    return target ? itemTitle(target, item) : item.id
  })
  return {
    said: [...titles, ...(linked.length > MOST_LINKS ? ['…'] : [])].join(', '),
    title: linked.map((data) => (typeof data === 'string' ? data : idOf(data))).join(', '),
  }
}

const idOf = (data: unknown) => String((data as ItemData)._id)

function referencedCollection(field: Field, collections: readonly Collection[]) {
  const id =
    field.typeMetadata?.reference?.referencedCollectionId ??
    field.typeMetadata?.multiReference?.referencedCollectionId
  return collections.find((candidate) => candidate.id === id)
}

const kindOf = (field: Field) => (field.type === 'NUMBER' ? 'number' : isSystemField(field) ? 'system' : '')
const isReference = (field: Field) => field.type === 'REFERENCE' || field.type === 'MULTI_REFERENCE'
