import type {RecoveryStep} from '../../../page/page-state'
import {Button} from '../../markup/button'
import {Checkbox} from '../../markup/checkbox'
import {Heading} from '../../markup/heading'
import {Loader} from '../../markup/loader'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'

type ShownValue = NonNullable<OpenItem['fields']>[number]['then']
type OpenItem = NonNullable<(RecoveryStep & {name: 'choosing'})['open']>

/** A changed item, field by field: each stays as it is now, unless it is taken back to then. */
export function ThenAndNow({item}: {item: OpenItem}) {
  const {texts, send} = usePage()
  const {recovery} = texts
  return (
    <>
      <div class="bp-recovery-open">
        <Heading as="h3" size="small">
          {item.title}
        </Heading>
        <Button
          size="small"
          priority="secondary"
          dataHook="back-to-list"
          onClick={() => send({type: 'openItem', itemId: null})}
        >
          {recovery.backToList}
        </Button>
      </div>
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
            {item.fields.map(({key, then, now, isThen}) => (
              <tr key={key}>
                <th scope="row">
                  <Checkbox
                    size="small"
                    dataHook={`field-${key}`}
                    checked={isThen}
                    onChange={(on) => send({type: 'chooseField', itemId: item.itemId, key, on})}
                  >
                    {recovery.takeThen(key)}
                  </Checkbox>
                </th>
                <td class={isThen ? 'bp-then-now-kept' : undefined}>
                  <Value value={then} />
                </td>
                <td class={isThen ? undefined : 'bp-then-now-kept'}>
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

export function Value({value}: {value: ShownValue}) {
  const {texts} = usePage()
  if (value === null) return <em>{texts.recovery.blank}</em>
  return <>{typeof value === 'string' ? value : texts.recovery.dateOf(value.date)}</>
}
