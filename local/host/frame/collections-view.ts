import {askOnce} from './ask-once'
import {h} from './create-element'
import {importDialog} from './import-dialog'
import {itemDialog} from './item-dialog'
import {itemTable} from './item-table'
import {loadingRegion} from './loading-region'
import {localSite, type Collection, type DataItem, type Sort} from './local-site'
import {statusLine} from './status-line'
import {toolHeading} from './tool-heading'
import type {View} from './view'

const PAGE_SIZE = 50
const CHOSEN = 'collection'

export function collectionsView(): View {
  let collections: Collection[] = []
  let chosen: Collection | null = null
  let environment: 'live' | 'sandbox' = 'live'
  let offset = 0
  let sort: Sort | null = null
  const selected = new Set<string>()

  const status = statusLine()
  const select = h('select', {id: 'collection', onchange: () => choose(select.value)})
  const add = button('Add item', () => chosen && itemDialog(chosen, null, changed), 'primary')
  const removeSelected = button('Delete selected', () => void deleteSelected())
  const removeAll = button('Delete all items', () => void deleteAll(), 'danger-quiet')
  const fill = button('Fill from a file', () =>
    importDialog(collections, chosen, (id) => {
      sessionStorage.setItem(CHOSEN, id)
      // The number of items and the fields may both be new.
      void list.reload()
    }),
  )

  const list = loadingRegion({
    what: 'the collections',
    load: () => localSite.collections(),
    render(found) {
      collections = found
      const remembered = sessionStorage.getItem(CHOSEN)
      chosen = found.find(({id}) => id === remembered) ?? found[0] ?? null
      select.replaceChildren(
        ...found.map(({id, displayName}) => h('option', {value: id}, optionText(id, displayName))),
      )
      if (chosen) select.value = chosen.id
      offset = 0
      void items.reload()
      return h('div', {}, picker(), items.element)
    },
  })

  const items = loadingRegion({
    what: 'the items',
    load: async () => ({collection: chosen, page: chosen && (await readPage(chosen))}),
    render({collection, page}) {
      selected.clear()
      if (!collection || !page)
        return h('p', {class: 'empty'}, 'There are no collections yet. Fill one from a file.')
      const total = page.pagingMetadata.total ?? null
      if (page.dataItems.length === 0 && offset > 0) {
        offset = total === null ? 0 : Math.max(0, Math.floor((total - 1) / PAGE_SIZE) * PAGE_SIZE)
        void items.reload()
      }
      const table = itemTable({
        collection,
        collections,
        items: page.dataItems,
        sort,
        editable: environment === 'live',
        selected,
        selectionChanged: showButtons,
        sortBy: environment === 'live' ? sortBy : null,
        open: (item) => itemDialog(collection, item, changed),
      })
      showButtons()
      return h('div', {}, table, pager(page.dataItems, total))
    },
  })

  void list.reload()
  showButtons()

  return {
    element: h(
      'div',
      {class: 'tool'},
      toolHeading(
        'Collections',
        'Look at the site’s items, and change them, to see a restore bring them back.',
      ),
      status.element,
      list.element,
    ),
    title: 'Collections',
  }

  function readPage(collection: Collection) {
    const paging = {limit: PAGE_SIZE, offset}
    return environment === 'sandbox'
      ? localSite.sandboxItems(collection.id, paging)
      : localSite.queryItems(collection.id, {...paging, ...(sort && {sort: [sort]})})
  }

  function picker() {
    return h(
      'div',
      {class: 'toolbar'},
      h('div', {class: 'field inline'}, h('label', {for: select.id}, 'Collection'), select),
      environmentChoice(),
      h('div', {class: 'buttons'}, add, fill, removeSelected, removeAll),
    )
  }

  function environmentChoice() {
    const option = (value: typeof environment, text: string) =>
      h(
        'label',
        {},
        h('input', {
          type: 'radio',
          name: 'environment',
          value,
          checked: environment === value,
          onchange: () => {
            environment = value
            sort = null
            offset = 0
            status.say(value === 'sandbox' ? 'The sandbox is shown as it is; no backup holds it.' : '')
            void items.reload()
            showButtons()
          },
        }),
        h('span', {}, text),
      )
    return h(
      'fieldset',
      {class: 'segmented'},
      h('legend', {class: 'hidden'}, 'Which content'),
      option('live', 'Live'),
      option('sandbox', 'Sandbox'),
    )
  }

  function pager(shown: DataItem[], total: number | null) {
    const to = offset + shown.length
    const more = total === null ? shown.length === PAGE_SIZE : to < total
    const number = (value: number) => value.toLocaleString('en-US')
    const range = shown.length === 0 ? 'No items' : `${number(offset + 1)}–${number(to)}`
    const of = total === null || shown.length === 0 ? '' : ` of ${number(total)}`
    const go = (by: number) => () => {
      offset = Math.max(0, offset + by)
      void items.reload()
    }
    return h(
      'div',
      {class: 'pager'},
      h('span', {class: 'hint'}, 'Times are in UTC.'),
      h('span', {role: 'status'}, range + of),
      button('Previous', go(-PAGE_SIZE), 'small', offset === 0),
      button('Next', go(PAGE_SIZE), 'small', !more),
    )
  }

  function choose(id: string) {
    chosen = collections.find((collection) => collection.id === id) ?? null
    sessionStorage.setItem(CHOSEN, id)
    offset = 0
    sort = null
    status.say('')
    selected.clear()
    showButtons()
    void items.reload()
  }

  function sortBy(fieldName: string) {
    const descending = sort?.fieldName === fieldName && sort.order === 'ASC'
    sort = {fieldName, order: descending ? 'DESC' : 'ASC'}
    offset = 0
    void items.reload()
  }

  function changed(text: string) {
    status.say(text)
    void items.reload()
  }

  async function deleteSelected() {
    const collection = chosen
    const ids = [...selected]
    if (!collection || ids.length === 0) return
    await status.run('delete the items', async () => {
      const {results = []} = await localSite.removeItems(collection.id, ids)
      const refused = results.filter(({itemMetadata}) => itemMetadata?.success === false)
      const details = refused.map(({itemMetadata}) =>
        h(
          'p',
          {class: 'hint'},
          `${itemMetadata?.id}: ${itemMetadata?.error?.description ?? itemMetadata?.error?.code}`,
        ),
      )
      const missed = refused.length === 0 ? '' : ` ${refused.length} could not be deleted:`
      status.say(`Deleted ${countOf(ids.length - refused.length)}.${missed}`, ...details)
      await items.reload()
      // The button that had the focus is disabled now.
      if (document.activeElement === document.body) select.focus()
    })
  }

  async function deleteAll() {
    const collection = chosen
    if (!collection) return
    const name = collection.displayName || collection.id
    const sure = await askOnce({
      title: `Delete all items of ${name}?`,
      text: 'Its live content is emptied. Only a backup brings it back.',
      confirm: 'Delete all items',
    })
    if (!sure) return
    await status.run('delete the items', async () => {
      await localSite.truncate(collection.id)
      status.say(`Deleted all items of ${name}.`)
      offset = 0
      await items.reload()
    })
  }

  function showButtons() {
    const readOnly = chosen === null || environment === 'sandbox'
    add.disabled = readOnly
    removeAll.disabled = readOnly
    removeSelected.disabled = readOnly || selected.size === 0
    removeSelected.textContent =
      selected.size === 0 ? 'Delete selected' : `Delete selected (${selected.size})`
  }
}

function button(text: string, onclick: () => void, kind = '', disabled = false) {
  return h('button', {type: 'button', class: `button ${kind}`.trim(), disabled, onclick}, text)
}

const optionText = (id: string, name?: string) => (name && name !== id ? `${name} (${id})` : id)
const countOf = (items: number) => `${items} ${items === 1 ? 'item' : 'items'}`
