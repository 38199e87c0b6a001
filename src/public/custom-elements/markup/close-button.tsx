import './close-button.css'
import {Icon} from './icon'
import {PlainButton} from './plain-button'

export function CloseButton(props: {dataHook: string; label: string; onClick(): void}) {
  return (
    <PlainButton class="bp-close" {...props}>
      <Icon name="close" size={24} />
    </PlainButton>
  )
}
