import {useEffect, useRef, useState} from 'preact/hooks'
import {Button} from '../../../src/public/custom-elements/markup/button'
import {askOnce} from './ask-once'
import {ImportDialog} from './import-dialog'
import {ItemDialog} from './item-dialog'
import {ItemTable} from './item-table'
import {Loaded, useLoading} from './loaded'
import {localSite, type BulkResult, type Collection, type DataItem, type Sort} from './local-site'
import {QuietButton} from './quiet-button'
import {StatusLine, useStatus, type Status} from './status-line'
import {ToolHeading} from './tool-heading'

const PAGE_SIZE = 50
const CHOSEN = 'collection'

type Environment = 'live' | 'sandbox'
type Open = {dialog: 'item'; collection: Collection; item: DataItem | null} | {dialog: 'import'}

/** What of which collection is shown. */
interface Shown {
  collectionId: string | null
  environment: Environment
  offset: number
  sort: Sort | null
}

export function CollectionsView() {
  const status = useStatus()
  const list = useLoading(() => localSite.collections())
  return (
    <div class="tool">
      <ToolHeading
        title="Collections"
        text="Look at the site’s items, and change them, to see a restore bring them back."
      />
      <StatusLine status={status} />
      <Loaded what="the collections" loading={list}>
        {(collections) => <CollectionTool collections={collections} status={status} reload={list.reload} />}
      </Loaded>
    </div>
  )
}

function CollectionTool({
  collections,
  status,
  reload,
}: {
  collections: readonly Collection[]
  status: Status
  reload(): Promise<void>
}) {
  const select = useRef<HTMLSelectElement>(null)
  const [open, setOpen] = useState<Open | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [shown, setShown] = useState<Shown>({
    collectionId: sessionStorage.getItem(CHOSEN),
    environment: 'live',
    offset: 0,
    sort: null,
  })
  const show = (part: Partial<Shown>) => setShown((before) => ({...before, ...part}))
  const chosen = collections.find(({id}) => id === shown.collectionId) ?? collections[0] ?? null
  const isReadOnly = chosen === null || shown.environment === 'sandbox'
  const items = useLoading(
    async () => ({...shown, collection: chosen, page: chosen && (await readPage(chosen, shown))}),
    [chosen, shown],
  )
  useEffect(() => {
    const page = items.value?.page
    // What is still there stays selected.
    const ids = new Set(page?.dataItems.map(({id}) => id))
    setSelected((before) => new Set([...before].filter((id) => ids.has(id))))
    if (page?.dataItems.length === 0 && shown.offset > 0) show({offset: lastPage(page.pagingMetadata.total)})
  }, [items.value])

  const choose = (collectionId: string) => {
    sessionStorage.setItem(CHOSEN, collectionId)
    setSelected(new Set())
    show({collectionId, offset: 0, sort: null})
  }
  const deleteSelected = (collection: Collection) =>
    status.run('delete the items', async () => {
      const ids = [...selected]
      const {results = []} = await localSite.removeItems(collection.id, ids)
      const refused = results.filter(({itemMetadata}) => itemMetadata?.success === false)
      const missed = refused.length === 0 ? '' : ` ${refused.length} could not be deleted:`
      status.say(`Deleted ${countOf(ids.length - refused.length)}.${missed}`, refused.map(refusal))
      await items.reload()
      // The button that had the focus is disabled now.
      select.current?.focus()
    })
  const deleteAll = async (collection: Collection) => {
    const name = collection.displayName || collection.id
    const isSure = await askOnce({
      title: `Delete all items of ${name}?`,
      text: 'Its live content is emptied. Only a backup brings it back.',
      confirm: 'Delete all items',
    })
    if (!isSure) return
    await status.run('delete the items', async () => {
      await localSite.truncate(collection.id)
      status.say(`Deleted all items of ${name}.`)
      show({offset: 0})
    })
  }

  return (
    <>
      <div class="toolbar">
        <div class="field inline">
          <label for="collection">Collection</label>
          <select
            ref={select}
            id="collection"
            value={chosen?.id}
            onChange={({currentTarget}) => {
              status.say('')
              choose(currentTarget.value)
            }}
          >
            {collections.map((collection) => (
              <option key={collection.id} value={collection.id}>
                {optionText(collection)}
              </option>
            ))}
          </select>
        </div>
        <EnvironmentChoice
          value={shown.environment}
          onChange={(environment) => {
            status.say(environment === 'sandbox' ? 'The sandbox is shown as it is; no backup holds it.' : '')
            show({environment, offset: 0, sort: null})
          }}
        />
        <div class="buttons">
          <Button
            size="small"
            disabled={isReadOnly}
            onClick={() => chosen && setOpen({dialog: 'item', collection: chosen, item: null})}
          >
            Add item
          </Button>
          <QuietButton onClick={() => setOpen({dialog: 'import'})}>Fill from a file</QuietButton>
          <QuietButton
            disabled={isReadOnly || selected.size === 0}
            onClick={() => chosen && void deleteSelected(chosen)}
          >
            {selected.size === 0 ? 'Delete selected' : `Delete selected (${selected.size})`}
          </QuietButton>
          <QuietButton
            skin="destructive"
            disabled={isReadOnly}
            onClick={() => chosen && void deleteAll(chosen)}
          >
            Delete all items
          </QuietButton>
        </div>
      </div>
      <Loaded what="the items" loading={items}>
        {({collection, page, sort, environment, offset}) =>
          collection && page ? (
            <div>
              <ItemTable
                collection={collection}
                collections={collections}
                items={page.dataItems}
                sort={sort}
                // Until the chosen collection's items are there, those of the one before are only looked at.
                editable={environment === 'live' && collection.id === chosen?.id}
                selected={selected}
                select={setSelected}
                sortBy={(fieldName) => show({offset: 0, sort: nextSort(sort, fieldName)})}
                open={(item) => setOpen({dialog: 'item', collection, item})}
              />
              <Pager
                offset={offset}
                count={page.dataItems.length}
                total={page.pagingMetadata.total ?? null}
                turn={(by) => show({offset: Math.max(0, offset + by)})}
              />
            </div>
          ) : (
            <p class="empty">There are no collections yet. Fill one from a file.</p>
          )
        }
      </Loaded>
      {open?.dialog === 'item' && (
        <ItemDialog
          {...open}
          saved={(text) => {
            status.say(text)
            void items.reload()
          }}
          close={() => setOpen(null)}
        />
      )}
      {open?.dialog === 'import' && (
        <ImportDialog
          collections={collections}
          chosen={chosen}
          // The number of items and the fields may both be new.
          imported={(id) => void reload().then(() => choose(id))}
          close={() => setOpen(null)}
        />
      )}
    </>
  )
}

function EnvironmentChoice({value, onChange}: {value: Environment; onChange(value: Environment): void}) {
  const options = [
    ['live', 'Live'],
    ['sandbox', 'Sandbox'],
  ] as const
  return (
    <fieldset class="segmented">
      <legend class="bp-hidden">Which content</legend>
      {options.map(([environment, text]) => (
        <label key={environment}>
          <input
            type="radio"
            name="environment"
            value={environment}
            checked={environment === value}
            onChange={() => onChange(environment)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  )
}

function Pager({
  offset,
  count,
  total,
  turn,
}: {
  offset: number
  count: number
  total: number | null
  turn(by: number): void
}) {
  const to = offset + count
  const more = total === null ? count === PAGE_SIZE : to < total
  const range = count === 0 ? 'No items' : `${numberText(offset + 1)}–${numberText(to)}`
  const of = total === null || count === 0 ? '' : ` of ${numberText(total)}`
  return (
    <div class="pager">
      <span class="hint">Times are in UTC.</span>
      <span role="status">{range + of}</span>
      <QuietButton disabled={offset === 0} onClick={() => turn(-PAGE_SIZE)}>
        Previous
      </QuietButton>
      <QuietButton disabled={!more} onClick={() => turn(PAGE_SIZE)}>
        Next
      </QuietButton>
    </div>
  )
}

function readPage(collection: Collection, {environment, offset, sort}: Shown) {
  const paging = {limit: PAGE_SIZE, offset}
  return environment === 'sandbox'
    ? localSite.sandboxItems(collection.id, paging)
    : localSite.queryItems(collection.id, {...paging, ...(sort && {sort: [sort]})})
}

function lastPage(total = 0): number {
  return Math.max(0, Math.floor((total - 1) / PAGE_SIZE) * PAGE_SIZE)
}

function nextSort(sort: Sort | null, fieldName: string): Sort {
  return {fieldName, order: sort?.fieldName === fieldName && sort.order === 'ASC' ? 'DESC' : 'ASC'}
}

function refusal({itemMetadata}: NonNullable<BulkResult['results']>[number]) {
  const {id, error} = itemMetadata ?? {}
  return (
    <p key={id} class="hint">
      {id}: {error?.description ?? error?.code}
    </p>
  )
}

const optionText = ({id, displayName}: Collection) =>
  displayName && displayName !== id ? `${displayName} (${id})` : id
const numberText = (value: number) => value.toLocaleString('en-US')
const countOf = (items: number) => `${items} ${items === 1 ? 'item' : 'items'}`
