import {Checkbox, Input} from '@wix/design-system'
import {Search} from '@wix/wix-ui-icons-common'
import {useId, useMemo, useState, type ReactNode} from 'react'
import type {CollectionForecast, CollectionName} from '../../contract'
import {WORD_TO_TYPE, type RestoreDialog} from '../../page/page-state'
import {Changed, Checking, DialogFrame, DialogProblem} from './dialogs'
import {TextButton} from './markup/button'
import {Loader} from './markup/loader'
import {Notice} from './markup/notice'
import {Text} from './markup/text'
import {usePage} from './page-context'
import {VirtualList} from './virtual-list'

/** What will be restored, what that costs, and how to take it back: the question before a restore. */
export function RestoreContent({dialog}: {dialog: RestoreDialog}) {
  const {texts, now, send} = usePage()
  const {backup, collections, mode, scope, selected, safety, gone, isUndo} = dialog
  const count = scope === 'all' ? collections.length : selected.length
  const confirmText =
    mode === 'copy'
      ? texts.restore.confirmCopy(count)
      : safety.on
        ? texts.restore.confirmSafety(count)
        : count === 0
          ? texts.restore.confirmNone
          : texts.restore.confirm(count)
  return (
    <DialogFrame
      dialog={dialog}
      skin={mode === 'copy' ? 'standard' : 'destructive'}
      title={isUndo ? texts.restore.undoTitle : texts.restore.title(backup.requestedDate)}
      subtitle={
        isUndo
          ? texts.restore.undoText(backup.requestedDate)
          : texts.restore.about(backup.type, backup.requestedDate, now, collections.length)
      }
      width="720px"
      confirmText={confirmText}
      workingText={texts.restore.working}
      canConfirm={dialog.canConfirm}
      isOver={gone}
      onConfirm={() => send({type: 'confirm', evict: safety.on ? (safety.evicts?.id ?? null) : null})}
    >
      {gone ? <Changed text={texts.restore.gone} /> : <Question dialog={dialog} />}
    </DialogFrame>
  )
}

function Question({dialog}: {dialog: RestoreDialog}) {
  const {texts, now, send} = usePage()
  const {backup, collections, mode, scope, stage, problem} = dialog
  const isBusy = stage !== 'asking'
  return (
    <>
      {dialog.changed && <Changed text={texts.restore.changed} />}
      {stage === 'checking' ? (
        <Checking text={texts.restore.checking} />
      ) : (
        problem && (
          <DialogProblem
            problem={problem}
            {...(problem.code === 'OUTCOME_UNKNOWN' && {
              title: texts.restore.notFoundTitle,
              text: texts.restore.notFound,
            })}
          />
        )
      )}
      <Choice label={texts.restore.what} isDisabled={isBusy}>
        <Radio
          name="scope"
          dataHook="scope-all"
          checked={scope === 'all'}
          onChange={() => send({type: 'setScope', scope: 'all'})}
          label={texts.restore.all(collections.length)}
        />
        <Radio
          name="scope"
          dataHook="scope-some"
          checked={scope === 'some'}
          onChange={() => send({type: 'setScope', scope: 'some'})}
          label={texts.restore.some}
        />
      </Choice>
      <Collections dialog={dialog} />
      <Choice label={texts.restore.where} isDisabled={isBusy}>
        <Radio
          name="mode"
          dataHook="mode-replace"
          checked={mode === 'replace'}
          onChange={() => send({type: 'setMode', mode: 'replace'})}
          label={texts.restore.replace}
        />
        <Radio
          name="mode"
          dataHook="mode-copy"
          checked={mode === 'copy'}
          onChange={() => send({type: 'setMode', mode: 'copy'})}
          label={texts.restore.copy}
        />
      </Choice>
      {mode === 'copy' ? (
        <Notice skin="standard">{texts.restore.copyText}</Notice>
      ) : (
        <>
          <div data-hook="restore-warning">
            <Notice skin="danger" hasIcon title={texts.restore.warningTitle}>
              <Loss dialog={dialog} />
              <div className="bp-warnings" role="list">
                <div role="listitem">{texts.restore.warning(backup.requestedDate, now)}</div>
                <div role="listitem">{texts.restore.deletedReturn}</div>
                <div role="listitem">{texts.restore.during}</div>
              </div>
            </Notice>
          </div>
          <Safety dialog={dialog} />
        </>
      )}
      {dialog.estimate && (
        <Text tagName="p" size="small" secondary>
          {texts.restore.tookLast(dialog.estimate)}
        </Text>
      )}
      {dialog.typing.needed && <Typing dialog={dialog} />}
      <span className="bp-hidden" role="status">
        {mode === 'replace' ? (lossSentence(dialog, texts) ?? '') : ''}
      </span>
    </>
  )
}

// The browser's own: the design system's radio buttons are 0 by 0 pixels, and Tab passes over them.
function Radio({
  name,
  dataHook,
  checked,
  label,
  onChange,
}: {
  name: string
  dataHook: string
  checked: boolean
  label: string
  onChange(): void
}) {
  return (
    <label className="bp-radio" data-hook={dataHook}>
      <input type="radio" name={name} checked={checked} onChange={onChange} />
      <Text>{label}</Text>
    </label>
  )
}

function Choice({label, isDisabled, children}: {label: string; isDisabled: boolean; children: ReactNode}) {
  const id = useId()
  return (
    <fieldset className="bp-fieldset" disabled={isDisabled} aria-labelledby={id}>
      <div className="bp-choice">
        <span id={id} className="bp-choice-label">
          <Text>{label}</Text>
        </span>
        {children}
      </div>
    </fieldset>
  )
}

function Collections({dialog}: {dialog: RestoreDialog}) {
  const {texts, isNarrow, send} = usePage()
  const {collections, scope, selected, stage} = dialog
  const [search, setSearch] = useState('')
  const chosen = useMemo(() => new Set(selected), [selected])
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
  const isSome = scope === 'some'
  const hasSearch = collections.length > 8
  return (
    <div className="bp-picker">
      {(isSome || hasSearch) && (
        <div className="bp-picker-bar">
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
            <span className="bp-picker-search">
              <Input
                size="small"
                dataHook="search-collections"
                ariaLabel={texts.restore.search}
                placeholder={texts.restore.search}
                prefix={
                  <Input.IconAffix>
                    <Search />
                  </Input.IconAffix>
                }
                value={search}
                clearButton
                clearButtonAriaLabel={texts.restore.clearSearch}
                onChange={(event) => setSearch(event.target.value)}
                onClear={() => setSearch('')}
              />
            </span>
          )}
        </div>
      )}
      {shown.length === 0 ? (
        <div className="bp-picker-none">
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
              isChosen={!isSome || chosen.has(collection.id)}
              onToggle={(on) => toggle([collection.id], on)}
            />
          )}
        />
      )}
      {isSome && (
        <div className="bp-picker-count">
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
  isChosen,
  onToggle,
}: {
  collection: CollectionName
  forecast: CollectionForecast | undefined
  dialog: RestoreDialog
  isChosen: boolean
  onToggle(on: boolean): void
}) {
  const name = (
    <Text size="small" ellipsis>
      <bdi>{collection.displayName}</bdi>
    </Text>
  )
  return (
    <div className="bp-picker-row" data-hook={`collection-${collection.id}`}>
      {dialog.scope === 'some' ? (
        <Checkbox
          size="small"
          checked={isChosen}
          disabled={dialog.stage !== 'asking'}
          onChange={() => onToggle(!isChosen)}
        >
          {name}
        </Checkbox>
      ) : (
        name
      )}
      <span className="bp-picker-forecast">
        <Forecast forecast={forecast} dialog={dialog} isChosen={isChosen} />
      </span>
    </div>
  )
}

function Forecast({
  forecast,
  dialog,
  isChosen,
}: {
  forecast: CollectionForecast | undefined
  dialog: RestoreDialog
  isChosen: boolean
}): ReactNode {
  const {texts} = usePage()
  if (dialog.mode === 'copy' || (!forecast && !isChosen)) return null
  if (!forecast) {
    return dialog.forecast.state === 'loading' ? (
      <span className="bp-slots">
        <Loader size="tiny" />
        <span className="bp-hidden">{texts.restore.counting}</span>
      </span>
    ) : (
      <Small>{texts.restore.notCounted}</Small>
    )
  }
  const notes = [
    forecast.exists === false ? texts.restore.missing : '',
    forecast.held === 'uncertain' ? texts.restore.uncertain : '',
    isChosen && forecast.referencesOutside.length > 0
      ? texts.restore.references([
          ...new Set(forecast.referencesOutside.map(({collectionId}) => collectionId)),
        ])
      : '',
  ].filter(Boolean)
  const {added, changed} = forecast
  const isLoss = (added.known && added.value > 0) || (changed.known && changed.value > 0)
  return (
    <>
      {isLoss ? (
        <Small strong>
          {texts.restore.lost(added.known ? added.value : 0, changed.known ? changed.value : 0)}
        </Small>
      ) : !added.known || !changed.known ? (
        <Small>{texts.restore.notCounted}</Small>
      ) : forecast.exists === false ? null : (
        <Small>{texts.restore.unchanged}</Small>
      )}
      {notes.length > 0 && <Small title={notes.join('. ')}>{notes.join('. ')}</Small>}
    </>
  )
}

function Small({strong = false, title, children}: {strong?: boolean; title?: string; children: ReactNode}) {
  return (
    <span className={strong ? 'bp-small bp-small-strong' : 'bp-small'} title={title}>
      {children}
    </span>
  )
}

/** The sum over what is chosen, as far as it is counted. */
function Loss({dialog}: {dialog: RestoreDialog}) {
  const {texts, send} = usePage()
  const sentence = lossSentence(dialog, texts)
  if (sentence === null && dialog.forecast.state === 'failed') {
    return (
      <p className="bp-loss">
        {texts.restore.forecastFailed}{' '}
        <TextButton size="small" skin="dark" isUnderlined onClick={() => send({type: 'retryForecast'})}>
          {texts.tryAgain}
        </TextButton>
      </p>
    )
  }
  return (
    <p className="bp-loss" data-hook="loss">
      {sentence ?? `${texts.restore.counting}…`}
    </p>
  )
}

/** `null` while not all of what is chosen has been counted. */
function lossSentence(
  {forecast, scope, selected, backup, collections}: RestoreDialog,
  texts: ReturnType<typeof usePage>['texts'],
): string | null {
  const chosen = new Set(scope === 'all' ? collections.map(({id}) => id) : selected)
  const counted = forecast.collections.filter(({collectionId}) => chosen.has(collectionId))
  let added = 0
  let changed = 0
  let isPartial = false
  for (const entry of counted) {
    if (entry.added.known) added += entry.added.value
    if (entry.changed.known) changed += entry.changed.value
    if (!entry.added.known || !entry.changed.known) isPartial = true
  }
  if (chosen.size === 0) return texts.restore.nothingChosen
  if (counted.length < chosen.size) return null
  const sentence =
    added + changed > 0
      ? texts.restore.lostTotal(added, changed, backup.requestedDate)
      : isPartial
        ? texts.restore.forecastFailed
        : texts.restore.nothingLost(backup.requestedDate)
  return isPartial && added + changed > 0 ? `${sentence} ${texts.restore.atLeast}` : sentence
}

function Safety({dialog}: {dialog: RestoreDialog}) {
  const {texts, now, send} = usePage()
  const {on, refused, evicts} = dialog.safety
  return (
    <div className="bp-safety" data-hook="safety">
      <Checkbox
        dataHook="safety-checkbox"
        checked={on}
        disabled={refused !== null || dialog.stage !== 'asking'}
        onChange={() => send({type: 'setSafety', on: !on})}
      >
        {texts.restore.safety}
      </Checkbox>
      <div className="bp-safety-text">
        <Text size="small" secondary tagName="p">
          {refused ? texts.restore.safetyRefused : texts.restore.safetyText}
        </Text>
        {!refused && evicts && (
          <Text
            size="small"
            tagName="p"
            skin={on ? 'error' : 'standard'}
            secondary={!on}
            dataHook="safety-evicts"
          >
            {texts.restore.safetyEvicts(evicts.requestedDate, now)}
          </Text>
        )}
      </div>
    </div>
  )
}

function Typing({dialog}: {dialog: RestoreDialog}) {
  const {texts, send} = usePage()
  const [text, setText] = useState('')
  const {siteName} = dialog.typing
  const label = siteName === null ? texts.restore.typeWord(WORD_TO_TYPE) : texts.restore.typeName(siteName)
  return (
    <label className="bp-typing">
      <Text size="small">
        <bdi>{label}</bdi>
      </Text>
      <Input
        dataHook="type-name"
        ariaLabel={label}
        value={text}
        autocomplete="off"
        disabled={dialog.stage !== 'asking'}
        onChange={(event) => {
          setText(event.target.value)
          send({type: 'typed', text: event.target.value})
        }}
      />
    </label>
  )
}
