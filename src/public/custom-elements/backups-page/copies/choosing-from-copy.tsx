import type {RestoreMode} from '../../../copies/restore-copy'
import type {FromCopyStep} from '../../../page/page-state'
import {TextButton} from '../../markup/button'
import {Checkbox} from '../../markup/checkbox'
import {Choice} from '../../markup/choice'
import {Notice} from '../../markup/notice'
import {Radio} from '../../markup/radio'
import {Text} from '../../markup/text'
import {VirtualList} from '../../markup/virtual-list'
import {usePage} from '../page-context'

type Choosing = FromCopyStep & {name: 'choosing'}

const MODES: readonly RestoreMode[] = ['keep-newer', 'beside', 'replace']

/** What the copy holds beside the site, what of it comes back, and in which way. */
export function ChoosingFromCopy({step}: {step: Choosing}) {
  const {texts, send} = usePage()
  const {fromCopy} = texts
  const {moment, otherSite, compared, mode, selected, slots, schema} = step
  const evicted = mode === 'replace' ? slots.nextEvicted : null
  return (
    <>
      <Text tagName="p">
        {fromCopy.ofMoment(moment)} {otherSite !== null && fromCopy.otherSite(otherSite)}
      </Text>
      <VirtualList
        label={texts.list.collections}
        items={compared}
        rowHeight={56}
        maxHeight={280}
        keyOf={({collectionId}) => collectionId}
        render={(one) => (
          <Row
            compared={one}
            isChosen={selected.includes(one.collectionId)}
            canChoose={mode === 'beside' || !one.isOther}
            onChange={(on) => {
              const others = selected.filter((id) => id !== one.collectionId)
              send({type: 'setFromCopy', collectionIds: on ? [...others, one.collectionId] : others})
            }}
          />
        )}
      />
      <Choice label={fromCopy.mode} disabled={false}>
        {MODES.map((value) => (
          <Radio
            key={value}
            name="from-copy-mode"
            dataHook={`mode-${value}`}
            checked={mode === value}
            label={fromCopy.modes[value]}
            onChange={() => send({type: 'setFromCopy', mode: value})}
          />
        ))}
      </Choice>
      <Text tagName="p" dataHook="mode-hint">
        {fromCopy.hint[mode]} {evicted && fromCopy.evicts(evicted.requestedDate)}
      </Text>
      {schema.length > 0 && (
        <div data-hook="schema-changes">
          <Notice skin="warning" hasIcon title={fromCopy.schema}>
            {schema.map((change) => (
              <Text key={`${change.collectionId} ${change.field}`} tagName="div" size="small">
                {texts.schema.change(change)}
              </Text>
            ))}
          </Notice>
        </div>
      )}
    </>
  )
}

function Row({
  compared,
  isChosen,
  canChoose,
  onChange,
}: {
  compared: Choosing['compared'][number]
  isChosen: boolean
  canChoose: boolean
  onChange(on: boolean): void
}) {
  const {texts, formats, send} = usePage()
  const {fromCopy} = texts
  const {collectionId, displayName, exists, isOther, deleted, changed, added} = compared
  const said = !exists
    ? fromCopy.missing
    : isOther
      ? fromCopy.isOther
      : [
          `${fromCopy.deleted}: ${formats.number(deleted)}`,
          `${fromCopy.changed}: ${formats.number(changed)}`,
          `${fromCopy.added}: ${added === null ? fromCopy.unknown : formats.number(added)}`,
        ].join(' · ')
  return (
    <div class="bp-copy-row" data-hook={`compared-${collectionId}`}>
      <Checkbox size="small" checked={isChosen && canChoose} disabled={!canChoose} onChange={onChange}>
        <span class="bp-column">
          <Text size="small" ellipsis>
            <bdi>{displayName}</bdi>
          </Text>
          <Text size="tiny" secondary>
            {said}
          </Text>
        </span>
      </Checkbox>
      {exists && !isOther && deleted + changed > 0 && (
        <TextButton
          size="small"
          dataHook={`look-${collectionId}`}
          label={fromCopy.look(displayName)}
          onClick={() => send({type: 'lookIntoCopy', collectionId})}
        >
          {texts.recovery.lookInside}
        </TextButton>
      )}
    </div>
  )
}
