import {useRef} from 'preact/hooks'
import {Button} from '../../../src/public/custom-elements/markup/button'
import {Dialog} from '../../../src/public/custom-elements/markup/dialog'
import {FieldInput, type FieldControl} from './field-input'
import {fieldKind, type FieldKind} from './field-kind'
import {isSystemField, itemColumns, itemTitle} from './item-columns'
import {LabelledField} from './labelled-field'
import {localSite, type Collection, type DataItem, type Field, type ItemData} from './local-site'
import {StatusLine, useStatus} from './status-line'
import {QuietButton} from './quiet-button'

const WHOLE_ITEM: Field = {key: '', displayName: 'The item', type: 'OBJECT'}

interface Asked {
  field: Field
  kind: FieldKind
  /** `initial`: as the browser shows the text that it was given. */
  shown: {control: FieldControl; initial: string} | null
}

/** Adds an item, or changes the given one. `saved` is called with a sentence about what happened. */
export function ItemDialog({
  collection,
  item,
  saved,
  close,
}: {
  collection: Collection
  item: DataItem | null
  saved(text: string): void
  close(): void
}) {
  const name = collection.displayName || collection.id
  const status = useStatus()
  const {asked, linked} = useRef(fieldsOf(collection, item)).current
  const save = () =>
    status.run(item ? 'save the item' : 'add the item', async () => {
      const data = readData(asked, item)
      if (item) await localSite.updateItem(collection.id, item.id, data)
      else await localSite.insertItem(collection.id, data)
      close()
      saved(item ? 'Saved the item.' : `Added an item to ${name}.`)
    })
  return (
    <Dialog
      dataHook="item"
      title={item ? `Change ${itemTitle(collection, item)}` : `Add an item to ${name}`}
      closeLabel="Close without saving"
      onDismiss={close}
      footer={
        <>
          <StatusLine status={status} />
          <QuietButton onClick={close}>Cancel</QuietButton>
          <Button size="small" submits="item">
            {item ? 'Save' : 'Add'}
          </Button>
        </>
      }
    >
      <form
        id="item"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {asked.map((each, index) => (
          <LabelledField
            key={each.field.key}
            label={labelOf(each.field)}
            id={`field-${index}`}
            hint={each.kind.hint}
          >
            <FieldInput
              id={`field-${index}`}
              kind={each.kind}
              text={each.kind.textOf(item?.data[each.field.key])}
              autofocus={index === 0}
              into={(control) => {
                if (control) each.shown ??= {control, initial: control.value}
              }}
            />
          </LabelledField>
        ))}
        {linked.length > 0 && <p class="hint">Links of {linked.map(labelOf).join(', ')} stay as they are.</p>}
      </form>
    </Dialog>
  )
}

function fieldsOf(collection: Collection, item: DataItem | null): {asked: Asked[]; linked: Field[]} {
  const columns = itemColumns(collection, item ? [item] : []).filter((field) => !isSystemField(field))
  const fields = columns.filter(({type}) => type !== 'MULTI_REFERENCE')
  // Without fields there is nothing to ask for one by one.
  const asked = (fields.length > 0 ? fields : [WHOLE_ITEM]).map((field) => ({
    field,
    kind: fieldKind(field, item?.data[field.key]),
    shown: null,
  }))
  return {asked, linked: columns.filter(({type}) => type === 'MULTI_REFERENCE')}
}

/** An update replaces the whole item: what is not shown here, and what was not touched, has to go along as it was. */
function readData(asked: readonly Asked[], item: DataItem | null): ItemData {
  const data = {...item?.data}
  for (const {field, kind, shown} of asked) {
    if (!shown || shown.control.value === shown.initial) continue
    const value = parsed(field, kind, shown.control)
    if (field === WHOLE_ITEM) Object.assign(data, value)
    else if (value === undefined) delete data[field.key]
    else data[field.key] = value
  }
  return data
}

function parsed(field: Field, kind: FieldKind, control: FieldControl): unknown {
  try {
    return kind.parse(control.value)
  } catch (error) {
    control.focus()
    throw new Error(`${labelOf(field)}: ${error instanceof Error ? error.message : error}`)
  }
}

const labelOf = ({displayName, key}: Field) => displayName || key
