import type {FromCopyStep} from '../../../page/page-state'
import {Button, TextButton} from '../../markup/button'
import {Heading} from '../../markup/heading'
import {Loader} from '../../markup/loader'
import {Tabs} from '../../markup/tabs'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import '../recovery/recovery.css'
import {Value} from '../recovery/then-and-now'

type Open = NonNullable<(FromCopyStep & {name: 'choosing'})['open']>

const ROWS_AT_ONCE = 60

/** What differs in one collection: deleted, changed, added; a changed item Then and Now. */
export function ComparedItems({open}: {open: Open}) {
  const {texts, formats, send} = usePage()
  const {recovery} = texts
  const {collectionId, displayName, list, counts, from, total, rows, item} = open
  if (item) return <ThenNow item={item} />
  const show = (change: {list?: Open['list']; from?: number}) =>
    send({type: 'openCompared', collectionId, ...change})
  return (
    <>
      <Heading as="h3" size="small">
        {displayName}
      </Heading>
      <Tabs
        activeId={list}
        items={[
          {id: 'deleted', title: recovery.tabs.deleted(counts.deleted)},
          {id: 'changed', title: recovery.tabs.changed(counts.changed)},
        ]}
        onSelect={(value) => show({list: value})}
      >
        <ul class="bp-copy-items" data-hook="compared-items">
          {rows.map(({itemId, title, updatedDate, fieldCount}) => (
            <li key={itemId}>
              {list === 'changed' ? (
                <TextButton
                  size="small"
                  dataHook={`item-${itemId}`}
                  onClick={() => send({type: 'openCopyItem', itemId})}
                >
                  {title}
                </TextButton>
              ) : (
                <Text size="small">
                  <bdi>{title}</bdi>
                </Text>
              )}
              <Text size="tiny" secondary>
                {list === 'changed'
                  ? recovery.fieldsDiffer(fieldCount)
                  : updatedDate !== null && recovery.lastChanged(updatedDate)}
              </Text>
            </li>
          ))}
        </ul>
        {rows.length === 0 && <Text tagName="p">{recovery.none[list]}</Text>}
        {total > ROWS_AT_ONCE && (
          <div class="bp-row">
            <Button
              size="tiny"
              priority="secondary"
              dataHook="rows-before"
              disabled={from === 0}
              onClick={() => show({from: Math.max(0, from - ROWS_AT_ONCE)})}
            >
              {recovery.back}
            </Button>
            <Text size="small">
              {formats.number(from + 1)}–{formats.number(from + rows.length)} / {formats.number(total)}
            </Text>
            <Button
              size="tiny"
              priority="secondary"
              dataHook="rows-after"
              disabled={from + rows.length >= total}
              onClick={() => show({from: from + ROWS_AT_ONCE})}
            >
              {texts.copies.goOn}
            </Button>
          </div>
        )}
      </Tabs>
      <Text tagName="p" secondary size="small">
        {counts.added !== null && recovery.added(counts.added)} {recovery.unchanged(counts.unchanged)}
      </Text>
    </>
  )
}

function ThenNow({item}: {item: NonNullable<Open['item']>}) {
  const {texts} = usePage()
  const {recovery} = texts
  return (
    <>
      <Heading as="h3" size="small">
        {item.title}
      </Heading>
      {item.fields === null ? (
        <div class="bp-recovery-waiting">
          <Loader size="small" />
          <Text>{recovery.reading}</Text>
        </div>
      ) : (
        <table class="bp-then-now" data-hook="then-now">
          <thead>
            <tr>
              <th scope="col">{recovery.field}</th>
              <th scope="col">{recovery.then}</th>
              <th scope="col">{recovery.now}</th>
            </tr>
          </thead>
          <tbody>
            {item.fields.map(({key, then, now}) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td>
                  <Value value={then} />
                </td>
                <td>
                  <Value value={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
