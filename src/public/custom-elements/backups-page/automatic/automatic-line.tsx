import {TextButton} from '../../markup/button'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import './automatic.css'

/** Whether the host backs up by itself, where it can. */
export function AutomaticLine() {
  const {state, texts, send} = usePage()
  if (!state.automatic) return null
  return (
    <div class="bp-automatic-line" data-hook="automatic">
      <Text size="small" secondary>
        {texts.automatic.line(state.automatic.isOn)}
      </Text>
      <TextButton
        size="small"
        dataHook="open-automatic"
        label={texts.automatic.changeLabel}
        onClick={() => send({type: 'openAutomatic'})}
      >
        {texts.automatic.change}
      </TextButton>
    </div>
  )
}
