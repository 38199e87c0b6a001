import {useRef, useState} from 'preact/hooks'
import {Button} from '../../../src/public/custom-elements/markup/button'
import {Dialog} from '../../../src/public/custom-elements/markup/dialog'
import {LabelledField} from './labelled-field'
import {localSite, type Collection, type ImportResult} from './local-site'
import {StatusLine, useStatus} from './status-line'
import {QuietButton} from './quiet-button'

/** Fills a collection, an existing one or a new one, from a file. `imported` is called with the collection's id. */
export function ImportDialog({
  collections,
  chosen,
  imported,
  close,
}: {
  collections: readonly Collection[]
  chosen: Collection | null
  imported(collectionId: string): void
  close(): void
}) {
  const status = useStatus()
  const file = useRef<HTMLInputElement>(null)
  const [target, setTarget] = useState(chosen?.id ?? '')
  const [newName, setNewName] = useState('')
  const [isBusy, setBusy] = useState(false)
  const newId = collectionIdFor(newName)

  async function fill() {
    const chosenFile = file.current?.files?.[0]
    if (!chosenFile) throw new Error('Choose a file first.')
    const collectionId = target || checkedId(newId, collections)
    const displayName = target === '' ? newName.trim() : undefined
    const format = formatOf(chosenFile.name)
    const result = await localSite.importFile(
      {collectionId, ...(displayName && {displayName}), format},
      chosenFile,
    )
    const name = collections.find(({id}) => id === collectionId)?.displayName || collectionId
    status.say(sentence(result, displayName ?? name), <Failures {...result} />)
    imported(collectionId)
  }

  return (
    <Dialog
      dataHook="import"
      title="Fill a collection from a file"
      closeLabel="Close this dialog"
      onDismiss={close}
      footer={
        <>
          <StatusLine status={status} />
          <QuietButton onClick={close}>Close</QuietButton>
          <Button size="small" submits="import" disabled={isBusy}>
            Fill
          </Button>
        </>
      }
    >
      <form
        id="import"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setBusy(true)
          void status.run('fill the collection', fill, 'Reading the file…').then(() => setBusy(false))
        }}
      >
        <LabelledField
          label="File"
          id="import-file"
          hint="CSV as the Wix CMS exports it, or JSON lines: one item a line."
        >
          <input
            ref={file}
            type="file"
            id="import-file"
            accept=".csv,.jsonl,.ndjson,.json"
            aria-describedby="import-file-hint"
            autofocus
          />
        </LabelledField>
        <LabelledField label="Into" id="import-target">
          <select
            id="import-target"
            value={target}
            onChange={({currentTarget}) => setTarget(currentTarget.value)}
          >
            {collections.map(({id, displayName}) => (
              <option key={id} value={id}>
                {displayName || id}
              </option>
            ))}
            <option value="">A new collection</option>
          </select>
        </LabelledField>
        {target === '' && (
          <LabelledField
            label="Name of the new collection"
            id="import-name"
            hint={newId ? `Its ID will be ${newId}.` : 'Its letters and digits become the ID.'}
          >
            <input
              type="text"
              id="import-name"
              autocomplete="off"
              aria-describedby="import-name-hint"
              value={newName}
              onInput={({currentTarget}) => setNewName(currentTarget.value)}
            />
          </LabelledField>
        )}
      </form>
    </Dialog>
  )
}

function checkedId(id: string, collections: readonly Collection[]): string {
  if (!id) throw new Error('Give the new collection a name with a letter in it.')
  const same = collections.find((collection) => collection.id.toLowerCase() === id.toLowerCase())
  if (same) throw new Error(`There is already a collection with the ID ${same.id}: choose it above.`)
  return id
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

function Failures({failed}: ImportResult) {
  if (failed.length === 0) return null
  return (
    <ul class="failures" tabIndex={0} aria-label="What could not be imported">
      {failed.map(({line, column, reason}) => (
        <li key={`${line}/${column}`}>
          Line {line}
          {column !== undefined && `, column “${column}”`}: {reason}
        </li>
      ))}
    </ul>
  )
}
