import './radio.css'
import {Text} from './text'

/** A native radio button with its label: one of a `Choice`, whose radios have one `name`. */
export function Radio({
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
    <label class="bp-radio" data-hook={dataHook}>
      <input type="radio" name={name} checked={checked} onChange={onChange} />
      <Text>{label}</Text>
    </label>
  )
}
