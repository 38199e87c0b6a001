import {h} from './create-element'
import {labelledField} from './labelled-field'
import {localSite, type Collection, type ImportResult} from './local-site'
import {statusLine} from './status-line'

/** The host names no more than these. */

/** Fills a collection, an existing one or a new one, from a file. `imported` is called with the collection's id. */
export function importDialog(
  collections: readonly Collection[],
  chosen: Collection | null,
  imported: (collectionId: string) => void,
) {
  const status = statusLine()
  const file = h('input', {
    type: 'file',
    id: 'import-file',
    accept: '.csv,.jsonl,.ndjson,.json',
    required: true,
  })
  const target = h(
    'select',
    {id: 'import-target'},
    ...collections.map(({id, displayName}) =>
      h('option', {value: id, selected: id === chosen?.id}, displayName || id),
    ),
    h('option', {value: '', selected: chosen === null}, 'A new collection'),
  )
  const newName = h('input', {type: 'text', id: 'import-name', autocomplete: 'off'})
  const newIdHint = h('p', {class: 'hint', id: 'import-name-hint'})
  newName.setAttribute('aria-describedby', newIdHint.id)
  const nameField = labelledField('Name of the new collection', newName, newIdHint)
  const submit = h('button', {type: 'submit', class: 'button primary'}, 'Fill')

  target.addEventListener('change', showName)
  newName.addEventListener('input', showName)
  showName()

  const dialog = h(
    'dialog',
    {'aria-labelledby': 'import-title'},
    h('h2', {id: 'import-title'}, 'Fill a collection from a file'),
    h(
      'form',
      {novalidate: true, onsubmit: (event) => void send(event)},
      labelledField(
        'File',
        file,
        h('p', {class: 'hint'}, 'CSV as the Wix CMS exports it, or JSON lines: one item a line.'),
      ),
      labelledField('Into', target),
      nameField,
      h(
        'footer',
        {},
        status.element,
        h(
          'div',
          {class: 'actions'},
          h('button', {type: 'button', class: 'button', onclick: () => dialog.close()}, 'Close'),
          submit,
        ),
      ),
    ),
  )
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()

  function showName() {
    nameField.hidden = target.value !== ''
    const id = collectionIdFor(newName.value)
    newIdHint.textContent = id ? `Its ID will be ${id}.` : 'Its letters and digits become the ID.'
  }

  async function send(event: Event) {
    event.preventDefault()
    submit.disabled = true
    await status.run('fill the collection', fill, 'Reading the file…')
    submit.disabled = false
  }

  async function fill() {
    const chosenFile = file.files?.[0]
    if (!chosenFile) throw new Error('Choose a file first.')
    const collectionId = target.value || newCollectionId()
    const displayName = target.value === '' ? newName.value.trim() : undefined
    const format = formatOf(chosenFile.name)
    const result = await localSite.importFile(
      {collectionId, ...(displayName && {displayName}), format},
      chosenFile,
    )
    status.say(sentence(result, displayName ?? nameOf(collectionId)), ...failures(result))
    imported(collectionId)
  }

  function newCollectionId() {
    const id = collectionIdFor(newName.value)
    if (!id) throw new Error('Give the new collection a name with a letter in it.')
    const same = collections.find((collection) => collection.id.toLowerCase() === id.toLowerCase())
    if (same) throw new Error(`There is already a collection with the ID ${same.id}: choose it above.`)
    return id
  }

  function nameOf(id: string) {
    return collections.find((collection) => collection.id === id)?.displayName || id
  }
}

const collectionIdFor = (name: string) =>
  name
    .replace(/[^A-Za-z0-9_-]/g, '')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 100)

function formatOf(fileName: string): 'csv' | 'jsonl' {
  if (/\.csv$/i.test(fileName)) return 'csv'
  if (/\.(jsonl|ndjson|json)$/i.test(fileName)) return 'jsonl'
  throw new Error(`${fileName} is neither .csv nor .jsonl.`)
}

function sentence({imported, failed, failedCount, created}: ImportResult, name: string) {
  const items = `${imported.toLocaleString('en-US')} ${imported === 1 ? 'item' : 'items'}`
  const where = created ? `the new collection ${name}` : name
  const more = failedCount > failed.length ? ` (the first ${failed.length} below)` : ''
  const missed =
    failedCount === 0 ? '' : ` ${failedCount.toLocaleString('en-US')} could not be imported${more}:`
  return imported === 0 ? `Nothing was imported.${missed}` : `Imported ${items} into ${where}.${missed}`
}

function failures({failed}: ImportResult): Node[] {
  if (failed.length === 0) return []
  const lines = failed.map(({line, column, reason}) =>
    h('li', {}, `Line ${line}${column === undefined ? '' : `, column “${column}”`}: ${reason}`),
  )
  return [h('ul', {class: 'failures', tabindex: 0, 'aria-label': 'What could not be imported'}, ...lines)]
}
