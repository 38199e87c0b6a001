import {useState} from 'preact/hooks'
import type {FoundRow, RecoveryStep} from '../../../page/page-state'
import {Checkbox} from '../../markup/checkbox'
import {PlainButton} from '../../markup/plain-button'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'

const ROW = 56
const MOST_ROWS = 6

/** Rows of a list of which the page hands over only those around what is in sight: there may be ten thousand. */
export function FoundList({step}: {step: RecoveryStep & {name: 'choosing'}}) {
  const {texts, send} = usePage()
  const [asked, setAsked] = useState(step.from)
  const {from, rows, total, list} = step
  const onScroll = (top: number) => {
    const first = Math.floor(top / ROW)
    const isInside = first >= from && first + MOST_ROWS <= from + rows.length
    // Half a window before what is in sight, so that a little scrolling either way asks for nothing.
    const wanted = Math.max(0, first - Math.floor(rows.length / 2))
    if (isInside || wanted === asked) return
    setAsked(wanted)
    send({type: 'showFound', from: wanted})
  }
  return (
    <div
      class="bp-recovery-list"
      style={{height: `${Math.min(MOST_ROWS, total) * ROW}px`}}
      role="group"
      aria-label={texts.recovery.listsLabel}
      tabIndex={0}
      onScroll={({currentTarget}) => onScroll(currentTarget.scrollTop)}
    >
      <ul style={{height: `${total * ROW}px`}}>
        {rows.map((row, index) => (
          <li
            key={row.itemId}
            aria-setsize={total}
            aria-posinset={from + index + 1}
            style={{top: `${(from + index) * ROW}px`, height: `${ROW}px`}}
          >
            {list === 'deleted' ? <DeletedRow row={row} /> : <ChangedRow row={row} />}
          </li>
        ))}
      </ul>
    </div>
  )
}

function DeletedRow({row}: {row: FoundRow}) {
  const {send} = usePage()
  return (
    <Checkbox
      dataHook={`item-${row.itemId}`}
      checked={row.isChosen}
      onChange={(on) => send({type: 'chooseItem', itemId: row.itemId, on})}
    >
      <RowText row={row} />
    </Checkbox>
  )
}

function ChangedRow({row}: {row: FoundRow}) {
  const {texts, send} = usePage()
  return (
    <PlainButton
      class="bp-recovery-row"
      dataHook={`item-${row.itemId}`}
      onClick={() => send({type: 'openItem', itemId: row.itemId})}
    >
      <RowText row={row} note={texts.recovery.fieldsDiffer(row.fieldCount)} />
    </PlainButton>
  )
}

function RowText({row, note}: {row: FoundRow; note?: string}) {
  const {texts} = usePage()
  return (
    <span class="bp-recovery-item">
      {row.picture !== null && <img src={row.picture} alt="" width={36} height={36} loading="lazy" />}
      <span>
        <Text tagName="div" ellipsis weight={row.isChosen ? 'normal' : 'thin'}>
          {row.title}
        </Text>
        <Text tagName="div" size="tiny" secondary ellipsis>
          {[note, row.updatedDate && texts.recovery.lastChanged(row.updatedDate)].filter(Boolean).join(' · ')}
        </Text>
      </span>
    </span>
  )
}
