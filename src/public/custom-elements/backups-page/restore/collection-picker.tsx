import {useMemo, useState} from 'preact/hooks'
import type {CollectionName, CollectionForecast as Forecast} from '../../../contract'
import type {RestoreDialog} from '../../../page/page-state'
import {Checkbox} from '../../markup/checkbox'
import {Text} from '../../markup/text'
import {TextField} from '../../markup/text-field'
import {VirtualList} from '../../markup/virtual-list'
import {usePage} from '../page-context'
import {CollectionForecast} from './collection-forecast'
import './collection-picker.css'

/** The backup's collections, what a restore of each would cost, and which of them are chosen. */
export function CollectionPicker({dialog}: {dialog: RestoreDialog}) {
  const {texts, isNarrow, send} = usePage()
  const {collections, scope, selected, stage} = dialog
  const [search, setSearch] = useState('')
  const isSome = scope === 'some'
  const chosen = useMemo(
    () => new Set(isSome ? selected : collections.map(({id}) => id)),
    [isSome, selected, collections],
  )
  const forecasts = useMemo(
    () => new Map(dialog.forecast.collections.map((forecast) => [forecast.collectionId, forecast])),
    [dialog.forecast.collections],
  )
  const wanted = search.trim().toLocaleLowerCase()
  const shown = collections.filter(
    ({id, displayName}) =>
      displayName.toLocaleLowerCase().includes(wanted) || id.toLocaleLowerCase().includes(wanted),
  )
  const shownChosen = shown.filter(({id}) => chosen.has(id)).length
  const toggle = (ids: string[], on: boolean) => {
    const next = new Set(selected)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    send({type: 'setSelected', collectionIds: [...next]})
  }
  const hasSearch = collections.length > 8
  return (
    <div class="bp-picker">
      {(isSome || hasSearch) && (
        <div class="bp-picker-bar">
          {isSome && (
            <Checkbox
              dataHook="select-all"
              size="small"
              disabled={stage !== 'asking' || shown.length === 0}
              checked={shown.length > 0 && shownChosen === shown.length}
              onChange={() =>
                toggle(
                  shown.map(({id}) => id),
                  shownChosen < shown.length,
                )
              }
            >
              {texts.restore.selectAll(shown.length)}
            </Checkbox>
          )}
          {hasSearch && (
            <span class="bp-picker-search">
              <TextField
                size="small"
                dataHook="search-collections"
                label={texts.restore.search}
                placeholder={texts.restore.search}
                icon="search"
                value={search}
                clearLabel={texts.restore.clearSearch}
                onInput={setSearch}
              />
            </span>
          )}
        </div>
      )}
      {shown.length === 0 ? (
        <div class="bp-picker-none">
          <Text size="small" secondary>
            {texts.restore.noMatches}
          </Text>
        </div>
      ) : (
        <VirtualList
          label={texts.list.collections}
          items={shown}
          rowHeight={isNarrow ? 72 : 46}
          maxHeight={isNarrow ? 252 : 230}
          keyOf={({id}) => id}
          render={(collection) => (
            <CollectionRow
              collection={collection}
              forecast={forecasts.get(collection.id)}
              dialog={dialog}
              chosen={chosen}
              onToggle={(on) => toggle([collection.id], on)}
            />
          )}
        />
      )}
      {isSome && (
        <div class="bp-picker-count">
          <Text size="tiny" secondary>
            {texts.restore.selected(selected.length, collections.length)}
          </Text>
        </div>
      )}
    </div>
  )
}

function CollectionRow({
  collection,
  forecast,
  dialog,
  chosen,
  onToggle,
}: {
  collection: CollectionName
  forecast: Forecast | undefined
  dialog: RestoreDialog
  chosen: ReadonlySet<string>
  onToggle(on: boolean): void
}) {
  const name = (
    <Text size="small" ellipsis>
      <bdi>{collection.displayName}</bdi>
    </Text>
  )
  return (
    <div class="bp-picker-row" data-hook={`collection-${collection.id}`}>
      {dialog.scope === 'some' ? (
        <Checkbox
          size="small"
          checked={chosen.has(collection.id)}
          disabled={dialog.stage !== 'asking'}
          onChange={onToggle}
        >
          {name}
        </Checkbox>
      ) : (
        name
      )}
      <span class="bp-forecast">
        <CollectionForecast id={collection.id} forecast={forecast} dialog={dialog} chosen={chosen} />
      </span>
    </div>
  )
}
