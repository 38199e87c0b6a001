import {h} from './create-element'
import {formatValue} from './format-value'
import {isSystemField, itemColumns, itemTitle} from './item-columns'
import {localSite, type Collection, type DataItem, type Field, type ItemData, type Sort} from './local-site'

/** Wix includes at most 10 reference fields in one query. */
const MOST_REFERENCE_FIELDS = 10
const MOST_LINKS = 20

interface ItemTable {
  collection: Collection
  collections: readonly Collection[]
  items: DataItem[]
  sort: Sort | null
  /** Whether items can be selected and changed. */
  editable: boolean
  selected: Set<string>
  selectionChanged: () => void
  sortBy: ((fieldKey: string) => void) | null
  open: (item: DataItem) => void
}

export function itemTable(options: ItemTable): HTMLElement {
  const {collection, items, editable, selected, selectionChanged, open} = options
  const columns = itemColumns(collection, items)
  const boxes: HTMLInputElement[] = []
  const all = checkbox('Select every item shown', (checked) => {
    for (const [index, box] of boxes.entries()) {
      box.checked = checked
      mark(items[index]!, checked)
    }
    selectionChanged()
  })

  const rows = items.map((item) => {
    const box = checkbox(`Select ${itemTitle(collection, item)}`, (checked) => {
      mark(item, checked)
      all.checked = selected.size === items.length
      selectionChanged()
    })
    boxes.push(box)
    return h(
      'tr',
      {},
      editable && h('td', {class: 'select'}, box),
      editable && h('td', {}, editButton(item)),
      ...columns.map((field) => cell(field, item)),
    )
  })
  const notes = h('div', {})
  void showReferences()

  return h(
    'div',
    {},
    h(
      'div',
      {
        class: 'table',
        tabindex: 0,
        role: 'region',
        'aria-label': `Items of ${collection.displayName || collection.id}`,
      },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            editable && h('th', {class: 'select', scope: 'col'}, items.length > 0 && all),
            editable && h('th', {scope: 'col'}, h('span', {class: 'hidden'}, 'Change')),
            ...columns.map(heading),
          ),
        ),
        h('tbody', {}, ...rows),
      ),
      items.length === 0 && h('p', {class: 'empty'}, 'No items here.'),
    ),
    notes,
  )

  function mark(item: DataItem, checked: boolean) {
    if (checked) selected.add(item.id)
    else selected.delete(item.id)
  }

  function editButton(item: DataItem) {
    return h(
      'button',
      {
        type: 'button',
        class: 'link',
        'aria-label': `Change ${itemTitle(collection, item)}`,
        onclick: () => open(item),
      },
      'Change',
    )
  }

  function heading(field: Field) {
    const {sort, sortBy} = options
    const text = field.displayName || field.key
    const sorted = sort?.fieldName === field.key ? sort.order : null
    const properties = {
      scope: 'col',
      class: kindOf(field),
      'aria-sort': sorted && (sorted === 'ASC' ? 'ascending' : 'descending'),
    }
    if (!sortBy || field.type === 'MULTI_REFERENCE') return h('th', properties, text)
    return h(
      'th',
      properties,
      h('button', {type: 'button', class: 'sort', onclick: () => sortBy(field.key)}, text),
    )
  }

  function cell(field: Field, item: DataItem) {
    const text = formatValue(item.data[field.key])
    return h(
      'td',
      {class: kindOf(field)},
      h('span', {class: 'value', title: text.length > 30 ? text : null}, text),
    )
  }

  /** One call for all: links are not part of an item, and an ID says little. */
  async function showReferences() {
    const fields = columns.filter(isReference).slice(0, MOST_REFERENCE_FIELDS)
    if (!editable || fields.length === 0 || items.length === 0) return
    const asked = fields.map(({key}) => ({field: key, limit: MOST_LINKS + 1}))
    try {
      const ids = items.map(({id}) => id)
      const found = (await localSite.itemsWithReferences(collection.id, ids, asked)).dataItems
      const data = new Map(found.map((item) => [item.id, item.data]))
      for (const [index, item] of items.entries()) {
        for (const field of fields) {
          const place = rows[index]?.children[columns.indexOf(field) + 2]?.firstElementChild
          const value = data.get(item.id)?.[field.key]
          if (place && value !== undefined) showReference(place, field, value)
        }
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      notes.append(
        h('p', {class: 'hint', role: 'alert'}, `What the items refer to could not be read: ${reason}`),
      )
    }
  }

  function showReference(place: Element, field: Field, value: unknown) {
    const target = referencedCollection(field)
    const linked = Array.isArray(value) ? (value as unknown[]) : [value]
    const titles = linked.slice(0, MOST_LINKS).map((data) => {
      // An ID that stayed an ID points at nothing.
      if (typeof data === 'string') return `${data} (missing)`
      const item = {id: String((data as ItemData)._id), dataCollectionId: '', data: data as ItemData}
      return target ? itemTitle(target, item) : item.id
    })
    place.textContent = [...titles, ...(linked.length > MOST_LINKS ? ['…'] : [])].join(', ')
    place.setAttribute(
      'title',
      linked.map((data) => (typeof data === 'string' ? data : String((data as ItemData)._id))).join(', '),
    )
  }

  function referencedCollection(field: Field) {
    const id =
      field.typeMetadata?.reference?.referencedCollectionId ??
      field.typeMetadata?.multiReference?.referencedCollectionId
    return options.collections.find((candidate) => candidate.id === id)
  }
}

const kindOf = (field: Field) => (field.type === 'NUMBER' ? 'number' : isSystemField(field) ? 'system' : '')
const isReference = (field: Field) => field.type === 'REFERENCE' || field.type === 'MULTI_REFERENCE'

function checkbox(label: string, changed: (checked: boolean) => void) {
  const box: HTMLInputElement = h('input', {
    type: 'checkbox',
    'aria-label': label,
    onchange: () => changed(box.checked),
  })
  return box
}
