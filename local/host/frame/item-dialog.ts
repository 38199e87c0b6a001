import {h} from './create-element'
import {fieldInput} from './field-input'
import {isSystemField, itemColumns, itemTitle} from './item-columns'
import {localSite, type Collection, type DataItem, type Field} from './local-site'
import {statusLine} from './status-line'

const WHOLE_ITEM: Field = {key: '', displayName: 'The item', type: 'OBJECT'}

/** Adds an item, or changes the given one. `saved` is called with a sentence about what happened. */
export function itemDialog(collection: Collection, item: DataItem | null, saved: (text: string) => void) {
  const name = collection.displayName || collection.id
  const status = statusLine()
  const columns = itemColumns(collection, item ? [item] : []).filter((field) => !isSystemField(field))
  const fields = columns.filter((field) => field.type !== 'MULTI_REFERENCE')
  // Without fields there is nothing to ask for one by one.
  const editable = fields.length > 0 ? fields : [WHOLE_ITEM]
  const linked = columns.filter((field) => field.type === 'MULTI_REFERENCE')
  const inputs = editable.map((field, index) => ({
    field,
    input: fieldInput(field, item?.data[field.key], `field-${index}`),
  }))

  const form = h(
    'form',
    {novalidate: true, onsubmit: (event) => void save(event)},
    ...inputs.map(({input}) => input.element),
    linked.length > 0 &&
      h(
        'p',
        {class: 'hint'},
        `Links of ${linked.map((field) => field.displayName || field.key).join(', ')} stay as they are.`,
      ),
    h(
      'footer',
      {},
      status.element,
      h(
        'div',
        {class: 'actions'},
        h('button', {type: 'button', class: 'button', onclick: () => dialog.close()}, 'Cancel'),
        h('button', {type: 'submit', class: 'button primary'}, item ? 'Save' : 'Add'),
      ),
    ),
  )
  const dialog = h(
    'dialog',
    {'aria-labelledby': 'item-title'},
    h('h2', {id: 'item-title'}, item ? `Change ${itemTitle(collection, item)}` : `Add an item to ${name}`),
    form,
  )
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()

  async function save(event: Event) {
    event.preventDefault()
    await status.run(item ? 'save the item' : 'add the item', async () => {
      // An update replaces the whole item: what is not shown here has to go along.
      const data = {...item?.data}
      for (const {field, input} of inputs) {
        const value = input.read()
        if (field === WHOLE_ITEM) Object.assign(data, value)
        else if (value === undefined) delete data[field.key]
        else data[field.key] = value
      }
      if (item) await localSite.updateItem(collection.id, item.id, data)
      else await localSite.insertItem(collection.id, data)
      dialog.close()
      saved(item ? 'Saved the item.' : `Added an item to ${name}.`)
    })
  }
}
